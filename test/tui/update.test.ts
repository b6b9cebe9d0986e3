import { describe, expect, it } from 'vitest';
import { exportFormats as written } from '../../src/render-png/index.ts';
import type { Action } from '../../src/tui/state/action.ts';
import { initialState } from '../../src/tui/state/initial-state.ts';
import { actionOf } from '../../src/tui/state/keys.ts';
import {
  contextsOf,
  currentEpoch,
  exportFormats,
  focusedPanel,
  matchingVariants,
  type State
} from '../../src/tui/state/state.ts';
import { update } from '../../src/tui/state/update.ts';
import type {
  RunDescription,
  VariantState
} from '../../src/workbench/explorer/explorer-workbench.ts';
import { fakeWorkbench } from './fake-workbench.ts';

const start = initialState({
  size: { columns: 120, rows: 40 },
  look: { marks: 'braille', colors: 'true', background: 'dark' },
  results: '/results'
});
const names = ['toy_p59_seed1', 'toy_p59_seed2', 'toy_p97_seed1'];
const workbench = fakeWorkbench({ variants: names });
const variant = await workbench.openRun('toy_p59_seed1');
const variants = await workbench.listVariants();
const having = (state: State, ...actions: readonly Action[]): State =>
  actions.reduce(update, state);
const ready = having(start, { type: 'listed', variants }, { type: 'opened', variant });
const pressed = (state: State, ...keys: readonly string[]): State =>
  keys.reduce((now, key) => {
    const action = actionOf(key, contextsOf(now));
    return action ? update(now, action) : now;
  }, state);
const through = (probe: string | null): RunDescription => ({ ...variant, probe });
const epochs = (list: readonly number[], more: Partial<RunDescription> = {}): RunDescription => ({
  ...variant,
  epochs: list,
  ...more
});

it('opens, unasked, the variant trained last of those that have the most to show', () => {
  const listed = (...rows: readonly (readonly [string, VariantState, number])[]) =>
    having(start, {
      type: 'listed',
      variants: rows.map(([name, state, trainedAt]) => ({ ...variants[0], name, state, trainedAt }))
    }).opening;
  expect(listed(['a', 'analyzed', 1], ['b', 'analyzed', 3], ['c', 'analyzed', 2])).toBe('b');
  expect(listed(['a', 'untrained', 9], ['b', 'analyzed', 3], ['c', 'trained', 5])).toBe('b');
  expect(listed(['a', 'analyzed', 0], ['b', 'analyzed', 0])).toBe('a');
  expect(listed()).toBeNull();
});

it('the export menu has every format of the command line, a GIF where there is one epoch', () => {
  const formats = (kind: 'epoch' | 'run') =>
    exportFormats({ id: 'a', title: 'A', about: '', kind, hasNeuron: false, options: [] });
  expect([...formats('epoch')].sort()).toEqual([...written].sort());
  expect([...formats('run'), 'gif'].sort()).toEqual([...written].sort());
});

describe('chosen pairs', () => {
  const asked = having(
    ready,
    { type: 'prompt' },
    { type: 'type', text: 'probe 100+5' },
    { type: 'submit' }
  );
  const wrong: Action = { type: 'unopened', message: 'pair out of range: 100+5', hint: '0 to 58' };

  it('that the open variant does not have leave it as it is', () => {
    const refused = update(asked, wrong);
    expect(refused).toMatchObject({ opening: null, probe: null, variant });
    expect(refused.message?.text).toBe('pair out of range: 100+5 · 0 to 58');
  });

  it('that another variant does not have give way to all of its pairs', () => {
    const seen = update(asked, { type: 'opened', variant: through('100+5') });
    const other = { ...seen, opening: 'toy_p97_seed1' };
    const again = update(other, wrong);
    expect(again).toMatchObject({ opening: 'toy_p97_seed1', probe: null });
    expect(again.message?.text).toBe('pair out of range: 100+5 · all pairs are shown');
    const kept = update(again, { type: 'unopened', message: 'missing' });
    expect(kept).toMatchObject({ opening: null, probe: '100+5' });
  });

  it('outlive a failure that has nothing to do with them', () => {
    const failed = update(asked, { type: 'failed', message: 'no space left: x' });
    expect(failed).toMatchObject({ probe: '100+5', opening: variant.name });
  });
});

