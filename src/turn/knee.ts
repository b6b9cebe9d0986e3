/** Values are averaged in this many blocks, which bounds the work. */
const most = 120;
/** Blocks per segment, at least. */
const shortest = 3;

interface Line {
  readonly slope: number;
  readonly intercept: number;
}

/**
 * Returns where a curve bends down: least squares with one, two or three straight segments on its
 * values [from, to) (dynamic programming over at most 120 blocks), the number by the Bayesian
 * information criterion; the bend whose slope falls most, at the crossing of its two lines. Null
 * where one segment is best, or no bend leads to a fall.
 */
export function knee(values: Float64Array, from: number, to: number): number | null {
  const count = to - from;
  const blocks = Math.min(most, count);
  if (blocks < 2 * shortest) return null;
  const x = new Float64Array(blocks);
  const y = new Float64Array(blocks);
  for (let b = 0; b < blocks; b++) {
    const [start, end] = [edge(b), edge(b + 1)];
    let sum = 0;
    for (let i = start; i < end; i++) sum += values[i];
    y[b] = sum / (end - start);
    x[b] = (start + end - 1) / 2;
  }
  function edge(b: number): number {
    return from + Math.floor((b * count) / blocks);
  }
  const fits = lineFits(x, y);
  const cuts = bestCuts(fits, blocks);
  let found: number | null = null;
  let sharpest = 0;
  for (let c = 1; c < cuts.length - 1; c++) {
    const [before, after] = [fits.line(cuts[c - 1], cuts[c]), fits.line(cuts[c], cuts[c + 1])];
    const bend = after.slope - before.slope;
    if (after.slope >= 0 || bend >= sharpest) continue;
    sharpest = bend;
    const crossing = (before.intercept - after.intercept) / bend;
    const [low, high] = [x[cuts[c] - 2], x[cuts[c] + 1]];
    found = Math.round(Math.min(high, Math.max(low, crossing)));
  }
  return found;
}

interface Fits {
  /** The least-squares line over blocks [a, b). */
  line(a: number, b: number): Line;
  /** Its sum of squared residuals. */
  error(a: number, b: number): number;
}

/**
 * Least-squares lines in constant time, from running sums of u, v, u², uv, v² (both centred once,
 * for accuracy).
 */
function lineFits(x: Float64Array, y: Float64Array): Fits {
  const n = x.length;
  const [mx, my] = [x[n >> 1], y[n >> 1]];
  const [su, sv, suu, suv, svv] = [0, 0, 0, 0, 0].map(() => new Float64Array(n + 1)) as Sums;
  for (let i = 0; i < n; i++) {
    const [u, v] = [x[i] - mx, y[i] - my];
    su[i + 1] = su[i] + u;
    sv[i + 1] = sv[i] + v;
    suu[i + 1] = suu[i] + u * u;
    suv[i + 1] = suv[i] + u * v;
    svv[i + 1] = svv[i] + v * v;
  }
  const slope = (a: number, b: number): number => {
    const width = su[b] - su[a];
    const spread = suu[b] - suu[a] - (width * width) / (b - a);
    return spread > 0 ? (suv[b] - suv[a] - (width * (sv[b] - sv[a])) / (b - a)) / spread : 0;
  };
  return {
    line(a, b) {
      const tilt = slope(a, b);
      const [u, v] = [(su[b] - su[a]) / (b - a), (sv[b] - sv[a]) / (b - a)];
      return { slope: tilt, intercept: v + my - tilt * (u + mx) };
    },
    error(a, b) {
      const [u, v] = [su[b] - su[a], sv[b] - sv[a]];
      const shared = suv[b] - suv[a] - (u * v) / (b - a);
      return Math.max(0, svv[b] - svv[a] - (v * v) / (b - a) - slope(a, b) * shared);
    }
  };
}

type Sums = [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];

/** Returns the edges of the best segmentation, 0 and n included. */
function bestCuts({ error }: Fits, n: number): readonly number[] {
  const two = new Float64Array(n + 1).fill(Infinity);
  const cutOfTwo = new Int32Array(n + 1);
  const heads = new Float64Array(n + 1);
  for (let cut = shortest; cut <= n; cut++) heads[cut] = error(0, cut);
  for (let end = 2 * shortest; end <= n; end++)
    for (let cut = shortest; cut <= end - shortest; cut++) {
      const total = heads[cut] + error(cut, end);
      if (total < two[end]) {
        two[end] = total;
        cutOfTwo[end] = cut;
      }
    }
  let three = Infinity;
  let cutOfThree = 0;
  for (let cut = 2 * shortest; cut <= n - shortest; cut++) {
    const total = two[cut] + error(cut, n);
    if (total < three) [three, cutOfThree] = [total, cut];
  }
  const choices = [
    { cuts: [0, n], error: heads[n] },
    { cuts: [0, cutOfTwo[n], n], error: two[n] },
    { cuts: [0, cutOfTwo[cutOfThree], cutOfThree, n], error: three }
  ];
  // Each segment costs a slope, an intercept and a cut; an exact fit has some rounding left.
  const criterion = (choice: (typeof choices)[number]) =>
    n * Math.log(Math.max(choice.error, 1e-12) / n) + (3 * choice.cuts.length - 4) * Math.log(n);
  return choices
    .filter((choice) => Number.isFinite(choice.error))
    .reduce((a, b) => (criterion(b) < criterion(a) ? b : a)).cuts;
}
