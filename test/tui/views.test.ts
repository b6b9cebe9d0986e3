import { describe, expect, it } from 'vitest';
import type { Action } from '../../src/tui/state/action.ts';
import { initialState } from '../../src/tui/state/initial-state.ts';
import { hintsOf } from '../../src/tui/state/key-hints.ts';
import { actionOf, keyNames, keyTable } from '../../src/tui/state/keys.ts';
import { optionName, optionValue, requestOf, switchOf } from '../../src/tui/state/options.ts';
import {
  contextsOf,
  currentEpoch,
  currentView,
  focusedPanel,
  panelsOf,
  type State
} from '../../src/tui/state/state.ts';
import { update } from '../../src/tui/state/update.ts';
import { withoutCursor } from '../../src/tui/state/without-cursor.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { startExplorer } from './explorer.ts';
import { fakeFigure, fakeWorkbench } from './fake-workbench.ts';

const variant = await fakeWorkbench().openRun('toy_p59_seed1');
const start = initialState({
  size: { columns: 120, rows: 40 },
  look: { marks: 'braille', colors: 'true', background: 'dark' },
  results: '/results'
});
const ready = update(start, { type: 'opened', variant } as Action);
const pressed = (state: State, ...keys: readonly string[]): State =>
  keys.reduce((now, key) => {
    const action = actionOf(key, contextsOf(now));
    return action ? update(now, action) : now;
  }, state);
const shown = (state: State) => panelsOf(state).map(({ id }) => id);

describe('a view', () => {
  it('is one group of the open variant, by its number', () => {
    expect(shown(pressed(ready, '2'))).toEqual(['rise', 'bars']);
    expect(shown(pressed(ready, '2', '1'))).toEqual(['loss']);
    expect(pressed(ready, '9').message?.text).toBe('no view 9 · there are 4');
    expect(pressed(ready, '9').view).toBeNull();
    expect(pressed({ ...ready, variant: null }, '1').message?.text).toBe('no views yet');
  });

  it('follows its neighbours with ] and [, around the ends', () => {
    const titles = (...keys: string[]) => currentView(pressed(ready, ...keys))?.title;
    expect(titles(']')).toBe('Loss');
    expect(titles(']', ']')).toBe('Coarseness');
    expect(titles('[')).toBe('Weights');
    expect(titles('[', ']')).toBe('Loss');
  });

  it('is found by number or by words of its title in the prompt', () => {
    const asked = (text: string) => pressed(ready, ':', ...text, 'enter');
    const title = (text: string) => currentView(asked(text))?.title;
    expect(currentView(pressed(ready, ':', ...'view', 'space', '3', 'enter'))?.title).toBe(
      'Neurons'
    );
    expect(title('coarse')).toBe('Coarseness');
    expect(title('eights')).toBe('Weights');
    expect(pressed(ready, ':', ...'view', 'space', 'x', 'x', 'enter').layer).toMatchObject({
      error: expect.stringContaining('no view xx')
    });
    expect(currentEpoch(asked('70'))).toBe(70);
  });

  it('keeps the focus where its group has it, and begins with its first panel otherwise', () => {
    expect(focusedPanel(pressed(ready, '2'))?.id).toBe('rise');
    expect(focusedPanel(pressed(ready, 'tab', 'tab', '2'))?.id).toBe('bars');
    expect(focusedPanel(pressed(ready, '3', '0'))?.id).toBe('map');
    expect(focusedPanel(pressed(ready, '2', 'tab', 'tab'))?.id).toBe('rise');
    expect(focusedPanel(pressed(ready, '2', 'down'))?.id).toBe('bars');
  });

  it('is left by 0, esc and q, a maximised panel before it', () => {
    for (const key of ['0', 'esc', 'q']) {
      const left = pressed(ready, '2', key);
      expect([left.view, left.ending]).toEqual([null, false]);
    }
    expect(pressed(ready, '2', 'z', 'esc')).toMatchObject({ view: 'Coarseness', maximised: false });
    expect(pressed(ready, '2', 'z', '3')).toMatchObject({ view: 'Neurons', maximised: false });
    expect(pressed(ready, '2', 'z', '0')).toMatchObject({ view: null, maximised: false });
    expect(pressed(ready, '2', 'q', 'q').ending).toBe(true);
  });

  it('is the overview while another variant has no such group', () => {
    const bare = { ...variant, name: 'toy_p97_seed1', groups: variant.groups.slice(0, 1) };
    const other = update(pressed(ready, '3'), { type: 'opened', variant: bare });
    expect([currentView(other), shown(other)]).toEqual([null, ['loss']]);
    expect(currentView(update(other, { type: 'opened', variant }))?.title).toBe('Neurons');
  });

  it('about all epochs at once has no epoch control', () => {
    const view = pressed(ready, 'home', '4');
    for (const key of [',', '.', '<', '>', 'home', 'end', 'left', 'space', '}']) {
      const state = pressed(view, key);
      expect(state.cursors).toEqual(view.cursors);
      expect(state.message?.text).toBe(
        'Weights is about all epochs at once · 0 shows the overview'
      );
    }
    expect(pressed(view, ':', '7', '0', 'enter').cursors).toEqual(view.cursors);
    expect(pressed(ready, 'home', 'space', '4').cursors.playing).toBe(false);
    expect(pressed(view, '^s').job?.request.cursor).toBe(false);
    expect(pressed(ready, '^s').job?.request.cursor).toBe(true);
    expect(currentEpoch(pressed(view, '0', '.'))).toBe(10);
    expect(currentEpoch(pressed(view, '3', '.'))).toBe(10);
  });
});

