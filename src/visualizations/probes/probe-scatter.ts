import { axis } from '../../figure/axes.ts';
import type { ScatterTrace } from '../../figure/figure.ts';
import { ink } from '../../figure/theme.ts';
import { probeOption } from '../parts/options.ts';
import { probeTexts } from '../parts/probe-texts.ts';
import { arrayOf, missingArray } from '../parts/read-arrays.ts';
import { seriesColor, seriesSymbol } from '../parts/series-style.ts';
import { acrossOf, epochOf, sourceOf, visualization } from '../visualization.ts';

const analyzer = 'embedding_map';

/**
 * The prompts as points of a plane at one checkpoint, coloured by level, category or difficulty;
 * the chosen probe with its trail since the first checkpoint. Takes embedding_map `{epochs, pca,
 * umap}` [epoch, probe, 2] with their jumps and trust, the artifact of probe_embeddings only for
 * its epoch, and the source probe_list.
 */
export default visualization({
  id: 'probe_scatter',
  title: 'Map of the prompts',
  about: 'Which prompts does the model see alike, and how does that change?',
  kind: 'epoch',
  time: 'step',
  needs: {
    map: acrossOf(analyzer),
    here: epochOf('probe_embeddings'),
    probes: sourceOf('probe_list')
  },
  options: {
    map: {
      type: 'choice',
      choices: ['umap', 'pca'],
      default: 'umap',
      about: 'UMAP aligned over checkpoints, or the first two principal components.'
    },
    by: {
      type: 'choice',
      choices: ['level', 'category', 'difficulty', 'expected'],
      default: 'level',
      about: 'What colours tell; category where no probe has a level.'
    },
    trail: { type: 'boolean', default: true, about: 'Show where the chosen probe has been.' },
    probe: probeOption
  },
  figure({ map, probes }, { map: kind, by, trail, probe, epoch }) {
    const texts = probeTexts(probes);
    const epochs = arrayOf(map, 'epochs', 1, analyzer).data;
    const { data, shape } = arrayOf(map, kind, 3, analyzer);
    if (shape[0] !== epochs.length || shape[1] !== texts.count || shape[2] !== 2)
      throw missingArray(kind, analyzer, `has the shape [${shape}], not of these probes,`);
    const found = epochs.indexOf(epoch ?? (epochs.at(-1) as number));
    const t = found < 0 ? epochs.length - 1 : found;
    const at = (time: number, i: number, side: number) => data[(time * texts.count + i) * 2 + side];
    const words = wordsOf(texts, by).map((word, i) =>
      texts.isHard(i) ? 'hard examples' : word || 'none'
    );
    const names = [...new Set(words)].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
    const traces = names.map((name, k): ScatterTrace => {
      const members = words.flatMap((word, i) => (word === name ? [i] : []));
      return {
        type: 'scatter',
        name: `${name} (${members.length})`,
        mode: 'markers',
        x: members.map((i) => at(t, i, 0)),
        y: members.map((i) => at(t, i, 1)),
        marker: { color: seriesColor(k), size: 7, symbol: seriesSymbol(k) },
        customdata: members.map((i) => `${texts.ids[i]}<br>${texts.prompts[i]}`),
        hovertemplate: '%{customdata}<extra></extra>'
      };
    });
    const i = probe !== null && probe < texts.count ? probe : null;
    const numbers = ['jump', 'trust'].map((name) => map[`${kind}_${name}`]?.data[t] ?? Number.NaN);
    const note = [
      Number.isFinite(numbers[1]) ? `trustworthiness ${numbers[1].toFixed(2)}` : '',
      Number.isFinite(numbers[0]) ? `jump ${numbers[0].toFixed(2)}` : ''
    ].filter(Boolean);
    return {
      data: [...traces, ...(i === null ? [] : chosen(i, t, trail, at, texts.ids[i]))],
      at: epochs[t] ?? null,
      note: note.join(', '),
      layout: {
        xaxis: axis(kind === 'pca' ? 'PC1' : 'UMAP 1', { showticklabels: kind === 'pca' }),
        yaxis: axis(kind === 'pca' ? 'PC2' : 'UMAP 2', {
          showticklabels: kind === 'pca',
          scaleanchor: 'x'
        })
      }
    };
  }
});

function wordsOf(
  texts: ReturnType<typeof probeTexts>,
  by: 'level' | 'category' | 'difficulty' | 'expected'
): readonly string[] {
  if (by === 'expected') return texts.expected;
  if (by === 'difficulty') return texts.difficulties;
  const hasLevels = texts.levels.some((level) => level !== '');
  return by === 'level' && hasLevels ? texts.levels : texts.categories;
}

/** The chosen probe, and the way it came. */
function chosen(
  i: number,
  t: number,
  hasTrail: boolean,
  at: (time: number, probe: number, side: number) => number,
  id: string
): readonly ScatterTrace[] {
  const times = Array.from({ length: t + 1 }, (_, time) => time);
  const ring: ScatterTrace = {
    type: 'scatter',
    name: id,
    mode: 'markers',
    x: [at(t, i, 0)],
    y: [at(t, i, 1)],
    marker: { color: ink.text, size: 14, symbol: 'circle-open', line: { width: 2 } },
    hovertemplate: `${id}<extra></extra>`
  };
  if (!hasTrail || t === 0) return [ring];
  return [
    {
      type: 'scatter',
      name: 'its way',
      mode: 'lines',
      x: times.map((time) => at(time, i, 0)),
      y: times.map((time) => at(time, i, 1)),
      line: { color: ink.muted, width: 1, dash: 'dot' },
      hovertemplate: `${id} before<extra></extra>`,
      showlegend: false
    },
    ring
  ];
}
