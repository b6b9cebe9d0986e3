import { float64, type NamedArrays, type Tensor, vector } from '../../array/tensor.ts';
import {
  cast,
  concat,
  gradients,
  type Lazy,
  matmul,
  mul,
  reshape,
  sqrt,
  transpose
} from '../../engine/index.ts';
import { type ArraySpecs, analyzer, type CheckpointGraph } from '../analyzer.ts';
import { frequencyEnergies, numberEmbedding } from '../measures/embedding-spectrum.ts';
import { int64 } from '../measures/int64.ts';
import { competitionWindow, learnedFrequencies, snapped } from './competition.ts';
import { meanLoss } from './mean-loss.ts';

const DYNAMICS = 'neuron_dynamics';
const places = ['embedding', 'attention', 'mlp'] as const;
const pairs = { emb_attn: [0, 1], emb_mlp: [0, 2], attn_mlp: [1, 2] } as const;
const courses = [
  ...places.map((place) => `magnitude_${place}`),
  ...Object.keys(pairs).map((pair) => `similarity_${pair}`)
];
const dims = (...names: readonly string[]) => ({ dims: names, dtype: 'float64' }) as const;

/**
 * Which frequencies the gradient of the training loss pushes, at three places in the model
 * (REQ_077).
 */
export default analyzer({
  id: 'gradient_site',
  title: 'Gradient by site',
  about:
    'Which frequencies the training gradient pushes in the embedding, the attention and the MLP, and whether they agree.',
  structure: 'cyclic',
  layered: true,
  version: 2,
  arrays: specs([]),
  measure: (graph) => trainingEnergies(graph),
  finish: (energies) => described(places.map((place) => Float64Array.from(energies[place].data))),
  /**
   * The samples are the epochs at the ends of the time in which neurons commit themselves and two
   * between; the whole run where none does. `key_frequencies` counts from 1. A similarity is NaN
   * where a gradient vanishes. `course_…` are the magnitudes and similarities at all epochs.
   */
  acrossArrays: {
    ...specs(['sample']),
    ...Object.fromEntries(courses.map((key) => [`course_${key}`, dims('epoch')])),
    key_frequencies: { dims: ['key'], dtype: 'int64' },
    window_epochs: { dims: ['sample'], dtype: 'int64' },
    prime: { dims: ['one'], dtype: 'int64' },
    epochs: { dims: ['epoch'], dtype: 'int64' }
  },
  reads: [DYNAMICS],
  async across(run) {
    const epochs = run.epochs('gradient_site');
    const dynamics = await run.across(DYNAMICS);
    const window = snapped(competitionWindow(dynamics) ?? [epochs[0], epochs.at(-1)!], epochs);
    const all: NamedArrays[] = [];
    for (const epoch of epochs) all.push(await run.load('gradient_site', epoch));
    const rows = all.filter((_, i) => window.includes(epochs[i]));
    const column = (of: readonly NamedArrays[], key: string) => stacked(of.map((row) => row[key]));
    return {
      ...Object.fromEntries(Object.keys(specs([])).map((key) => [key, column(rows, key)])),
      ...Object.fromEntries(courses.map((key) => [`course_${key}`, column(all, key)])),
      key_frequencies: int64(learnedFrequencies(dynamics, run.context.sizes.prime)),
      window_epochs: int64(window),
      prime: int64([run.context.sizes.prime]),
      epochs: int64(epochs)
    };
  }
});

function specs(leading: readonly string[]): ArraySpecs {
  return {
    ...Object.fromEntries(places.map((p) => [`energy_${p}`, dims(...leading, 'frequency')])),
    ...Object.fromEntries(places.map((p) => [`magnitude_${p}`, dims(...leading)])),
    ...Object.fromEntries(Object.keys(pairs).map((p) => [`similarity_${p}`, dims(...leading)]))
  };
}

/**
 * Per frequency the root of the mean of sin² + cos² over outputs, [F]: of B ∂L/∂W_E in the
 * embedding, of B W_E ∂L/∂W for W_Q, W_K and W_V of all heads together in the attention, of B W_E
 * ∂L/∂W_in in the MLP. The loss takes the logits in float64: in float32 the gradient by a right
 * answer's logit, p − 1, is rounding once the loss is near 1e-7.
 */
export function trainingEnergies(
  graph: CheckpointGraph
): Readonly<Record<(typeof places)[number], Lazy>> {
  const { prime } = graph.sizes;
  const seen = graph.on(graph.train);
  const names = ['embed.W_E', ...['Q', 'K', 'V'].map((m) => `block.attn.W_${m}`), 'block.mlp.W_in'];
  const weights = names.map((name) => graph.weight(name));
  const loss = meanLoss(cast(seen.activation('logits'), 'double'), seen.labels);
  const [embedding, query, key, value, input] = gradients(loss, weights) as [
    Lazy,
    Lazy,
    Lazy,
    Lazy,
    Lazy
  ];
  const numbers = numberEmbedding(weights[0], prime);
  const heads = concat([query, key, value].map(sideBySide), 1); // [d_model, 3·heads·d_head]
  return {
    embedding: rms(numberEmbedding(embedding, prime)),
    attention: rms(matmul(numbers, heads)),
    mlp: rms(matmul(numbers, input))
  };
}

function rms(x: Lazy): Lazy {
  return cast(sqrt(mul(frequencyEnergies(x), 1 / x.shape[1])), 'double');
}

/** [head, d_model, d_head] → [d_model, head·d_head] */
function sideBySide(x: Lazy): Lazy {
  const [heads, width, dHead] = x.shape as [number, number, number];
  return reshape(transpose(x, [1, 0, 2]), [width, heads * dHead]);
}

/** Unit energies, their lengths and their cosines. */
function described(energies: readonly Float64Array[]): NamedArrays {
  const lengths = energies.map((energy) => Math.hypot(...energy));
  const units = energies.map((energy, i) =>
    energy.map((value) => (lengths[i] > 0 ? value / lengths[i] : 0))
  );
  const cosine = (i: number, j: number) =>
    lengths[i] > 0 && lengths[j] > 0
      ? units[i].reduce((total, value, k) => total + value * units[j][k], 0)
      : Number.NaN;
  const scalar = (number: number) => float64(Float64Array.of(number), []);
  return {
    ...Object.fromEntries(places.map((place, i) => [`energy_${place}`, vector(units[i])])),
    ...Object.fromEntries(places.map((place, i) => [`magnitude_${place}`, scalar(lengths[i])])),
    ...Object.fromEntries(
      Object.entries(pairs).map(([pair, [i, j]]) => [`similarity_${pair}`, scalar(cosine(i, j))])
    )
  };
}

function stacked(rows: readonly Tensor[]): Tensor {
  const data = Float64Array.from(rows.flatMap((row) => [...row.data]));
  return float64(data, [rows.length, ...rows[0].shape]);
}
