import { describe, expect, it } from 'vitest';
import type { NamedArrays } from '../../src/array/tensor.ts';
import { compile, type Lazy } from '../../src/engine/index.ts';
import { readCheckpoint, type Variant } from '../../src/loader/index.ts';
import { splitOf } from '../../src/task/index.ts';
import { findVisualization } from '../../src/visualizations/index.ts';
import { checkpointGraph } from '../../src/workbench/analysis/checkpoint-graph.ts';
import { explorerSource } from '../../src/workbench/explorer/explorer-source.ts';
import { readRun } from '../../src/workbench/run/run-data.ts';
import { traceVariant } from '../../src/workbench/trace/index.ts';
import { pairsToTrace } from '../../src/workbench/trace/trace-pairs.ts';
import { randomParityRun, randomRun } from '../helpers/random-run.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { userErrorOf } from '../helpers/user-error.ts';
import { plainTransformer } from '../model/plain-transformer.ts';

const prime = 7;
const run = (epochs = [0, 10]) => randomRun(temporaryFolder(), epochs);

async function computed(variant: Variant, row: number, epoch: number, names: readonly string[]) {
  const probe = checkpointGraph(variant).on(Int32Array.of(row));
  const outputs: Record<string, Lazy> = Object.fromEntries(
    names.map((name) => [name, probe.activation(name)])
  );
  const program = await compile(outputs, { device: 'cpu', dtype: 'float64' });
  const found: NamedArrays = await program.run(await readCheckpoint(variant, epoch));
  await program.dispose();
  return (name: string) => [...found[name].data] as number[];
}

/** Logits of a residual stream, by the definition. */
function unembedded(residual: readonly number[], weights: NamedArrays): number[] {
  const { data } = weights['unembed.W_U'];
  return Array.from({ length: prime }, (_, answer) =>
    residual.reduce((sum, x, d) => sum + x * data[d * prime + answer], 0)
  );
}

const average = (values: readonly number[]) => values.reduce((a, b) => a + b) / values.length;

describe('the trace of a pair', () => {
  it('is the logit lens after each stage by its definition, and ends in the model’s own answer', async () => {
    const variant = await run();
    const { subject, epochs } = await traceVariant(variant, { input: '3+5' });
    expect(epochs).toEqual([0, 10]);
    const names = ['pre', 'mid', 'post'].map((name) => `blocks.0.hook_resid_${name}`);
    for (const [i, epoch] of epochs.entries()) {
      const weights = await readCheckpoint(variant, epoch);
      const value = await computed(variant, 3 * prime + 5, epoch, [...names, 'logits']);
      names.forEach((name, stage) => {
        const logits = unembedded(value(name), weights);
        const log = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0));
        const at = i * 3 + stage;
        expect(subject.logProbability[at]).toBeCloseTo(logits[1] - log, 5);
        expect(subject.probability[at]).toBeCloseTo(Math.exp(logits[1] - log), 5);
        expect(subject.rank[at]).toBe(1 + logits.filter((logit) => logit > logits[1]).length);
        expect(subject.answer[at]).toBe(logits.indexOf(Math.max(...logits)));
        if (stage === 2)
          value('logits').forEach((logit, k) => {
            expect(logit).toBeCloseTo(logits[k], 5);
          });
      });
    }
  });

  it('has neurons that together add what the MLP adds to the right answer over the mean', async () => {
    const variant = await run([0]);
    const { subject } = await traceVariant(variant, { input: '3+5' });
    const value = await computed(variant, 3 * prime + 5, 0, ['blocks.0.hook_mlp_out']);
    const logits = unembedded(value('blocks.0.hook_mlp_out'), await readCheckpoint(variant, 0));
    const total = subject.contribution.reduce((sum, x) => sum + x, 0);
    expect(total).toBeCloseTo(logits[1] - average(logits), 5);
  });

  it('has the attention of every head and what every neuron adds, by their definitions', async () => {
    const variant = await run([0]);
    const { subject, heads } = await traceVariant(variant, { input: '3+5' });
    const weights = await readCheckpoint(variant, 0);
    const plain = plainTransformer(weights, 3, 5);
    expect(heads).toBe(2);
    plain['blocks.0.attn.hook_pattern'].forEach((share, i) => {
      expect(subject.attention[i]).toBeCloseTo(share, 6);
    });
    const width = weights['unembed.W_U'].shape[0];
    plain['blocks.0.mlp.hook_post'].forEach((active, neuron) => {
      const written = weights['blocks.0.mlp.W_out'].data.subarray(
        neuron * width,
        (neuron + 1) * width
      );
      const logits = unembedded(
        Array.from(written, (x) => active * x),
        weights
      );
      expect(subject.contribution[neuron]).toBeCloseTo(logits[1] - average(logits), 6);
    });
  });

  it('stands beside a pair of the same answer on the other side of the split', async () => {
    const variant = await run([0]);
    const { train, test } = splitOf(variant);
    for (const [row, side] of [
      [train[0], 'test'],
      [test[0], 'train']
    ] as const) {
      const input = `${Math.floor(row / prime)}+${row % prime}`;
      const { subject, partner } = pairsToTrace(variant, { input });
      const answer = (other: number) => (Math.floor(other / prime) + (other % prime)) % prime;
      expect(subject.side).not.toBe(side);
      expect(partner?.side).toBe(side);
      expect(answer(partner!.rows[0])).toBe(answer(row));
    }
    expect(pairsToTrace(variant, {}).subject).toMatchObject({
      side: 'test',
      rows: Int32Array.of(test[0])
    });
    const given = pairsToTrace(variant, { input: '3+5', against: '1+1' });
    expect(given.partner?.name).toBe('1+1=2');
  });
});

