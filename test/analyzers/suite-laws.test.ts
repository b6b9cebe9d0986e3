import { describe, expect, it } from 'vitest';
import { dynamicModes } from '../../src/analyzers/answers/dynamic-modes.ts';
import { qualityOf } from '../../src/analyzers/frequencies/fourier-frequency-quality.ts';
import { sharpened } from '../../src/analyzers/frequencies/nucleation.ts';
import { type Analyzer, findAnalyzer, type RunArtifacts } from '../../src/analyzers/index.ts';
import { circularityOf, clusterGeometry } from '../../src/analyzers/measures/cluster-geometry.ts';
import { int64 } from '../../src/analyzers/measures/int64.ts';
import {
  competitionWindow,
  learnedFrequencies,
  snapped
} from '../../src/analyzers/trajectory/competition.ts';
import { meanLoss } from '../../src/analyzers/trajectory/mean-loss.ts';
import { fourierBasis } from '../../src/array/linear/fourier-basis.ts';
import { float32, type NamedArrays, type Tensor } from '../../src/array/tensor.ts';
import { compile, input } from '../../src/engine/index.ts';
import { readCheckpoint } from '../../src/loader/index.ts';
import { resolveOptions } from '../../src/option/option.ts';
import { measured } from '../helpers/measured.ts';
import { pairContext } from '../helpers/pair-context.ts';
import { randomRun } from '../helpers/random-run.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { withBlock } from '../helpers/with-block.ts';

const p = 7;
const context = pairContext(p);
const of = async (id: string, change?: (weights: NamedArrays) => NamedArrays) =>
  measured(await randomRun(temporaryFolder()), findAnalyzer(id), 0, change);

/** A run in memory: artifacts and cross-epoch files by analyzer, checkpoints by epoch. */
function memory(
  epochs: readonly number[],
  parts: {
    readonly artifacts?: Readonly<Record<string, (epoch: number) => NamedArrays>>;
    readonly across?: Readonly<Record<string, NamedArrays>>;
    readonly checkpoint?: (epoch: number) => NamedArrays;
    readonly prime?: number;
  }
): RunArtifacts {
  return {
    context: pairContext(parts.prime ?? p),
    checkpoints: epochs,
    epochs: () => epochs,
    load: async (analyzer, epoch) => parts.artifacts![analyzer](epoch),
    across: async (analyzer) => parts.across![analyzer],
    checkpoint: async (epoch) => withBlock(parts.checkpoint!(epoch))
  };
}

const run = async (analyzer: Analyzer, given: RunArtifacts) =>
  analyzer.across!(given, resolveOptions(analyzer.parameters ?? {}, {}));

const energy = (values: ArrayLike<number>) =>
  Array.from(values).reduce((sum, value) => sum + value ** 2, 0);

const total = (values: ArrayLike<number>) => Array.from(values).reduce((sum, x) => sum + x, 0);

function expectClose(found: ArrayLike<number>, expected: ArrayLike<number>, digits = 6) {
  expect(found.length).toBe(expected.length);
  Array.from(expected).forEach((value, i) => {
    expect(found[i], `at ${i}`).toBeCloseTo(value, digits);
  });
}

/** Reorders the heads of all attention weights (two heads). */
function swappedHeads(weights: NamedArrays): NamedArrays {
  return Object.fromEntries(
    Object.entries(weights).map(([name, tensor]) => {
      if (!/attn\.(W|b)_[QKVO]$/.test(name) || tensor.shape[0] !== 2) return [name, tensor];
      const half = tensor.data.length / 2;
      const data = Float32Array.from([
        ...tensor.data.subarray(half),
        ...tensor.data.subarray(0, half)
      ]);
      return [name, float32(data, tensor.shape)];
    })
  );
}

describe('attention_patterns', () => {
  it('rows sum to 1, later keys get nothing, heads permute with their weights', async () => {
    const { patterns } = await of('attention_patterns');
    const at = (head: number, to: number, from: number, pair: number) =>
      patterns.data[((head * 3 + to) * 3 + from) * p * p + pair];
    for (let head = 0; head < 2; head++)
      for (let to = 0; to < 3; to++)
        for (let pair = 0; pair < p * p; pair++) {
          const row = [0, 1, 2].map((from) => at(head, to, from, pair));
          expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
          expect(row.slice(to + 1).every((value) => value === 0)).toBe(true);
        }
    const swapped = (await of('attention_patterns', swappedHeads)).patterns.data;
    const half = patterns.data.length / 2;
    expectClose(swapped.subarray(0, half), patterns.data.subarray(half), 5);
  });
});

