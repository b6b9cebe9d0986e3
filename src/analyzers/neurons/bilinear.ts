/**
 * Weights of a resampling along one axis: sample i is `near` of row `from[i]` plus `far` of row
 * `to[i]`.
 */
export interface Bilinear {
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly near: Float64Array;
  readonly far: Float64Array;
}

/**
 * Returns the weights that `torch.nn.functional.interpolate(mode='bilinear', align_corners=False)`
 * gives one axis: sample i of `size` lies at (i + 1/2)·length/size − 1/2, not before 0.
 */
export function bilinear(length: number, size: number): Bilinear {
  const places = Float64Array.from({ length: size }, (_, i) =>
    Math.max(((i + 0.5) * length) / size - 0.5, 0)
  );
  const from = Int32Array.from(places, Math.floor);
  const far = places.map((place, i) => place - from[i]);
  return {
    from,
    to: from.map((row) => Math.min(row + 1, length - 1)),
    near: far.map((share) => 1 - share),
    far
  };
}

/** Returns the same weights as a matrix, row-major [size, length]. */
export function bilinearMatrix(length: number, size: number): Float64Array {
  const { from, to, near, far } = bilinear(length, size);
  const matrix = new Float64Array(size * length);
  for (let i = 0; i < size; i++) {
    matrix[i * length + from[i]] += near[i];
    matrix[i * length + to[i]] += far[i];
  }
  return matrix;
}
