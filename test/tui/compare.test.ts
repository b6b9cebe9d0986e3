import { describe, expect, it } from 'vitest';
import type { Action } from '../../src/tui/state/action.ts';
import { gridNames, isGrid, shortLabelOf } from '../../src/tui/state/compared.ts';
import { cellName, optionsShown } from '../../src/tui/state/comparing.ts';
import { gridPage } from '../../src/tui/state/grid.ts';
import { initialState } from '../../src/tui/state/initial-state.ts';
import { actionOf } from '../../src/tui/state/keys.ts';
import { requestAmong, requestOf } from '../../src/tui/state/options.ts';
import { paletteItems } from '../../src/tui/state/palette.ts';
import { besideOf, contextsOf, focusedPanel, type State } from '../../src/tui/state/state.ts';
import { update } from '../../src/tui/state/update.ts';
import { startExplorer } from './explorer.ts';
import { fakeWorkbench } from './fake-workbench.ts';

const names = Array.from({ length: 9 }, (_, i) => `toy_p59_seed${i + 1}`);
const workbench = fakeWorkbench({ variants: names });
const variant = await workbench.openRun(names[0]);
const stateOf = (columns: number, rows: number): State => {
  const start = initialState({
    size: { columns, rows },
    look: { marks: 'braille', colors: 'true', background: 'dark' },
    results: '/results'
  });
  const entries = names.map((name) => ({
    ...{ name, family: 'toy', state: 'analyzed' as const, turn: null },
    label: `${name.slice(4).replaceAll('_', ' ')} dm32`
  }));
  return having(start, { type: 'listed', variants: entries }, { type: 'opened', variant });
};
function having(state: State, ...actions: readonly Action[]): State {
  return actions.reduce(update, state);
}
const pressed = (state: State, ...keys: readonly string[]): State =>
  keys.reduce(
    (now, key) => update(now, actionOf(key, contextsOf(now)) ?? { type: 'unbound', key }),
    state
  );
/** Three variants are picked, the open one among them. */
const picked = (columns = 120, rows = 40) =>
  pressed(stateOf(columns, rows), 'b', 'space', 'j', 'space', 'j', 'space', 'esc');

describe('the ways of comparing', () => {
  it('take turns by one key, and the grid fills the screen', () => {
    const steps = [picked()];
    for (let i = 0; i < 4; i++) steps.push(pressed(steps[i], 'w'));
    expect(steps.map(({ way }) => way)).toEqual([
      ...['overlay', 'side by side', 'small multiples', 'difference', 'overlay']
    ]);
    expect(steps.map(isGrid)).toEqual([false, true, true, false, false]);
    expect(pressed(steps[1], 'z').maximised).toBe(false);
    expect(pressed(steps[2], 'u').way).toBe('side by side');
  });

  it('need variants that are picked', () => {
    const state = pressed(stateOf(120, 40), 'w');
    expect([state.way, state.message?.text]).toEqual([
      'overlay',
      'no variants are compared · space in the list (b) picks some'
    ]);
  });

  it('are options of every figure, in the menu and the palette, while some are picked', () => {
    const panel = focusedPanel(picked())!;
    const added = (state: State) =>
      optionsShown(state, panel)
        .slice(panel.options.length)
        .map(({ name }) => name);
    expect(added(stateOf(120, 40))).toEqual([]);
    expect(added(picked())).toEqual(['compare', 'align', 'seeds']);
    const [item] = paletteItems(picked(), 'compare: small multiples');
    expect(update(picked(), item.action).way).toBe('small multiples');
    const typed = pressed(picked(), ':', ...'set align turn', 'enter');
    expect(typed.align).toBe('turn');
  });

  it('keep the order in which the variants were picked, whichever is open', () => {
    const state = picked();
    expect(besideOf(state)).toEqual(names.slice(0, 3));
    const other = update(state, { type: 'opened', variant: { ...variant, name: names[2] } });
    expect(besideOf(other)).toEqual(names.slice(0, 3));
  });

  it('ask for lines over epochs with a baseline and medians', () => {
    const panel = focusedPanel(picked())!;
    expect(requestOf(picked(), panel)).toMatchObject({ beside: names.slice(0, 3), align: 'epoch' });
    const median = requestOf(pressed(picked(), 'W'), panel);
    expect(median).toMatchObject({ seeds: 'median' });
    const difference = requestOf(pressed(picked(), 'w', 'w', 'w'), panel);
    expect(difference).toMatchObject({ against: names[0] });
  });

  it('ask for a figure of each in the ranges of all, at the epoch of the open one', () => {
    const state = pressed(picked(), 'w', ',', ',');
    const { among, align, epoch } = requestAmong(state, focusedPanel(state)!);
    expect(among).toEqual({ variants: names.slice(0, 3), from: names[0] });
    expect([align, epoch]).toEqual(['epoch', 920]);
  });
});

