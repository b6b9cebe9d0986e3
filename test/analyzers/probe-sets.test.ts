import { describe, expect, it } from 'vitest';
import { findAnalyzer, probedAnalyzers } from '../../src/analyzers/index.ts';
import { fourierFractions } from '../../src/analyzers/measures/fourier-fractions.ts';
import {
  jointFraction,
  regressionFractions
} from '../../src/analyzers/measures/regression-fractions.ts';
import { float32, type NamedArrays } from '../../src/array/tensor.ts';
import { compile, input } from '../../src/engine/index.ts';
import { readCheckpoint, type Variant } from '../../src/loader/index.ts';
import { resolveOptions } from '../../src/option/option.ts';
import { checkpointGraph } from '../../src/workbench/analysis/checkpoint-graph.ts';
import { throughProbe } from '../../src/workbench/run/through-probe.ts';
import { measured } from '../helpers/measured.ts';
import { pythonWithNumpy, runPython } from '../helpers/numpy.ts';
import { randomRun } from '../helpers/random-run.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { userErrorOf } from '../helpers/user-error.ts';

const p = 7;
const cells = p * p;

async function runAndProbe(text: string): Promise<{ whole: Variant; some: Variant }> {
  const whole = await randomRun(temporaryFolder());
  return { whole, some: throughProbe(whole, text) };
}

/** An activation over the whole grid, [p·p, …]. */
async function activation(variant: Variant, name: string): Promise<Float64Array> {
  const program = await compile(
    { x: checkpointGraph(variant).activation(name) },
    { device: 'cpu' }
  );
  const { x } = await program.run(await readCheckpoint(variant, 0));
  await program.dispose();
  return Float64Array.from(x.data);
}

function expectNear(found: ArrayLike<number>, expected: ArrayLike<number>, digits = 5) {
  expect(found.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) expect(found[i]).toBeCloseTo(expected[i], digits);
}

describe('the share of a frequency over chosen pairs', () => {
  const values = Float32Array.from({ length: cells * 3 }, (_, i) => Math.sin(i * i + 1));
  const shares = async (rows: Int32Array, together?: number) => {
    const x = input('x', [rows.length, 3]);
    const own = rows.length;
    const found = together ? jointFraction(x, rows, p, together) : regressionFractions(x, rows, p);
    const program = await compile({ f: found }, { device: 'cpu' });
    const data = Float32Array.from({ length: own * 3 }, (_, i) => {
      return values[rows[Math.floor(i / 3)] * 3 + (i % 3)];
    });
    const { f } = await program.run({ x: float32(data, [own, 3]) });
    await program.dispose();
    return f.data;
  };

  it('is the share of the energy where all pairs are chosen', async () => {
    const x = input('x', [cells, 3]);
    const program = await compile({ f: fourierFractions(x, p) }, { device: 'cpu' });
    const { f } = await program.run({ x: float32(values, [cells, 3]) });
    await program.dispose();
    expectNear(await shares(Int32Array.from({ length: cells }, (_, i) => i)), f.data);
  });

  it('is 1 for a wave of that frequency, however few the pairs', async () => {
    const rows = Int32Array.from([0, 3, 8, 9, 17, 20, 21, 26, 30, 33, 38, 41, 45]);
    const x = input('x', [rows.length, 1]);
    const program = await compile({ f: regressionFractions(x, rows, p) }, { device: 'cpu' });
    const wave = Float32Array.from(rows, (row) =>
      Math.cos((2 * Math.PI * 2 * (Math.floor(row / p) + (row % p))) / p)
    );
    const { f } = await program.run({ x: float32(wave, [rows.length, 1]) });
    await program.dispose();
    expect(f.data[1]).toBeCloseTo(1, 5);
    expect(f.data[0]).toBeLessThan(0.999);
  });

  it('is the R² of least squares (numpy.linalg.lstsq)', async ({ skip }) => {
    const python = pythonWithNumpy();
    if (python === null) return skip();
    const rows = Int32Array.from({ length: cells }, (_, i) => i).filter((row) => row % 3 !== 1);
    const expected: number[] = JSON.parse(runPython(python, lstsq, JSON.stringify([p, ...rows])));
    const alone = expected.slice(0, -6);
    expectNear(await shares(rows), alone);
    expectNear(await shares(rows, 2), expected.slice(-6, -3));
    expectNear(await shares(rows, 3), expected.slice(-3));
  });

  it('of several frequencies together is at most 1, however much each explains alone', async () => {
    const rows = Int32Array.from({ length: cells }, (_, i) => i).filter((row) => row < 3 * p);
    const together = await shares(rows, 3);
    const alone = await shares(rows);
    for (let i = 0; i < 3; i++) {
      const sum = alone[i] + alone[3 + i] + alone[6 + i];
      expect(sum).toBeGreaterThan(1);
      expect(together[i]).toBeLessThanOrEqual(1 + 1e-6);
    }
    const all = Int32Array.from({ length: cells }, (_, i) => i);
    const [joint, each] = [await shares(all, 2), await shares(all)];
    expectNear(
      joint,
      [0, 1, 2].map((i) => each[i] + each[3 + i])
    );
  });

  it('needs more pairs than it has functions', async () => {
    const { some } = await runAndProbe('0+1,2+3,4+5');
    const error = await userErrorOf(() => measured(some, findAnalyzer('coarseness')));
    expect(error.message).toBe('too few pairs for the share of a frequency: 3');
    expect(error.hint).toContain('grokscope trace');
  });
});

