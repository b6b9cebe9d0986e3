import { shortened } from '../../text/shortened.ts';
import { turnText } from '../../turn/index.ts';
import { countText } from '../state/compared.ts';
import { neuronOrder } from '../state/neuron-order.ts';
import { ownTitle } from '../state/own-view.ts';
import {
  baselineText,
  besideOf,
  currentEpoch,
  currentView,
  hasEpochControl,
  hasNeurons,
  type State
} from '../state/state.ts';
import { viewNumber } from '../state/views.ts';
import { cut, fitted, type Segment, seg, widthOf } from './segments.ts';
import { glyphsOf } from './theme.ts';

interface HeaderText {
  readonly left: readonly Segment[];
  readonly right: readonly Segment[];
  /** Column and width of the clock between them. */
  readonly clock: { readonly left: number; readonly width: number };
}

/**
 * Returns the header line: the view, the variant, the shared cursors, the turn; on narrow screens
 * device, family and turn give way.
 */
export function headerLine(state: State): readonly Segment[] {
  const { left, right, clock } = headerText(state);
  const { columns } = state.size;
  const middle = fitted(clockText(state), clock.width);
  const before = Math.max(0, clock.left - widthOf(left));
  const after = Math.max(0, columns - clock.left - clock.width - widthOf(right));
  return [...left, seg(' '.repeat(before)), ...middle, seg(' '.repeat(after)), ...right];
}

function headerText(state: State): HeaderText {
  const { columns } = state.size;
  const clockWidth = Math.min(columns, clockSize(state));
  const room = Math.max(0, columns - clockWidth - 4);
  const { variant } = state;
  const glyphs = glyphsOf(state.look);
  if (!variant) {
    const left = [seg(' grokscope ', 'title'), seg(state.results, 'dim')];
    return {
      left: cut(left, columns, glyphs.more),
      right: [],
      clock: { left: columns, width: 0 }
    };
  }
  const mark = glyphs.states[variant.state];
  const label: Segment[] = [
    seg(`${variant.label} `, 'title'),
    seg(mark, variant.state === 'untrained' ? 'dim' : 'accent')
  ];
  if (variant.isTraining) label.push(seg(' training', 'warn'));
  if (variant.probe !== null) label.push(seg(` ${shortened(variant.probe, 24)}`, 'warn'));
  const view = viewTitle(state);
  const family = [...view, seg(` ${variant.family} `, 'dim'), ...label];
  const { turn: at, turnMargin } = variant;
  const turn = at === null ? [] : [seg(`${turnText(at, turnMargin)} `)];
  const bare = at === null ? [] : [seg(`${turnText(at, null)} `)];
  const between = turn.length > 0 ? `${glyphs.dot} ` : '';
  const device = [seg(`${between}${variant.device} `, 'dim')];
  const probe = probeText(state, room - widthOf(family) - 2);
  const choices = [
    ...(probe.length > 0 ? [[family, probe] as const] : []),
    [family, [...turn, ...device]],
    [family, turn],
    [
      [...view, seg(' '), ...label],
      [...turn, ...device]
    ],
    [[...view, seg(' '), ...label], turn],
    [[...view, seg(' '), ...label], bare]
  ] as const;
  const [left, right] = choices.find(([l, r]) => widthOf(l) + widthOf(r) <= room) ?? [
    [...view, seg(' '), ...label],
    []
  ];
  const shownLeft = cut(left, room, glyphs.more);
  const start = widthOf(shownLeft) + 2;
  const end = columns - widthOf(right) - 2;
  const centred = Math.round((columns - clockWidth) / 2);
  const clockLeft = Math.max(start, Math.min(centred, end - clockWidth));
  return {
    left: shownLeft,
    right,
    clock: { left: clockLeft, width: Math.min(clockWidth, columns - clockLeft) }
  };
}

/** Returns what the probe under the cursor asks, and the expected answer, in so many columns. */
function probeText(state: State, room: number): readonly Segment[] {
  const { variant, cursors } = state;
  const probe = hasNeurons(state) ? variant?.probes?.[cursors.neuron] : undefined;
  if (!probe || room < 24) return [];
  const { id, prompt, expected } = probe;
  const answer =
    expected === null ? '' : ` ${glyphsOf(state.look).arrow} ${shortened(expected, 12)}`;
  const name = `${shortened(id, 20)}: `;
  const left = room - name.length - answer.length - 2;
  if (left < 8) return [seg(`${shortened(`${id}: ${prompt}`, room - 1)} `, 'dim')];
  return [seg(name, 'title'), seg(shortened(prompt, left)), seg(`${answer} `, 'accent')];
}

/** Returns the number and the title of the view; nothing on the overview. */
function viewTitle(state: State): readonly Segment[] {
  const view = currentView(state);
  if (!view) return [];
  if (state.view === ownTitle) return [seg(` ${view.title} `, 'title')];
  const number = viewNumber(state, view.title);
  return [seg(` ${number} `, 'key'), seg(`${view.title} `, 'title')];
}

/** Returns the shared cursors as text: `epoch 9500 [37/95]  neuron 37 ▶ 8/s`. */
function clockText(state: State): readonly Segment[] {
  const { variant, cursors, look } = state;
  const epoch = currentEpoch(state);
  if (!variant || epoch === null) return [];
  const digits = String(variant.epochs.at(-1) ?? 0).length;
  const count = variant.epochs.length;
  const line = hasEpochControl(state)
    ? [
        seg(`${variant.time} `, 'dim'),
        seg(String(epoch).padStart(digits), 'title'),
        seg(` [${String(cursors.epoch + 1).padStart(String(count).length)}/${count}]  `, 'dim')
      ]
    : [];
  if (hasNeurons(state)) {
    line.push(
      seg(variant.probes ? 'probe ' : 'neuron ', 'dim'),
      seg(String(cursors.neuron).padStart(String(variant.neurons - 1).length), 'title')
    );
    const order = neuronOrder(state);
    if (order) {
      const place = String(order.indexOf(cursors.neuron) + 1).padStart(String(order.length).length);
      line.push(seg(` [${place}/${order.length}]`, 'dim'));
    }
  }
  const beside = besideOf(state).length;
  if (beside > 0) {
    const way = state.way === 'overlay' ? '' : ` ${state.way}`;
    line.push(seg(` ${countText(state)} variants${way}`, 'warn'));
  }
  const from = baselineText(state);
  if (from !== '') line.push(seg(` against ${shortened(from, 24)}`, 'warn'));
  const glyphs = glyphsOf(look);
  if (cursors.playing) line.push(seg(` ${glyphs.play} ${cursors.speed}/s`, 'accent'));
  else if (variant.isTraining && cursors.following)
    line.push(seg(` ${glyphs.play}${glyphs.play}`, 'accent'));
  return line;
}

function clockSize({ variant, ...state }: State): number {
  if (!variant) return 0;
  const last = variant.epochs.length - 1;
  const widest = {
    ...state,
    variant,
    cursors: {
      ...state.cursors,
      epoch: Math.max(0, last),
      neuron: Math.max(0, variant.neurons - 1),
      playing: false,
      following: false
    }
  };
  // Room for the sign of a run that is followed, or for the speed while it plays.
  const signs = state.cursors.playing ? ' ▶ 30/s'.length : 3;
  // What is pinned is named away from it only.
  const wide = Math.max(widthOf(clockText(widest)), widthOf(clockText({ ...state, variant })));
  return wide + (last >= 0 ? signs : 0);
}
