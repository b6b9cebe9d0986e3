import { cached } from '../../array/cached.ts';
import { componentLines } from '../parts/component-lines.ts';
import { overEpochs } from '../parts/over-epochs.ts';
import { epochTable } from '../parts/read-arrays.ts';
import { summaryOf, visualization } from '../visualization.ts';
import { siteOption, sites } from './sites.ts';

const analyzer = 'repr_geometry';

/**
 * The shares of the first three principal components in the variance of the centres of the answers
 * at each epoch (REQ_044). Takes the repr_geometry summary `{epochs, resid_post_pca_var_pc1, …}`.
 */
export default visualization({
  id: 'centroid_pca_variance',
  title: 'Variance of the centres',
  about: 'In how many directions do the centres of the answers lie, and when do these emerge?',
  kind: 'run',
  overEpochs: true,
  needs: summaryOf(analyzer),
  options: { site: siteOption },
  aliases: ['geometry.centroid_pca_variance'],
  figure(summary, { site }) {
    const lines = cached(summary, `centroid variance ${site}`, () => {
      const { epochs, column } = epochTable(summary, analyzer);
      const share = (c: number) => column(`${site}_pca_var_pc${c}`);
      return componentLines(epochs, [share(1), share(2), share(3)]);
    });
    return {
      ...overEpochs(lines, 'share of variance', { range: [-0.02, 1.05] }),
      heading: `Variance of the centres, ${sites[site].name}`
    };
  }
});
