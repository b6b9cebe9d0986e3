import { float32, type NamedArrays, type Tensor } from '../../array/tensor.ts';
import { argmax, max, softmax } from '../../engine/index.ts';
import { labelsOf, splitOf } from '../../task/index.ts';
import { type AnalysisContext, analyzer } from '../analyzer.ts';

/**
 * What the model answers to every pair, how sure it is, and how many answers are right per class
 * (REQ_075).
 */
export default analyzer({
  id: 'input_trace',
  title: 'Answers per pair',
  about:
    'Which answer the model gives to every pair, with which confidence, and which classes it gets right.',
  version: 1,
  structure: 'pairs',
  probed: true,
  /**
   * Predictions are −1 for pairs outside a custom probe set and for those without an answer.
   * `split` is true for pairs that the run trained on, with its real fraction and data seed.
   */
  arrays: {
    predictions: { dims: ['pair'], dtype: 'int16' },
    correct: { dims: ['pair'], dtype: 'bool' },
    confidence: { dims: ['pair'], dtype: 'float16' },
    split: { dims: ['pair'], dtype: 'bool' }
  },
  measure({ activation }) {
    const logits = activation('logits'); // [rows, answer]
    return { predictions: argmax(logits, 1), confidence: max(softmax(logits, 1), 1) };
  },
  finish({ predictions, confidence }, context) {
    const { sizes, rows } = context;
    const pairs = sizes.prime ** 2;
    const shape = [pairs];
    const labels = labelsOf(context);
    const answers = new Int16Array(pairs).fill(-1);
    const sure = new Float32Array(pairs).fill(Number.NaN);
    for (let i = 0; i < predictions.data.length; i++) {
      const pair = rows?.[i] ?? i;
      if (labels[pair] < 0) continue;
      answers[pair] = predictions.data[i];
      sure[pair] = confidence.data[i];
    }
    const correct = Uint8Array.from(answers, (answer, pair) =>
      answer >= 0 && answer === labels[pair] ? 1 : 0
    );
    return {
      predictions: { dtype: 'int16', shape, data: answers },
      correct: { dtype: 'bool', shape, data: correct },
      confidence: { dtype: 'float16', shape, data: sure },
      split: trainedOn(context)
    } satisfies NamedArrays;
  },
  summary: {
    test_residue_class_accuracy: ['prime'],
    train_residue_class_accuracy: ['prime'],
    test_overall_accuracy: [],
    train_overall_accuracy: []
  },
  /** A class without a pair on that side has accuracy 0, one outside a custom probe set NaN. */
  summarize({ correct, split }, context) {
    const [test, train] = [0, 1].map((side) => accuracies(correct, split, side, context)) as [
      Accuracies,
      Accuracies
    ];
    return {
      test_residue_class_accuracy: test.perClass,
      train_residue_class_accuracy: train.perClass,
      test_overall_accuracy: test.overall,
      train_overall_accuracy: train.overall
    };
  }
});

interface Accuracies {
  readonly perClass: Tensor;
  readonly overall: number;
}

function accuracies(
  correct: Tensor,
  split: Tensor,
  side: number,
  context: AnalysisContext
): Accuracies {
  const { rows } = context;
  const { prime } = context.sizes;
  const labels = labelsOf(context);
  const right = new Float32Array(prime);
  const all = new Float32Array(prime);
  for (const pair of rows ?? correct.data.keys()) {
    if (split.data[pair] !== side || labels[pair] < 0) continue;
    all[labels[pair]]++;
    if (correct.data[pair]) right[labels[pair]]++;
  }
  const least = rows === undefined ? 1 : 0; // 0/0 is NaN
  const total = (counts: Float32Array) => counts.reduce((sum, count) => sum + count, 0);
  return {
    perClass: float32(
      right.map((count, r) => count / Math.max(all[r], least)),
      [prime]
    ),
    overall: total(right) / Math.max(total(all), least)
  };
}

/** Which rows of the grid the run trained on, [p·p]. */
function trainedOn(context: AnalysisContext): Tensor {
  const data = new Uint8Array(context.sizes.prime ** 2);
  for (const row of splitOf(context).train) data[row] = 1;
  return { dtype: 'bool', shape: [data.length], data };
}
