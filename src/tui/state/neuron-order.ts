import type { NeuronRow } from '../../workbench/explorer/explorer-workbench.ts';
import { warned, withCursors } from './changes.ts';
import { currentView, type State } from './state.ts';

/** What neurons can be stepped through by, in the order of the key that changes it. */
export const neuronSorts = [
  ...(['frequency', 'purity', 'coarseness', 'commitment', 'switches', 'index'] as const)
] as const;

/** One of them. */
export type NeuronSort = (typeof neuronSorts)[number];

/** Which neurons come first: of a frequency the purest, blobs, those that commit early. */
const descending: ReadonlySet<NeuronSort> = new Set(['purity', 'coarseness', 'switches']);

/** A condition that neurons are filtered by: `k=15`, `coarseness>0.7`. */
interface Condition {
  readonly of: (row: NeuronRow) => number | null;
  readonly sign: string;
  readonly value: number;
}

const measures: Readonly<Record<string, (row: NeuronRow) => number | null>> = {
  k: ({ frequency }) => frequency,
  frequency: ({ frequency }) => frequency,
  purity: ({ fraction }) => fraction,
  coarseness: ({ coarseness }) => coarseness,
  committed: ({ commitment }) => commitment,
  commitment: ({ commitment }) => commitment,
  switches: ({ switches }) => switches,
  neuron: ({ neuron }) => neuron
};

/** Returns the conditions of a text; null where it has a word that is none. */
export function conditionsOf(text: string): readonly Condition[] | null {
  const words = text.split(/[\s,]+/).filter(Boolean);
  const found = words.map((word): Condition | null => {
    const [, name = '', sign = '', value = ''] = /^([a-z]+)(<=|>=|!=|<|>|=)(.+)$/.exec(word) ?? [];
    const of = measures[name] as Condition['of'] | undefined;
    return of && Number.isFinite(Number(value)) ? { of, sign, value: Number(value) } : null;
  });
  return found.includes(null) ? null : (found as Condition[]);
}

/** Returns what conditions take, for people. */
export const conditionHelp = `k=15, coarseness>0.7, committed<500; of ${Object.keys(measures).join(', ')}`;

/** What k of a neuron is, which figures with a threshold count otherwise. */
const frequencyRule = 'k: strongest at the last epoch, of any share (purity)';

function holds({ of, sign, value }: Condition, row: NeuronRow): boolean {
  const found = of(row);
  if (found === null) return sign === '!=';
  switch (sign) {
    case '<':
      return found < value;
    case '<=':
      return found <= value;
    case '>':
      return found > value;
    case '>=':
      return found >= value;
    case '!=':
      return found !== value;
    default:
      return found === value;
  }
}

/** Returns whether the view on the screen is about single neurons: it has a mosaic of them. */
export function isNeuronView(state: State): boolean {
  const panels = currentView(state)?.panels ?? [];
  return state.variant?.probes === null && panels.some(({ options }) => hasMosaic(options));
}

/** Returns whether a figure shows neurons that are listed to it. */
export function hasMosaic(options: readonly { readonly name: string }[]): boolean {
  const names = options.map(({ name }) => name);
  return names.includes('neurons') && names.includes('count');
}

const orders = new WeakMap<
  readonly NeuronRow[],
  { readonly key: string; readonly order: readonly number[] }
>();

/**
 * Returns the neurons in the order in which the view steps through them, those that the filter
 * leaves; null where that is their number: elsewhere, and before they are known.
 */
export function neuronOrder(state: State): readonly number[] | null {
  const { neuronRows, neuronSort, neuronFilter } = state;
  if (!neuronRows || !isNeuronView(state)) return null;
  const key = `${neuronSort} ${neuronFilter}`;
  const before = orders.get(neuronRows);
  if (before?.key === key) return before.order;
  const conditions = conditionsOf(neuronFilter) ?? [];
  const value = (row: NeuronRow) =>
    neuronSort === 'index' ? row.neuron : neuronSort === 'purity' ? row.fraction : row[neuronSort];
  const sign = descending.has(neuronSort) ? -1 : 1;
  const order = neuronRows
    .filter((row) => conditions.every((condition) => holds(condition, row)))
    .sort((a, b) => {
      const [x, y] = [value(a), value(b)];
      if (x === null || y === null)
        return Number(x === null) - Number(y === null) || a.neuron - b.neuron;
      return sign * (x - y) || (b.fraction ?? 0) - (a.fraction ?? 0) || a.neuron - b.neuron;
    })
    .map(({ neuron }) => neuron);
  orders.set(neuronRows, { key, order });
  return order;
}

/** Returns the neurons of the page that the one under the cursor is on, of so many. */
export function neuronPage(state: State, size: number): readonly number[] {
  const order = neuronOrder(state) ?? [];
  const at = Math.max(0, order.indexOf(state.cursors.neuron));
  const first = Math.floor(at / size) * size;
  return order.slice(first, first + size);
}

/** Returns the state with the neuron moved in the order that is shown, around its ends. */
export function neuronBy(state: State, by: number): State {
  const count = state.variant?.neurons ?? 0;
  if (count === 0) return state;
  const { neuron } = state.cursors;
  const order = neuronOrder(state);
  if (!order) return withCursors(state, { neuron: (((neuron + by) % count) + count) % count });
  if (order.length === 0) return warned(state, `no neuron has ${state.neuronFilter}`);
  const at = order.indexOf(neuron);
  const from = at < 0 && by > 0 ? -1 : Math.max(0, at);
  const next = (((from + by) % order.length) + order.length) % order.length;
  return withCursors(state, { neuron: order[next] });
}

/** Returns the state with neurons in another order, at the first of it. */
export function sortedNeurons(state: State, sort: NeuronSort, filter: string): State {
  const next: State = { ...state, neuronSort: sort, neuronFilter: filter };
  const order = neuronOrder(next);
  const there = order && order.length > 0 ? withCursors(next, { neuron: order[0] }) : next;
  const count = order ? `${order.length} neurons` : 'neurons';
  const which = filter === '' ? '' : ` with ${filter}`;
  const rule = /\b(k|frequency)[<>=!]/.test(filter) ? ` · ${frequencyRule}` : '';
  const text =
    order?.length === 0 ? `no neuron has ${filter}${rule}` : `${count}${which} by ${sort}${rule}`;
  return { ...there, message: { text, tone: order?.length === 0 ? 'warn' : 'good' } };
}
