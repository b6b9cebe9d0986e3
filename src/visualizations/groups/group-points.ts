import { nearestRow } from '../../array/statistics/nearest.ts';
import type { NamedArrays } from '../../array/tensor.ts';
import { epochTable } from '../parts/read-arrays.ts';

/**
 * Returns the coordinate of a neuron along a component (0..2) of its group in neuron_group_pca, at
 * the stored epoch nearest to the asked one; NaN for neurons without a group.
 */
export function groupPoints(
  groups: NamedArrays,
  epoch: number | null
): (neuron: number, component: number) => number {
  const { epochs, rows } = epochTable(groups, 'neuron_group_pca');
  const { data, shape } = rows('projections'); // [epoch, neuron, 3]
  const [, neurons = 0, three = 0] = shape;
  const from = nearestRow(epochs, epoch) * neurons * three;
  return (neuron, component) => data[from + neuron * three + component] ?? Number.NaN;
}
