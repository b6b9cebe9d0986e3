import { cached } from '../../array/cached.ts';
import { upFromZero } from '../../figure/axes.ts';
import { okabeIto } from '../../figure/colors.ts';
import { epochLine } from '../parts/epoch-line.ts';
import { overEpochs } from '../parts/over-epochs.ts';
import { acrossOf, visualization } from '../visualization.ts';
import { componentsOf, planeOption } from './plane-option.ts';
import { distancesOf, scaledPaths } from './scaled-paths.ts';

const analyzer = 'parameter_trajectory';
const pairs = [
  [0, 1, 'emb–attn', okabeIto.purple],
  [0, 2, 'emb–mlp', okabeIto.orange],
  [1, 2, 'attn–mlp', okabeIto.sky]
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
  needs: acrossOf(analyzer),
  options: { plane: planeOption },
  aliases: ['parameters.pca.proximity'],
  presets: { 'parameters.pca.proximity_pc2_pc3': { plane: '2-3' } },
  figure(data, { plane }) {
    const [one, other] = componentsOf(plane);
    const lines = cached(data, `proximity ${plane}`, () => {
      const { epochs, paths } = scaledPaths(data, [one, other], analyzer);
      return pairs.map(([a, b, name, color]) =>
        epochLine(name, epochs, distancesOf(paths[b], paths[a]), color)
      );
    });
    return {
      ...overEpochs(lines, 'distance, path size = 1', {
        range: upFromZero(lines.map(({ y }) => y))
      }),
      heading: `Distance of scaled paths, PC${one + 1}/PC${other + 1}`
    };
  }
});
