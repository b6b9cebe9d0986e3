import { usageError } from '../../error/user-error.ts';
import { upFromZero } from '../../figure/axes.ts';
import { ink } from '../../figure/theme.ts';
import { epochLine } from '../parts/epoch-line.ts';
import { attentionMatrices, matrixColors, otherMatrices } from '../parts/matrices.ts';
import { overEpochs } from '../parts/over-epochs.ts';
import { epochTable, missingArray } from '../parts/read-arrays.ts';
import { summaryOf, visualization } from '../visualization.ts';

const analyzer = 'weight_norms';
const colors: Readonly<Record<string, string>> = {
  ...matrixColors,
  total: ink.text,
  biases: ink.muted
};
const sets: Readonly<Record<string, readonly string[]>> = {
  large: ['total', 'W_E', 'W_in', 'W_out', 'W_U', 'embed_a', 'embed_b'],
  attention: attentionMatrices,
  all: ['total', ...otherMatrices, ...attentionMatrices, 'biases']
};

/**
 * L2 norm of each weight matrix and of all trained weights over training. Takes the weight_norms
 * summary `{epochs, norm_W_E, …, norm_total}`.
 */
export default visualization({
  id: 'weight_norms',
  title: 'Weight norms',
  about: 'When does weight decay shrink the weights, and which?',
  kind: 'run',
  overEpochs: true,
  needs: summaryOf(analyzer),
  options: {
    matrices: {
      type: 'text',
      default: 'large',
      about: 'Names to draw, joined by commas (total, biases, W_E …), or large, attention or all.'
    }
  },
  figure(summary, { matrices }) {
    const { epochs, column, maybeColumn } = epochTable(summary, analyzer);
    const isSet = Object.hasOwn(sets, matrices);
    const present = (name: string) => !isSet || maybeColumn(`norm_${name}`) !== null;
    const lines = requested(matrices)
      .filter(present)
      .map((name) => epochLine(name, epochs, column(`norm_${name}`), colors[name]));
    if (lines.length === 0) throw missingArray(`norm_${requested(matrices)[0]}`, analyzer);
    return { ...overEpochs(lines, 'L2 norm', { range: upFromZero(lines.map(({ y }) => y)) }) };
  }
});

function requested(matrices: string): readonly string[] {
  const names = Object.hasOwn(sets, matrices)
    ? sets[matrices]
    : matrices.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !Object.hasOwn(colors, name));
  if (unknown === undefined) return names;
  const known = [...sets.all, ...Object.keys(sets)].join(', ');
  throw usageError(`unknown matrix: ${unknown}`, `known: ${known}`);
}
