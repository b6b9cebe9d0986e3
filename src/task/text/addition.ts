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
   * use a carry where the digits sum to 9 (to base − 1).
   */
  readonly task: 'BA' | 'UC1' | 'US9';
  /** MC: the column alone reaches the base. */
  readonly makesCarry: boolean;
}

/** Returns the columns of a + b in base 10 or another, the units first. */
export function additionColumns(
  a: number,
  b: number,
  digits: number,
  base = 10
): readonly Column[] {
  const found: Column[] = [];
  let carryIn = false;
  for (let place = 0; place < digits; place++) {
    const own = [digitOf(a, place, base), digitOf(b, place, base)] as const;
    const sum = own[0] + own[1];
    const carryOut: boolean = sum + Number(carryIn) >= base;
    const task = !carryIn ? 'BA' : sum === base - 1 ? 'US9' : 'UC1';
    found.push({ digits: own, sum, carryIn, carryOut, task, makesCarry: sum >= base });
    carryIn = carryOut;
  }
  return found;
}

function digitOf(value: number, place: number, base: number): number {
  return Math.floor(value / base ** place) % base;
}

/**
 * Returns how far a carry runs in an addition: 0 without one, else 1 and the longest run of columns
 * with the sum 9 directly above a column that makes a carry (S0, S1, S2 … of Quirke & Barez).
 */
export function cascadeOf(columns: readonly Column[]): number {
  let [longest, run] = [0, 0];
  for (const { makesCarry, carryOut } of columns) {
    if (makesCarry) run = 1;
    else run = carryOut ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}
