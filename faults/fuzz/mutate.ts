import { concat } from '../../src/codec/concat.ts';
import type { Random } from './random.ts';

/** Numbers at which programs break. */
export const extremes: readonly number[] = [
  ...[0, -1, 1, 2, 1.5, -0.5, 255, 256, 46_341, 65_535, 65_536, 1_000_003],
  ...[2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 53, -(2 ** 53), 1e300, -1e300, 1e-300]
];

/** Values of other types than a number, for where one is expected. */
const others: readonly unknown[] = [
  ...[null, true, '', '13', 'NaN', [], {}, [[]], [null], { a: 1 }, '\u001b[2J', '__proto__'],
  ...['x'.repeat(5000), Array(3).fill(1e308)]
];

/** Returns a value of JSON with one of its parts, or a few, changed to something extreme, removed or moved. */
export function mutatedJson(value: unknown, random: Random): unknown {
  const paths: (readonly (string | number)[])[] = [];
  const collect = (part: unknown, path: readonly (string | number)[]): void => {
    paths.push(path);
    if (Array.isArray(part))
      part.slice(0, 20).forEach((item, i) => void collect(item, [...path, i]));
    else if (part !== null && typeof part === 'object')
      for (const [key, item] of Object.entries(part)) collect(item, [...path, key]);
  };
  collect(value, []);
  let changed = structuredClone(value);
  for (let round = random.below(3); round >= 0; round--)
    changed = replaced(changed, random.of(paths), random);
  return changed;
}

function replaced(value: unknown, path: readonly (string | number)[], random: Random): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return random.below(2) ? random.of(extremes) : random.of(others);
  if (value === null || typeof value !== 'object') return value;
  const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<
    string | number,
    unknown
  >;
  if (rest.length === 0 && random.below(5) === 0) delete copy[key];
  else copy[key] = replaced(copy[key], rest, random);
  return copy;
}

/** Returns bytes with one or a few of ten kinds of damage done to them, from one bit to half of the file. */
export function mutatedBytes(bytes: Uint8Array, random: Random): Uint8Array {
  let changed: Uint8Array = bytes.slice();
  for (let round = random.below(4); round >= 0; round--) changed = damagedOnce(changed, random);
  return changed;
}

function damagedOnce(bytes: Uint8Array, random: Random): Uint8Array {
  const size = bytes.length;
  const at = random.below(size + 1);
  const length = random.below(Math.min(size - at, 1 + random.of([4, 16, 400, size])) + 1);
  const part = bytes.subarray(at, at + length);
  const spliced = (...middle: readonly Uint8Array[]) =>
    concat([bytes.subarray(0, at), ...middle, bytes.subarray(at + length)]);
  switch (random.below(9)) {
    case 0:
      return bytes.slice(0, at);
    case 1:
      return spliced();
    case 2:
      return spliced(part, part);
    case 3:
      return spliced(part.map(() => random.below(256)));
    case 4:
      return spliced(part.map(() => random.of([0, 255])));
    case 5:
      return spliced(
        Uint8Array.from({ length: 1 + random.below(64) }, () => random.below(256)),
        part
      );
    case 6:
      return withNumber(bytes, at, random);
    case 7:
      return spliced(part.toReversed());
    default:
      return bytes.map((byte, i) => (i === at ? byte ^ (1 << random.below(8)) : byte));
  }
}

/** Writes an extreme number where a length or a count may stand. */
function withNumber(bytes: Uint8Array, at: number, random: Random): Uint8Array {
  const changed = bytes.slice();
  const view = new DataView(changed.buffer, changed.byteOffset, changed.byteLength);
  const value = Math.trunc(random.of(extremes.filter(Number.isSafeInteger)));
  if (at + 8 <= changed.length && random.below(2)) view.setBigInt64(at, BigInt(value), true);
  else if (at + 4 <= changed.length) view.setUint32(at, value >>> 0, true);
  return changed;
}