const lstsq = `
import json, sys
import numpy as np
p, *rows = json.loads(sys.argv[1])
rows = np.array(rows)
i = np.arange(p * p * 3)
x = np.sin(i.astype(np.float64) ** 2 + 1).astype(np.float32).astype(np.float64).reshape(p * p, 3)[rows]
a, b = rows // p, rows % p
out = []
def functions(k):
    w = 2 * np.pi * k / p
    fa = [np.ones(len(rows)), np.sin(w * a), np.cos(w * a)]
    fb = [np.ones(len(rows)), np.sin(w * b), np.cos(w * b)]
    return [u * v for u in fa for v in fb]
alone = [[k] for k in range(1, p // 2 + 1)]
for ks in alone + [[1, 2], [1, 2, 3]]:
    design = np.stack([f for k in ks for f in functions(k)], 1)
    fit = design @ np.linalg.lstsq(design, x, rcond=None)[0]
    out += list(1 - ((x - fit) ** 2).sum(0) / ((x - x.mean(0)) ** 2).sum(0))
print(json.dumps(out))
`;

import { factsOf } from '../../src/workbench/run/conform.ts';

describe('an analyzer over chosen pairs', () => {
  it('attention_patterns holds the same weights there and nothing elsewhere', async () => {
    const { whole, some } = await runAndProbe('a<b');
    const { patterns: all } = await measured(whole, findAnalyzer('attention_patterns'));
    const { patterns } = await measured(some, findAnalyzer('attention_patterns'));
    expect(patterns.shape).toEqual(all.shape);
    patterns.data.forEach((value: number, i: number) => {
      const row = i % cells;
      if (Math.floor(row / p) < row % p) expect(value).toBeCloseTo(all.data[i], 6);
      else expect(value).toBeNaN();
    });
  });

  it('input_trace keeps the answers of its pairs, and its accuracies count those alone', async () => {
    const { whole, some } = await runAndProbe('wrap');
    const analyzer = findAnalyzer('input_trace');
    const all = await measured(whole, analyzer);
    const own = await measured(some, analyzer);
    const inside = new Set(some.probe!.rows);
    let [right, tests] = [0, 0];
    for (let row = 0; row < cells; row++) {
      if (inside.has(row)) {
        expect(own.predictions.data[row]).toBe(all.predictions.data[row]);
        expect(own.confidence.data[row]).toBeCloseTo(all.confidence.data[row], 6);
        if (own.split.data[row] === 0) tests++;
        if (own.split.data[row] === 0 && own.correct.data[row]) right++;
      } else {
        expect(own.predictions.data[row]).toBe(-1);
        expect(own.correct.data[row]).toBe(0);
        expect(own.confidence.data[row]).toBeNaN();
      }
    }
    const context = { epoch: 0, ...factsOf(some) };
    const summary = analyzer.summarize!(own, context, resolveOptions({}, {}), {});
    expect(summary.test_overall_accuracy).toBeCloseTo(right / tests, 6);
  });

  it('repr_geometry is that of the pairs of each answer, NaN for an answer without one', async () => {
    const { whole, some } = await runAndProbe('c<4 and a!=2');
    const own = await measured(some, findAnalyzer('repr_geometry'));
    const x = await activation(whole, 'blocks.0.mlp.hook_post');
    const width = x.length / cells;
    for (let r = 0; r < p; r++) {
      const members = [...some.probe!.rows].filter(
        (row) => (Math.floor(row / p) + (row % p)) % p === r
      );
      const mean = Float64Array.from({ length: width }, (_, j) =>
        members.reduce((total, row) => total + x[row * width + j] / members.length, 0)
      );
      const squares = members.reduce(
        (total, row) => total + mean.reduce((sum, m, j) => sum + (x[row * width + j] - m) ** 2, 0),
        0
      );
      const found = own.mlp_out_centroids.data.slice(r * width, (r + 1) * width);
      if (r >= 4) expect(found.every(Number.isNaN)).toBe(true);
      else expectNear(found, mean);
      if (r < 4)
        expect(own.mlp_out_radii.data[r]).toBeCloseTo(Math.sqrt(squares / members.length), 5);
    }
    const pair = [own.mlp_out_fisher_argmin_r, own.mlp_out_fisher_argmin_s].map((t) => t.data[0]);
    expect(pair.every((r) => r < 4)).toBe(true);
    expect(own.mlp_out_circularity.data[0]).toBeGreaterThanOrEqual(0);
  });

  it('all pairs that were trained on have the training loss as their only one', async () => {
    const { whole, some } = await runAndProbe('train');
    const analyzer = findAnalyzer('progress_measures');
    const all = await measured(whole, analyzer);
    const own = await measured(some, analyzer);
    const value = (arrays: NamedArrays, key: string) => arrays[key].data[0];
    for (const name of ['clean', 'restricted', 'excluded']) {
      expect(value(own, `${name}_train`)).toBeCloseTo(value(all, `${name}_train`), 9);
      expect(value(own, `${name}_all`)).toBeCloseTo(value(all, `${name}_train`), 9);
      expect(value(own, `${name}_test`)).toBeNaN();
    }
  });

  it('landscape_flatness is measured on their loss', async () => {
    const { whole, some } = await runAndProbe('train');
    const own = await measured(some, findAnalyzer('landscape_flatness'));
    const all = await measured(whole, findAnalyzer('progress_measures'));
    expect(own.baseline_loss.data[0]).toBeCloseTo(all.clean_train.data[0], 5);
  });

  it('logit_cosine_fit is least squares over them', async () => {
    const { whole, some } = await runAndProbe('a<b');
    const logits = await activation(whole, 'logits');
    const answers = logits.length / cells;
    const own = await measured(some, findAnalyzer('logit_cosine_fit'));
    for (let k = 1; k <= (p - 1) / 2; k++) {
      let [product, square] = [0, 0];
      for (const row of some.probe!.rows) {
        const sum = Math.floor(row / p) + (row % p);
        for (let c = 0; c < p; c++) {
          const wave = Math.cos((2 * Math.PI * k * (sum - c)) / p);
          product += logits[row * answers + c] * wave;
          square += wave * wave;
        }
      }
      expect(own.alpha.data[k - 1]).toBeCloseTo(product / square, 5);
    }
  });

  it('multiscale_structure takes the mean of the pairs for those outside', async () => {
    const { whole, some } = await runAndProbe('a<b');
    const own = await measured(some, findAnalyzer('multiscale_structure'));
    const x = await activation(whole, 'blocks.0.mlp.hook_post');
    const width = x.length / cells;
    const rows = some.probe!.rows;
    for (let neuron = 0; neuron < width; neuron++) {
      const inside = Float64Array.from(rows, (row) => x[row * width + neuron]);
      const mean = inside.reduce((total, value) => total + value, 0) / rows.length;
      const variance = inside.reduce((total, value) => total + (value - mean) ** 2, 0) / cells;
      expect(own.neuron_deviation.data[neuron]).toBeCloseTo(Math.sqrt(variance), 5);
    }
  });

  it('whatever reads such numbers depends on the pairs too, weights do not', () => {
    const probed = probedAnalyzers(9);
    for (const id of ['neuron_freq_norm', 'neuron_dynamics', 'centroid_dmd', 'head_consensus'])
      expect(probed).toContain(id);
    for (const id of [
      'dominant_frequencies',
      'parameter_trajectory',
      'weight_norms',
      'spectral_gap'
    ])
      expect(probed).not.toContain(id);
  });
});