describe('attention_fourier', () => {
  it('rows sum to 1 and permute with the heads', async () => {
    const made = await of('attention_fourier');
    const other = await of('attention_fourier', swappedHeads);
    for (const key of ['qk_freq_norms', 'v_freq_norms']) {
      const { data } = made[key];
      expect(total(data.subarray(0, 3))).toBeCloseTo(1, 5);
      expectClose(other[key].data.subarray(0, 3), data.subarray(3), 5);
    }
  });
});

describe('neuron_fourier', () => {
  it('magnitudes hold the energy of θ and ξ but for their constant (Parseval)', async () => {
    const variant = await randomRun(temporaryFolder());
    const { alpha_mk, phi_mk, freq_indices } = await measured(
      variant,
      findAnalyzer('neuron_fourier')
    );
    const weights = await readCheckpoint(variant, 0);
    const [embedding, read] = [weights['embed.W_E'].data, weights['blocks.0.mlp.W_in'].data];
    for (let neuron = 0; neuron < 12; neuron++) {
      const theta = Array.from({ length: p }, (_, a) => {
        let total = 0;
        for (let j = 0; j < 8; j++) total += embedding[a * 8 + j] * read[j * 12 + neuron];
        return total;
      });
      const mean = theta.reduce((a, b) => a + b) / p;
      const own = alpha_mk.data.subarray(neuron * 3, neuron * 3 + 3);
      expect(energy(own)).toBeCloseTo(energy(theta) - p * mean ** 2, 6);
      // θ(a) = mean + Σ √(2/p) α cos(2πka/p + φ)
      const rebuilt = theta.map((_, a) => {
        let total = mean;
        for (let k = 0; k < 3; k++)
          total +=
            Math.sqrt(2 / p) *
            own[k] *
            Math.cos((2 * Math.PI * (k + 1) * a) / p + phi_mk.data[neuron * 3 + k]);
        return total;
      });
      expectClose(rebuilt, theta, 5);
    }
    expect([...freq_indices.data]).toEqual([1, 2, 3]);
  });
});

describe('fourier_nucleation', () => {
  it('of neurons that each read one wave has them committed to it from the start', () => {
    const coefficients = new Float64Array(p * 3);
    [1, 4, 5].forEach((row, neuron) => {
      coefficients[row * 3 + neuron] = 2;
    }); // sin 1, cos 2, sin 3
    const found = sharpened({ dtype: 'float64', shape: [p, 3], data: coefficients }, 12, 0.7);
    expect([...found.neuron_peak_freq.data.subarray(0, 3)]).toEqual([1, 2, 3]);
    expect([...found.neuron_committed_count.data.subarray(36)]).toEqual([1, 1, 1]);
    expect([...found.aggregate_energy.data.subarray(36)]).toEqual([1, 1, 1]);
  });

  it('keeps the strongest frequency and drops the rest', () => {
    const coefficients = Float64Array.of(9, 3, 0, 2, 0, 1, 0);
    const found = sharpened({ dtype: 'float64', shape: [p, 1], data: coefficients }, 2, 0.7);
    expectClose(found.aggregate_energy.data, [1, 4 / 9, 1 / 9, 1, 0, 0, 1, 0, 0], 6);
    expect([...found.neuron_committed_count.data]).toEqual([1, 1, 0, 1, 0, 0, 1, 0, 0]);
  });
});

describe('fourier_frequency_quality', () => {
  it.each([[[]], [[0]], [[1, 2]], [[1]], [[0, 3, 4, 5]], [[1, 4]], [[0, 1, 2, 3, 4, 5, 6]]])(
    'of the rows %j is the energy of the projection of the answer tensor',
    (rows) => {
      const { data: basis } = fourierBasis(p);
      let total = 0;
      for (const i of rows)
        for (const j of rows)
          for (let c = 0; c < p; c++) {
            let overlap = 0;
            for (let a = 0; a < p; a++)
              overlap += basis[i * p + a] * basis[j * p + ((c - a + p) % p)];
            total += overlap ** 2;
          }
      expect(qualityOf(rows, p)).toBeCloseTo(total / p ** 2, 10);
    }
  );

  it('of all rows is 1, of m complete frequencies 2m/p', () => {
    expect(qualityOf([0, 1, 2, 3, 4, 5, 6], p)).toBeCloseTo(1, 12);
    expect(qualityOf([3, 4, 5, 6], p)).toBeCloseTo(4 / p, 12);
  });
});

