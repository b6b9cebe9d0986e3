import { usageError } from '../../error/user-error.ts';
import { answeredRows, gridLabels, type Parameters, type Task } from '../../task/index.ts';
import { shortened } from '../../text/shortened.ts';
import { type Condition, parseCondition } from './parse-condition.ts';

/** What a probe may refer to. */
export interface ProbeContext {
  /** The task and what it depends on: its inputs, its answers, its sign. */
  readonly task: Task;
  readonly parameters: Parameters;
  /** Rows of the grid that the run trained on. */
  readonly train: Int32Array;
}

/** What joins the numbers of a pair, whatever the task. */
const pairSign = '+';

const INPUT_HINT = 'forms: an input such as 0110, all, train, test; several joined by commas';
const PAIR_HINT =
  'forms: 4+29, a<b, a+b>=p and c==0, all, train, test, wrap, doubles, zero; several joined by commas';

/** Most characters of a wrong probe that a message repeats. */
const QUOTED = 80;

/** Words for frequent conditions. */
const named: Readonly<Record<string, string>> = {
  wrap: 'a + b >= p',
  nowrap: 'a + b < p',
  doubles: 'a == b',
  zero: 'a == 0 or b == 0'
};

/**
 * Returns the rows of the grid that a probe names, ascending, each once. Its parts, joined by
 * commas, semicolons or line ends, are words: all, train, test; of a task of pairs also single
 * pairs (`4+29`), conditions (`a<b`, see `parseCondition`), wrap (a + b ≥ p), nowrap, doubles (a =
 * b), zero (a or b is 0); of others single inputs (`0110`). `#` starts a comment. Throws a usage
 * UserError on anything else, on numbers out of range, and where no pair is left.
 */
export function parseProbe(text: string, context: ProbeContext): Int32Array {
  const rows = new Set<number>();
  const parts = probeParts(text);
  for (const part of parts) for (const row of rowsOf(part, context)) rows.add(row);
  const [hint, what] = isOfPairs(context) ? [PAIR_HINT, 'pairs'] : [INPUT_HINT, 'inputs'];
  if (parts.length === 0) throw usageError(`no ${what} in an empty probe`, hint);
  if (rows.size === 0)
    throw usageError(`no ${what} in probe: ${shortened(parts.join(', '), QUOTED)}`, hint);
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

function isOfPairs({ task, parameters }: ProbeContext): boolean {
  return task.layout(parameters).structure.includes('pairs');
}

function rowsOf(part: string, context: ProbeContext): Iterable<number> {
  const { task, parameters, train } = context;
  if (part === 'train') return train;
  if (part === 'test' || part === 'all') {
    const left = new Set(part === 'test' ? train : []);
    return answeredRows(gridLabels(task, parameters)).filter((row) => !left.has(row));
  }
  return isOfPairs(context) ? pairsOf(part, context) : [inputOf(part, context)];
}

/** A single input, written token by token. */
function inputOf(part: string, { task, parameters }: ProbeContext): number {
  const { length, tokens } = task.layout(parameters);
  const known = Array.from({ length: tokens }, (_, token) => String(token)).join('');
  const given = [...part];
  if (given.some((token) => !known.includes(token)))
    throw usageError(`unknown probe: ${shortened(part, QUOTED)}`, INPUT_HINT);
  if (given.length !== length)
    throw usageError(`invalid input: ${shortened(part, QUOTED)}`, `expected ${length} of ${known}`);
  return given.reduce((row, token) => row * tokens + Number(token), 0);
}

function pairsOf(part: string, context: ProbeContext): Iterable<number> {
  const pair = /^(\d+)\s*([-+*/])\s*(\d+)$/.exec(part);
  if (pair && [pairSign, context.task.sign].includes(pair[2]))
    return [single(part, Number(pair[1]), Number(pair[3]), context)];
  if (!Object.hasOwn(named, part) && /^\w+$/.test(part))
    throw usageError(`unknown probe: ${shortened(part, QUOTED)}`, PAIR_HINT);
  if (part.includes('+') && !/[<>=!]/.test(part))
    throw usageError(`invalid pair: ${shortened(part, QUOTED)}`, PAIR_HINT);
  return matching(context, parseCondition(named[part] ?? part));
}

function single(part: string, a: number, b: number, { task, parameters }: ProbeContext): number {
  const { tokens: inputs } = task.layout(parameters);
  if (a >= inputs || b >= inputs)
    throw usageError(`pair out of range: ${part}`, `expected numbers from 0 to ${inputs - 1}`);
  if (gridLabels(task, parameters)[a * inputs + b] < 0)
    throw usageError(`pair without an answer: ${part}`, 'choose another second number');
  return a * inputs + b;
}

/** Pairs without an answer never match. */
function* matching({ task, parameters }: ProbeContext, holds: Condition): Generator<number> {
  const { tokens: p } = task.layout(parameters);
  const labels = gridLabels(task, parameters);
  for (let a = 0; a < p; a++)
    for (let b = 0; b < p; b++) {
      const c = labels[a * p + b];
      if (c >= 0 && holds({ a, b, c, p })) yield a * p + b;
    }
}
