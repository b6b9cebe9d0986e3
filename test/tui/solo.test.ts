import { describe, expect, it } from 'vitest';
import { drawPanel } from '../../src/render-terminal/index.ts';
import { initialState } from '../../src/tui/state/initial-state.ts';
import { soloed } from '../../src/tui/state/solo.ts';
import type { State } from '../../src/tui/state/state.ts';
import { update } from '../../src/tui/state/update.ts';
import { lines, upTo } from '../render-terminal/figures.ts';
import { startExplorer } from './explorer.ts';

const look = { marks: 'braille', colors: 'true', background: 'dark' } as const;

function plotWith(entries: number): State {
  const state = initialState({ size: { columns: 80, rows: 24 }, look, results: '/r' });
  const areas = [{ axes: 'xy', entries }] as unknown as State['cursors']['areas'];
  return { ...state, maximised: true, cursors: { ...state.cursors, areas } };
}

describe('a digit in the maximised plot', () => {
  it('shows one curve alone, the same digit all again', () => {
    const one = update(plotWith(3), { type: 'view', index: 1 });
    expect(one.cursors.solo).toBe(1);
    expect(update(one, { type: 'view', index: 2 }).cursors.solo).toBe(2);
    expect(update(one, { type: 'view', index: 1 }).cursors.solo).toBeNull();
    expect(update(one, { type: 'back' })).toMatchObject({
      maximised: true,
      cursors: { solo: null }
    });
  });

  it('says where there is no such curve', () => {
    expect(soloed(plotWith(3), 6).message?.text).toBe('no curve 7: the legend has 3');
  });

  it('is that of a view in a plot without a legend', async () => {
    const { terminal } = await startExplorer();
    await terminal.press('z', '3');
    expect(terminal.lines()[0]).toMatch(/^ 3 Neurons/);
  });
});

describe('a curve alone', () => {
  const x = upTo(100);
  const figure = lines({ A: [x, x], B: [x, x.map((at) => 99 - at)] });
  const colors = (solo: number | null, depth: 'true' | 'none') => {
    const { grid } = drawPanel(figure, { width: 60, height: 12, colors: depth, solo });
    const dots = [...grid.chars].flatMap((char, i) =>
      char > 0x2800 && char <= 0x28ff && i >= 120 ? [grid.fg[i]] : []
    );
    return { count: dots.length, colors: new Set(dots) };
  };

  it('keeps its colour, the others get faint', () => {
    const [all, solo] = [colors(null, 'true').colors, colors(0, 'true').colors];
    expect([...solo].filter((color) => all.has(color))).toHaveLength(1);
    expect(solo.size).toBe(2);
  });

  it('is the only one where there are no colours', () => {
    expect(colors(0, 'none').count).toBeLessThan(colors(null, 'none').count * 0.7);
  });
});