describe('clusters', () => {
  const circle = (count: number, turns = 1, radius = 2) =>
    Float64Array.from({ length: 3 * count }, (_, i) => {
      const angle = (2 * Math.PI * turns * Math.floor(i / 3)) / count;
      return [5 + radius * Math.cos(angle), radius * Math.sin(angle), 1][i % 3];
    });

  it('whose centres are an even circle have circularity and alignment 1, however often it turns', () => {
    for (const turns of [1, 3]) {
      const found = circularityOf(circle(11, turns), 11, 3);
      expect(found.circularity).toBeCloseTo(1, 9);
      expect(found.alignment).toBeCloseTo(1, 9);
    }
  });

  it('whose centres are on a line or equal have none', () => {
    const line = Float64Array.from({ length: 30 }, (_, i) => Math.floor(i / 3) * (1 + (i % 3)));
    expect(circularityOf(line, 10, 3).circularity).toBeCloseTo(0, 9);
    expect(circularityOf(new Float64Array(12).fill(4), 4, 3)).toEqual({
      circularity: 0,
      alignment: 0
    });
  });

  it('whose centres are an ellipse in a wider cloud are circular by the formula, term by term', () => {
    const count = 9;
    const angles = Array.from({ length: count }, (_, r) => (2 * Math.PI * 2 * r) / count);
    const points = angles.map((angle) => [2 * Math.cos(angle), Math.sin(angle)] as const);
    // A third and fourth direction, orthogonal to the plane of the ellipse and of less variance.
    const aside = angles.map((angle) => [0.3 * Math.cos(2 * angle), 0.3 * Math.sin(2 * angle)]);
    const found = circularityOf(
      Float64Array.from(points.flatMap((point, r) => [...point, ...aside[r], 7])),
      count,
      5
    );
    const [v1, v2, rest] = [2, 0.5, 0.09]; // variances along the axes
    const radius = Math.sqrt(v1 + v2);
    const off = points.reduce((sum, [x, y]) => sum + (Math.hypot(x, y) - radius) ** 2, 0) / count;
    const quality = ((v1 + v2) / (v1 + v2 + rest)) * (v2 / v1);
    expect(found.circularity).toBeCloseTo((1 - off / (v1 + v2)) * quality, 9);
    const best = Array.from({ length: count - 1 }, (_, i) => {
      let [re, im] = [0, 0];
      points.forEach(([x, y], r) => {
        const turn = Math.atan2(y, x) - (2 * Math.PI * (i + 1) * r) / count;
        re += Math.cos(turn) / count;
        im += Math.sin(turn) / count;
      });
      return re * re + im * im;
    });
    expect(found.alignment).toBeCloseTo(Math.max(...best), 9);
    expect(found.alignment).toBeLessThan(0.95);
  });

  it('have the spread, signal and Fisher numbers of a circle', () => {
    const radii = new Float64Array(6).fill(0.5);
    const found = clusterGeometry(circle(6), radii, 3);
    expect(found.centerSpread).toBeCloseTo(2, 12);
    expect(found.snr).toBeCloseTo(16, 10);
    expect(found.fisherMin).toBeCloseTo(4 / 0.5, 10); // neighbours are one radius apart
    expect(found.closest[1] - found.closest[0]).toBe(1);
    expect(found.fisherMean).toBeCloseTo((6 * 4 + 6 * 12 + 3 * 16) / 15 / 0.5, 10);
  });
});

describe('repr_geometry', () => {
  it('does not see a rotation of the residual stream', async () => {
    const angle = 0.7;
    const turn = (weights: NamedArrays): NamedArrays =>
      Object.fromEntries(
        Object.entries(weights).map(([name, tensor]) => {
          const axis = residualAxis(name);
          return [name, axis === null ? tensor : rotated(tensor, axis, angle)];
        })
      );
    const [before, after] = [await of('repr_geometry'), await of('repr_geometry', turn)];
    for (const [key, { data, shape }] of Object.entries(before)) {
      if (shape.length === 2 || /resid_pre|argmin|mlp_out/.test(key)) continue;
      expectClose(after[key].data, data, 3);
    }
  });

  it('of a site that is the same for all pairs is exactly 0', async () => {
    const found = await of('repr_geometry');
    for (const key of ['radii', 'dimensionality', 'center_spread', 'snr', 'circularity'])
      expect(found[`resid_pre_${key}`].data.every((value: number) => value === 0)).toBe(true);
  });
});

