import { cosineSimilarities } from '../../array/geometry/similarities.ts';
import { axis } from '../../figure/axes.ts';
import { diverging } from '../../figure/colors.ts';
import { probeTexts } from '../parts/probe-texts.ts';
import { arrayOf, missingArray } from '../parts/read-arrays.ts';
import { epochOf, sourceOf, visualization } from '../visualization.ts';

const analyzer = 'probe_embeddings';

/**
 * Cosine similarities of all pairs of prompts at one checkpoint, those of one level (or category)
 * side by side. Takes probe_embeddings `{last, middle}` [probe, width] and the source probe_list.
 */
export default visualization({
  id: 'similarity_matrix',
  title: 'Similarities of the prompts',
  about: 'Which groups of prompts does the model see alike?',
  kind: 'epoch',
  time: 'step',
  needs: { embeddings: epochOf(analyzer), probes: sourceOf('probe_list') },
  options: {
    layer: {
      type: 'choice',
      choices: ['last', 'middle'],
      default: 'last',
      about: 'Embeddings after the last block or halfway.'
    }
  },
  figure({ embeddings, probes }, { layer }) {
    const texts = probeTexts(probes);
    const { data, shape } = arrayOf(embeddings, layer, 2, analyzer);
    if (shape[0] !== texts.count)
      throw missingArray(layer, analyzer, `has ${shape[0]} rows for ${texts.count} probes,`);
    const words = texts.levels.some((level) => level !== '') ? texts.levels : texts.categories;
    const order = Array.from({ length: texts.count }, (_, i) => i)
      .filter((i) => !texts.isHard(i))
      .sort((a, b) => words[a].localeCompare(words[b], 'en', { numeric: true }) || a - b);
    const width = shape[1];
    const points = new Float64Array(order.length * width);
    order.forEach((i, row) => {
      for (let d = 0; d < width; d++) points[row * width + d] = data[i * width + d];
    });
    const pairs = cosineSimilarities(points, order.length, width);
    const n = order.length;
    const at = (i: number, j: number) => {
      if (i === j) return 1;
      const [a, b] = i < j ? [i, j] : [j, i];
      return pairs[a * n - (a * (a + 1)) / 2 + b - a - 1];
    };
    const named = (i: number) => `${words[i] || 'none'}: ${texts.ids[i]}`;
    const groups = order.flatMap((i, row) =>
      row === 0 || words[i] !== words[order[row - 1]] ? [row] : []
    );
    const ends = [...groups.slice(1), n];
    const ticks = {
      tickvals: groups.map((start, g) => (start + ends[g] - 1) / 2),
      ticktext: groups.map((start) => words[order[start]] || 'none')
    };
    return {
      data: [
        {
          type: 'heatmap',
          name: 'Cosine',
          z: order.map((_, i) => Float64Array.from(order, (__, j) => at(i, j))),
          colorscale: diverging,
          zmin: -1,
          zmax: 1,
          colorbar: { title: { text: 'cosine' } },
          customdata: order.map((i) => order.map((j) => `${named(i)}<br>${named(j)}`)),
          hovertemplate: '%{customdata}<br>%{z:.3f}<extra></extra>'
        }
      ],
      layout: {
        xaxis: axis('', ticks),
        yaxis: axis('', { ...ticks, autorange: 'reversed' })
      }
    };
  }
});
