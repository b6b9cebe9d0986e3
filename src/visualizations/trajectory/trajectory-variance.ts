import { cached } from '../../array/cached.ts';
import { componentLines } from '../parts/component-lines.ts';
import { overEpochs } from '../parts/over-epochs.ts';
import { columnsOf, epochTable } from '../parts/read-arrays.ts';
import { groupOption } from '../parts/weight-groups.ts';
import { acrossOf, visualization } from '../visualization.ts';

const analyzer = 'parameter_trajectory';

/**
 * The shares of PC1, PC2 and PC3 in the variance of the path up to each epoch, among the
 * components that are stored (10). Takes parameter_trajectory `{epochs, all__projections, …}`:
 * shares of the components in the path so far.
 */
export default visualization({
  id: 'trajectory_variance',
  title: 'Variance of the path so far',
  about: 'Along which principal components have the weights moved up to each epoch?',
  kind: 'run',
  overEpochs: true,
  needs: acrossOf(analyzer),
  options: { group: groupOption },
  aliases: ['parameters.pca.variance_explained'],
  figure(data, { group }) {
    const lines = cached(data, `variance so far ${group}`, () => {
      const { epochs, rows } = epochTable(data, analyzer);
      const [one, two, three] = sharesSoFar(columnsOf(rows(`${group}__projections`)));
      // nothing has moved at the first epoch
      return componentLines(Float64Array.from(epochs).subarray(1), [
        one.subarray(1),
        two.subarray(1),
        three.subarray(1)
      ]);
    });
    return {
      ...overEpochs(lines, 'share of variance', { range: [-0.02, 1.05] }),
      heading: `Variance of the path so far: ${group}`
    };
  }
});

/**
 * Returns for the first three columns the share of their variance over rows 0 to e in that of all
 * columns, [e]; NaN where nothing has moved yet, 0 for columns that are not there.
 */
export function sharesSoFar(
  columns: readonly Float64Array[]
): readonly [Float64Array, Float64Array, Float64Array] {
  const spreads = columns.map(spreadsSoFar);
  const all = Float64Array.from(columns[0] ?? [], (_, e) =>
    spreads.reduce((sum, spread) => sum + spread[e], 0)
  );
  const share = (c: number) =>
    all.map((total, e) => (total > 0 ? (spreads[c]?.[e] ?? 0) / total : Number.NaN));
  return [share(0), share(1), share(2)];
}

/** The sum of squared distances to the mean of values 0 to e, [e] (Welford 1962). */
function spreadsSoFar(values: Float64Array): Float64Array {
  let [mean, spread] = [0, 0];
  return values.map((value, e) => {
    const off = value - mean;
    mean += off / (e + 1);
    spread += off * (value - mean);
    return spread;
  });
}
