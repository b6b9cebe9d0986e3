import type { AnswerStatistics } from '../../analyzers/index.ts';
import type { Tensor } from '../../array/tensor.ts';
import { eachLogits, type ForwardOptions } from './forward.ts';
import type { LanguageModel } from './language-model.ts';

/**
 * Returns what the distributions after rows [r, width] (final norm included) say of a token each.
 * Sums run over the vocabulary part by part, in float64.
 */
export async function answerStatistics(
  model: LanguageModel,
  rows: Tensor,
  targets: Int32Array,
  options: ForwardOptions = {}
): Promise<AnswerStatistics> {
  const count = targets.length;
  const most = new Float64Array(count).fill(-Infinity);
  const sum = new Float64Array(count); // Σ e^(l − most)
  const weighted = new Float64Array(count); // Σ l·e^(l − most)
  const squares = new Float64Array(count); // Σ e^2(l − most)
  const own = new Float64Array(count);
  const answer = new Int32Array(count);
  const take = (from: number, { data, shape }: Tensor) => {
    const [, tokens] = shape as [number, number];
    for (let row = 0; row < count; row++) {
      const start = row * tokens;
      let top = most[row];
      for (let k = 0; k < tokens; k++)
        if (data[start + k] > top) {
          top = data[start + k];
          answer[row] = from + k;
        }
      const shrunk = top === most[row] ? 1 : Math.exp(most[row] - top);
      let [total, product] = [sum[row] * shrunk, weighted[row] * shrunk];
      let square = squares[row] * shrunk * shrunk;
      for (let k = 0; k < tokens; k++) {
        const logit = data[start + k];
        const share = Math.exp(logit - top);
        total += share;
        product += share * logit;
        square += share * share;
      }
      [most[row], sum[row], weighted[row], squares[row]] = [top, total, product, square];
      const target = targets[row] - from;
      if (target >= 0 && target < tokens) own[row] = data[start + target];
    }
  };
  await eachLogits(model, rows, take, options);
  const log = sum.map((total, row) => most[row] + Math.log(total));
  return {
    logProbability: own.map((logit, row) => logit - log[row]),
    confidence: sum.map((total) => 1 / total),
    entropy: log.map((all, row) => Math.max(0, all - weighted[row] / sum[row])),
    purity: squares.map((square, row) => square / sum[row] ** 2),
    answer
  };
}