describe('opening', () => {
  it('ends with a message where the remembered variant is the best there is and cannot be opened', () => {
    const remembered = { ...start, variants, opening: names[0], isRemembered: true };
    expect(update(remembered, { type: 'unopened', message: 'damaged' })).toMatchObject({
      opening: null,
      message: { text: 'damaged' }
    });
  });

  it('asks for the first analyzed variant where none was named', () => {
    const untrained = variants.map((entry, i) =>
      i === 0 ? { ...entry, state: 'untrained' as const } : entry
    );
    expect(update(start, { type: 'listed', variants: untrained }).opening).toBe('toy_p59_seed2');
    const named = { ...start, opening: 'toy_p97_seed1' };
    expect(update(named, { type: 'listed', variants }).opening).toBe('toy_p97_seed1');
  });

  it('begins at the newest epoch, or the stored one nearest to the asked', () => {
    expect(currentEpoch(ready)).toBe(940);
    expect(currentEpoch(having({ ...start, startEpoch: 333 }, { type: 'opened', variant }))).toBe(
      330
    );
  });

  it('keeps the neuron inside the variant', () => {
    const many = { ...start, cursors: { ...start.cursors, neuron: 500 } };
    expect(update(many, { type: 'opened', variant }).cursors.neuron).toBe(47);
  });

  it('shows what failed with its remedy until the next key', () => {
    const failed = update(ready, { type: 'failed', message: 'missing', hint: 'run: x' });
    expect(failed.message).toEqual({ text: 'missing · run: x', tone: 'error' });
    expect(pressed(failed, ',').message).toBeNull();
  });
});

describe('the epoch cursor', () => {
  it('stays on stored epochs and stops at the ends', () => {
    expect(currentEpoch(pressed(ready, ',', ','))).toBe(920);
    expect(currentEpoch(pressed(ready, '.', '>'))).toBe(940);
    expect(currentEpoch(pressed(ready, 'home', '<', ','))).toBe(0);
    expect(pressed(ready, '.').cursors).toMatchObject({ epoch: 94 });
  });

  it('follows a run in training at its newest analyzed epoch', () => {
    const behind = { ...variant, newest: 900 };
    const state = having(start, { type: 'listed', variants }, { type: 'opened', variant: behind });
    expect(currentEpoch(state)).toBe(900);
    const further = { ...variant, epochs: [...variant.epochs, 950], newest: 930 };
    expect(currentEpoch(having(state, { type: 'grown', variant: further }))).toBe(930);
  });

  it('keeps its epoch when the run grows, and follows the newest after end', () => {
    const training = having(start, {
      type: 'opened',
      variant: epochs([0, 10, 20], { isTraining: true })
    });
    const more: Action = { type: 'grown', variant: epochs([0, 10, 20, 30], { isTraining: true }) };
    expect(currentEpoch(update(training, more))).toBe(30);
    expect(currentEpoch(update(pressed(training, ','), more))).toBe(10);
    expect(currentEpoch(update(pressed(training, ',', 'end'), more))).toBe(30);
  });

  it('keeps the same epoch when earlier checkpoints appear', () => {
    const sparse = having(
      start,
      { type: 'opened', variant: epochs([0, 100, 200]) },
      { type: 'step', by: -1 }
    );
    expect(
      currentEpoch(update(sparse, { type: 'grown', variant: epochs([0, 10, 20, 100, 200]) }))
    ).toBe(100);
  });

  it('plays to the end and begins again from there', () => {
    const near = pressed(pressed(ready, ','), 'space');
    expect(near.cursors.playing).toBe(true);
    expect(update(near, { type: 'tick' }).cursors).toMatchObject({ epoch: 94, playing: false });
    expect(pressed(ready, 'space').cursors).toMatchObject({ epoch: 0, playing: true });
    expect(pressed(ready, 'space', ',').cursors.playing).toBe(false);
  });

  it('survives a variant without epochs', () => {
    const empty = having(start, { type: 'opened', variant: epochs([]) });
    expect(
      currentEpoch(pressed(empty, ',', '.', 'home', 'end', 'space', '}', ':', '5', 'enter'))
    ).toBeNull();
  });

  it('hops to events between stored epochs by their nearest one', () => {
    const first = pressed(ready, 'home', '}');
    expect(currentEpoch(first)).toBe(120);
    expect(currentEpoch(pressed(first, '}'))).toBe(500);
    expect(pressed(first, '}', '}').message?.text).toBe('no event after epoch 500');
    expect(currentEpoch(pressed(first, '}', '{'))).toBe(120);
  });
});