/** The axis of a weight along the residual stream. */
function residualAxis(name: string): number | null {
  if (/W_E|W_pos/.test(name)) return 1;
  if (/W_[QKV]$/.test(name)) return 1;
  if (/W_O$/.test(name)) return 2;
  if (/W_in|W_U/.test(name)) return 0;
  return /W_out/.test(name) ? 1 : null;
}

/** Turns the first two coordinates of one axis. */
function rotated({ data, shape }: Tensor, axis: number, angle: number): Tensor {
  const step = shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  const turned = Float32Array.from(data);
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  data.forEach((value: number, i: number) => {
    const place = Math.floor(i / step) % shape[axis];
    if (place === 0) turned[i] = c * value - s * data[i + step];
    if (place === 1) turned[i] = s * data[i - step] + c * value;
  });
  return float32(turned, shape);
}

describe('input_trace', () => {
  it('splits by the fraction and data seed of the run; predictions are right where correct says so', async () => {
    const analyzer = findAnalyzer('input_trace');
    const logits = new Float64Array(49).map((_, i) => (Math.floor(i / 7) + (i % 7)) % 7);
    logits[3] = 0;
    const confidence = new Float32Array(49).fill(0.5);
    const made = analyzer.finish!(
      { predictions: int64(logits), confidence: float32(confidence, [49]) },
      { ...pairContext(p, { fraction: 0.5 }), epoch: 0 }
    );
    expect(total(made.split.data)).toBe(24);
    expect([...made.correct.data].indexOf(0)).toBe(3);
    const row = analyzer.summarize!(made, { ...context, epoch: 0 }, {}, {});
    const side = made.split.data[3] === 1 ? 'train' : 'test';
    const size = side === 'train' ? 24 : 25;
    expect(row[`${side}_overall_accuracy`]).toBeCloseTo((size - 1) / size, 6);
    expect((row[`${side}_residue_class_accuracy`] as Tensor).data[3]).toBeLessThan(1);
  });

  it('graduates a pair at the first of three right answers in a row', async () => {
    const course = [
      [1, 1, 0, 1, 1, 1, 0],
      [1, 1, 1, 1, 1, 1, 1],
      [0, 1, 1, 0, 1, 1, 0]
    ];
    const epochs = [0, 5, 10, 20, 40, 80, 90];
    const correct = (epoch: number): Tensor => ({
      dtype: 'bool',
      shape: [3],
      data: Uint8Array.from(course, (pair) => pair[epochs.indexOf(epoch)])
    });
    const split: Tensor = { dtype: 'bool', shape: [3], data: Uint8Array.of(1, 0, 1) };
    const artifacts = { input_trace: (epoch: number) => ({ correct: correct(epoch), split }) };
    const found = await run(findAnalyzer('input_trace_graduation'), memory(epochs, { artifacts }));
    expect([...found.graduation_epochs.data]).toEqual([20, 0, -1]);
  });
});

describe('parameter_trajectory', () => {
  const names = ['embed.W_E', 'pos_embed.W_pos', 'unembed.W_U'];
  const others = ['attn.W_Q', 'attn.W_K', 'attn.W_V', 'attn.W_O', 'mlp.W_in', 'mlp.W_out'];
  const all = [...names, ...others.map((name) => `blocks.0.${name}`)];

  it('of weights that move on a line has one component and the speed of the line', async () => {
    const epochs = [0, 1, 3, 7];
    const checkpoint = (epoch: number): NamedArrays =>
      Object.fromEntries(
        all.map((name) => [name, float32(Float32Array.of(epoch, 2, -epoch), [3])])
      );
    const found = await run(findAnalyzer('parameter_trajectory'), memory(epochs, { checkpoint }));
    expectClose(found.all__explained_variance_ratio.data, [1, 0, 0, 0], 6);
    expectClose(
      found.all__velocity.data,
      [1, 1, 1].map((v) => v * Math.sqrt(18)),
      6
    );
    expectClose(found.mlp__velocity.data, [2, 2, 2], 6);
    const first = [0, 1, 2, 3].map((i) => found.all__projections.data[i * 4]);
    const sign = Math.sign(first[3]);
    expectClose(
      first.map((x) => sign * x),
      epochs.map((e) => (e - 2.75) * Math.sqrt(18)),
      4
    );
  });

  it('of weights on a circle has two equal components', async () => {
    const epochs = [0, 1, 2, 3, 4];
    const checkpoint = (epoch: number): NamedArrays => {
      const angle = (2 * Math.PI * epoch) / 5;
      const point = Float32Array.of(Math.cos(angle), Math.sin(angle));
      return Object.fromEntries(all.map((name) => [name, float32(point, [2])]));
    };
    const found = await run(findAnalyzer('parameter_trajectory'), memory(epochs, { checkpoint }));
    expectClose(found.embedding__explained_variance_ratio.data, [0.5, 0.5, 0, 0, 0], 6);
    expectClose(found.embedding__explained_variance.data, [1.875, 1.875, 0, 0, 0], 5);
  });
});