describe('the switch of a figure', () => {
  it('turns the panel under focus and is part of what is asked for', () => {
    const panel = panelsOf(ready)[4];
    const turned = pressed(ready, 'S-tab', 's');
    expect(requestOf(ready, panel)).toEqual({ epoch: 940, neuron: 0 });
    expect(requestOf(turned, panel).set).toEqual({ sortedByFinal: true });
    expect(requestOf(turned, panelsOf(ready)[0])).toEqual({ epoch: 940, neuron: 0 });
    const option = switchOf(panel)!;
    expect(optionName(option)).toBe('sorted by final');
    expect(optionValue(turned, panel, option)).toBe(true);
    expect(pressed(turned, 's').options).toEqual({});
    expect(pressed(turned, '^s').job?.request).toMatchObject({ set: { sortedByFinal: true } });
  });

  it('says so where the figure has none', () => {
    expect(pressed(ready, 's').message?.text).toBe('Loss has no options');
    expect(pressed(ready, 'S').message?.text).toBe('Loss has no options');
  });

  it('forgets value cursor and zoom, which pointed at other rows', () => {
    const large = pressed(ready, 'S-tab', 'z');
    const pointed = { ...large, cursors: { ...large.cursors, cursor: { x: 5 } } };
    expect(pressed(pointed, 's')).toMatchObject({ maximised: true, cursors: { cursor: null } });
  });
});

describe('the keys of views', () => {
  it('are one row of the table for nine keys', () => {
    const rows = keyTable.filter(({ keys }) => keys.includes('5'));
    expect(rows.map(keyNames)).toEqual(['1 … 9']);
    expect(actionOf('5', ['overview', 'view'])).toEqual({ type: 'view', index: 4 });
    expect(hintsOf(['overview', 'view'])).toContainEqual({ keys: '[ ]', hint: 'view' });
  });
});

describe('a figure without its cursor', () => {
  it('is the same figure every time, and the same object where there is none', () => {
    const figure = fakeFigure('rise', { epoch: 5, neuron: 0 }, [0, 5, 10]);
    const label = { x: 5, y: 1, text: 'epoch 5' };
    const marked = { ...figure, layout: { ...figure.layout, annotations: [label] } };
    expect(withoutCursor(marked).layout).toMatchObject({ shapes: [], annotations: [] });
    expect(withoutCursor(marked)).toBe(withoutCursor(marked));
    const bars = fakeFigure('bars', { epoch: 5, neuron: 0 }, [0, 5, 10]);
    expect(withoutCursor(bars)).toBe(bars);
  });
});

