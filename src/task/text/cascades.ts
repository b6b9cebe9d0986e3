import type { TorchGenerator } from '../../array/random/torch-generator.ts';

/** What a column does to a carry: it makes one, hands on the one that it gets, or ends it. */
const deeds = ['makes', 'passes', 'ends'] as const;

/** The pairs of digits of each kind of column: a sum from 10, of 9, below. */
const pairs = deeds.map((deed) =>
  Array.from({ length: 100 }, (_, i) => [Math.floor(i / 10), i % 10] as const).filter(
    ([x, y]) => (x + y >= 10 ? 'makes' : x + y === 9 ? 'passes' : 'ends') === deed
  )
);

/** How far carries run in the columns so far: the longest, and the one that goes on. */
interface Runs {
  readonly longest: number;
  readonly run: number;
}

function after({ longest, run }: Runs, deed: (typeof deeds)[number]): Runs {
  const next = deed === 'makes' ? 1 : deed === 'passes' && run > 0 ? run + 1 : 0;
  return { longest: Math.max(longest, next), run: next };
}

/** Returns how many of all pairs of numbers with so many digits have each cascade, S0 first. */
export function cascadeCounts(digits: number): readonly number[] {
  return Array.from({ length: digits + 1 }, (_, cascade) =>
    waysTo(cascade, digits)(digits, { longest: 0, run: 0 })
  );
}

/**
 * Returns what draws pairs of numbers with so many digits (at most 7) and that cascade, each of
 * them as likely as any other.
 */
export function cascadeDraws(
  digits: number,
  cascade: number
): (generator: TorchGenerator) => readonly [number, number] {
  const ways = waysTo(cascade, digits);
  return (generator) => {
    let [a, b, runs]: [number, number, Runs] = [0, 0, { longest: 0, run: 0 }];
    for (let place = 0; place < digits; place++) {
      const left = digits - 1 - place;
      let at = below(generator, ways(left + 1, runs));
      const kind = deeds.findIndex((deed, i) => {
        const own = pairs[i].length * ways(left, after(runs, deed));
        if (at < own) return true;
        at -= own;
        return false;
      });
      const [x, y] = pairs[kind][at % pairs[kind].length];
      [a, b, runs] = [a + x * 10 ** place, b + y * 10 ** place, after(runs, deeds[kind])];
    }
    return [a, b];
  };
}

/** In how many ways so many further columns end with a cascade. */
function waysTo(cascade: number, digits: number): (left: number, runs: Runs) => number {
  const size = digits + 1;
  const known = new Float64Array(size ** 3).fill(Number.NaN);
  const ways = (left: number, runs: Runs): number => {
    const { longest, run } = runs;
    if (longest > cascade) return 0;
    if (left === 0) return longest === cascade ? 1 : 0;
    const place = (left * size + longest) * size + run;
    if (Number.isNaN(known[place]))
      known[place] = deeds.reduce(
        (sum, deed, i) => sum + pairs[i].length * ways(left - 1, after(runs, deed)),
        0
      );
    return known[place];
  };
  return ways;
}

/** A whole number from 0 to less than `count`, of 53 random bits. */
function below(generator: TorchGenerator, count: number): number {
  const high = generator.next() >>> 6;
  return Math.floor(((high * 2 ** 27 + (generator.next() >>> 5)) / 2 ** 53) * count);
}