describe('centroid dynamics', () => {
  it('of a turning, shrinking state has the pair of eigenvalues that made it, and no residual', () => {
    const states = Float64Array.from({ length: 20 }, (_, i) => {
      const t = Math.floor(i / 2);
      const angle = 0.5 * t;
      return 0.9 ** t * (i % 2 === 0 ? Math.cos(angle) : Math.sin(angle));
    });
    const found = dynamicModes(states, 10, 2);
    expectClose(found.eigenvalues.re, [0.9 * Math.cos(0.5), 0.9 * Math.cos(0.5)], 9);
    expectClose(found.eigenvalues.im, [0.9 * Math.sin(0.5), -0.9 * Math.sin(0.5)], 9);
    expect(Math.max(...found.residuals)).toBeLessThan(1e-9);
    expect(found.isReal).toBe(false);
    // Modes times amplitudes times λ^t are the states, real to the last.
    const { modes, amplitudes, eigenvalues } = found;
    for (const t of [0, 3, 9])
      for (const place of [0, 1]) {
        let [re, im] = [0, 0];
        for (const c of [0, 1]) {
          const size = Math.hypot(eigenvalues.re[c], eigenvalues.im[c]) ** t;
          const angle = t * Math.atan2(eigenvalues.im[c], eigenvalues.re[c]);
          const [p, q] = [modes.re[place * 2 + c], modes.im[place * 2 + c]];
          const [u, v] = [amplitudes.re[c], amplitudes.im[c]];
          const [x, y] = [p * u - q * v, p * v + q * u];
          re += size * (x * Math.cos(angle) - y * Math.sin(angle));
          im += size * (x * Math.sin(angle) + y * Math.cos(angle));
        }
        expect(re).toBeCloseTo(states[2 * t + place], 9);
        expect(im).toBeCloseTo(0, 9);
      }
    const singular = Array.from(found.singularValues, (value) => value ** 2);
    expect(total(singular)).toBeCloseTo(energy(states.subarray(0, 18)), 9);
  });

  it('keep 99 % of the energy of noisy states, and the residuals say what is missed', () => {
    const noise = (i: number) => Math.sin(12.9898 * i + 4.1) ** 3;
    const states = Float64Array.from({ length: 80 }, (_, i) => {
      const t = Math.floor(i / 4);
      return [1.02 ** t, 0.9 ** t, 0, 0][i % 4] + 0.02 * noise(i);
    });
    const found = dynamicModes(states, 20, 4);
    const squares = Array.from(found.singularValues, (value) => value ** 2);
    const rank = found.eigenvalues.re.length;
    expect(total(squares.slice(0, rank))).toBeGreaterThanOrEqual(0.99 * total(squares));
    expect(total(squares.slice(0, rank - 1))).toBeLessThan(0.99 * total(squares));
    expect(Math.max(...found.eigenvalues.re)).toBeCloseTo(1.02, 2);
    expect(Math.min(...found.residuals)).toBeGreaterThan(0);
    expect(Math.max(...found.residuals)).toBeLessThan(0.1);
  });

  it('of states that only grow is real; of states that stand still at 0 has no mode', () => {
    const grown = dynamicModes(
      Float64Array.from({ length: 6 }, (_, t) => 1.1 ** t),
      6,
      1
    );
    expect([grown.eigenvalues.re[0], grown.isReal]).toEqual([expect.closeTo(1.1, 10), true]);
    expect(dynamicModes(new Float64Array(12), 4, 3).eigenvalues.re).toHaveLength(0);
  });

  it('the global basis holds 95 % of the variance and gives the centroids back', async () => {
    const centroids = (epoch: number): Tensor => ({
      dtype: 'float64',
      shape: [p, 4],
      data: Float64Array.from(
        { length: p * 4 },
        (_, i) => Math.sin(i * i + epoch) * [3, 1, 0.01, 0][i % 4]
      )
    });
    const sites = ['resid_pre', 'attn_out', 'mlp_out', 'resid_post'];
    const artifacts = {
      repr_geometry: (epoch: number) =>
        Object.fromEntries(sites.map((site) => [`${site}_centroids`, centroids(epoch)]))
    };
    const found = await run(findAnalyzer('global_centroid_pca'), memory([0, 4, 9], { artifacts }));
    const share = found.attn_out__explained_variance_ratio.data;
    expect(total(share)).toBeGreaterThanOrEqual(0.95);
    const [n, , count] = found.attn_out__projections.shape as [number, number, number];
    const [basis, scores] = [found.attn_out__basis.data, found.attn_out__projections.data];
    for (let c = 0; c < count; c++)
      for (let d = 0; d < count; d++) {
        let product = 0;
        for (let j = 0; j < 4; j++) product += basis[j * count + c] * basis[j * count + d];
        expect(product).toBeCloseTo(c === d ? 1 : 0, 9);
      }
    // What is not given back is the share of the variance that the basis leaves out.
    let [missed, all] = [0, 0];
    [0, 4, 9].slice(0, n).forEach((epoch, row) => {
      const given = centroids(epoch).data;
      for (let i = 0; i < p * 4; i++) {
        const middle = found.attn_out__mean.data[i % 4];
        let rebuilt = middle;
        for (let c = 0; c < count; c++)
          rebuilt += scores[(row * p + Math.floor(i / 4)) * count + c] * basis[(i % 4) * count + c];
        missed += (given[i] - rebuilt) ** 2;
        all += (given[i] - middle) ** 2;
      }
    });
    expect(missed / all).toBeCloseTo(1 - total(share), 6);
    expect(total(share.subarray(0, count - 1))).toBeLessThan(0.95);
  });
});

