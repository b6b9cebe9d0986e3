import { add, constant, type Lazy, sqrt, square, sum } from '../../engine/index.ts';
import { type ArraySpecs, analyzer } from '../analyzer.ts';
import { matricesOf, matrixNames } from '../measures/weight-names.ts';

const scalars = (dtype: 'float32' | 'float64'): ArraySpecs => ({
  ...Object.fromEntries(
    matrixNames.map((name) => [`norm_${name}`, { dims: [], dtype, of: [name] }])
  ),
  norm_biases: { dims: [], dtype },
  norm_total: { dims: [], dtype }
});

/**
 * The L2 norm of each weight matrix, of the trained biases together, and of all trained weights
 * (Omnigrok, arXiv:2210.01117).
 */
export default analyzer({
  id: 'weight_norms',
  title: 'Weight norms',
  about: 'How large each weight matrix and all trained weights together are.',
  layered: true,
  version: 1,
  arrays: scalars('float32'),
  measure(graph) {
    const { weight, trained } = graph;
    const squares = matricesOf(graph).map(([name, matrix]) => [name, squared(matrix)] as const);
    const ofBiases = trained.filter((name) => /\.b(_\w+)?$/.test(name));
    const biases = total(ofBiases.map(weight).map(squared));
    const all = total(trained.map(weight).map(squared));
    return Object.fromEntries(
      [...squares, ['biases', biases] as const, ['total', all] as const].map(([key, node]) => [
        `norm_${key}`,
        sqrt(node)
      ])
    );
  },
  summary: scalars('float64'),
  summarize: (arrays) =>
    Object.fromEntries(Object.entries(arrays).map(([key, { data }]) => [key, data[0]]))
});

function squared(weight: Lazy): Lazy {
  return sum(square(weight));
}

function total(parts: readonly Lazy[]): Lazy {
  return parts.reduce(add, constant(0));
}
