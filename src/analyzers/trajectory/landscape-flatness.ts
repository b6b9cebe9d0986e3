import { normal } from '../../array/random/normal.ts';
import { torchGenerator } from '../../array/random/torch-generator.ts';
import { mean } from '../../array/statistics/mean.ts';
import { median, percentile } from '../../array/statistics/percentile.ts';
import { standardDeviation } from '../../array/statistics/standard-deviation.ts';
import { float32, type NamedArrays, sizeOf } from '../../array/tensor.ts';
import { add, input, reshape, slice, sqrt, square, sum } from '../../engine/index.ts';
import { answeredRows } from '../../task/index.ts';
import { analyzer, type CheckpointGraph } from '../analyzer.ts';
import { meanLoss } from './mean-loss.ts';

const wide = { dims: [], dtype: 'float64' } as const;

/**
 * How the loss over all pairs changes when the weights move a small way in random directions
 * (REQ_031).
 */
export default analyzer({
  id: 'landscape_flatness',
  title: 'Loss landscape flatness',
  about:
    'How much the loss over all pairs rises when the weights move a little in random directions.',
  version: 1,
  probed: true,
  parameters: {
    nDirections: {
      type: 'number',
      default: 50,
      min: 1,
      integer: true,
      about: 'Number of random directions.'
    },
    epsilon: { type: 'number', default: 0.1, min: 0, about: 'Length of the step in weight space.' },
    seed: { type: 'number', default: 0, min: 0, integer: true, about: 'Seed of the directions.' }
  },
  measuredWith: ['nDirections', 'epsilon', 'seed'],
  /** The directions are the same at every epoch and in every run with that seed. */
  arrays: { baseline_loss: [], delta_losses: ['direction'], epsilon: [] },
  /** Run 0 stands still. */
  repeat(graph, { nDirections, epsilon, seed }) {
    const size = graph.trained.reduce((all, name) => all + sizeOf(graph.weight(name).shape), 0);
    const step = input('weight_step', [size]);
    const answered = answeredRows(graph.labels);
    const isWhole = answered.length === graph.labels.length;
    const moved = movedBy(isWhole ? graph : graph.on(answered), step);
    const steps = stepsOf(size, nDirections, epsilon, seed);
    return {
      outputs: {
        losses: meanLoss(moved.activation('logits'), moved.labels),
        lengths: sqrt(sum(square(step)))
      },
      count: nDirections + 1,
      feeds: (run) => ({ weight_step: float32(steps(run), [size]) })
    };
  },
  finish({ losses, lengths }) {
    const [baseline, ...others] = losses.data as unknown as Iterable<number>;
    const deltas = Float32Array.from(others, (loss) => loss - baseline);
    return {
      baseline_loss: float32(Float32Array.of(baseline), []),
      delta_losses: float32(deltas, [deltas.length]),
      epsilon: float32(Float32Array.of(lengths.data[1]), [])
    } satisfies NamedArrays;
  },
  summary: {
    mean_delta_loss: wide,
    median_delta_loss: wide,
    max_delta_loss: wide,
    std_delta_loss: wide,
    p90_delta_loss: wide,
    flatness_ratio: wide,
    baseline_loss: wide
  },
  /**
   * `flatness_ratio` is the share of directions whose rise is below a tenth of the loss (below 0.1
   * where that is 0).
   */
  summarize({ delta_losses, baseline_loss }) {
    const deltas = delta_losses.data;
    const baseline = baseline_loss.data[0];
    const limit = baseline > 0 ? 0.1 * baseline : 0.1;
    return {
      mean_delta_loss: mean(deltas),
      median_delta_loss: median(deltas),
      max_delta_loss: Math.max(...deltas),
      std_delta_loss: standardDeviation(deltas),
      p90_delta_loss: percentile(deltas, 90),
      flatness_ratio: deltas.filter((delta) => delta < limit).length / deltas.length,
      baseline_loss: baseline
    };
  }
});

/** The model with its trained weights, one after another, moved by a vector. */
function movedBy(graph: CheckpointGraph, step: ReturnType<typeof input>): CheckpointGraph {
  let from = 0;
  const moved = graph.trained.map((name) => {
    const weight = graph.weight(name);
    const part = slice(step, [from], [from + sizeOf(weight.shape)]);
    from += sizeOf(weight.shape);
    return [name, add(weight, reshape(part, weight.shape))] as const;
  });
  return graph.with(Object.fromEntries(moved));
}

/** Numbers of all directions that may stay in memory. */
const MOST_KEPT = 2 ** 24;

/**
 * Returns the step of each run: none, then unit vectors times epsilon, drawn one after another from
 * one generator.
 */
function stepsOf(size: number, count: number, epsilon: number, seed: number) {
  const kept = new Map<number, Float32Array>();
  let generator = torchGenerator(seed);
  let next = 1;
  const draw = (): Float32Array => {
    const direction = normal(generator, size, 1);
    const length = Math.sqrt(direction.reduce((total, value) => total + value * value, 0));
    return Float32Array.from(direction, (value) => (epsilon * value) / length);
  };
  return (run: number): Float32Array => {
    if (run === 0) return new Float32Array(size);
    const known = kept.get(run);
    if (known) return known;
    if (run < next) [generator, next] = [torchGenerator(seed), 1];
    let step = draw();
    while (next++ < run) step = draw();
    if (size * count <= MOST_KEPT) kept.set(run, step);
    return step;
  };
}