describe('neuron groups', () => {
  const neurons = 6;
  const width = 4;
  const group = [0, 0, 0, 1, 1, 2];
  const norm: Tensor = {
    dtype: 'float32',
    shape: [3, neurons],
    data: Float32Array.from({ length: 18 }, (_, i) =>
      group[i % neurons] === Math.floor(i / neurons) ? 0.8 : 0.1
    )
  };
  /** Neurons of group 0 on a line through (1, 0, 0, 0), of group 1 at one point. */
  const vector = (neuron: number, epoch: number) =>
    group[neuron] === 0 ? [1 + neuron, 0, 0, 0] : [0, 2, neuron === 3 ? epoch : 0, 0];
  const weight = (epoch: number) =>
    Float32Array.from(
      { length: width * neurons },
      (_, i) => vector(i % neurons, epoch)[Math.floor(i / neurons)]
    );
  const checkpoint = (epoch: number): NamedArrays => ({
    'blocks.0.mlp.W_in': float32(weight(epoch), [width, neurons]),
    'blocks.0.mlp.W_out': float32(
      Float32Array.from(
        { length: width * neurons },
        (_, i) => vector(Math.floor(i / width), epoch)[i % width]
      ),
      [neurons, width]
    )
  });
  const given = memory([1, 0], {
    checkpoint,
    artifacts: { neuron_freq_norm: () => ({ norm_matrix: norm }) }
  });

  it('on a line have one component; lone neurons belong to none', async () => {
    const found = await run(findAnalyzer('neuron_group_pca'), given);
    expect([...found.group_freqs.data]).toEqual([0, 1]);
    expect([...found.group_sizes.data]).toEqual([3, 2]);
    expect([...found.neuron_group_idx.data]).toEqual([0, 0, 0, 1, 1, -1]);
    expectClose(found.pc_var.data, [1, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0], 6);
    expectClose(found.mean_spread.data, [2 / 3, 0.5, 2 / 3, 0], 6);
    expectClose(found.group_centers.data, [2, 0, 0, 0, 0, 2, 0, 0], 6);
    expect(Math.abs(found.projections.data[0])).toBeCloseTo(1, 6);
    expect([...found.projections.data.subarray(15, 18)]).toEqual([
      Number.NaN,
      Number.NaN,
      Number.NaN
    ]);
  });

  it('have the same geometry in what they read and write when the weights are the same', async () => {
    const found = await run(findAnalyzer('freq_group_weight_geometry'), given);
    for (const key of [
      'radii',
      'dimensionality',
      'center_spread',
      'snr',
      'fisher_min',
      'circularity'
    ])
      expect(found[`Win_${key}`].data).toEqual(found[`Wout_${key}`].data);
    expectClose(found.Win_radii.data, [Math.sqrt(2 / 3), 0.5, Math.sqrt(2 / 3), 0], 6);
    expectClose(found.Win_dimensionality.data, [1, 1, 1, 0], 6);
    expectClose(found.Win_center_spread.data, [Math.sqrt(8.25) / 2, Math.sqrt(8) / 2], 6);
    // Two centres: twice the spread apart, one pair, and no circle through them.
    const mean = (Math.sqrt(2 / 3) + 0.5) / 2;
    expectClose(found.Win_mean_radius.data, [mean, Math.sqrt(2 / 3) / 2], 6);
    expectClose(found.Win_snr.data, [8.25 / 4 / mean ** 2, 2 / (2 / 12)], 4);
    expectClose(found.Win_fisher_mean.data, [8.25 / (2 / 3 + 1 / 4), 8 / (2 / 3)], 4);
    expectClose(found.Win_fisher_min.data, [...found.Win_fisher_mean.data], 6);
    expect([...found.Win_circularity.data]).toEqual([0, 0]);
    expectClose(found.Win_centroids.data, [2, 0, 0, 0, 0, 2, 0.5, 0, 2, 0, 0, 0, 0, 2, 0, 0], 6);
  });

  it('whose centres are an even circle have circularity 1', async () => {
    const count = 6;
    const place = (n: number, d: number) => {
      const angle = (2 * Math.PI * (n % count)) / count;
      return [3 * Math.cos(angle), 3 * Math.sin(angle), n < count ? 1 : -1, 0][d];
    };
    const at = (rows: number, f: (row: number, column: number) => number) => {
      const columns = (4 * 2 * count) / rows;
      const data = Float32Array.from({ length: 8 * count }, (_, i) =>
        f(Math.floor(i / columns), i % columns)
      );
      return float32(data, [rows, columns]);
    };
    const circle = memory([0], {
      checkpoint: () => ({
        'blocks.0.mlp.W_in': at(4, (d, n) => place(n, d)),
        'blocks.0.mlp.W_out': at(2 * count, (n, d) => (d < 2 ? place(n, d) : n + d))
      }),
      artifacts: {
        neuron_freq_norm: () => ({
          norm_matrix: float32(
            Float32Array.from({ length: count * 2 * count }, (_, i) =>
              Math.floor(i / (2 * count)) === i % count ? 0.9 : 0.01
            ),
            [count, 2 * count]
          )
        })
      }
    });
    const found = await run(findAnalyzer('freq_group_weight_geometry'), circle);
    expect([...found.group_sizes.data]).toEqual(new Array(count).fill(2));
    expect(found.Win_circularity.data[0]).toBeCloseTo(1, 6);
    expectClose(found.Win_radii.data, new Array(count).fill(1), 6);
    expect(found.Win_center_spread.data[0]).toBeCloseTo(3, 6);
    expect(found.Win_fisher_min.data[0]).toBeCloseTo(9 / 2, 5);
    expect(found.Wout_circularity.data[0]).toBeLessThan(0.9);
  });
});

