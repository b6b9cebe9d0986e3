import type { NamedArrays } from '../../array/tensor.ts';
import { textsIn } from '../../array/text-array.ts';
import { shown } from './probe-texts.ts';
import { arrayOf } from './read-arrays.ts';

const source = 'logged_run';

/** A number over steps that another program logged. */
export interface LoggedScalar {
  /** As it is called in the log; untrusted text, show it through `shown`. */
  readonly name: string;
  readonly steps: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

/** Returns the scalars of the source `logged_run`, in its order. Throws a UserError on absent arrays. */
export function loggedScalars(arrays: NamedArrays): readonly LoggedScalar[] {
  const of = (key: string) => arrayOf(arrays, key, 1, source);
  const counts = Array.from(of('counts').data);
  const names = textsIn(of('names'), counts.length);
  const [steps, values] = [Array.from(of('steps').data), Array.from(of('values').data)];
  let at = 0;
  return names.map((name, i) => {
    const [from, to] = [at, at + counts[i]];
    at = to;
    return { name, steps: steps.slice(from, to), values: values.slice(from, to) };
  });
}

/** Returns which program wrote a logged run. */
export function programOf(arrays: NamedArrays): string {
  return shown(textsIn(arrayOf(arrays, 'program', 1, source), 1)[0], 60);
}

/** Returns the note of some lines: their program, and of a single one, which has no legend, its name. */
export function toldBy(arrays: NamedArrays, lines: readonly LoggedScalar[]): string {
  const name = lines.length === 1 ? `${shown(lines[0].name, 60)}, ` : '';
  return name + programOf(arrays);
}

/** Returns a scalar's name without the file that it is from, as figures may show it. */
export function shortName({ name }: LoggedScalar): string {
  return shown(name.replace(/^[\w.-]+\.jsonl?\//, ''), 24);
}

/** Whether a scalar is a loss, by its name. */
export function isLoss({ name }: LoggedScalar): boolean {
  return /loss|(^|[/_])(ce|nll)$/i.test(name);
}

/** Whether all of a scalar's values can be shares, and its name does not say otherwise. */
export function isShare({ name, values }: LoggedScalar): boolean {
  const own = name.slice(name.lastIndexOf('/') + 1);
  const isOther = /loss|rate$|^lr$|norm|drift|ratio|layer|epoch|change|stderr/i.test(own);
  const known = Array.from(values).filter((value) => !Number.isNaN(value));
  return !isOther && known.length > 0 && known.every((value) => value >= 0 && value <= 1);
}