describe('the trace of a set', () => {
  it('is the mean of the traces of its pairs, training pairs beside test pairs', async () => {
    const variant = await run([0]);
    const { subject, partner } = await traceVariant(variant, { input: 'a<b' });
    expect([subject.side, partner?.side]).toEqual(['train', 'test']);
    expect(subject.rows.length + partner!.rows.length).toBe(21);
    const alone = await Promise.all(
      [...subject.rows].map((row) =>
        traceVariant(variant, { input: `${Math.floor(row / prime)}+${row % prime}` })
      )
    );
    for (const key of [
      'probability',
      'logProbability',
      'rank',
      'attention',
      'contribution'
    ] as const)
      subject[key].forEach((value, i) => {
        expect(value).toBeCloseTo(average(alone.map((trace) => trace.subject[key][i])), 5);
      });
  });
});

describe('the figure of a trace', () => {
  it('follows its input option, and the epoch cursor computes nothing anew', async () => {
    const opened = await readRun(await run(), []);
    const lens = findVisualization('input_trace_lens');
    const first = await opened.draw(lens, { epoch: 0, set: { input: '3+5' } });
    expect(first.layout.title?.text).toMatch(/^3\+5=1 \((train|test)\) · against \d\+\d=1/);
    const moved = opened.draw(lens, { epoch: 10, set: { input: '3+5' } });
    expect(moved).not.toBeInstanceOf(Promise);
    const other = await opened.draw(lens, { epoch: 0, set: { input: 'a<b', against: '1+1' } });
    expect(other.layout.title?.text).toMatch(/^a<b \(21 of all\) · against 1\+1=2/);
  });

  it('takes the explorer’s input, which other figures ignore', async () => {
    const results = temporaryFolder();
    const { name } = await randomRun(results);
    const source = explorerSource(results);
    await source.openRun(name);
    const draw = (id: string, set?: Readonly<Record<string, unknown>>) =>
      source.figure(name, id, { epoch: 0, neuron: 1, ...(set && { set }) });
    const traced = await draw('input_trace_neurons', { input: '3+5' });
    expect(traced.layout.title?.text).toMatch(/^Neurons for 3\+5=1/);
    expect(await draw('neuron_heatmap', { input: '3+5' })).toBe(await draw('neuron_heatmap'));
  });

  it('refuses malformed inputs as a user’s mistake', async () => {
    const opened = await readRun(await run([0]), []);
    const lens = findVisualization('input_trace_lens');
    const error = await userErrorOf(async () =>
      opened.draw(lens, { epoch: 0, set: { input: '9+9' } })
    );
    expect(error.message).toBe('pair out of range: 9+9');
  });
});

describe('the trace of an MLP', () => {
  it('has one stage, the model’s own answer, and neurons that add up to it', async () => {
    const variant = await randomParityRun(temporaryFolder(), [0]);
    const row = 0b01101;
    const traced = await traceVariant(variant, { input: '01101' });
    const { subject, partner } = traced;
    expect([traced.stages, traced.heads, subject.attention.length]).toEqual([['mlp'], 0, 0]);
    expect(subject.name).toBe('01101=1');
    const { logits } = await (async () => {
      const graph = checkpointGraph(variant).on(Int32Array.of(row));
      const program = await compile({ logits: graph.activation('logits') }, { device: 'cpu' });
      const found = await program.run(await readCheckpoint(variant, 0));
      await program.dispose();
      return found;
    })();
    const [zero, one] = [...logits.data];
    expect(subject.probability[0]).toBeCloseTo(1 / (1 + Math.exp(zero - one)), 5);
    const added = subject.contribution.reduce((sum, value) => sum + value, 0);
    expect(added).toBeCloseTo((one - zero) / 2, 5);
    const differ = (other: number) =>
      [...(other ^ row).toString(2)].filter((b) => b === '1').length;
    expect(partner!.rows.length).toBe(1);
    expect(differ(partner!.rows[0])).toBeLessThanOrEqual(2);
  });
});
