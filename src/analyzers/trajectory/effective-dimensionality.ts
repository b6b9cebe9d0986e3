import { symmetricEigenvalues } from '../../array/linear/symmetric-eigenvalues.ts';
import { participationRatio } from '../../array/statistics/participation-ratio.ts';
import { float32, float64, type NamedArrays, rowsOf, type Tensor } from '../../array/tensor.ts';
import { cast, type Lazy, matmul, swapLast } from '../../engine/index.ts';
import { type ArraySpecs, analyzer } from '../analyzer.ts';
import { matricesOf, matrixNames, type WeightName } from '../measures/weight-names.ts';

/** These have one matrix per head. */
const perHead: readonly WeightName[] = ['W_Q', 'W_K', 'W_V', 'W_O'];

/**
 * Singular values of every weight matrix; the summary holds participation ratios of the values, not
 * their squares.
 */
export default analyzer({
  id: 'effective_dimensionality',
  title: 'Effective dimensionality',
  about:
    'How many directions each weight matrix uses: its singular values and their participation ratio.',
  layered: true,
  version: 1,
  arrays: declared((name) => [
    `sv_${name}`,
    {
      dims: [...(perHead.includes(name) ? ['n_heads'] : []), `rank_${name}`],
      dtype: 'float32',
      of: [name]
    }
  ]),
  measure: (graph) =>
    Object.fromEntries(matricesOf(graph).map(([name, weight]) => [`sv_${name}`, gram(weight)])),
  finish: (grams) =>
    Object.fromEntries(Object.entries(grams).map(([key, value]) => [key, roots(value)])),
  summary: declared((name) => [
    `pr_${name}`,
    { dims: perHead.includes(name) ? ['n_heads'] : [], dtype: 'float64', of: [name] }
  ]),
  summarize: (arrays) => ratios(arrays)
});

function declared(entry: (name: WeightName) => [string, ArraySpecs[string]]): ArraySpecs {
  return Object.fromEntries(matrixNames.map(entry));
}

/**
 * The products of the shorter side's vectors, in float64: their eigenvalues are the squared
 * singular values.
 */
function gram(weight: Lazy): Lazy {
  const w = cast(weight, 'double');
  const [rows, columns] = weight.shape.slice(-2) as [number, number];
  return rows <= columns ? matmul(w, swapLast(w)) : matmul(swapLast(w), w);
}

/** [..., m, m] → [..., m]: the singular values, descending. */
function roots({ data, shape }: Tensor): Tensor {
  const m = shape.at(-1)!;
  const values = new Float32Array(data.length / m);
  for (let block = 0; block * m < values.length; block++) {
    const squares = symmetricEigenvalues(data.subarray(block * m * m, (block + 1) * m * m), m);
    for (let i = 0; i < m; i++) values[block * m + i] = Math.sqrt(Math.max(squares[i], 0));
  }
  return float32(values, shape.slice(0, -1));
}

function ratios(arrays: NamedArrays): Record<string, Tensor | number> {
  return Object.fromEntries(
    matrixNames.flatMap((weight) => {
      const spectra = arrays[`sv_${weight}`];
      if (!spectra) return [];
      const heads = Float64Array.from(rowsOf(spectra), participationRatio);
      const ratio = spectra.shape.length === 1 ? heads[0] : float64(heads, [heads.length]);
      return [[`pr_${weight}`, ratio] as const];
    })
  );
}
