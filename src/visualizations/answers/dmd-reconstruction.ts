import { cached } from '../../array/cached.ts';
import { nearestRow } from '../../array/statistics/nearest.ts';
import { axis } from '../../figure/axes.ts';
import { okabeIto } from '../../figure/colors.ts';
import type { ScatterTrace } from '../../figure/figure.ts';
import { acrossOf, visualization } from '../visualization.ts';
import { carriedError, modeStates } from './dynamic-modes.ts';
import { siteOption, sites } from './sites.ts';

const analyzer = 'centroid_dmd';

/**
 * The centres of the answers at one epoch and where the modes carry those of the first epoch, in
 * the common PC1 and PC2. Takes centroid_dmd `{epochs, resid_post__trajectory, resid_post__modes,
 * …}` at one epoch.
 */
export default visualization({
  id: 'dmd_reconstruction',
  title: 'Centres by the modes',
  about: 'Where do steady modes alone carry the centres of the answers?',
  kind: 'epoch',
  needs: acrossOf(analyzer),
  options: { site: siteOption },
  aliases: ['geometry.dmd_reconstruction'],
  figure(data, { epoch, site }) {
    const { off, length, ...states } = cached(data, `dmd ${site}`, () => {
      const found = modeStates(data, site);
      return { ...found, ...carriedError(found) };
    });
    const { epochs, classes, components, actual, carried } = states;
    const row = epoch === null ? epochs.length - 1 : nearestRow(epochs, epoch);
    const coordinate = (of: ArrayLike<number>, c: number) =>
      Float64Array.from({ length: classes }, (_, r) =>
        c < components ? of[(row * classes + r) * components + c] : 0
      );
    const [ax, ay, cx, cy] = [actual, carried].flatMap((of) => [
      coordinate(of, 0),
      coordinate(of, 1)
    ]) as [Float64Array, Float64Array, Float64Array, Float64Array];
    const answers = Array.from(ax, (_, r) => String(r));
    const points = (
      name: string,
      x: Float64Array,
      y: Float64Array,
      marker: NonNullable<ScatterTrace['marker']>
    ): ScatterTrace => ({
      type: 'scatter',
      mode: 'markers',
      name,
      x,
      y,
      marker,
      text: answers,
      hovertemplate: `answer %{text}, ${name}<br>%{x:.4~g}, %{y:.4~g}<extra></extra>`
    });
    const share = length[row] > 0 ? `off by ${((off[row] / length[row]) * 100).toFixed(0)}%` : '';
    return {
      data: [
        points('measured', ax, ay, { color: okabeIto.blue, size: 8 }),
        points('by the modes', cx, cy, { color: okabeIto.orange, size: 8, symbol: 'diamond' })
      ],
      heading: `Centres by the modes, ${sites[site].name}`,
      at: epochs[row] ?? null,
      note: share,
      layout: {
        xaxis: axis('PC1 of the whole run'),
        yaxis: axis('PC2 of the whole run', { scaleanchor: 'x' })
      }
    };
  }
});
