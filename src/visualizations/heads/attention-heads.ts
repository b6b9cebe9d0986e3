import { finiteExtent } from '../../array/statistics/finite-extent.ts';
import { rowsOf, view } from '../../array/tensor.ts';
import { usageError } from '../../error/user-error.ts';
import { axis } from '../../figure/axes.ts';
import { viridis } from '../../figure/colors.ts';
import type { Axis, HeatmapTrace } from '../../figure/figure.ts';
import { label } from '../../figure/theme.ts';
import { arrayOf, missingArray } from '../parts/read-arrays.ts';
import { epochOf, type More, visualization } from '../visualization.ts';
import { headFacts, headTitle } from './heads.ts';

const analyzer = 'attention_patterns';
const letters = ['a', 'b', '='];
const position = (value: number, about: string) =>
  ({ type: 'number', default: value, min: 0, max: 2, integer: true, about }) as const;

/**
 * Attention of each head from one position to another for every pair (a, b), on one colour scale
 * (REQ_025). Takes `{patterns}` [head, to, from, a, b] of one epoch, a map per head; its title says
 * which frequency and scale the head has, where they are measured.
 */
export default visualization({
  id: 'attention_heads',
  title: 'Attention heads',
  about: 'What does each attention head look at for every pair of inputs at this epoch?',
  kind: 'epoch',
  needs: epochOf(analyzer),
  also: headFacts,
  options: {
    to: position(2, 'Position that looks: 0 for a, 1 for b, 2 for =.'),
    from: position(0, 'Position looked at: 0 for a, 1 for b, 2 for =.')
  },
  aliases: ['attention_heads_grid', 'activations.attention.head_heatmap'],
  figure(artifact, { to, from }, more) {
    const patterns = arrayOf(artifact, 'patterns', 5, analyzer);
    if (patterns.data.length === 0) throw missingArray('patterns', analyzer, 'is empty');
    if (from > to)
      throw usageError(`a later position: from ${letters[from]}`, `${letters[to]} looks only back`);
    const all = view(patterns);
    const maps = Array.from({ length: patterns.shape[0] }, (_, head) =>
      rowsOf(all.pick(head, to, from, null, null))
    );
    const most = Math.max(0, ...maps.flat().map((row) => finiteExtent(row)?.[1] ?? 0));
    const full = most > 0.5 ? 1 : most || 1; // what hardly attends would be one dark panel
    const width = 1 / maps.length;
    const traces = maps.map(
      (z, head): HeatmapTrace => ({
        type: 'heatmap',
        name: `Head ${head}`,
        z,
        colorscale: viridis,
        zmin: 0,
        zmax: full,
        showscale: head === maps.length - 1,
        colorbar: { title: { text: 'attention' } },
        // as many cells attend as not: the greatest would show nearly all of them bright
        meta: { pooled: 'mean' },
        ...(head === 0 ? {} : { xaxis: `x${head + 1}`, yaxis: `y${head + 1}` }),
        hovertemplate: `head ${head}<br>a %{y}, b %{x}<br>attention %{z:.4~g}<extra></extra>`
      })
    );
    const axes = Object.fromEntries(
      maps.flatMap((_, head): [string, Axis][] => {
        const number = head === 0 ? '' : String(head + 1);
        const domain: [number, number] = [
          head * width + (head > 0 ? 0.015 : 0),
          (head + 1) * width - 0.015
        ];
        const down = { autorange: 'reversed', anchor: `x${number}` } as const;
        return [
          [`xaxis${number}`, axis('b', { domain, anchor: `y${number}` })],
          [`yaxis${number}`, head === 0 ? axis('a', down) : { ...down, showticklabels: false }]
        ];
      })
    );
    // What is known of the heads is of their attention from "=" to a.
    const facts: More = to === 2 && from === 0 ? more : {};
    const annotations = maps.map((_, head) =>
      label(headTitle(head, facts), {
        x: (head + 0.5) * width,
        y: 1,
        xref: 'paper',
        yref: 'paper',
        xanchor: 'center',
        yanchor: 'bottom'
      })
    );
    const pair = `${letters[to]} ← ${letters[from]}`;
    return {
      data: traces,
      heading: `Attention ${pair}`,
      layout: { ...axes, annotations }
    };
  }
});