describe('focus', () => {
  it('moves only by keys, over the visible panels', () => {
    expect(focusedPanel(ready)?.id).toBe('loss');
    expect(focusedPanel(pressed(ready, 'tab'))?.id).toBe('rise');
    expect(focusedPanel(pressed(ready, 'S-tab'))?.id).toBe('fall');
    expect(focusedPanel(pressed(ready, 'down'))?.id).toBe('bars');
    expect(focusedPanel(pressed(ready, 'down', 'down', 'down'))?.id).toBe('fall');
    const grown = update(pressed(ready, 'tab'), {
      type: 'grown',
      variant: { ...variant, groups: [...variant.groups].reverse() }
    });
    expect(focusedPanel(grown)?.id).toBe('rise');
  });

  it('goes through the sidebar where that is open', () => {
    const open = pressed(ready, 'b', 'tab');
    expect(open.sidebar).toMatchObject({ open: true, focused: false });
    expect(pressed(open, 'S-tab').sidebar.focused).toBe(true);
  });

  it('keeps the panel on the screen when the screen shrinks', () => {
    const small = update(pressed(ready, 'S-tab'), {
      type: 'resized',
      size: { columns: 80, rows: 24 }
    });
    expect(small.top).toBe(1);
  });

  it('forgets zoom and value cursor when another panel is maximised', () => {
    const zoomed = {
      ...pressed(ready, 'z'),
      cursors: {
        ...ready.cursors,
        cursor: { x: 5 },
        window: { axes: 'xy', x: [0, 1] as const, y: null }
      }
    };
    expect(pressed(zoomed, 'tab').cursors).toMatchObject({ cursor: null, window: null });
    expect(pressed(zoomed, 'tab').maximised).toBe(true);
  });
});

