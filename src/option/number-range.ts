/** The inclusive range of a number, and whether it is a whole one. */
export type NumberRange = readonly [min: number, max: number, kind?: 'whole'];

/** Tells whether a value is a number in a range. */
export function isInRange(value: unknown, [min, max, kind]: NumberRange): value is number {
  if (typeof value !== 'number' || !(value >= min && value <= max)) return false;
  return kind !== 'whole' || Number.isInteger(value);
}

/** Returns a range in words: `a whole number from 3 to 509`. */
export function rangeText([min, max, kind]: NumberRange): string {
  return `${kind === 'whole' ? 'a whole number' : 'a number'} from ${min} to ${max}`;
}
