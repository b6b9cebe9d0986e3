import { type UserError, usageError } from '../../error/user-error.ts';
import { shortened } from '../../text/shortened.ts';

/**
 * The numbers that a condition may name: the inputs a and b, the answer c = (a + b) mod p, and p.
 */
export interface ConditionValues {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly p: number;
}

/** Whether a pair belongs to a probe. */
export type Condition = (values: ConditionValues) => boolean;

type Value = (values: ConditionValues) => number;

const HINT = 'conditions compare a, b, c (the answer) and p: a<b, a+b>=p, c==0 and a!=b';
/** A condition is read by recursion; nobody writes longer ones by hand. */
const MOST_WORDS = 500;
const token = /\s*(\d+|<=|>=|==|!=|&&|\|\||and\b|or\b|not\b|[-abcp+*%()<>=!&|])/y;

/**
 * Returns the condition that a text writes: comparisons (`<` `<=` `>` `>=` `==` or `=` `!=`) of
 * sums, differences, products and remainders (`%`, never negative), joined by `and` (`&`), `or`
 * (`|`), `not` (`!`) and parentheses. Throws a usage UserError on anything else and on more than
 * 500 words.
 */
export function parseCondition(text: string): Condition {
  const words = wordsOf(text);
  let at = 0;
  const refused = () => invalid(text);
  const accept = (...options: readonly string[]): string | null => {
    const word = words[at];
    if (word === undefined || !options.includes(word)) return null;
    at++;
    return word;
  };

  const either = (): Condition => {
    let left = both();
    while (accept('or', '|', '||')) {
      const [one, other] = [left, both()];
      left = (values) => one(values) || other(values);
    }
    return left;
  };

  const both = (): Condition => {
    let left = negated();
    while (accept('and', '&', '&&')) {
      const [one, other] = [left, negated()];
      left = (values) => one(values) && other(values);
    }
    return left;
  };

  const negated = (): Condition => {
    if (accept('not', '!')) {
      const inner = negated();
      return (values) => !inner(values);
    }
    const start = at;
    try {
      return comparison();
    } catch (error) {
      at = start; // a parenthesis may hold a condition as well as a sum
      if (!accept('(')) throw error;
      const inner = either();
      if (!accept(')')) throw refused();
      return inner;
    }
  };

  const comparison = (): Condition => {
    const left = sum();
    const sign = accept('<', '<=', '>', '>=', '==', '=', '!=');
    if (sign === null) throw refused();
    const right = sum();
    const holds = comparisons[sign];
    return (values) => holds(left(values), right(values));
  };

  const sum = (): Value => {
    let left = product();
    for (let sign = accept('+', '-'); sign !== null; sign = accept('+', '-')) {
      const [one, other, factor] = [left, product(), sign === '+' ? 1 : -1];
      left = (values) => one(values) + factor * other(values);
    }
    return left;
  };

  const product = (): Value => {
    let left = factor();
    for (let sign = accept('*', '%'); sign !== null; sign = accept('*', '%')) {
      const [one, other] = [left, factor()];
      left =
        sign === '*'
          ? (values) => one(values) * other(values)
          : (values) => remainder(one(values), other(values));
    }
    return left;
  };

  const factor = (): Value => {
    if (accept('-')) {
      const inner = factor();
      return (values) => -inner(values);
    }
    if (accept('(')) {
      const inner = sum();
      if (!accept(')')) throw refused();
      return inner;
    }
    const word = words[at++];
    if (word === undefined) throw refused();
    if (/^\d+$/.test(word)) return () => Number(word);
    if (!/^[abcp]$/.test(word)) throw refused();
    return (values) => values[word as keyof ConditionValues];
  };

  const condition = either();
  if (at < words.length) throw refused();
  return condition;
}

const comparisons: Readonly<Record<string, (x: number, y: number) => boolean>> = {
  '<': (x, y) => x < y,
  '<=': (x, y) => x <= y,
  '>': (x, y) => x > y,
  '>=': (x, y) => x >= y,
  '=': (x, y) => x === y,
  '==': (x, y) => x === y,
  '!=': (x, y) => x !== y
};

function remainder(x: number, divisor: number): number {
  return ((x % divisor) + divisor) % divisor;
}

function invalid(text: string): UserError {
  return usageError(`invalid condition: ${shortened(text, 80)}`, HINT);
}

function wordsOf(text: string): readonly string[] {
  const words: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.trimEnd().length) {
    const found = token.exec(text);
    if (!found) throw invalid(text);
    words.push(found[1]);
    if (words.length > MOST_WORDS)
      throw usageError(
        `condition too long: ${shortened(text, 80)}`,
        `at most ${MOST_WORDS} numbers and signs; its parts may be joined by commas`
      );
  }
  return words;
}
