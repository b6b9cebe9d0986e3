import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Action } from '../../src/tui/state/action.ts';
import { marksOf } from '../../src/tui/state/epoch-marks.ts';
import { initialState } from '../../src/tui/state/initial-state.ts';
import { actionOf } from '../../src/tui/state/keys.ts';
import { neuronOrder, neuronPage } from '../../src/tui/state/neuron-order.ts';
import { requestOf } from '../../src/tui/state/options.ts';
import { paletteItems } from '../../src/tui/state/palette.ts';
import {
  baselineOf,
  baselineText,
  besideOf,
  contextsOf,
  currentEpoch,
  type State
} from '../../src/tui/state/state.ts';
import { update } from '../../src/tui/state/update.ts';
import { readView, viewOf, writeView } from '../../src/tui/state/view-memory.ts';
import { startExplorer } from './explorer.ts';
import { fakeWorkbench } from './fake-workbench.ts';

const start = initialState({
  size: { columns: 120, rows: 40 },
  look: { marks: 'braille', colors: 'true', background: 'dark' },
  results: '/results'
});
const names = ['toy_p59_seed1', 'toy_p59_seed2', 'toy_p97_seed1'];
const workbench = fakeWorkbench({ variants: names });
const opened = await workbench.openRun(names[0]);
const variant = {
  ...opened,
  groups: opened.groups.map((group) => ({
    ...group,
    panels: group.panels.map((panel) =>
      panel.id === 'rise'
        ? {
            ...panel,
            options: [
              {
                name: 'site',
                about: 'Where.',
                type: 'choice',
                default: 'post',
                choices: ['post', 'mlp_out', 'pre']
              } as const,
              {
                name: 'nBins',
                about: 'How many.',
                type: 'number',
                default: 20,
                least: 1,
                most: 30,
                isInteger: true,
                choices: []
              } as const
            ]
          }
        : panel
    )
  }))
};
const having = (state: State, ...actions: readonly Action[]): State =>
  actions.reduce(update, state);
const ready = having(
  start,
  { type: 'listed', variants: await workbench.listVariants() },
  { type: 'opened', variant }
);
const pressed = (state: State, ...keys: readonly string[]): State =>
  keys.reduce(
    (now, key) => update(now, actionOf(key, contextsOf(now)) ?? { type: 'unbound', key }),
    state
  );