describe('transient_frequency', () => {
  /** Ten neurons: six follow 1 at epoch 10, four of them end on 2, two on nothing. */
  const dominant = [
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 2, 2, 2, 2, 1, 1, 0, 0, 0, 0
  ];
  const share = [
    ...new Array(10).fill(0.1),
    ...new Array(6).fill(0.9),
    0.2,
    0.2,
    0.2,
    0.2,
    0.7,
    0.8,
    0.8,
    0.8,
    0.3,
    0.3,
    0,
    0,
    0,
    0
  ];
  const across = {
    neuron_dynamics: {
      epochs: int64([0, 10, 20]),
      dominant_freq: int64(dominant, [3, 10]),
      max_frac: float32(Float32Array.from(share), [3, 10])
    }
  };

  it('tells the frequencies that were lost from those that stayed, and their homeless neurons', async () => {
    const found = await run(findAnalyzer('transient_frequency'), memory([0, 10, 20], { across }));
    const lists = Object.fromEntries(
      Object.entries(found).map(([key, { data }]) => [key, [...data]])
    );
    expect(lists).toMatchObject({
      ever_qualified_freqs: [1, 2],
      is_final: [0, 1],
      peak_epoch: [10, 20],
      peak_count: [6, 4],
      homeless_count: [2, 0],
      committed_counts: [0, 0, 6, 0, 0, 4],
      peak_members_flat: [0, 1, 2, 3, 4, 5, 0, 1, 2, 3],
      peak_members_offsets: [0, 6, 10]
    });
  });

  it('the competition lasts from the first to the last commitment that holds; the learned frequency is known', () => {
    expect(competitionWindow(across.neuron_dynamics)).toEqual([20, 20]);
    expect(learnedFrequencies(across.neuron_dynamics, 7)).toEqual([3]);
    expect(snapped([0, 100], [0, 10, 30, 60, 99, 400])).toEqual([0, 30, 60, 99]);
    expect(snapped([5, 5], [0, 10])).toEqual([0]);
    const tens = Array.from({ length: 13 }, (_, i) => 10 * i);
    expect(snapped([0, 120], tens)).toEqual([0, 40, 80, 120]);
  });

  /** Each neuron’s frequency and share by epoch. */
  const dynamics = (...epochs: readonly (readonly (readonly [number, number])[])[]) => {
    const size = [epochs.length, epochs[0].length];
    const column = (i: 0 | 1) => epochs.flat().map((one) => one[i]);
    return {
      epochs: int64(epochs.map((_, i) => 10 * i)),
      dominant_freq: int64(column(0), size),
      max_frac: float32(Float32Array.from(column(1)), size)
    };
  };

  it('neurons commit themselves from a float32 0.7 on', () => {
    const early = dynamics(
      [
        [1, 0.7],
        [2, 0.69]
      ],
      [
        [1, 0.7],
        [2, 0.7]
      ]
    );
    expect(competitionWindow(early)).toEqual([0, 10]);
    expect(competitionWindow(dynamics([[1, 0.69]], [[1, 0.69]]))).toBeNull();
    // A tenth of the neurons learn a frequency, fewer do not.
    const last = Array.from({ length: 20 }, (_, n): [number, number] =>
      n < 2 ? [0, 0.7] : n < 3 ? [1, 0.9] : [2, 0.69]
    );
    expect(learnedFrequencies(dynamics(last), 7)).toEqual([1]);
  });

  it('a frequency qualifies with a twentieth of the neurons', async () => {
    const neurons = Array.from({ length: 40 }, (_, n): [number, number] =>
      n < 2 ? [0, 0.9] : n < 3 ? [1, 0.9] : [2, 0.1]
    );
    const given = memory([0], { across: { neuron_dynamics: dynamics(neurons) } });
    const found = await run(findAnalyzer('transient_frequency'), given);
    expect([...found.ever_qualified_freqs.data]).toEqual([0]);
    expect([...found.is_final.data]).toEqual([0]);
  });
});

