import { describe, expect, it } from 'vitest';
import { findAnalyzer } from '../../src/analyzers/index.ts';
import { int64 } from '../../src/analyzers/measures/int64.ts';
import { trainingEnergies } from '../../src/analyzers/trajectory/gradient-site.ts';
import { meanLoss } from '../../src/analyzers/trajectory/mean-loss.ts';
import { fourierBasis } from '../../src/array/linear/fourier-basis.ts';
import { float32, type NamedArrays } from '../../src/array/tensor.ts';
import { compile } from '../../src/engine/index.ts';
import { readCheckpoint } from '../../src/loader/index.ts';
import { checkpointGraph } from '../../src/workbench/analysis/checkpoint-graph.ts';
import { fakeRun } from '../helpers/fake-run.ts';
import { pairContext } from '../helpers/pair-context.ts';
import { randomRun } from '../helpers/random-run.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

const p = 7;
const context = pairContext(p);

function expectClose(found: ArrayLike<number>, expected: ArrayLike<number>, digits = 6) {
  expect(found.length).toBe(expected.length);
  Array.from(expected).forEach((value, i) => {
    expect(found[i], `at ${i}`).toBeCloseTo(value, digits);
  });
}

describe('gradient_site', () => {
  it('agrees with differences of the loss in float64', async () => {
    const variant = await randomRun(temporaryFolder());
    const probe = checkpointGraph(variant);
    const seen = probe.on(probe.train);
    const loss = meanLoss(seen.activation('logits'), seen.labels);
    const program = await compile(
      { loss, ...trainingEnergies(probe) },
      { dtype: 'float64', device: 'cpu' }
    );
    const weights = await readCheckpoint(variant, 0);
    const at = async (changed: NamedArrays) =>
      (await program.run({ ...weights, ...changed })).loss.data[0];
    const slope = async (name: string, index: number) => {
      const { data, shape } = weights[name];
      const moved = (by: number): NamedArrays => {
        const copy = Float64Array.from(data);
        copy[index] += by;
        return { [name]: { dtype: 'float64', shape, data: copy } };
      };
      return ((await at(moved(1e-5))) - (await at(moved(-1e-5)))) / 2e-5;
    };
    const gradient = async (name: string) => {
      const count = weights[name].data.length;
      const slopes: number[] = [];
      for (let i = 0; i < count; i++) slopes.push(await slope(name, i));
      return slopes;
    };
    const basis = fourierBasis(p).data;
    /** √(mean over columns of sin² + cos²) of B x, x [p, n]. */
    const energies = (x: readonly number[], n: number) =>
      [1, 3, 5].map((row) => {
        let total = 0;
        for (const i of [row, row + 1])
          for (let column = 0; column < n; column++) {
            let sum = 0;
            for (let a = 0; a < p; a++) sum += basis[i * p + a] * x[a * n + column];
            total += sum ** 2;
          }
        return Math.sqrt(total / n);
      });
    const through = (g: readonly number[], n: number) =>
      Array.from({ length: p * n }, (_, i) => {
        let sum = 0;
        for (let j = 0; j < 8; j++)
          sum += weights['embed.W_E'].data[Math.floor(i / n) * 8 + j] * g[j * n + (i % n)];
        return sum;
      });
    const found = await program.run(weights);
    expectClose(found.embedding.data, energies(await gradient('embed.W_E'), 8), 8);
    expectClose(found.mlp.data, energies(through(await gradient('blocks.0.mlp.W_in'), 12), 12), 8);
    const squares = [0, 0, 0];
    for (const letter of ['Q', 'K', 'V']) {
      const g = await gradient(`blocks.0.attn.W_${letter}`);
      for (const head of [0, 1])
        energies(through(g.slice(head * 32, head * 32 + 32), 4), 4).forEach((value, k) => {
          squares[k] += value ** 2 / 6;
        });
    }
    expectClose(found.attention.data, squares.map(Math.sqrt), 8);
    await program.dispose();
  });

  it('gives unit energies, their lengths and cosines, NaN where a gradient vanishes', () => {
    const analyzer = findAnalyzer('gradient_site');
    const found = (mlp: readonly number[]) =>
      analyzer.finish!(
        {
          embedding: float32(Float32Array.of(3, 4, 0), [3]),
          attention: float32(Float32Array.of(0, 2, 0), [3]),
          mlp: float32(Float32Array.from(mlp), [3])
        },
        { ...context, epoch: 0 }
      );
    const at = (arrays: NamedArrays, key: string) => arrays[key].data[0];
    const made = found([0, 1, 1]);
    expectClose(made.energy_embedding.data, [0.6, 0.8, 0], 9);
    expectClose(made.energy_mlp.data, [0, Math.SQRT1_2, Math.SQRT1_2], 9);
    expect(['embedding', 'attention', 'mlp'].map((key) => at(made, `magnitude_${key}`))).toEqual([
      ...[5, 2],
      expect.closeTo(Math.SQRT2, 9)
    ]);
    expect(at(made, 'similarity_emb_attn')).toBeCloseTo(0.8, 9);
    expect(at(made, 'similarity_emb_mlp')).toBeCloseTo(0.8 * Math.SQRT1_2, 9);
    expect(at(made, 'similarity_attn_mlp')).toBeCloseTo(Math.SQRT1_2, 9);
    const none = found([0, 0, 0]);
    expect(at(none, 'similarity_emb_mlp')).toBeNaN();
    expect(at(none, 'similarity_emb_attn')).toBeCloseTo(0.8, 9);
    expect(at(none, 'magnitude_mlp')).toBe(0);
  });

  it('samples the ends of the competition and two epochs between, the whole run where there is none', async () => {
    const analyzer = findAnalyzer('gradient_site');
    const epochs = [0, 10, 20, 30, 40, 50, 60, 70, 80];
    const size = [epochs.length, 2];
    const dynamics = (shares: (epoch: number) => readonly [number, number]) => ({
      epochs: int64(epochs),
      dominant_freq: int64(
        epochs.flatMap(() => [1, 2]),
        size
      ),
      max_frac: float32(Float32Array.from(epochs.flatMap(shares)), size)
    });
    const gradient_site = (epoch: number) =>
      analyzer.finish!(
        Object.fromEntries(
          ['embedding', 'attention', 'mlp'].map((key, i) => [
            key,
            float32(Float32Array.of(epoch, 80 - epoch, i), [3])
          ])
        ),
        { ...context, epoch }
      );
    const across = (shares: (epoch: number) => readonly [number, number]) =>
      analyzer.across!(
        fakeRun({
          artifacts: {
            gradient_site: Object.fromEntries(epochs.map((epoch) => [epoch, gradient_site(epoch)]))
          },
          across: { neuron_dynamics: dynamics(shares) }
        }),
        {}
      );
    const found = await across((epoch) => [epoch >= 20 ? 0.8 : 0.2, epoch >= 50 ? 0.8 : 0.2]);
    expect([...found.window_epochs.data]).toEqual([20, 30, 40, 50]);
    expect([...found.key_frequencies.data]).toEqual([2, 3]);
    expectClose(
      found.magnitude_mlp.data,
      [20, 30, 40, 50].map((epoch) => Math.hypot(epoch, 80 - epoch, 2)),
      9
    );
    expect(found.energy_mlp.shape).toEqual([4, 3]);
    expectClose(
      found.course_magnitude_embedding.data,
      epochs.map((epoch) => Math.hypot(epoch, 80 - epoch)),
      9
    );
    const never = await across(() => [0.2, 0.2]);
    expect([...never.window_epochs.data]).toEqual([0, 30, 50, 80]);
    expect([...never.key_frequencies.data]).toEqual([]);
  });

  it('keeps its digits where every training pair is answered right, with a loss below 1e-6', async () => {
    const variant = await randomRun(temporaryFolder());
    const whole = checkpointGraph(variant);
    const seen = whole.on(whole.train);
    const weights = await readCheckpoint(variant, 0);
    const unembed = weights['unembed.W_U'];
    const at = (scale: number): NamedArrays => ({
      ...weights,
      'unembed.W_U': float32(
        Float32Array.from(unembed.data, (x) => scale * x),
        unembed.shape
      )
    });
    const forward = await compile({ logits: seen.activation('logits') }, { device: 'cpu' });
    const { logits } = await forward.run(weights);
    await forward.dispose();
    const answers = whole.train.map((_, i) => {
      const own = [...logits.data.subarray(i * p, (i + 1) * p)];
      return own.indexOf(Math.max(...own));
    });
    // The pair with the closest second answer decides the loss.
    const margins = whole.train.map((_, i) => {
      const own = [...logits.data.subarray(i * p, (i + 1) * p)].sort((a, b) => b - a);
      return (own[0] - own[1]) * 1e6;
    });
    const scale = 17e6 / Math.min(...margins);
    const probe = { ...whole, on: () => ({ ...seen, labels: answers }) };
    const nodes = {
      loss: meanLoss(seen.activation('logits'), answers),
      ...trainingEnergies(probe)
    };
    const runs = [];
    for (const dtype of ['float32', 'float64'] as const) {
      const program = await compile(nodes, { dtype, device: 'cpu' });
      runs.push(await program.run(at(scale)));
      await program.dispose();
    }
    const [narrow, wide] = runs as [NamedArrays, NamedArrays];
    expect(wide.loss.data[0]).toBeLessThan(1e-6);
    for (const place of ['embedding', 'attention', 'mlp'])
      wide[place].data.forEach((value: number, k: number) => {
        expect(narrow[place].data[k] / value, `${place} ${k}`).toBeCloseTo(1, 2);
      });
  });
});