describe('a value cursor in a plot', () => {
  it('goes to its epoch by enter, in five keys from the overview', async () => {
    const { terminal } = await startExplorer();
    const keys = ['tab', 'z', 'home', 'S-right', 'enter'];
    await terminal.press(...keys);
    expect(keys.length).toBeLessThanOrEqual(5);
    const [header] = terminal.lines();
    expect(header).toMatch(/epoch +\d+ \[/);
    expect(terminal.lines().at(-1)).toMatch(/epoch \d+ · z leaves/);
    await terminal.press('z');
    expect(terminal.lines()[0]).toBe(header);
  });

  it('says where enter goes, and goes there though the keys came in one read', async () => {
    const { terminal } = await startExplorer();
    await terminal.press('tab', 'z', 'home', 'left', 'right');
    expect(terminal.text()).toMatch(/enter epoch 10/);
    await terminal.press('\x1b[C\r');
    expect(terminal.lines()[0]).toContain('epoch  20');
  });
});

describe('undo', () => {
  it('takes back changes of the view one by one, scrubbing as one', () => {
    const changed = pressed(ready, '2', 'home', 'right', 'right', 'z');
    expect(changed).toMatchObject({ view: 'Coarseness', maximised: true });
    const one = pressed(changed, 'u');
    expect([one.maximised, currentEpoch(one)]).toEqual([false, currentEpoch(changed)]);
    const two = pressed(one, 'u');
    expect([two.view, currentEpoch(two)]).toEqual(['Coarseness', currentEpoch(ready)]);
    const three = pressed(two, 'u');
    expect(three.view).toBeNull();
    expect(pressed(three, 'u').message?.text).toBe('nothing to undo');
  });

  it('comes back to the variant before', () => {
    const other = { ...variant, name: names[1] };
    const there = update(pressed(ready, 'home', 'v'), { type: 'opened', variant: other });
    expect(there.variant?.name).toBe(names[1]);
    expect(pressed(there, 'u')).toMatchObject({ opening: names[0], startEpoch: variant.epochs[0] });
  });
});

describe('v and V', () => {
  it('open the next variant at the same epoch, view and zoom', () => {
    const at = pressed(ready, '2', 'home', 'right');
    const window = { axes: 'xy', x: [0, 100] as const, y: null };
    const zoomed = { ...at, cursors: { ...at.cursors, window } };
    const next = pressed(zoomed, 'v');
    expect(next).toMatchObject({ opening: names[1], startEpoch: 10, view: 'Coarseness' });
    const there = update(next, { type: 'opened', variant: { ...variant, name: names[1] } });
    expect([currentEpoch(there), there.cursors.window]).toEqual([10, window]);
    expect(pressed(ready, 'V').opening).toBe(names[2]);
    // A variant without that epoch on the way does not lose it.
    const sparse = { ...variant, name: names[1], epochs: [0, 500, 940] };
    const onTheWay = update(next, { type: 'opened', variant: sparse });
    expect(currentEpoch(onTheWay)).toBe(0);
    expect(pressed(onTheWay, 'v').startEpoch).toBe(10);
    expect(pressed(onTheWay, 'right', 'v').startEpoch).toBe(500);
  });

  it('keep the distance to the turn where that is asked for', () => {
    const turns = [500, 700, null];
    const variants = ready.variants!.map((entry, i) => ({ ...entry, turn: turns[i] }));
    const at = pressed({ ...ready, variants }, 'home', '>', 'T');
    expect(at.align).toBe('turn');
    const from = { ...at, variant: { ...variant, turn: 500 } };
    expect(pressed(from, 'v').startEpoch).toBe(300);
    expect(pressed(from, 'V').startEpoch).toBe(100);
    // What the results folder does not tell, the rows of the variants do.
    const summary = { turn: 800, testLoss: null, curve: [], frequencies: [] };
    const known = update(from, { type: 'summarized', summaries: { [names[2]]: summary } });
    expect(pressed(known, 'V').startEpoch).toBe(400);
  });
});

describe('marks', () => {
  it('have a note, are stops of { and }, are listed, and can be deleted', () => {
    const marked = pressed(ready, 'home', '>', 'm', ...'first k', 'enter');
    expect(marksOf(marked)).toEqual([{ epoch: 100, note: 'first k' }]);
    const back = pressed(marked, 'home', '}');
    expect([currentEpoch(back), back.message?.text]).toEqual([100, '"first k" at 100']);
    const again = pressed(marked, 'end', "'", 'enter');
    expect([currentEpoch(again), again.layer]).toEqual([100, null]);
    const gone = pressed(marked, "'", 'd');
    expect(gone).toMatchObject({ epochMarks: {}, layer: null });
    expect(marksOf(pressed(gone, 'u'))).toEqual(marksOf(marked));
    expect(pressed(ready, "'").message?.text).toContain('no marks yet');
  });

  it('outlive the session', () => {
    const folder = mkdtempSync(join(tmpdir(), 'grokscope-'));
    const file = join(folder, 'views', 'view.json');
    const marked = pressed(ready, 'home', 'm', 'a', 'enter');
    writeView(file, '/results', viewOf(marked)!);
    expect(readView(file).epochMarks).toEqual({ [names[0]]: [{ epoch: 0, note: 'a' }] });
    rmSync(folder, { recursive: true });
  });
});

describe('the palette', () => {
  it('finds figures by words of their title, id and question, and shows them', () => {
    const found = pressed(ready, ':', ...'neuron map');
    expect(paletteItems(found, 'neuron map')[0]).toMatchObject({ text: 'Neuron map' });
    expect(pressed(found, 'enter')).toMatchObject({
      view: 'Neurons',
      focus: 'map',
      maximised: true,
      layer: null
    });
    const [shows] = paletteItems(ready, 'what distribution shows');
    expect(shows.action).toEqual({ type: 'show', view: 'Coarseness', id: 'bars' });
  });

  it('has views, variants, events, marks, options and commands with their keys', () => {
    const marked = pressed(ready, 'home', 'm', ...'odd one', 'enter', '2', 'tab');
    const of = (words: string) => paletteItems(marked, words)[0];
    expect(of('weights')).toMatchObject({ group: 'view', key: '4' });
    expect(of('p97')).toMatchObject({ group: 'variant' });
    expect(of('test peak')).toMatchObject({ group: 'event', action: { type: 'goTo' } });
    expect(of('odd one')).toMatchObject({ group: 'mark' });
    expect(of('export figure')).toMatchObject({ group: 'command', key: 'e' });
    const focused = { ...marked, focus: 'rise' };
    expect(paletteItems(focused, 'site mlp')[0]).toMatchObject({ text: 'site: mlp out' });
  });

  it('offers nothing beside a command, nor by letters that happen to be in order', () => {
    for (const words of ['input 4+29', 'set phases', '940', 'neuron 3', 'neurons k=15', 'xqz'])
      expect(paletteItems(ready, words)).toEqual([]);
    expect(pressed(ready, ':', ...'1e3', 'enter').layer).toMatchObject({ kind: 'prompt' });
    expect(pressed(ready, ':', ...'neurons map', 'enter').focus).toBe('map');
  });

  it('keeps what was chosen, completes by tab, and leaves commands as they were', () => {
    const chosen = pressed(ready, ':', ...'weights', 'enter');
    expect(paletteItems(chosen, '')[0].text).toBe('Weights');
    const completed = pressed(ready, ':', ...'neuron m', 'tab');
    expect(completed.layer).toMatchObject({ text: 'Neuron map' });
    expect(currentEpoch(pressed(ready, ':', ...'120', 'enter'))).toBe(120);
    expect(pressed(ready, ':', 'n', '7', 'enter').cursors.neuron).toBe(7);
    const second = pressed(ready, ':', ...'toy', 'down', 'enter');
    expect(second.opening).not.toBeNull();
  });
});

describe('options', () => {
  const focused = { ...ready, focus: 'rise' };

  it('cycle by s, and all are in the menu of S, remembered per figure', () => {
    expect(pressed(focused, 's').options).toEqual({ rise: { site: 'mlp_out' } });
    expect(pressed(focused, 's', 's', 's').options).toEqual({});
    const menu = pressed(focused, 'S', 'left', 'down', 'right');
    expect(menu.options).toEqual({ rise: { site: 'pre', nBins: 21 } });
    expect(pressed(menu, 'backspace').options).toEqual({ rise: { site: 'pre' } });
    expect(pressed(menu, 'esc', 'u', 'u').options).toEqual({});
  });

  it('take typed values within their range', () => {
    expect(pressed(focused, ':', ...'set n_bins 7', 'enter').options).toEqual({
      rise: { nBins: 7 }
    });
    expect(pressed(focused, ':', ...'set n_bins 31', 'enter').layer).toMatchObject({
      error: 'n_bins takes a whole number from 1 to 30'
    });
    expect(pressed(focused, ':', ...'set site', 'enter').layer).toMatchObject({
      error: 'site takes post, mlp_out, pre'
    });
    expect(pressed(focused, ':', ...'set sit pre', 'enter').layer).toMatchObject({
      error: expect.stringContaining('no option sit')
    });
  });
});

describe('keys', () => {
  it('without a meaning say so once', () => {
    const told = pressed(ready, 'x');
    expect(told.message?.text).toBe('x does nothing here · ? lists the keys');
    expect(pressed(told, 'left', 'x').message).toBeNull();
  });

  it('y and Y copy the value and the command', async () => {
    const { terminal } = await startExplorer();
    await terminal.press('tab', 'z', 'home', 'left', 'right', 'y');
    expect(terminal.lines().at(-1)).toContain('copied 0.01063829787234042');
    await terminal.press('Y');
    expect(terminal.lines().at(-1)).toContain('copied grokscope show toy_p59_seed1 rise');
  });
});

describe('single neurons', () => {
  const rows = [15, 5, 15, 5, 15].map((frequency, neuron) => ({
    neuron,
    frequency,
    fraction: 0.9 - neuron / 10,
    coarseness: neuron / 4,
    commitment: neuron === 3 ? null : 100 * neuron,
    switches: neuron
  }));
  const mosaic = {
    ...variant.groups[0].panels[0],
    id: 'mosaic',
    hasNeuron: true,
    options: ['neurons', 'count'].map(
      (name) => ({ name, about: '', type: 'text', default: null, choices: [] }) as const
    )
  };
  const groups = variant.groups.map((group) =>
    group.title === 'Neurons' ? { ...group, panels: [mosaic, ...group.panels] } : group
  );
  const there = having(
    update(ready, { type: 'opened', variant: { ...variant, name: names[1], groups, neurons: 5 } }),
    { type: 'view', index: 2 },
    { type: 'neuronRows', variant: names[1], rows }
  );

  it('are stepped through in the order that is shown: of a frequency the purest first', () => {
    expect(neuronOrder(there)).toEqual([1, 3, 0, 2, 4]);
    expect(pressed(there, 'n').cursors.neuron).toBe(2);
    expect(pressed(there, 'n', 'n', 'n').cursors.neuron).toBe(1);
    expect(pressed(there, '0', 'n').cursors.neuron).toBe(1);
  });

  it('of a variant that is not open any more are nobody’s', () => {
    expect(update(there, { type: 'neuronRows', variant: names[0], rows: [] })).toBe(there);
  });

  it('are sorted by o and filtered by /', () => {
    expect(neuronOrder(pressed(there, 'o'))).toEqual([0, 1, 2, 3, 4]);
    expect(neuronOrder(pressed(there, 'o', 'o', 'o'))).toEqual([0, 1, 2, 4, 3]);
    const some = pressed(there, '/', ...'k=15 coarseness>0.4', 'enter');
    expect(neuronOrder(some)).toEqual([2, 4]);
    expect([some.cursors.neuron, some.message?.text]).toEqual([
      2,
      '2 neurons with k=15 coarseness>0.4 by frequency · k: strongest at the last epoch, of any share (purity)'
    ]);
    expect(pressed(there, '/', ...'size>3', 'enter').layer).toMatchObject({
      error: expect.stringContaining('neurons takes k=15')
    });
    expect(neuronOrder(pressed(some, ':', ...'neurons by switches', 'enter'))).toEqual([
      4, 3, 2, 1, 0
    ]);
  });

  it('are a page of the mosaic, the one with the neuron', () => {
    expect(requestOf(there, mosaic).set).toEqual({ neurons: '1,3,0,2,4', count: 5, across: 5 });
    expect(neuronPage({ ...there, cursors: { ...there.cursors, neuron: 2 } }, 2)).toEqual([0, 2]);
  });
});

describe('a pinned epoch', () => {
  it('is what maps differ from and curves stand before, until p on it lets it go', () => {
    const pinned = pressed(ready, 'home', '>', 'p');
    expect(pinned.baseline).toEqual({ variant: names[0], epoch: 100 });
    expect(baselineOf(pinned)).toBeNull();
    expect(baselineOf(pressed(pinned, 'right'))?.epoch).toBe(100);
    expect(pressed(pinned, 'p').baseline).toBeNull();
    expect(pressed(pinned, 'right', 'u', 'u').baseline).toBeNull();
  });

  it('may be a variant: maps differ from its, lines stand beside', async () => {
    const pinned = pressed(ready, 'b', 'down', 'p');
    expect(pinned.baseline).toEqual({ variant: names[1], epoch: null });
    expect(baselineOf(pinned)).toEqual({ variant: names[1], epoch: currentEpoch(ready) });
    expect(baselineText(pinned)).toBe('p59 seed2');
    expect(besideOf(pinned)).toEqual(names.slice(0, 2));
    expect(pressed(pinned, 'p').baseline).toBeNull();
    const { terminal } = await startExplorer([120, 40], { variants: names });
    await terminal.press('b', 'down', 'p', 'tab', 'b', 'esc', '3');
    expect(terminal.text()).toContain('against p59 seed2');
  });

  it('is on the screen: in the header, in the borders, in the map', async () => {
    const { terminal } = await startExplorer();
    await terminal.press('home', 'p', 'end');
    expect(terminal.lines()[0]).toContain('against epoch 0');
    await terminal.press('3');
    expect(terminal.text()).toContain('against epoch 0');
  });
});

describe('the variants', () => {
  it('are a table with numbers while they have the focus, ordered by o', async () => {
    const { terminal } = await startExplorer([160, 40], { variants: names });
    await terminal.press('b');
    await new Promise((resolve) => setTimeout(resolve, 300));
    await terminal.settled();
    expect(terminal.text()).toMatch(/variant +turn +test +k +test/);
    expect(terminal.text()).toMatch(/p97 seed1 +500 +0\.333 5,15 +█/);
    await terminal.press('o', 'o');
    const rows = terminal.lines().filter((line) => /◉ p\d+ seed/.test(line));
    expect(rows[0]).toContain('p97 seed1');
    await terminal.press('tab');
    expect(terminal.text()).not.toMatch(/variant +turn +test/);
  });
});

describe('comparison', () => {
  it('lays figures over epochs of the picked variants over each other', () => {
    const list = pressed(ready, 'b', 'down', 'space');
    expect(list.picked).toEqual([names[1]]);
    const [loss] = variant.groups[0].panels;
    expect(requestOf(list, loss)).toMatchObject({ beside: names.slice(0, 2), align: 'epoch' });
    const bars = variant.groups[1].panels[1];
    expect(requestOf(list, bars).beside).toBeUndefined();
    expect(requestOf(pressed(list, 'tab', 'T'), loss).align).toBe('turn');
    expect(pressed(list, 'space').picked).toEqual([]);
    expect(pressed(list, 'tab', 'c').picked).toEqual([]);
    expect(pressed(ready, 'c').message?.text).toContain('no variants are compared');
  });
});
