import { beforeEach, describe, expect, it } from 'vitest';
import { type Analyzer, findAnalyzer } from '../../src/analyzers/index.ts';
import { normal } from '../../src/array/random/normal.ts';
import { torchGenerator } from '../../src/array/random/torch-generator.ts';
import { type NamedArrays, sizeOf } from '../../src/array/tensor.ts';
import { readCheckpoint, type Variant } from '../../src/loader/index.ts';
import { splitOf } from '../../src/task/index.ts';
import { checkpointGraph } from '../../src/workbench/analysis/checkpoint-graph.ts';
import { measured } from '../helpers/measured.ts';
import { randomRun } from '../helpers/random-run.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { plainTransformer } from '../model/plain-transformer.ts';

// Each analyzer beside its definition, in float64 by plain loops over what a textbook's transformer computes: nothing here
// is shared with the code under test but the split and the random numbers, which have tests of their own.
const p = 7;
const F = 3;
const heads = 2;
const neurons = 12;
const width = 8;
const cells = p * p;
const range = (n: number) => Array.from({ length: n }, (_, i) => i);
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
const mean = (values: readonly number[]) => sum(values) / values.length;
const norm = (values: readonly number[]) => Math.sqrt(sum(values.map((x) => x * x)));
const label = (row: number) => (Math.floor(row / p) + (row % p)) % p;

/** Row 0 constant, row 2k−1 sin k, row 2k cos k; rows of length 1. */
const B = range(p).map((row) => {
  const k = Math.ceil(row / 2);
  const wave = range(p).map((x) => {
    const angle = (2 * Math.PI * k * x) / p;
    return row === 0 ? 1 : row % 2 === 1 ? Math.sin(angle) : Math.cos(angle);
  });
  return wave.map((value) => value / norm(wave));
});

/** B X Bᵀ of a function of the pair. */
const transform = (x: readonly number[]) =>
  B.map((row) =>
    B.map((column) => sum(range(cells).map((i) => row[Math.floor(i / p)] * column[i % p] * x[i])))
  );

/** The share of each frequency in the energy without the constant: nine cells less the constant. */
function fractions(x: readonly number[]): number[] {
  const squares = transform(x).map((row) => row.map((value) => value * value));
  squares[0][0] = 0;
  const all = Math.max(sum(squares.flat()), 1e-10);
  return range(F).map((k) => {
    const own = [0, 2 * k + 1, 2 * k + 2];
    return sum(own.flatMap((i) => own.map((j) => squares[i][j]))) / all;
  });
}

function losses(logits: readonly (readonly number[])[]): number[] {
  return logits.map((row, i) => {
    const most = Math.max(...row);
    return most + Math.log(sum(row.map((x) => Math.exp(x - most)))) - row[label(i)];
  });
}

let variant: Variant;
let weights: NamedArrays;
let plain: readonly ReturnType<typeof plainTransformer>[];
const pairs = (of: NamedArrays) =>
  range(cells).map((i) => plainTransformer(of, Math.floor(i / p), i % p));
const of = (id: string) => measured(variant, findAnalyzer(id), 0, () => weights);
const rowsOf = (name: string, rows: number) => {
  const { data } = weights[name];
  const columns = data.length / rows;
  return range(rows).map((i) => Array.from(data.subarray(i * columns, (i + 1) * columns), Number));
};
const times = (a: readonly (readonly number[])[], b: readonly (readonly number[])[]) =>
  a.map((row) => b[0].map((_, j) => sum(row.map((x, k) => x * b[k][j]))));
const columnsOf = (a: readonly (readonly number[])[]) => a[0].map((_, j) => a.map((row) => row[j]));
const embedding = () => rowsOf('embed.W_E', p + 1).slice(0, p);
const writing = () => times(rowsOf('blocks.0.mlp.W_out', neurons), rowsOf('unembed.W_U', width));

function expectNear(found: ArrayLike<number>, expected: readonly number[], most = 1e-5): void {
  expect(found.length).toBe(expected.length);
  const worst = Math.max(...expected.map((value, i) => Math.abs(found[i] - value)));
  expect(worst).toBeLessThan(most);
  // A definition that is all but constant would prove nothing.
  expect(Math.max(...expected) - Math.min(...expected)).toBeGreaterThan(100 * most);
}

beforeEach(async () => {
  variant = await randomRun(temporaryFolder(), [0]);
  const stored = await readCheckpoint(variant, 0);
  // Larger than initial weights, so that attention and answers are far from uniform.
  weights = Object.fromEntries(
    Object.entries(stored).map(([name, tensor]) => [
      name,
      /W_(?!pos)/.test(name) ? { ...tensor, data: tensor.data.map((x) => 2 * x) } : tensor
    ])
  );
  plain = pairs(weights);
});

