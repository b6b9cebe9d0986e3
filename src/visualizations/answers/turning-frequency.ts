/** The frequency with which points turn from one to the next. */
export interface Turning {
  /** 1 to (p - 1) / 2. */
  readonly frequency: number;
  /**
   * Share of the points' sum of squares that turns with it, either way round: 1 on any ellipse, 0
   * to 1.
   */
  readonly share: number;
}

/**
 * Returns the frequency k that holds most of points z_r = x_r + iy_r, r = 0 to p-1, around their
 * mean: that of the largest (|Z_k|² + |Z_-k|²) / (p Σ|z_r|²), Z their discrete Fourier transform.
 * Null for fewer than three points or where all lie at one place.
 */
export function turningFrequency(x: ArrayLike<number>, y: ArrayLike<number>): Turning | null {
  const p = x.length;
  let all = 0;
  const middle = [x, y].map((values) => Array.from(values).reduce((sum, v) => sum + v, 0) / p);
  for (let r = 0; r < p; r++) all += (x[r] - middle[0]) ** 2 + (y[r] - middle[1]) ** 2;
  if (p < 3 || !(all > 0) || !Number.isFinite(all)) return null;
  let best: Turning = { frequency: 1, share: 0 };
  for (let k = 1; k <= (p - 1) / 2; k++) {
    let [xc, xs, yc, ys] = [0, 0, 0, 0];
    for (let r = 0; r < p; r++) {
      const angle = (2 * Math.PI * ((k * r) % p)) / p;
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
      xc += x[r] * cos;
      xs += x[r] * sin;
      yc += y[r] * cos;
      ys += y[r] * sin;
    }
    // |Z_k|² + |Z_-k|² of z = x + iy
    const share = (2 * (xc ** 2 + xs ** 2 + yc ** 2 + ys ** 2)) / (p * all);
    if (share > best.share) best = { frequency: k, share };
  }
  return best;
}
