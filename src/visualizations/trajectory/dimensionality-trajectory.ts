import { usageError } from '../../error/user-error.ts';
import { upFromZero } from '../../figure/axes.ts';
import type { ScatterTrace } from '../../figure/figure.ts';
import { attentionMatrices, matrixColors, otherMatrices } from '../parts/matrices.ts';
import { overEpochs } from '../parts/over-epochs.ts';
import { participationRatios } from '../parts/participation-ratios.ts';
import { epochTable, missingArray } from '../parts/read-arrays.ts';
import { summaryOf, visualization } from '../visualization.ts';

const analyzer = 'effective_dimensionality';

/**
 * Participation ratio (Σs)² / Σs² of the singular values of each weight matrix over training;
 * heads are averaged. Takes the effective_dimensionality summary `{epochs, pr_W_E, …}`.
 */
export default visualization({
  id: 'dimensionality_trajectory',
  title: 'Effective dimensionality',
  about: 'Do the weight matrices collapse to few dimensions, and when?',
  kind: 'run',
  overEpochs: true,
  needs: summaryOf(analyzer),
  options: {
    matrices: {
      type: 'text',
      default: null,
      about:
        'Matrices to draw, joined by commas, or all or attention; those outside attention if not given.'
    }
  },
  aliases: ['parameters.effective_dimensionality'],
  figure(summary, { matrices }) {
    const table = epochTable(summary, analyzer);
    const names = requested(matrices);
    const lines = names.flatMap((name): ScatterTrace[] => {
      const stored = participationRatios(table, name);
      if (!stored && matrices !== null && !(matrices in sets))
        throw missingArray(`pr_${name}`, analyzer);
      if (!stored) return [];
      const color = matrixColors[name];
      return [
        {
          type: 'scatter',
          name,
          x: table.epochs,
          y: stored,
          mode: 'lines+markers',
          line: { color, width: 1.75 },
          marker: { color, size: 4 },
          hovertemplate: `epoch %{x}<br>${name}${attentionMatrices.includes(name) ? ' (mean of heads)' : ''}: %{y:.6~g}<extra></extra>`
        }
      ];
    });
    if (lines.length === 0) throw missingArray(`pr_${names[0]}`, analyzer);
    return {
      ...overEpochs(lines, 'participation ratio', { range: upFromZero(lines.map(({ y }) => y)) })
    };
  }
});

const sets: Readonly<Record<string, readonly string[]>> = {
  all: [...otherMatrices, ...attentionMatrices],
  attention: attentionMatrices
};

function requested(matrices: string | null): readonly string[] {
  if (matrices === null) return otherMatrices;
  const names = sets[matrices] ?? matrices.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !(name in matrixColors));
  if (unknown !== undefined)
    throw usageError(
      `unknown matrix: ${unknown}`,
      `known matrices: ${Object.keys(matrixColors).join(', ')}`
    );
  return names;
}
