import { cached } from '../../array/cached.ts';
import { upFromZero } from '../../figure/axes.ts';
import { okabeIto } from '../../figure/colors.ts';
import { epochLine } from '../parts/epoch-line.ts';
import { overEpochs } from '../parts/over-epochs.ts';
import { missingArray } from '../parts/read-arrays.ts';
import { acrossOf, visualization } from '../visualization.ts';
import { componentsOf, planeOption } from './plane-option.ts';
import { distancesOf, scaledPaths } from './scaled-paths.ts';

const analyzer = 'parameter_trajectory';
const pairs = [
  ['embedding', 'attention', 'emb–attn', okabeIto.purple],
  ['embedding', 'mlp', 'emb–mlp', okabeIto.orange],
  ['attention', 'mlp', 'attn–mlp', okabeIto.sky]
] as const;

/**
 * Distances between the scaled paths of embedding, attention and MLP: 0 where two are at the same
 * place of their paths. Takes parameter_trajectory `{epochs, embedding__projections,
 * attention__projections, mlp__projections}` as distances.
 */
export default visualization({
  id: 'trajectory_proximity',
  title: 'Proximity of the paths',
  about: 'When do embedding, attention and MLP move in step?',
  kind: 'run',
  overEpochs: true,
  needs: acrossOf(analyzer, ['embedding__projections', 'mlp__projections']),
  options: { plane: planeOption },
  aliases: ['parameters.pca.proximity'],
  presets: { 'parameters.pca.proximity_pc2_pc3': { plane: '2-3' } },
  figure(data, { plane }) {
    const [one, other] = componentsOf(plane);
    const lines = cached(data, `proximity ${plane}`, () => {
      const { epochs, paths } = scaledPaths(data, [one, other], analyzer);
      const of = (wanted: string) => paths.find(({ group }) => group === wanted);
      return pairs.flatMap(([a, b, name, color]) => {
        const [one, other] = [of(a), of(b)];
        return one && other ? [epochLine(name, epochs, distancesOf(other, one), color)] : [];
      });
    });
    if (lines.length === 0) throw missingArray('attention__projections', analyzer);
    return {
      ...overEpochs(lines, 'distance, path size = 1', {
        range: upFromZero(lines.map(({ y }) => y))
      }),
      heading: `Distance of scaled paths, PC${one + 1}/PC${other + 1}${lines.length === 1 ? `: ${lines[0].name}` : ''}`
    };
  }
});
