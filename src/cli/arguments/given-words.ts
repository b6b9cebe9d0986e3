import { usageError } from '../../error/user-error.ts';
import { camelCase } from '../../option/option.ts';
import { printable } from '../../text/printable.ts';
import type { CommonArguments } from './command.ts';

/**
 * The names of a command's options: all as keys, and those that are lists, numbers and switches.
 */
export interface KnownOptions {
  readonly key: Readonly<Record<string, unknown>>;
  readonly array: readonly string[];
  readonly number: readonly string[];
  readonly boolean: readonly string[];
}

/**
 * Throws a usage UserError for what is no number: yargs makes NaN of it, the user wrote something
 * else.
 */
export function checkNumbers(
  argv: CommonArguments,
  numbers: readonly string[],
  words: readonly string[]
): void {
  for (const name of numbers) {
    if (!Number.isNaN((argv as unknown as Record<string, unknown>)[name])) continue;
    const at = words.findLastIndex((word) => word === `--${name}` || word.startsWith(`--${name}=`));
    const given = words[at]?.includes('=')
      ? words[at].split('=').slice(1).join('=')
      : words[at + 1];
    throw usageError(`invalid ${name}: ${printable(given ?? '')}`, 'expected a number');
  }
}

/**
 * Throws a usage UserError for an option that is no list and is given twice: none of the two is
 * meant more than the other. A switch may be repeated, but not contradicted.
 */
export function checkGivenOnce(words: readonly string[], { array, boolean }: KnownOptions): void {
  const [lists, switches] = [array, boolean].map((names) => new Set(names.map(camelCase)));
  const given = new Map<string, string>();
  for (const word of words) {
    if (word === '--') return;
    const request = /^--(no-)?([^=]+)/.exec(word);
    if (request === null) continue;
    const [whole, no = '', name = ''] = request;
    const isSwitch = switches.has(camelCase(name));
    const key = camelCase(isSwitch ? name : no + name);
    const known = given.get(key);
    if (known !== undefined && !lists.has(key) && !(isSwitch && known === whole))
      throw usageError(
        known === whole
          ? `option given twice: ${whole}`
          : `options that exclude each other: ${known} ${whole}`,
        'give it once'
      );
    given.set(key, whole);
  }
}
