import type { NamedArrays, Tensor } from '../../array/tensor.ts';
import { arrayOf, missingArray } from '../parts/read-arrays.ts';

const analyzer = 'centroid_dmd';

/** The centres of the answers at one place through a run, and what the modes make of them. */
export interface ModeStates {
  readonly epochs: ArrayLike<number>;
  /** Answers and coordinates of each. */
  readonly classes: number;
  readonly components: number;
  /**
   * [epoch, answer, coordinate], row-major: as measured, and as the modes carry the first epoch on.
   */
  readonly actual: ArrayLike<number>;
  readonly carried: Float64Array;
}

/**
 * Returns the states of a centroid_dmd and their reconstruction Re Σ φ b λᵗ, t counting
 * checkpoints. Throws a UserError where the arrays do not fit each other.
 */
export function modeStates(data: NamedArrays, site: string): ModeStates {
  const { data: epochs } = arrayOf(data, 'epochs', 1, analyzer);
  const { data: actual, shape } = arrayOf(data, `${site}__trajectory`, 2, analyzer);
  const [n = 0, size = 0] = shape;
  const classes = data[`${site}__n_classes`]?.data[0] ?? 0;
  if (n !== epochs.length || n === 0 || !(classes > 0) || size % classes !== 0)
    throw missingArray(`${site}__trajectory`, analyzer, 'does not fit the epochs and answers');
  const values = complexOf(arrayOf(data, `${site}__eigenvalues`, 1, analyzer));
  const amplitudes = complexOf(arrayOf(data, `${site}__amplitudes`, 1, analyzer));
  const modes = complexOf(arrayOf(data, `${site}__modes`, 2, analyzer)); // [state, mode]
  const r = values.re.length;
  if (amplitudes.re.length !== r || modes.re.length !== size * r)
    throw missingArray(`${site}__modes`, analyzer, 'does not fit the eigenvalues');
  const carried = new Float64Array(n * size);
  const [re, im] = [Float64Array.from(amplitudes.re), Float64Array.from(amplitudes.im)];
  for (let t = 0; t < n; t++) {
    for (let j = 0; j < size; j++)
      for (let c = 0; c < r; c++)
        carried[t * size + j] += modes.re[j * r + c] * re[c] - modes.im[j * r + c] * im[c];
    for (let c = 0; c < r; c++) {
      const [x, y] = [re[c], im[c]];
      re[c] = x * values.re[c] - y * values.im[c];
      im[c] = x * values.im[c] + y * values.re[c];
    }
  }
  return { epochs, classes, components: size / classes, actual, carried };
}

/**
 * Returns the distance of what the modes make of each epoch from what was measured, and the length
 * of that, [epoch].
 */
export function carriedError({ epochs, classes, components, actual, carried }: ModeStates): {
  readonly off: Float64Array;
  readonly length: Float64Array;
} {
  const size = classes * components;
  const norm = (value: (k: number) => number) =>
    Float64Array.from({ length: epochs.length }, (_, t) => {
      let square = 0;
      for (let k = t * size; k < (t + 1) * size; k++) square += value(k) ** 2;
      return Math.sqrt(square);
    });
  return { off: norm((k) => actual[k] - carried[k]), length: norm((k) => actual[k]) };
}

/** Complex numbers lie side by side, real ones alone. */
function complexOf({ data, dtype }: Tensor): {
  readonly re: Float64Array;
  readonly im: Float64Array;
} {
  const lanes = dtype === 'complex128' ? 2 : 1;
  const part = (lane: number) =>
    Float64Array.from({ length: Math.floor(data.length / lanes) }, (_, i) =>
      lane < lanes ? data[i * lanes + lane] : 0
    );
  return { re: part(0), im: part(1) };
}
