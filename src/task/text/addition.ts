/** One column of an addition. */
export interface Column {
  /** The digits of both numbers, and their sum. */
  readonly digits: readonly [number, number];
  readonly sum: number;
  /** Whether a 1 is carried into it, and out of it. */
  readonly carryIn: boolean;
  readonly carryOut: boolean;
  /**
   * What it asks (Quirke & Barez 2023, arXiv:2310.13121): BA base addition, UC1 use a carry, US9
   * use a carry where the digits sum to 9.
   */
  readonly task: 'BA' | 'UC1' | 'US9';
  /** MC: the column alone reaches 10. */
  readonly makesCarry: boolean;
}

/** Returns the columns of a + b, the units first. */
export function additionColumns(a: number, b: number, digits: number): readonly Column[] {
  const found: Column[] = [];
  let carryIn = false;
  for (let place = 0; place < digits; place++) {
    const own = [digitOf(a, place), digitOf(b, place)] as const;
    const sum = own[0] + own[1];
    const carryOut: boolean = sum + Number(carryIn) >= 10;
    const task = !carryIn ? 'BA' : sum === 9 ? 'US9' : 'UC1';
    found.push({ digits: own, sum, carryIn, carryOut, task, makesCarry: sum >= 10 });
    carryIn = carryOut;
  }
  return found;
}

function digitOf(value: number, place: number): number {
  return Math.floor(value / 10 ** place) % 10;
}

/**
 * Returns how far a carry runs in an addition: 0 without one, else 1 and the longest run of columns
 * with the sum 9 directly above a column that makes a carry (S0, S1, S2 … of Quirke & Barez).
 */
export function cascadeOf(columns: readonly Column[]): number {
  let [longest, run] = [0, 0];
  for (const { makesCarry, sum } of columns) {
    if (makesCarry) run = 1;
    else if (sum === 9 && run > 0) run++;
    else run = 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

/** Returns how many of all pairs of numbers with so many digits have each cascade, S0 first. */
export function cascadeCounts(digits: number): readonly number[] {
  // Of the columns so far, by the longest cascade and the one that is running: how many ways.
  let ways = new Map([['0 0', 1]]);
  const makes = 45; // pairs of digits with a sum of at least 10, and 10 with the sum 9
  for (let place = 0; place < digits; place++) {
    const next = new Map<string, number>();
    const add = (longest: number, run: number, count: number) => {
      const key = `${Math.max(longest, run)} ${run}`;
      next.set(key, (next.get(key) ?? 0) + count);
    };
    for (const [key, count] of ways) {
      const [longest, run] = key.split(' ').map(Number) as [number, number];
      add(longest, 1, count * makes);
      add(longest, run > 0 ? run + 1 : 0, count * 10);
      add(longest, 0, count * (100 - makes - 10));
    }
    ways = next;
  }
  const counts = new Array<number>(digits + 1).fill(0);
  for (const [key, count] of ways) counts[Number(key.split(' ')[0])] += count;
  return counts;
}
