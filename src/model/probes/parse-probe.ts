import { usageError } from '../../error/user-error.ts';
import { shortened } from '../../text/shortened.ts';
import { type Condition, parseCondition } from './parse-condition.ts';

/** What a probe may refer to. */
export interface ProbeContext {
  /** Number of different inputs. */
  readonly prime: number;
  /** The answer to each row of the grid, −1 where it has none: what `c` stands for. */
  readonly labels: Int32Array;
  /** The task's own sign between a and b, beside `+`, which stands for any. */
  readonly sign?: string;
  /** Rows of the grid that the run trained on. */
  readonly train: Int32Array;
}

/** What joins the numbers of a pair, whatever the task. */
const pairSign = '+';

const HINT =
  'forms: 4+29, a<b, a+b>=p and c==0, all, train, test, wrap, doubles, zero; several joined by commas';

/** Most characters of a wrong probe that a message repeats. */
const QUOTED = 80;

/** Words for frequent conditions. */
const named: Readonly<Record<string, string>> = {
  all: 'a == a',
  wrap: 'a + b >= p',
  nowrap: 'a + b < p',
  doubles: 'a == b',
  zero: 'a == 0 or b == 0'
};

/**
 * Returns the rows a·prime + b of the grid that a probe names, ascending, each once. Its parts,
 * joined by commas, semicolons or line ends, are single pairs (`4+29`), conditions (`a<b`, see
 * `parseCondition`) and words: all, train, test, wrap (a + b ≥ p), nowrap, doubles (a = b), zero (a
 * or b is 0). `#` starts a comment. Throws a usage UserError on anything else, on numbers out of
 * range, and where no pair is left.
 */
export function parseProbe(text: string, context: ProbeContext): Int32Array {
  const rows = new Set<number>();
  const parts = probeParts(text);
  for (const part of parts) for (const row of rowsOf(part, context)) rows.add(row);
  if (parts.length === 0) throw usageError('no pairs in an empty probe', HINT);
  if (rows.size === 0)
    throw usageError(`no pairs in probe: ${shortened(parts.join(', '), QUOTED)}`, HINT);
  return Int32Array.from(rows).sort();
}

/**
 * Returns the parts of a probe (see {@link parseProbe}) without comments, each on one line, single
 * spaces within.
 */
export function probeParts(text: string): readonly string[] {
  return text
    .split(/[\r\n\u2028\u2029]/)
    .flatMap((line) => line.replace(/#.*/, '').split(/[,;]/))
    .map((part) => part.trim().replaceAll(/\s+/g, ' '))
    .filter((part) => part !== '');
}

function rowsOf(part: string, context: ProbeContext): Iterable<number> {
  const { prime, train } = context;
  const pair = /^(\d+)\s*([-+*/])\s*(\d+)$/.exec(part);
  if (pair && [pairSign, context.sign].includes(pair[2]))
    return [single(part, Number(pair[1]), Number(pair[3]), context)];
  if (part === 'train') return train;
  if (part === 'test') {
    const trained = new Set(train);
    return matching(context, ({ a, b }) => !trained.has(a * prime + b));
  }
  if (!Object.hasOwn(named, part) && /^\w+$/.test(part))
    throw usageError(`unknown probe: ${shortened(part, QUOTED)}`, HINT);
  if (part.includes('+') && !/[<>=!]/.test(part))
    throw usageError(`invalid pair: ${shortened(part, QUOTED)}`, HINT);
  return matching(context, parseCondition(named[part] ?? part));
}

function single(part: string, a: number, b: number, { prime, labels }: ProbeContext): number {
  if (a >= prime || b >= prime)
    throw usageError(`pair out of range: ${part}`, `expected numbers from 0 to ${prime - 1}`);
  if (labels[a * prime + b] < 0)
    throw usageError(`pair without an answer: ${part}`, 'choose another second number');
  return a * prime + b;
}

/** Pairs without an answer never match. */
function* matching({ prime: p, labels }: ProbeContext, holds: Condition): Generator<number> {
  for (let a = 0; a < p; a++)
    for (let b = 0; b < p; b++) {
      const c = labels[a * p + b];
      if (c >= 0 && holds({ a, b, c, p })) yield a * p + b;
    }
}