describe('views on the screen', () => {
  it('show one group in large panels, named in the header', async () => {
    const { terminal, workbench } = await startExplorer();
    expect(terminal.lines()[1]).toMatch(/^╭─ Loss ─+ 1 ─╮$/);
    const before = workbench.asked.length;
    await terminal.press('2', ',');
    const lines = terminal.lines();
    expect(lines[0]).toMatch(/^ 2 Coarseness .*p59 seed1 ◉ .*epoch 930 \[94\/95\]/);
    expect(lines[0]).not.toContain('neuron');
    expect(lines[1]).toMatch(/^╭─ Coarseness · what Coarseness shows ─+╮$/);
    expect(lines.findIndex((line) => line.startsWith('╭─ Distribution'))).toBe(24);
    expect(lines.at(-1)).toMatch(/0 overview {2}\[ \] view/);
    expect(workbench.asked.slice(before).join()).not.toMatch(/loss|map|fall/);
    await terminal.press('0');
    expect(terminal.text()).toContain('╭─ Loss ─');
    expect(terminal.lines().at(-1)).not.toContain('overview');
  });

  it('draw the next epoch in the direction of travel before it is asked for', async () => {
    const { terminal, workbench } = await startExplorer();
    await terminal.press('2', ',', ',');
    const asked = () => workbench.asked.filter((key) => key.includes(' bars '));
    await expect.poll(asked).toContain('toy_p59_seed1 bars 910 0');
    const screen = terminal.text();
    expect(terminal.lines()[0]).toContain('epoch 920');
    const before = asked().length;
    await terminal.press('.');
    expect(terminal.lines()[0]).toContain('epoch 930');
    await terminal.press(',');
    expect(terminal.text()).toBe(screen);
    // Both were drawn before; ahead are 940, and 910 once more.
    await expect.poll(() => asked().slice(before).at(-1)).toBe('toy_p59_seed1 bars 910 0');
  });

  it('read ahead what their panels show, options and all', async () => {
    const { terminal, workbench } = await startExplorer();
    await terminal.press('S-tab', 's', 'z');
    const { figures, epochs } = workbench.ahead.at(-1)!;
    expect(figures.map(({ request }) => request.set)).toEqual([{ sortedByFinal: true }]);
    expect(epochs).toEqual([930, 920, 910, 900, 890, 880, 840]);
  });

  it('about all epochs show no epoch, neither above nor in the plot', async () => {
    const { terminal } = await startExplorer([80, 24]);
    await terminal.press(':', '5', '0', '0', 'enter', '4');
    expect(terminal.lines()[0]).not.toContain('epoch');
    expect(terminal.lines().at(-1)).not.toContain('epoch');
    expect(terminal.text()).not.toContain('W_E 57');
    await terminal.press('.');
    expect(terminal.lines().at(-1)).toContain('Weights is about all epochs at once');
  });

  it('turn the switch under focus, large or not, and show what it is at', async () => {
    const { terminal } = await startExplorer([80, 24]);
    await terminal.press('S-tab');
    expect(terminal.text()).toMatch(/╭─ Dimensionality ─+ s off · 4 ─╮/);
    await terminal.press('s');
    expect(terminal.text()).toMatch(/╭─ Dimensionality ─+ s on · 4 ─╮/);
    expect(terminal.text()).toContain('W_E sorted 20');
    await terminal.press('z', 'left');
    expect(terminal.text()).toMatch(/s sorted by final: on ─╮[\s\S]*W_E sorted 20/);
    await terminal.press('s', 'left');
    expect(terminal.text()).toMatch(/s sorted by final: off ─╮[\s\S]*W_E 20/);
  });

  it('are listed with their numbers in the sidebar and in the info', async () => {
    const { terminal } = await startExplorer();
    await terminal.press('3', 'b');
    expect(terminal.text()).toMatch(/views \[ \] ─+[\s\S]*│ 0 overview[\s\S]*│▸3 Neurons/);
    await terminal.press('1');
    expect(terminal.text()).toMatch(/│▸1 Loss[\s\S]*│ 3 Neurons/);
    await terminal.press('i');
    expect(terminal.text()).toMatch(/2 Coarseness +Coarseness, Distribution/);
  });

  it('are remembered, the switches with them', async () => {
    const env = { GROKSCOPE_STATE_DIR: temporaryFolder() };
    const left = await startExplorer([120, 40], {}, { env });
    await left.terminal.press('4', 's', '^c');
    await left.ended;
    const again = await startExplorer([120, 40], {}, { env });
    expect(again.terminal.lines()[0]).toContain(' 4 Weights');
    expect(again.terminal.lines()[1]).toContain('s sorted by final: on');
  });
});

describe('the numbers of views', () => {
  const views = [
    { title: 'Loss', absence: null },
    { title: 'Attention', absence: 'this model has no attention' },
    { title: 'Coarseness', absence: null },
    { title: 'Neurons', absence: null },
    { title: 'Weights', absence: null }
  ];
  const some = update(start, { type: 'opened', variant: { ...variant, views } });

  it('are the same in every variant; of an absent one the reason is told', () => {
    expect(pressed(some, '3').view).toBe('Coarseness');
    const absent = pressed(some, '3', '2');
    expect(absent.view).toBe('Coarseness');
    expect(absent.message?.text).toBe('Attention: this model has no attention');
    expect(pressed(some, ':', ...'attention', 'enter').message?.text).toBe(absent.message?.text);
    expect(pressed(some, ':', ...'view 5', 'enter').view).toBe('Weights');
  });

  it('are leafed through without the absent ones', () => {
    const titles = (...keys: string[]) => pressed(some, ...keys).view;
    expect(titles('1', ']')).toBe('Coarseness');
    expect(titles('3', '[')).toBe('Loss');
    expect(titles('[')).toBe('Weights');
  });

  it('stand in the sidebar, the header, the palette and the info', async () => {
    const { terminal } = await startExplorer([120, 40], { views });
    await terminal.press('3');
    expect(terminal.lines()[0]).toContain(' 3 Coarseness');
    await terminal.press('b');
    expect(terminal.text()).toMatch(/3 Coarseness[\s\S]*4 Neurons[\s\S]*5 Weights/);
    await terminal.press('esc', 'i', 'pgdn', 'pgdn');
    expect(terminal.text()).toContain('absent: this model has no attention');
  });
});
