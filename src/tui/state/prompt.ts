import { camelCase } from '../../option/option.ts';
import type { PanelOption } from '../../workbench/explorer/explorer-workbench.ts';
import { withCursors } from './changes.ts';
import { optionsShown } from './comparing.ts';
import { atEpoch } from './epoch-cursor.ts';
import { firstKey } from './keys.ts';
import {
  conditionHelp,
  conditionsOf,
  hasMosaic,
  isNeuronView,
  neuronSorts,
  sortedNeurons
} from './neuron-order.ts';
import { optionName, valueText, withOption } from './options.ts';
import { viewSpecOf } from './own-view.ts';
import { focusedPanel, hasEpochControl, type State } from './state.ts';
import { toView, viewNamed, viewNumber, withoutEpochs } from './views.ts';

/**
 * Returns the state after a command of the `:` prompt: an epoch, `epoch N`, `neuron N`, `input
 * 4+29`, `probe a<b` (of a language model `probe ID`), `view N`, the words of a view's title,
 * `speed N` frames a second, `quit`; else the prompt says what it takes.
 */
export function submitted(state: State, text: string): State {
  const command = text.trim();
  const closed: State = { ...state, layer: null };
  if (command === '') return closed;
  if (/^q(uit)?$/.test(command)) return { ...closed, ending: true };
  const epoch = /^(?:(?:e(?:poch)?|step)\s*)?(-?\d+)$/i.exec(command);
  const { time = 'epoch', epochs = [] } = state.variant ?? {};
  if (epoch && Number(epoch[1]) < 0 && epochs.length > 0)
    return refused(
      state,
      text,
      `no ${time} ${epoch[1]} · they are ${epochs[0]} to ${epochs.at(-1)}`
    );
  if (epoch)
    return hasEpochControl(state) ? atEpoch(closed, Number(epoch[1]), true) : withoutEpochs(closed);
  const view = /^v(?:iew)?\s+(.+)$/.exec(command);
  const index =
    view && /^\d+$/.test(view[1]) ? Number(view[1]) - 1 : viewNamed(state, view?.[1] ?? command);
  if (view && index < 0)
    return refused(
      state,
      text,
      `no view ${view[1]} · ${firstKey(state.keys, 'view', 'info')} lists them`
    );
  if (view) return toView(closed, index);
  const set = /^set\s+(\S+)(?:[\s=]+(.*))?$/.exec(command);
  if (set) return withSetting(state, text, set[1], set[2] ?? '');
  const input = /^i(?:nput)?(?:\s+(.+))?$/.exec(command);
  if (input) {
    const named = input[1] ?? null;
    const { tokens = Number.POSITIVE_INFINITY } = state.variant ?? {};
    const pairs = [...(named ?? '').matchAll(/(\d+)\s*[-+*/]\s*(\d+)/g)];
    if (pairs.some(([, a, b]) => Number(a) >= tokens || Number(b) >= tokens))
      return refused(state, text, `no input ${named} · numbers are 0 to ${tokens - 1}`);
    const told = named === null ? 'the first test input again' : `input ${named}`;
    return {
      ...closed,
      cursors: { ...state.cursors, input: named },
      message: { text: `${told} · traces and attention follow it`, tone: 'good' }
    };
  }
  const probe = /^probe(?:\s+(.+))?$/.exec(command);
  if (probe && state.variant?.probes) return toProbe(state, text, probe[1] ?? '');
  if (probe) return throughPairs(closed, probe[1] ?? 'all');
  const some = /^neurons(?:\s+(.*))?$/.exec(command);
  if (some) return withFilter(state, text, some[1] ?? '');
  const speed = /^speed(?:\s+(.+))?$/.exec(command);
  if (speed) return atSpeed(state, text, Number(speed[1]));
  const save = /^save-view(!?)(?:\s+(.+))?$/.exec(command);
  if (save) return saving(state, text, save[2] ?? '', save[1] === '!');
  const neuron = /^n(?:euron)?\s*(-?\d+)$/.exec(command);
  if (!neuron)
    return index >= 0
      ? toView(closed, index)
      : refused(state, text, `unknown: ${command} · type ${takenHere(state)}, speed 12 or a view`);
  const count = state.variant?.neurons ?? 0;
  const wanted = Number(neuron[1]);
  if (wanted >= count || wanted < 0)
    return refused(
      state,
      text,
      count === 0
        ? 'this variant has no neurons yet'
        : `no neuron ${wanted} · they are 0 to ${count - 1}`
    );
  return { ...closed, cursors: { ...state.cursors, neuron: wanted } };
}

/** What the prompt takes of a run. */
function takenHere({ variant }: State): string {
  if (variant?.probes) return 'a step (300), probe ID';
  return variant?.time === 'step'
    ? 'a step (300)'
    : 'an epoch (9500), neuron 37, input 4+29, probe a<b';
}

/** Returns whether a text is a command itself, rather than words to look for. */
export function isCommand(text: string): boolean {
  const command = text.trim();
  return (
    /^(?:(?:e(?:poch)?|step)?\s*-?\d+|q(?:uit)?|v(?:iew)?\s+\S.*|n(?:euron)?\s*-?\d+)$/i.test(
      command
    ) ||
    /^(?:i(?:nput)?|probe|set|speed|save-view!?)(?:\s.*)?$/.test(command) ||
    /^neurons(?:\s+by\s+[a-z]+|\s+[a-z]+\s*[<>=!].*)*$/.test(command)
  );
}

