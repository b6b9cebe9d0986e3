/** How nearness falls with the distance x on the map: 1 / (1 + a x^(2b)). */
export interface AttractionCurve {
  readonly a: number;
  readonly b: number;
}

const POINTS = 300;
const ROUNDS = 200;

/**
 * Returns the curve that fits 1 up to a distance and exp(−(x − least)/spread) beyond best, by least
 * squares on 300 points up to three spreads (Levenberg–Marquardt), as umap-learn does.
 */
export function attractionCurve(least: number, spread = 1): AttractionCurve {
  const x = Array.from({ length: POINTS }, (_, i) => (3 * spread * i) / (POINTS - 1));
  const y = x.map((at) => (at < least ? 1 : Math.exp(-(at - least) / spread)));
  const errorOf = (a: number, b: number) =>
    x.reduce((sum, at, i) => sum + (1 / (1 + a * at ** (2 * b)) - y[i]) ** 2, 0);
  let [a, b, damping] = [1, 1, 1e-3];
  let error = errorOf(a, b);
  for (let round = 0; round < ROUNDS; round++) {
    let [aa, ab, bb, ga, gb] = [0, 0, 0, 0, 0];
    x.forEach((at, i) => {
      const power = at ** (2 * b);
      const value = 1 / (1 + a * power);
      const slopeA = -power * value * value;
      const slopeB = at > 0 ? -2 * a * power * Math.log(at) * value * value : 0;
      const rest = y[i] - value;
      aa += slopeA * slopeA;
      ab += slopeA * slopeB;
      bb += slopeB * slopeB;
      ga += slopeA * rest;
      gb += slopeB * rest;
    });
    const [da, db] = [aa * (1 + damping), bb * (1 + damping)];
    const determinant = da * db - ab * ab;
    const [stepA, stepB] = [(ga * db - gb * ab) / determinant, (gb * da - ga * ab) / determinant];
    const next = errorOf(a + stepA, b + stepB);
    if (next <= error) {
      [a, b, error] = [a + stepA, b + stepB, next];
      damping /= 3;
      if (Math.abs(stepA) + Math.abs(stepB) < 1e-12) break;
    } else damping *= 4;
  }
  return { a, b };
}
