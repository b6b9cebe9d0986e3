import { describe, expect, it } from 'vitest';
import { commandOf } from '../../src/tui/painted/yank.ts';
import { initialState } from '../../src/tui/state/initial-state.ts';
import { actionOf } from '../../src/tui/state/keys.ts';
import { optionValue, requestOf } from '../../src/tui/state/options.ts';
import { paletteItems } from '../../src/tui/state/palette.ts';
import { contextsOf, focusedPanel, type State } from '../../src/tui/state/state.ts';
import { update } from '../../src/tui/state/update.ts';
import { RANGES } from '../../src/workbench/explorer/explorer-workbench.ts';
import { exploring } from './explorer.ts';
import { fakeGroups, fakeWorkbench } from './fake-workbench.ts';

const option = {
  name: RANGES,
  about: 'those of all epochs or of one',
  type: 'choice',
  default: 'locked',
  choices: ['locked', 'per_frame']
} as const;
const groups = fakeGroups.map((group) => ({
  ...group,
  panels: group.panels.map((panel) =>
    panel.kind === 'epoch' ? { ...panel, options: [option] } : panel
  )
}));

/** A workbench whose maps reach ±2 over all epochs, ±1.5 at one of them. */
function ranged() {
  const workbench = fakeWorkbench({ groups });
  return {
    ...workbench,
    figure: (...[variant, id, request]: Parameters<typeof workbench.figure>) => {
      const { data, layout } = workbench.figure(variant, id, request) as Exclude<
        ReturnType<typeof workbench.figure>,
        Promise<unknown>
      >;
      if (id !== 'map') return { data, layout };
      return request.set?.[RANGES] === 'per_frame'
        ? { data: [{ ...data[0], zmin: -1.5, zmax: 1.5 } as never], layout }
        : { data, layout: { ...layout, meta: { locked: true as const } } };
    }
  };
}

async function ready(): Promise<State> {
  const workbench = fakeWorkbench({ groups });
  const variant = await workbench.openRun('toy_p59_seed1');
  const start = initialState({
    size: { columns: 120, rows: 40 },
    look: { marks: 'braille', colors: 'true', background: 'dark' },
    results: '/results'
  });
  return [
    { type: 'listed', variants: await workbench.listVariants() } as const,
    { type: 'opened', variant } as const
  ].reduce(update, start);
}

const pressed = (state: State, ...keys: readonly string[]): State =>
  keys.reduce(
    (now, key) => update(now, actionOf(key, contextsOf(now)) ?? { type: 'unbound', key }),
    state
  );
const focused = (state: State, id: string) => update(state, { type: 'focusOn', id });

describe('ranges of colours and axes', () => {
  it('are locked until f makes them those of each epoch, per figure, and u takes it back', async () => {
    const state = focused(await ready(), 'map');
    const at = (now: State) => optionValue(now, focusedPanel(now)!, option);
    expect(at(state)).toBe('locked');
    const free = pressed(state, 'f');
    expect(at(free)).toBe('per_frame');
    expect(requestOf(free, focusedPanel(free)!).set).toEqual({ [RANGES]: 'per_frame' });
    expect(at(focused(free, 'bars'))).toBe('locked');
    expect(at(pressed(free, 'f'))).toBe('locked');
    expect(at(pressed(free, 'u'))).toBe('locked');
  });

  it('are one of a figure over all epochs, which f says', async () => {
    const state = pressed(focused(await ready(), 'loss'), 'f');
    expect(state.options).toEqual({});
    expect(state.message?.text).toBe('Loss is of all epochs: it has one range');
  });

  it('are in the palette, in what is exported and in the command that draws the figure', async () => {
    const state = focused(await ready(), 'map');
    expect(paletteItems(state, 'ranges').map(({ text }) => text)).toEqual(
      expect.arrayContaining(['ranges: locked', 'ranges: per frame'])
    );
    const free = pressed(state, 'f');
    const exported = update(free, { type: 'export', format: 'png' });
    expect(exported.job?.request.set).toEqual({ [RANGES]: 'per_frame' });
    expect(commandOf(state, focusedPanel(state)!)).toContain(' --locked ');
    expect(commandOf(free, focusedPanel(free)!)).not.toMatch(/ranges|--locked/);
  });

  it('stand in the border: locked ±2, per frame ±1.5', async () => {
    const { terminal } = await exploring([120, 40], ranged());
    await terminal.press('3');
    expect(terminal.text()).toMatch(/╰─ Neuron 0: .* locked ±2( |─)/);
    await terminal.press('f');
    expect(terminal.text()).toMatch(/╰─ .* per frame ±1.5( |─)/);
    await terminal.press('S');
    expect(terminal.text()).toMatch(/▸ ranges +per frame/);
  });
});