describe('the mean loss', () => {
  it('is −log softmax of the right answer, down to losses that float32 would lose', async () => {
    const rows = [
      [1, 2, 0.5],
      [20, 0, -3],
      [0, 200, 0]
    ];
    const logits = float32(Float32Array.from(rows.flat()), [3, 3]);
    for (const [row, label] of [
      [0, 2],
      [1, 0],
      [2, 0]
    ] as const) {
      const one = float32(logits.data.subarray(row * 3, row * 3 + 3), [1, 3]);
      const program = await compile(
        { loss: meanLoss(input('x', [1, 3]), Int32Array.of(label)) },
        { device: 'cpu' }
      );
      const { loss } = await program.run({ x: one });
      await program.dispose();
      const others = rows[row].map((value) => Math.exp(value - rows[row][label]));
      const sum = others.reduce((total, value, j) => (j === label ? total : total + value), 0);
      const exact = sum < 1e30 ? Math.log1p(sum) : Math.log(sum);
      expect(Math.abs(loss.data[0] / exact - 1)).toBeLessThan(2e-7);
    }
  });
});

describe('landscape_flatness', () => {
  const analyzer = findAnalyzer('landscape_flatness');

  it('is the same twice, of the loss of the very weights, and moves by epsilon', async () => {
    const variant = await randomRun(temporaryFolder());
    const first = await measured(variant, analyzer);
    expect(await measured(variant, analyzer)).toEqual(first);
    expect(first.delta_losses.shape).toEqual([50]);
    expect(first.epsilon.data[0]).toBeCloseTo(0.1, 6);
    expect(new Set(first.delta_losses.data).size).toBeGreaterThan(40);
    expect(first.baseline_loss.data[0]).toBeCloseTo(Math.log(7), 1);
  });

  it('counts the directions that stay within a tenth of the loss', () => {
    const arrays = (baseline: number) => ({
      baseline_loss: float32(Float32Array.of(baseline), []),
      delta_losses: float32(Float32Array.of(-1, 0.05, 0.15, 3), [4])
    });
    const row = (baseline: number) =>
      analyzer.summarize!(arrays(baseline), { ...context, epoch: 0 }, {}, {});
    expect(row(2)).toMatchObject({ flatness_ratio: 0.75, max_delta_loss: 3, baseline_loss: 2 });
    expect(row(0).flatness_ratio).toBe(0.5);
    expect(row(2).median_delta_loss).toBeCloseTo(0.1, 6);
  });
});