describe('layers', () => {
  it('esc leaves one at a time', () => {
    let state = pressed(ready, 'z', 'b', '/', 'p', '9', '7', 'enter', '?', '/', 'x');
    const seen = [];
    for (let i = 0; i < 7; i++) {
      seen.push(
        [
          state.layer?.kind ?? '',
          state.layer && 'typing' in state.layer && state.layer.typing,
          state.sidebar.filter,
          state.sidebar.focused,
          state.maximised
        ].join(' ')
      );
      state = pressed(state, 'esc');
    }
    expect(seen).toEqual([
      'help true p97 true true',
      'help false p97 true true',
      '  p97 true true',
      '   true true',
      '   false true',
      '   false false',
      '   false false'
    ]);
    expect(state.ending).toBe(false);
  });

  it('q goes back to the root and then quits; while typing it is a letter', () => {
    expect(pressed(ready, 'q').ending).toBe(true);
    expect(pressed(ready, 'z', 'q')).toMatchObject({ maximised: false, ending: false });
    expect(pressed(ready, '?', 'q')).toMatchObject({ layer: null, ending: false });
    expect(pressed(ready, ':', 'q').layer).toMatchObject({ kind: 'prompt', text: 'q' });
    expect(pressed(ready, ':', '^c').ending).toBe(true);
  });

  it.each([
    ['input 70+3', 'no input 70+3 · numbers are 0 to 58'],
    ['input a<5, 3+59', 'no input a<5, 3+59 · numbers are 0 to 58'],
    ['neuron 9999', 'no neuron 9999 · they are 0 to 47'],
    ['neuron -1', 'no neuron -1 · they are 0 to 47'],
    ['epoch -5', 'no epoch -5 · they are 0 to 940'],
    ['-5', 'no epoch -5 · they are 0 to 940'],
    ['speed 0', 'speed takes 1 to 30 frames/s · now 8']
  ])('the prompt refuses :%s with what there is', (text, error) => {
    const variant = { ...ready.variant!, tokens: 59 };
    const asked = update({ ...ready, variant }, { type: 'prompt', text });
    const { layer, cursors } = update(asked, { type: 'submit' });
    expect(layer).toMatchObject({ kind: 'prompt', text, error });
    expect(cursors).toEqual(ready.cursors);
  });

  it('texts count what the run counts, and the prompt names what it takes there', () => {
    const variant = { ...ready.variant!, time: 'step' as const, probes: [] };
    const steps = { ...ready, variant };
    expect(pressed(steps, ':', '7', 'enter').message?.text).toBe(
      'step 7 is not stored · the nearest is 10'
    );
    expect(pressed(steps, 'end', '}').message?.text).toMatch(/^no event after step /);
    expect(pressed(steps, ':', ...'xqz', 'enter').layer).toMatchObject({
      error: 'unknown: xqz · type a step (300), probe ID, speed 12 or a view'
    });
  });

  it('the prompt edits, refuses and takes', () => {
    expect(pressed(ready, ':', '1', '2', 'backspace').layer).toMatchObject({ text: '1' });
    expect(pressed(ready, ':', '1', '2', '^u').layer).toMatchObject({ text: '' });
    expect(pressed(ready, ':', ...'xqz', 'enter').layer).toMatchObject({
      kind: 'prompt',
      error: expect.stringContaining('unknown: xqz')
    });
    expect(pressed(ready, ':', 'x', 'enter', 'esc').layer).toBeNull();
    expect(currentEpoch(pressed(ready, ':', 'e', 'space', '7', '0', 'enter'))).toBe(70);
    expect(pressed(ready, ':', 'enter').layer).toBeNull();
    const traced = pressed(ready, ':', 'i', 'space', '4', '+', '7', 'enter');
    expect(traced).toMatchObject({ layer: null, cursors: { input: '4+7' } });
    expect(pressed(traced, '^s').job?.request.set).toEqual({ input: '4+7' });
    expect(pressed(traced, ':', 'i', 'enter').cursors.input).toBeNull();
  });

  it('the export menu offers an animation only of figures of one epoch', () => {
    expect(pressed(ready, 'e', 'up', 'enter').job?.request.format).toBe('json');
    expect(pressed(ready, 'e', 'down', 'down', 'down', 'enter').job?.request.format).toBe('html');
    expect(
      pressed(ready, 'tab', 'tab', 'e', 'down', 'down', 'down', 'enter').job?.request.format
    ).toBe('gif');
  });

  it('one export runs at a time, and esc cancels it', () => {
    const running = pressed(ready, '^s');
    expect(pressed(running, '^s').message?.text).toContain('an export is running');
    expect(pressed(running, '^s').job).toBe(running.job);
    expect(pressed(running, 'esc').job).toBeNull();
  });
});

describe('the sidebar', () => {
  it('filters by every word, in name, label or state', () => {
    const filtered = pressed(ready, '/', ...'p59 2');
    expect(matchingVariants(filtered).map(({ name }) => name)).toEqual(['toy_p59_seed2']);
    expect(pressed(filtered, 'enter', 'enter').opening).toBe('toy_p59_seed2');
  });

  it('moves the selection while the filter is typed', () => {
    expect(pressed(ready, '/', 'down', 'down', 'down').sidebar.selected).toBe(2);
    expect(pressed(ready, 'b', 'G', 'enter').opening).toBe('toy_p97_seed1');
    expect(pressed(ready, 'b', 'G', 'g').sidebar.selected).toBe(0);
  });
});

describe('every key in every state', () => {
  it('never throws, and returns a whole state', () => {
    const keys = [
      'tab',
      'S-tab',
      'up',
      'down',
      'left',
      'right',
      'z',
      'enter',
      'esc',
      '+',
      '-',
      '=',
      'H',
      'L',
      ',',
      '.',
      'home',
      'end',
      'space',
      '{',
      '}',
      'n',
      'N',
      'e',
      '^s',
      'b',
      '/',
      ':',
      '?',
      'i',
      'M',
      'C',
      'R',
      'o',
      'q',
      '5',
      'backspace',
      'pgdn',
      '2',
      '4',
      '[',
      ']',
      '0',
      's'
    ];
    let seed = 1;
    let state: State = ready;
    for (let i = 0; i < 5000; i++) {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      state = { ...pressed(state, keys[seed % keys.length]), ending: false };
      if (i % 50 === 0)
        state = update(state, { type: 'opened', variant: i % 100 === 0 ? variant : epochs([]) });
      expect(state.cursors.epoch).toBeGreaterThanOrEqual(0);
      expect(Object.keys(state)).toEqual(Object.keys(ready));
    }
  });
});