/** Sets an option of the panel under focus, by its name in either spelling. */
function withSetting(state: State, text: string, name: string, given: string): State {
  const panel = focusedPanel(state);
  const option = panel && optionsShown(state, panel).find((one) => one.name === camelCase(name));
  if (!panel || !option)
    return refused(
      state,
      text,
      `${panel?.title ?? 'nothing'} has no option ${name} · S lists them`
    );
  const value = typedValue(option, given.trim());
  if (value === undefined) return refused(state, text, `${name} takes ${takenBy(option)}`);
  const set = withOption({ ...state, layer: null }, panel, option, value);
  return { ...set, message: { text: `${optionName(option)}: ${valueText(value)}`, tone: 'good' } };
}

/** What an option takes, for people. */
function takenBy({ type, choices, least, most, isInteger }: PanelOption): string {
  if (type === 'choice') return choices.join(', ');
  if (type === 'boolean') return 'on or off';
  if (type === 'text') return 'a text';
  const kind = isInteger ? 'a whole number' : 'a number';
  if (least === undefined) return most === undefined ? kind : `${kind} up to ${most}`;
  return most === undefined ? `${kind} from ${least} on` : `${kind} from ${least} to ${most}`;
}

/** A typed value of an option; undefined where it takes no such value. */
function typedValue(option: PanelOption, given: string): PanelOption['default'] | undefined {
  if (given === '') return undefined;
  if (given === 'auto') return option.default;
  switch (option.type) {
    case 'text':
      return given;
    case 'boolean':
      return { on: true, true: true, off: false, false: false }[given];
    case 'choice':
      return option.choices.find(
        (choice) => choice === given.replaceAll(' ', '_') || choice === given
      );
    case 'number': {
      const value = Number(given);
      const { least = -Infinity, most = Infinity } = option;
      return value >= least && value <= most && (!option.isInteger || Number.isInteger(value))
        ? value
        : undefined;
    }
  }
}

/** Shows neurons with some properties alone: `by purity k=15`. */
function withFilter(state: State, text: string, words: string): State {
  const sort = neuronSorts.find((one) => one === /\bby\s+([a-z]+)/.exec(words)?.[1]);
  const filter = words.replace(/\bby\s+[a-z]+/, '').trim();
  if (conditionsOf(filter) === null) return refused(state, text, `neurons takes ${conditionHelp}`);
  const groups = state.variant?.groups ?? [];
  const view = groups.find(({ panels }) => panels.some(({ options }) => hasMosaic(options)));
  if (!view) return refused(state, text, 'this variant has no view of single neurons');
  const closed = { ...state, layer: null };
  const there = isNeuronView(closed) ? closed : toView(closed, viewNumber(closed, view.title) - 1);
  return sortedNeurons(there, sort ?? state.neuronSort, filter);
}

/** Goes to the probe of that number or id, or whose id or prompt alone has these words in it. */
function toProbe(state: State, text: string, words: string): State {
  const probes = state.variant?.probes ?? [];
  const wanted = words.toLowerCase();
  const of = (fits: (probe: (typeof probes)[number]) => boolean) =>
    probes.flatMap((probe, i) => (fits(probe) ? [i] : []));
  const exact = of(({ id }) => id.toLowerCase() === wanted);
  const number = /^\d+$/.test(words) && Number(words) < probes.length ? [Number(words)] : [];
  const within = of(({ id, prompt }) => `${id}\n${prompt}`.toLowerCase().includes(wanted));
  const [found] = [exact, number, within].filter(({ length }) => length > 0);
  if (words !== '' && found !== undefined)
    return { ...state, layer: null, cursors: { ...state.cursors, neuron: found[0] } };
  return refused(
    state,
    text,
    words === '' ? 'which probe? its number, id or some words of it' : `no probe ${words}`
  );
}

/** Plays at so many frames a second from now on. */
function atSpeed(state: State, text: string, speed: number): State {
  const now = state.cursors.speed;
  if (!Number.isInteger(speed) || speed < 1 || speed > 30)
    return refused(state, text, `speed takes 1 to 30 frames/s · now ${now}`);
  return {
    ...withCursors(state, { speed }),
    layer: null,
    message: { text: `plays ${speed} frames/s`, tone: 'good' }
  };
}

/** Saves the present layout as a view of that name. */
function saving(state: State, text: string, name: string, isForced: boolean): State {
  if (!/^\w[\w-]*$/.test(name))
    return refused(state, text, 'save-view takes a name of letters, digits, - and _');
  const spec = viewSpecOf(state);
  if (!spec) return refused(state, text, 'there is nothing to save yet');
  return { ...state, layer: null, saving: { name, spec, isForced } };
}

/** Opens the variant again, through these pairs alone. */
function throughPairs(state: State, words: string): State {
  if (!state.variant) return state;
  return { ...state, probe: words === 'all' ? null : words, opening: state.variant.name };
}

function refused(state: State, text: string, error: string): State {
  return { ...state, layer: { kind: 'prompt', text, error, selected: 0 } };
}