describe('the grid of variants', () => {
  const many = (columns: number, rows: number, ...keys: readonly string[]) =>
    pressed(stateOf(columns, rows), 'b', 'a', 'b', ...keys);

  it('has two or three side by side', () => {
    expect(gridPage(many(80, 24, 'w')).cells.map(({ rect }) => rect.width)).toEqual([39, 39]);
    expect(gridPage(many(200, 50, 'w')).cells).toHaveLength(3);
  });

  it.each([
    [80, 24],
    [100, 30],
    [160, 48],
    [220, 60]
  ])('keeps its cells within %i×%i, none over another, none too small', (columns, rows) => {
    const state = many(columns, rows, 'w', 'w');
    const { cells, pages, size } = gridPage(state);
    expect(pages).toBe(Math.ceil(names.length / size));
    const taken = new Set<string>();
    for (const { rect } of cells) {
      expect(rect.width).toBeGreaterThanOrEqual(36);
      expect(rect.height).toBeGreaterThanOrEqual(9);
      for (let x = rect.left; x < rect.left + rect.width; x++)
        for (let y = rect.top; y < rect.top + rect.height; y++) {
          expect(taken.has(`${x} ${y}`)).toBe(false);
          taken.add(`${x} ${y}`);
        }
      expect(rect.left + rect.width).toBeLessThan(columns);
      expect(rect.top + rect.height).toBeLessThan(rows - 1);
    }
  });

  it('moves by variants and pages, and opens the one under focus', () => {
    const state = many(80, 24, 'w');
    expect(cellName(pressed(state, 'j', 'j'))).toBe(names[2]);
    expect(gridPage(pressed(state, 'j', 'j')).page).toBe(1);
    expect(gridPage(pressed(state, 'pgdn', 'pgdn', 'pgup')).page).toBe(1);
    expect(pressed(state, 'j', 'enter').opening).toBe(names[1]);
    expect(pressed(state, 'pgup').message?.text).toBe('no more of them');
  });

  it('has the variant under focus that is clicked, and the wheel scrubs all', async () => {
    const { terminal, workbench: fake } = await startExplorer([120, 40], {
      variants: names.slice(0, 3)
    });
    await terminal.press('b', 'a', 'b', 'w');
    await terminal.press('\x1b[<0;100;20M\x1b[<0;100;20m', 'enter');
    expect(terminal.lines()[0]).toContain('p59 seed2');
    await terminal.press('\x1b[<64;50;20M');
    expect(terminal.lines()[0]).toContain('epoch 930');
    expect(fake.asked).toContain(`${names[0]} loss 930 0`);
  });

  it('is without the baseline where differences are shown', () => {
    const state = pressed(many(120, 40), ':', ...'bars distribution', 'enter', 'w', 'w', 'w');
    expect(focusedPanel(state)?.kind).toBe('epoch');
    expect(gridNames(state)).toEqual(names.slice(1));
  });

  it('names variants by what tells them apart', () => {
    expect(shortLabelOf(many(120, 40), names[3])).toBe('p59 seed4');
  });

  it('shows each variant with its title, in the same ranges, by the shared epoch', async () => {
    const { terminal, workbench: fake } = await startExplorer([120, 40], {
      variants: names.slice(0, 3)
    });
    await terminal.press('b', 'a', 'esc', 'w', 'w');
    const text = terminal.text();
    for (const label of ['p59 seed1', 'p59 seed2', 'p59 seed3']) expect(text).toContain(label);
    expect(text).toContain('small multiples · 3 variants');
    expect(text).toContain('the same axes for all 3');
    await terminal.press(',');
    expect(terminal.lines()[0]).toContain('epoch 930');
    for (const name of names.slice(0, 3)) expect(fake.asked).toContain(`${name} loss 930 0`);
  });

  it('shows differences about 0, and says against whom', async () => {
    const { terminal } = await startExplorer([120, 40], { variants: names.slice(0, 3) });
    await terminal.press('b', 'a', 'esc', ':', ...'map neuron', 'enter', 'w', 'w', 'w');
    expect(terminal.text()).toContain('difference against p59 seed1 · 2 variants');
    expect(terminal.text()).toContain('0 in the middle');
  });
});

describe('a thousand variants', () => {
  it('are compared evenly, and only those on the page are asked for', async () => {
    const all = Array.from({ length: 1000 }, (_, i) => `toy_p59_seed${i}`);
    const { terminal, workbench: fake } = await startExplorer([80, 24], { variants: all });
    await terminal.press('b', 'a', 'esc', 'w');
    expect(terminal.lines()[0]).toContain('60/1000 variants');
    expect(terminal.lines()[1]).toContain('60 of 1000 variants');
    const asked = new Set(fake.asked.map((key) => key.split(' ')[0]));
    expect(asked.size).toBeLessThanOrEqual(3);
  });
});

describe('the table of variants', () => {
  it('says how long runs train and which are odd among their peers', async () => {
    const odd = { [names[1]]: ['test loss 5.1 MADs higher than its 4 peers: 3 against 0.1'] };
    const remaining = { [names[2]]: 185, [names[3]]: null };
    const { terminal } = await startExplorer([160, 48], {
      variants: names.slice(0, 6),
      odd,
      remaining
    });
    await terminal.press('b');
    await expect.poll(() => terminal.text()).toMatch(/! ?p59 seed2/);
    expect(terminal.text()).toContain('3 min left');
    expect(terminal.text()).toMatch(/p59 seed4 .* training/);
    expect(terminal.text()).not.toContain('MADs');
    await terminal.press('j');
    expect(terminal.text()).toContain('! test loss 5.1 MADs higher');
  });
});
