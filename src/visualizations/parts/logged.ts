import type { NamedArrays } from '../../array/tensor.ts';
import { textsIn } from '../../array/text-array.ts';
import { didYouMean } from '../../error/did-you-mean.ts';
import { UserError, usageError } from '../../error/user-error.ts';
import type { ScatterTrace } from '../../figure/figure.ts';
import { printable } from '../../text/printable.ts';
import { stepLine } from './over-steps.ts';
import { shown } from './probe-texts.ts';
import { arrayOf } from './read-arrays.ts';
import { seriesColor, seriesLine } from './series-style.ts';

const source = 'logged_run';

/** A number over steps that another program logged. */
export interface LoggedScalar {
  /** As it is called in the log; untrusted text, show it through `shown`. */
  readonly name: string;
  readonly steps: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

/**
 * Returns the scalars of the source `logged_run`, in its order. Throws a UserError on absent
 * arrays.
 */
export function loggedScalars(arrays: NamedArrays): readonly LoggedScalar[] {
  const of = (key: string) => arrayOf(arrays, key, 1, source);
  const counts = Array.from(of('counts').data);
  const names = textsIn(of('names'), counts.length);
  const [steps, values] = [Array.from(of('steps').data), Array.from(of('values').data)];
  let at = 0;
  return names.map((name, i) => {
    const [from, to] = [at, Math.min(steps.length, values.length, at + counts[i])];
    at = to;
    return { name, steps: steps.slice(from, to), values: values.slice(from, to) };
  });
}

/** Returns which program wrote a logged run, in few words. */
export function programOf(arrays: NamedArrays): string {
  const [program] = textsIn(arrayOf(arrays, 'program', 1, source), 1);
  return shown(program.replace(/ of the .*/, ''), 60);
}

/** Lines that a reader can tell apart. */
const most = 13;

/** Returns the lines of some scalars, the first 13 of them. */
export function loggedLines(scalars: readonly LoggedScalar[]): readonly ScatterTrace[] {
  return scalars.slice(0, most).map(({ name, steps, values }, i) =>
    stepLine(shown(name, 40), Array.from(steps), Array.from(values), seriesColor(i), {
      mode: steps.length > 30 ? 'lines' : 'lines+markers',
      line: seriesLine(i)
    })
  );
}

/**
 * Returns the note of the lines of some scalars: their program, of a single one, which has no
 * legend, its name, and how many are drawn where not all are.
 */
export function toldBy(arrays: NamedArrays, scalars: readonly LoggedScalar[]): string {
  const name = scalars.length === 1 ? `${shown(scalars[0].name, 60)}, ` : '';
  const left = scalars.length > most ? `, ${most} of ${scalars.length}` : '';
  return `${name}${programOf(arrays)}${left}`;
}

/**
 * Returns the names of scalars as figures may show them, without the files that they are from, but
 * for those that would be the same then.
 */
export function shortNames(scalars: readonly LoggedScalar[]): readonly string[] {
  const parts = scalars.map(({ name }) => {
    const [, file = '', own = name] = /^([\w.-]+)\.jsonl?\/(.+)$/.exec(name) ?? [];
    return { file, own: shown(own, 24) };
  });
  const counts = new Map<string, number>();
  for (const { own } of parts) counts.set(own, (counts.get(own) ?? 0) + 1);
  const names = parts.map(({ file, own }) =>
    counts.get(own) === 1 ? own : shown(`${own} ${file}`, 40)
  );
  return names.map((name, i) => (names.indexOf(name) === i ? name : `${name} ${i + 1}`));
}

/** Whether a scalar is a loss, by its name. */
export function isLoss({ name }: LoggedScalar): boolean {
  return /loss|(^|[/_])(ce|nll)$/i.test(name);
}

/**
 * Returns the scalars of some names, or that begin with them, joined by commas. Throws a usage
 * UserError where there is none of a name.
 */
export function namedScalars(all: readonly LoggedScalar[], asked: string): readonly LoggedScalar[] {
  const [whole] = all.filter(({ name }) => name === asked);
  if (whole) return [whole];
  const chosen = asked.split(',').flatMap((part) => {
    const word = part.trim();
    const found = all.filter(({ name }) => name === word);
    const begun = found.length > 0 ? found : all.filter(({ name }) => name.startsWith(word));
    if (word !== '' && begun.length > 0) return begun;
    const known = all.map(({ name }) => printable(name)).filter((name) => name !== '');
    throw usageError(
      `nothing logged begins with: ${printable(word) || 'nothing'}`,
      didYouMean(word, known, listed(all))
    );
  });
  return [...new Set(chosen)];
}

/** Returns the error for a figure of what a log has none of; it names what there is. */
export function nothingLogged(what: string, all: readonly LoggedScalar[]): UserError {
  return new UserError(
    `no ${what} was logged`,
    all.length > 0
      ? `choose numbers: logged_scalars --set names=…; ${listed(all)}`
      : 'see logged_examples'
  );
}

function listed(all: readonly LoggedScalar[]): string {
  const some = all.slice(0, 20).map(({ name }) => printable(name));
  return `there are: ${some.join(', ')}${all.length > 20 ? `, … (${all.length})` : ''}`;
}

/** Whether all of a scalar's values can be shares, and its name does not say otherwise. */
export function isShare({ name, values }: LoggedScalar): boolean {
  const own = name.slice(name.lastIndexOf('/') + 1);
  const isOther =
    /loss|rate$|^lr$|(?<!acc_)norm|drift|ratio|layer|epoch|change|stderr|time|seconds|_per_/i.test(
      own
    );
  const known = Array.from(values).filter((value) => !Number.isNaN(value));
  return !isOther && known.length > 0 && known.every((value) => value >= 0 && value <= 1);
}
