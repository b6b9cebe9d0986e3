import { centre, principalComponents } from '../../array/linear/principal-components.ts';
import { circleFit } from '../../array/paths/circle-fit.ts';
import { mean } from '../../array/statistics/mean.ts';

/** How clusters lie relative to each other. */
export interface ClusterGeometry {
  readonly meanRadius: number;
  /** RMS distance of the centroids to their mean. */
  readonly centerSpread: number;
  /** spread² / mean radius²; 0 where the radius is. */
  readonly snr: number;
  /**
   * Mean and smallest of |μᵣ − μₛ|² / (radiusᵣ² + radiusₛ²) over pairs r < s; 0 where both radii
   * are.
   */
  readonly fisherMean: number;
  readonly fisherMin: number;
  /** The first pair with the smallest. */
  readonly closest: readonly [number, number];
}

/**
 * Returns how `count` clusters with the given centroids, row-major [count, width], and RMS radii
 * lie.
 */
export function clusterGeometry(
  centroids: ArrayLike<number>,
  radii: ArrayLike<number>,
  width: number
): ClusterGeometry {
  const count = radii.length;
  const meanRadius = mean(radii);
  const centred = Float64Array.from(centroids);
  centre(centred, count, width);
  const spread = centred.reduce((sum, value) => sum + value * value, 0) / count;
  let [total, least] = [0, Number.POSITIVE_INFINITY];
  let closest: [number, number] = [0, Math.min(1, count - 1)];
  for (let r = 0; r < count; r++)
    for (let s = r + 1; s < count; s++) {
      let distance = 0;
      for (let j = 0; j < width; j++)
        distance += (centroids[r * width + j] - centroids[s * width + j]) ** 2;
      const within = radii[r] ** 2 + radii[s] ** 2;
      const fisher = within > 0 ? distance / within : 0;
      total += fisher;
      if (fisher < least) [least, closest] = [fisher, [r, s]];
    }
  const pairs = (count * (count - 1)) / 2;
  return {
    meanRadius,
    centerSpread: Math.sqrt(spread),
    snr: meanRadius > 0 ? spread / meanRadius ** 2 : 0,
    fisherMean: pairs > 0 ? total / pairs : 0,
    fisherMin: pairs > 0 ? least : 0,
    closest
  };
}

/** Which of some evenly ordered places centroids have. */
export interface Places {
  readonly places?: ArrayLike<number>;
  readonly all?: number;
}

/** How much centroids in order form a circle in their first two principal components. */
export interface Circularity {
  /** 0 … 1: near 1 for an even circle that holds most of the variance. */
  readonly circularity: number;
  /** 0 … 1: how evenly the order goes around it, k times for the best k. */
  readonly alignment: number;
}

/**
 * Returns how circular centroids are. With v₁, v₂ the variance fractions of the first two
 * components, circularity is (v₁ + v₂)(v₂ / v₁) times 1 − (mean square distance to Kåsa's circle) /
 * (variance in the plane), clipped to 0 … 1; alignment is the largest |mean of exp(i (angleᵣ − 2πkr
 * / count))|² over k. `places` says which r of how many (`all`) they are where some are absent.
 */
export function circularityOf(
  centroids: ArrayLike<number>,
  count: number,
  width: number,
  { places = Array.from({ length: count }, (_, r) => r), all: around = count }: Places = {}
): Circularity {
  const none = { circularity: 0, alignment: 0 };
  const { squares, scores } = principalComponents(centroids, count, width, 2);
  const all = squares.reduce((sum, square) => sum + square, 0);
  const [first, second] = squares as unknown as [number, number | undefined];
  if (!(all > 0) || second === undefined) return none;
  const x = Float64Array.from({ length: count }, (_, r) => scores[2 * r]);
  const y = Float64Array.from({ length: count }, (_, r) => scores[2 * r + 1]);
  const circle = circleFit(x, y);
  if (circle === null) return none;
  const quality = ((first + second) / all) * (second / first);
  const off = circle.meanSquare / ((first + second) / count);
  const angles = x.map((value, r) => Math.atan2(y[r] - circle.y, value - circle.x));
  return {
    circularity: Math.min(Math.max((1 - off) * quality, 0), 1),
    alignment: bestAlignment(angles, places, around)
  };
}

function bestAlignment(angles: Float64Array, places: ArrayLike<number>, all: number): number {
  const count = angles.length;
  let best = 0;
  for (let k = 1; k < all; k++) {
    let [re, im] = [0, 0];
    angles.forEach((angle, r) => {
      const offset = angle - (2 * Math.PI * ((k * places[r]) % all)) / all;
      re += Math.cos(offset);
      im += Math.sin(offset);
    });
    best = Math.max(best, (re * re + im * im) / count ** 2);
  }
  return best;
}
