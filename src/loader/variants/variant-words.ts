import { typingErrors } from '../../error/did-you-mean.ts';

/** How a variant can be called. */
export interface Called {
  /** `family/folder`. */
  readonly name: string;
  /** Whole words that mean it beside the parts of its folder's name: `p59`, `seed1`. */
  readonly facts?: readonly string[];
}

/**
 * Returns those that all words fit. A word means a whole part of a name (`p59`, `frac0.5`; `s1` is
 * `seed1`) where any name has such a part, else a piece of `family/name` that cuts no number: `p5`
 * and `9` never mean p59. Case does not count.
 */
export function fitting<C extends Called>(
  words: readonly string[],
  choices: readonly C[]
): readonly C[] {
  const all = choices.map((choice) => ({ choice, parts: partsOf(choice) }));
  return words
    .map((word) => word.toLowerCase())
    .reduce((left, word) => {
      const isPart = ({ parts }: (typeof all)[number]) => isAnyOf(word, parts);
      if (all.some(isPart)) return left.filter(isPart);
      return left.filter(({ choice: { name } }) => hasPiece(name.toLowerCase(), word));
    }, all)
    .map(({ choice }) => choice);
}

/**
 * Returns those that fit the words best in spite of typing errors, best first, at most `most`; none
 * where a word fits nothing.
 */
export function nearlyFitting<C extends Called>(
  words: readonly string[],
  choices: readonly C[],
  most: number
): readonly C[] {
  return choices
    .map((choice) => {
      const parts = [...partsOf(choice), folderOf(choice).toLowerCase()];
      const errors = words.map((word) => leastErrors(word.toLowerCase(), parts));
      return { choice, errors: errors.reduce((sum, one) => sum + one, 0) };
    })
    .filter(({ errors }) => Number.isFinite(errors))
    .sort((a, b) => a.errors - b.errors)
    .filter(({ errors }, _, [best]) => errors === best?.errors)
    .slice(0, most)
    .map(({ choice }) => choice);
}

function leastErrors(word: string, parts: readonly string[]): number {
  if (isAnyOf(word, parts)) return 0;
  const full = spelled(word);
  const limit = Math.max(1, Math.floor(full.length / 3));
  const least = Math.min(...parts.map((part) => typingErrors(full, part, limit)));
  return least <= limit ? least : Infinity;
}

function isAnyOf(word: string, parts: readonly string[]): boolean {
  return parts.includes(word) || parts.includes(spelled(word));
}

/** The explorer and the tables write `s1` for `seed1`. */
function spelled(word: string): string {
  return word.replace(/^s(?=\d+$)/, 'seed');
}

function partsOf({ name, facts = [] }: Called): readonly string[] {
  return [...folderOf({ name }).toLowerCase().split('_'), ...facts];
}

function folderOf({ name }: Called): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

/** Whether a text has the word somewhere where no number goes on before or after it. */
function hasPiece(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const cutsBefore = /^\d/.test(word) && /[\d.]$/.test(text.slice(0, at));
    const cutsAfter = /\d$/.test(word) && /^\.?\d/.test(text.slice(at + word.length));
    if (!cutsBefore && !cutsAfter) return true;
  }
  return false;
}
