import { describe, expect, it } from 'vitest';
import type { Cursor } from '../../src/render-terminal/index.ts';
import { plotAreas } from '../../src/tui/painted/plot-window.ts';
import { initialState } from '../../src/tui/state/initial-state.ts';
import type { State } from '../../src/tui/state/state.ts';
import { adopted, cursorBy } from '../../src/tui/state/value-cursor.ts';
import { visualizations } from '../../src/visualizations/index.ts';
import { drawn } from '../helpers/run-p13.ts';
import { fakeWorkbench } from './fake-workbench.ts';

const start = initialState({
  size: { columns: 120, rows: 40 },
  look: { marks: 'braille', colors: 'true', background: 'dark' },
  results: '/results'
});
const opened = await fakeWorkbench({ variants: ['toy_p59_seed1'] }).openRun('toy_p59_seed1');
const epochs = [0, 5, 10, 15, 20, 25, 28, 30, 35, 40, 45, 50, 59];
/** Figures with a column for each checkpoint. */
const maps = visualizations.flatMap((visualization) => {
  // Logs have steps of their own.
  if (!('currentEpoch' in visualization.options) || visualization.id.startsWith('logged'))
    return [];
  const figure = drawn(visualization, { currentEpoch: 28 });
  const hasSteps = figure.data.some((trace) => trace.type === 'heatmap' && trace.meta?.steps);
  return hasSteps ? [[visualization.id, figure] as const] : [];
});

describe('a map with a column for each checkpoint', () => {
  it('is drawn by several figures', () => {
    expect(maps.map(([id]) => id)).toContain('probe_map');
    expect(maps.length).toBeGreaterThan(5);
  });

  it.each(maps)(
    '%s has its value cursor at the step, and enter goes to the step of its column',
    (_, figure) => {
      const areasAt = (cursor: Cursor | null) =>
        plotAreas(figure, figure, { width: 100, height: 30 }, { cursor, epoch: 28, neuron: 0 });
      const state: State = {
        ...start,
        variant: { ...opened, epochs },
        cursors: { ...start.cursors, epoch: epochs.indexOf(28), areas: areasAt(null) }
      };
      const shown = cursorBy(state, 0, 0);
      expect(shown.cursors.cursor?.x).toBe(6);
      const cursor = { ...shown.cursors.cursor!, x: 9 };
      const moved = {
        ...shown,
        cursors: { ...shown.cursors, cursor, areas: areasAt(cursor) }
      };
      expect(epochs[adopted(moved).cursors.epoch]).toBe(40);
    }
  );
});