describe('by definition on every pair', () => {
  it('attention_patterns are softmaxed scores, [head, to, from, pair]', async () => {
    const { patterns } = await of('attention_patterns');
    const expected = range(heads * 9).flatMap((i) =>
      plain.map((pair) => pair['blocks.0.attn.hook_pattern_full'].flat()[i])
    );
    expectNear(patterns.data, expected);
  });

  it('attention_freq, neuron_freq_norm and coarseness are fractions of the nine cells', async () => {
    const { freq_matrix } = await of('attention_freq');
    const toFirst = range(heads).map((head) =>
      fractions(plain.map((pair) => pair['blocks.0.attn.hook_pattern'][head * 3]))
    );
    expectNear(freq_matrix.data, columnsOf(toFirst).flat(), 1e-4);
    const { norm_matrix } = await of('neuron_freq_norm');
    const post = range(neurons).map((n) =>
      fractions(plain.map((pair) => pair['blocks.0.mlp.hook_post'][n]))
    );
    expectNear(norm_matrix.data, columnsOf(post).flat());
    const { strongest, share } = await of('neuron_clusters');
    expectNear(
      share.data,
      post.map((own) => Math.max(...own))
    );
    expect([...strongest.data]).toEqual(post.map((own) => own.indexOf(Math.max(...own)) + 1));
    expectNear((await of('coarseness')).coarseness.data, post.map(sum), 1e-4);
  });

  it('input_trace are the largest logit and its probability', async () => {
    const { predictions, correct, confidence, split } = await of('input_trace');
    const best = plain.map(({ logits }) => logits.indexOf(Math.max(...logits)));
    expect([...predictions.data]).toEqual(best);
    expect([...correct.data]).toEqual(best.map((answer, i) => Number(answer === label(i))));
    const sure = plain.map(
      ({ logits }) => 1 / sum(logits.map((x) => Math.exp(x - Math.max(...logits))))
    );
    expectNear(confidence.data, sure, 5e-4);
    const { train } = splitOf(variant);
    expect([...split.data]).toEqual(range(cells).map((row) => Number(train.includes(row))));
  });

  it('repr_geometry is of the pairs of each answer: centres, radii, dimensions, Fisher numbers', async () => {
    const found = await of('repr_geometry');
    const sites = {
      attn_out: 'blocks.0.hook_attn_out',
      mlp_out: 'blocks.0.mlp.hook_post',
      resid_post: 'blocks.0.hook_resid_post'
    } as const;
    for (const [site, name] of Object.entries(sites)) {
      const classes = range(p).map((r) =>
        plain.filter((_, i) => label(i) === r).map((pair) => pair[name as 'logits'])
      );
      const centres = classes.map((own) => columnsOf(own).map(mean));
      const centred = classes.map((own, r) =>
        own.map((x) => x.map((value, j) => value - centres[r][j]))
      );
      const radii = centred.map((own) => Math.sqrt(mean(own.map((x) => norm(x) ** 2))));
      const dimensions = centred.map((own) => {
        const covariance = times(columnsOf(own), own);
        return sum(covariance.map((row, i) => row[i])) ** 2 / norm(covariance.flat()) ** 2;
      });
      const middle = columnsOf(centres).map(mean);
      const away = (x: readonly number[], y: readonly number[]) => norm(x.map((v, j) => v - y[j]));
      const spread = Math.sqrt(mean(centres.map((centre) => away(centre, middle) ** 2)));
      const fisher = range(p).flatMap((r) =>
        range(p)
          .filter((s) => s > r)
          .map((s) => ({
            pair: [r, s],
            value: away(centres[r], centres[s]) ** 2 / (radii[r] ** 2 + radii[s] ** 2)
          }))
      );
      const values = fisher.map(({ value }) => value);
      const least = fisher[values.indexOf(Math.min(...values))].pair as [number, number];
      const apart = least[1] - least[0];
      expectNear(found[`${site}_centroids`].data, centres.flat(), 1e-4);
      expectNear(found[`${site}_radii`].data, radii, 1e-4);
      expectNear(found[`${site}_dimensionality`].data, dimensions, 1e-4);
      const scalars = {
        mean_radius: mean(radii),
        mean_dim: mean(dimensions),
        center_spread: spread,
        snr: spread ** 2 / mean(radii) ** 2,
        fisher_mean: mean(values),
        fisher_min: Math.min(...values),
        fisher_argmin_r: least[0],
        fisher_argmin_s: least[1],
        fisher_argmin_diff: Math.min(apart, p - apart)
      };
      for (const [key, value] of Object.entries(scalars))
        expect(found[`${site}_${key}`].data[0], `${site} ${key}`).toBeCloseTo(value, 4);
    }
  });

  it('landscape_flatness is the rise of the mean loss along unit vectors of torch’s normal numbers', async () => {
    const analyzer = findAnalyzer('landscape_flatness');
    const { baseline_loss, delta_losses, epsilon } = await of('landscape_flatness');
    const loss = (changed: NamedArrays) => mean(losses(pairs(changed).map(({ logits }) => logits)));
    const trained = checkpointGraph(variant).trained;
    const size = sum(trained.map((name) => sizeOf(weights[name].shape)));
    const generator = torchGenerator(0);
    const rises = range(3).map(() => {
      const direction = Array.from(normal(generator, size, 1), Number);
      const step = direction.map((x) => (0.1 * x) / norm(direction));
      let from = 0;
      const moved = Object.fromEntries(
        trained.map((name) => {
          const { data, shape } = weights[name];
          const start = from;
          from += data.length;
          const values = Float64Array.from(data, (x: number, i: number) => x + step[start + i]);
          return [name, { dtype: 'float64' as const, shape, data: values }];
        })
      );
      return loss({ ...weights, ...moved }) - loss(weights);
    });
    expect(analyzer.parameters!.seed!.default).toBe(0);
    expect(baseline_loss.data[0]).toBeCloseTo(loss(weights), 5);
    expect(epsilon.data[0]).toBeCloseTo(0.1, 6);
    expectNear(delta_losses.data.subarray(0, 3), rises, 2e-5);
  });

  it('progress_measures keep or drop cos and sin of w(a + b), or the 2×2 blocks, of the key frequencies', async () => {
    const found = await of('progress_measures');
    const written = columnsOf(writing()); // [answer, neuron]
    const spectrum = times(B, written);
    const norms = range(F).map((k) => norm([...spectrum[2 * k + 1], ...spectrum[2 * k + 2]]));
    const isKey = norms.map((value) => value > 0.25 * Math.max(...norms));
    expect([...found.key_mask.data]).toEqual(isKey.map(Number));
    const logits = plain.map((pair) => pair.logits);
    const waves = (k: number, sign: 1 | -1) =>
      [Math.cos, Math.sin].map((wave) => {
        const x = range(cells).map((i) =>
          wave((2 * Math.PI * (k + 1) * (Math.floor(i / p) + sign * (i % p))) / p)
        );
        return x.map((value) => value / norm(x));
      });
    const keys = range(F).filter((k) => isKey[k]);
    const projected = (signs: readonly (1 | -1)[]) => {
      const directions = keys.flatMap((k) => signs.flatMap((sign) => waves(k, sign)));
      const amounts = times(directions, logits);
      return times(columnsOf(directions), amounts);
    };
    const constant = columnsOf(logits).map(mean);
    const { train } = splitOf(variant);
    const kinds = { '': [1], _block: [1, -1] } as const;
    for (const [kind, signs] of Object.entries(kinds)) {
      const part = projected(signs);
      const variants = {
        clean: losses(logits),
        [`restricted${kind}`]: losses(part.map((row) => row.map((x, c) => x + constant[c]))),
        [`excluded${kind}`]: losses(part.map((row, i) => row.map((x, c) => logits[i][c] - x)))
      };
      for (const [name, all] of Object.entries(variants)) {
        const sides = {
          train: mean(all.filter((_, i) => train.includes(i))),
          test: mean(all.filter((_, i) => !train.includes(i))),
          all: mean(all)
        };
        for (const [side, value] of Object.entries(sides))
          expect(found[`${name}_${side}`].data[0], `${name}_${side}`).toBeCloseTo(value, 4);
      }
    }
  });
});

