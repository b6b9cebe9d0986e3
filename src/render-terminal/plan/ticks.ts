/** A tick: a position in data units and its text. */
export interface Tick {
  readonly value: number;
  readonly text: string;
}

/**
 * Returns at most `most` (at least 2) round positions within [low, high], a multiple of 1, 2 or 5
 * and at least `least` apart. Where the coarsest such step has one position only, which says
 * nothing of the scale, two of a finer one: its ends, or 0 and the farther end.
 */
export function linearTicks(low: number, high: number, most: number, least = 0): Tick[] {
  if (!(high > low)) return Number.isFinite(low) ? [{ value: low, text: tickText(low, 0) }] : [];
  const count = Math.max(2, Math.floor(most));
  let step = Math.max(least, niceStep((high - low) / count));
  while (countOf(low, high, step) > count) step = niceStep(step * 1.01);
  while (countOf(low, high, step) < 2 && step > least) step = niceStep(step * 0.3);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  const numbers =
    last - first < count
      ? Array.from({ length: last - first + 1 }, (_, i) => first + i)
      : first > 0 || last < 0
        ? [first, last]
        : last >= -first
          ? [0, last]
          : [first, 0];
  return numbers.map((n) => ({ value: n * step, text: tickText(n * step, step) }));
}

function countOf(low: number, high: number, step: number): number {
  return Math.floor(high / step + 1e-9) - Math.ceil(low / step - 1e-9) + 1;
}

/** Returns the least of 1, 2, 5, 10 times a power of ten that is not below `rough`. */
export function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const share = rough / power;
  const nice = share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10;
  return nice * power;
}

/**
 * Returns at most `most` ticks of a log axis between 10^low and 10^high: powers of ten an equal
 * number of decades apart (`1e-7`), or 1, 2 and 5 where the axis spans less than about one decade.
 */
export function logTicks(low: number, high: number, most: number): Tick[] {
  if (!(high > low)) return [];
  const count = Math.max(2, Math.floor(most));
  const first = Math.ceil(low - 1e-9);
  const last = Math.floor(high + 1e-9);
  if (last - first < 1) return fineLogTicks(low, high, count);
  let step = Math.max(1, Math.ceil((last - first) / (count - 1)));
  while (Math.floor(last / step) - Math.ceil(first / step) + 1 > count) step++;
  const ticks: Tick[] = [];
  // count down from the top decade that is a multiple of the step, so that ticks stay put while the
  // range moves
  for (let n = Math.ceil(first / step) * step; n <= last; n += step)
    ticks.push({ value: 10 ** n, text: powerText(n) });
  return ticks.length > 1
    ? ticks
    : [first, last].map((n) => ({ value: 10 ** n, text: powerText(n) }));
}

function fineLogTicks(low: number, high: number, most: number): Tick[] {
  const ticks: Tick[] = [];
  for (let n = Math.floor(low); n <= Math.floor(high); n++)
    for (const factor of [1, 2, 5]) {
      const value = Number(`${factor}e${n}`);
      const at = Math.log10(value);
      if (at >= low - 1e-9 && at <= high + 1e-9) ticks.push({ value, text: logText(factor, n) });
    }
  if (ticks.length >= 2 && ticks.length <= most) return ticks;
  return linearTicks(10 ** low, 10 ** high, most);
}

function powerText(n: number): string {
  return `1e${n}`;
}

function logText(factor: number, n: number): string {
  return n >= -2 && n <= 3 ? String(Number(`${factor}e${n}`)) : `${factor}e${n}`;
}

/** Returns a tick's text with as many decimals as the step between ticks needs. */
export function tickText(value: number, step: number): string {
  if (value === 0) return '0';
  const size = Math.max(Math.abs(value), step);
  if (size >= 1e6 || size < 1e-3) {
    const decimals = step > 0 ? Math.max(0, power(size) - power(step)) : 2;
    return value.toExponential(Math.min(6, decimals)).replace('e+', 'e');
  }
  const decimals = step > 0 ? Math.max(0, -power(step)) : 3;
  const text = value.toFixed(Math.min(8, decimals));
  return step > 0 ? text : String(Number(text));
}

function power(value: number): number {
  return Math.floor(Math.log10(value) + 1e-9);
}