describe('by definition on the weights', () => {
  it('attention_fourier are shares of the norms of 2×2 blocks (QK) and of two rows (V)', async () => {
    const found = await of('attention_fourier');
    const [qk, v] = [[], []] as [number[], number[]];
    const head = (letter: string, h: number) =>
      rowsOf(`blocks.0.attn.W_${letter}`, heads * width).slice(h * width, (h + 1) * width);
    const shares = (norms: readonly number[]) => norms.map((value) => value / sum(norms));
    for (const h of range(heads)) {
      const [q, k, value] = ['Q', 'K', 'V'].map((letter) =>
        times(B, times(embedding(), head(letter, h)))
      ) as [number[][], number[][], number[][]];
      const form = times(q, columnsOf(k));
      const own = range(F).map((i) => [2 * i + 1, 2 * i + 2]);
      qk.push(...shares(own.map((is) => norm(is.flatMap((i) => is.map((j) => form[i][j]))))));
      v.push(...shares(own.map((is) => norm(is.flatMap((i) => value[i])))));
    }
    expectNear(found.qk_freq_norms.data, qk);
    expectNear(found.v_freq_norms.data, v);
  });

  it('neuron_fourier writes ξ(c) = mean + Σ √(2/p) β cos(2πkc/p + ψ)', async () => {
    const { beta_mk, psi_mk } = await of('neuron_fourier');
    for (const [neuron, own] of writing().entries())
      expectNear(
        range(p).map(
          (c) =>
            mean(own) +
            sum(
              range(F).map((k) => {
                const [beta, psi] = [beta_mk, psi_mk].map(({ data }) => data[neuron * F + k]);
                return Math.sqrt(2 / p) * beta * Math.cos((2 * Math.PI * (k + 1) * c) / p + psi);
              })
            )
        ),
        own
      );
  });

  it('fourier_nucleation rebuilds what neurons read from their strongest frequencies, again and again', async () => {
    const found = await of('fourier_nucleation');
    const read = times(embedding(), rowsOf('blocks.0.mlp.W_in', width));
    let rows = columnsOf(read); // [neuron, p]
    const [energies, peaks, counts] = [[], [], []] as [number[], number[], number[]];
    for (const _ of range(13)) {
      const coefficients = rows.map((row) => B.map((wave) => sum(wave.map((x, i) => x * row[i]))));
      const energy = coefficients.map((c) =>
        range(F).map((k) => c[2 * k + 1] ** 2 + c[2 * k + 2] ** 2)
      );
      const sums = columnsOf(energy).map(sum);
      energies.push(...sums.map((value) => value / Math.max(...sums)));
      peaks.push(...energy.map((own) => own.indexOf(Math.max(...own)) + 1));
      counts.push(
        ...columnsOf(energy.map((own) => own.map((x) => x / sum(own)))).map(
          (column) => column.filter((share) => share > 0.15).length
        )
      );
      rows = coefficients.map((c, n) => {
        const best = energy[n].indexOf(Math.max(...energy[n])); // ⌊3 · 0.3⌋ = 0, at least one
        return range(p).map(
          (i) => c[2 * best + 1] * B[2 * best + 1][i] + c[2 * best + 2] * B[2 * best + 2][i]
        );
      });
    }
    expectNear(found.aggregate_energy.data, energies);
    expect([...found.neuron_peak_freq.data]).toEqual(peaks);
    expect([...found.neuron_committed_count.data]).toEqual(counts);
  });

  it('weight_norms are roots of sums of squares', async () => {
    const found = await of('weight_norms');
    const values = (pattern: RegExp) =>
      Object.entries(weights).flatMap(([name, { data }]) =>
        pattern.test(name) ? Array.from(data, Number) : []
      );
    expect(found.norm_W_K.data[0]).toBeCloseTo(norm(values(/W_K/)), 4);
    expect(found.norm_W_out.data[0]).toBeCloseTo(norm(values(/W_out/)), 4);
    expect(found.norm_total.data[0]).toBeCloseTo(norm(values(/\.W_/)), 4);
  });

  it('fourier_frequency_quality takes the rows above three times the mean coefficient', async () => {
    const wide = await randomRun(temporaryFolder(), [0], { prime: 23 });
    const size = (token: number, d: number): number => {
      const wave = (k: number) => (2 * Math.PI * k * token) / 23;
      if (d < 2) return 3 * (d === 0 ? Math.cos(wave(4)) : Math.sin(wave(4)));
      // Between twice and three times the mean.
      return d < 4 ? 0.74 * (d === 2 ? Math.cos(wave(9)) : Math.sin(wave(9))) : 0;
    };
    const waves = (weights: NamedArrays): NamedArrays => {
      const { data, shape } = weights['embed.W_E'];
      const turned = Float32Array.from(
        data,
        (x: number, i: number) => x / 10 + size(Math.floor(i / width), i % width)
      );
      return { ...weights, 'embed.W_E': { dtype: 'float32', shape, data: turned } };
    };
    const analyzer: Analyzer = findAnalyzer('fourier_frequency_quality');
    const found = await measured(wide, analyzer, 0, waves);
    expect([...found.dominant_frequencies.data]).toEqual([7, 8]);
    expect(found.k.data[0]).toBe(2);
    expect(found.quality_score.data[0]).toBeCloseTo(2 / 23, 6);
    expect(found.reconstruction_error.data[0]).toBeCloseTo(21 / 23, 6);
  });
});
