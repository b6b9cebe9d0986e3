import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Figure, HeatmapTrace } from '../../src/figure/figure.ts';
import { writeLosses } from '../../src/loader/index.ts';
import { analyzeVariant } from '../../src/workbench/analysis/index.ts';
import { explorerSource } from '../../src/workbench/explorer/explorer-source.ts';
import type { FigureRequest } from '../../src/workbench/explorer/explorer-workbench.ts';
import { randomRun } from '../helpers/random-run.ts';
import { userErrorOf } from '../helpers/user-error.ts';

const stored = [
  [0, 10, 20],
  [0, 8, 16, 24],
  [0, 20, 40]
];

const results = mkdtempSync(join(tmpdir(), 'grokscope-'));
const variants: string[] = [];

/** Three runs with checkpoints of their own and a turn at 10, 8 and 20. */
beforeAll(async () => {
  for (const [seed, epochs] of stored.entries()) {
    const variant = await randomRun(results, epochs, { seed });
    await writeLosses(variant, 0, {
      train: new Float64Array(epochs.at(-1)! + 1).fill(0.1),
      test: Float64Array.from({ length: epochs.at(-1)! + 1 }, (_, e) => (e < epochs[1] ? 5 : 0.5))
    });
    await analyzeVariant(variant, { analyzers: ['coarseness', 'neuron_freq_norm'], device: 'cpu' });
    variants.push(variant.name);
  }
}, 60_000);
afterAll(() => rmSync(results, { recursive: true, force: true }));

async function three() {
  const source = explorerSource(results);
  onTestFinished(() => source.close());
  await source.openRun(variants[0]);
  const request = (epoch: number, more: Partial<FigureRequest> = {}): FigureRequest => ({
    ...{ epoch, neuron: 2, among: { variants, from: variants[0] } },
    ...more
  });
  return { source, names: variants, request };
}

const mapOf = (figure: Figure) => figure.data[0] as HeatmapTrace;

describe('figures of several variants beside each other', () => {
  it('have the ranges of all of them, over all epochs', async () => {
    const { source, names, request } = await three();
    const draw = async (name: string, epoch: number) =>
      source.figure(name, 'neuron_heatmap', request(epoch));
    await draw(names[0], 20);
    let most = 0;
    for (const [i, name] of names.entries()) {
      await source.openRun(name);
      for (const epoch of stored[i]) {
        const own = await source.figure(name, 'neuron_heatmap', { epoch, neuron: 2 });
        most = Math.max(most, mapOf(own).zmax!);
      }
    }
    // The search over all epochs goes on in the background.
    await expect
      .poll(async () => (mapOf(await draw(names[1], 20)).zmax ?? 0) / most, { timeout: 8000 })
      .toBeCloseTo(1, 9);
    const scales = await Promise.all(names.map(async (name) => mapOf(await draw(name, 10))));
    expect(new Set(scales.map(({ zmin, zmax }) => `${zmin} ${zmax}`)).size).toBe(1);
  });

  it('are of the nearest stored epoch: as counted, from the turn, or by the share', async () => {
    const { source, names, request } = await three();
    const at = async (epoch: number, align: 'epoch' | 'turn' | 'fraction') => {
      const asked = request(epoch, { align });
      const titles = await Promise.all(
        names.map(async (name) => (await source.figure(name, 'neuron_heatmap', asked)).layout.title)
      );
      const epochs = names.map((name) => source.epochOf(name, 'neuron_heatmap', asked));
      for (const [i, title] of titles.entries())
        expect(title?.text).toContain(`Epoch ${epochs[i]}`);
      return epochs;
    };
    expect(await at(10, 'epoch')).toEqual([10, 8, 0]);
    expect(await at(10, 'turn')).toEqual([10, 8, 20]);
    expect(await at(20, 'fraction')).toEqual([20, 24, 40]);
  });

  it('over epochs are counted as asked, on the same axes', async () => {
    const { source, names, request } = await three();
    const asked = request(10, { align: 'turn' });
    const figures = await Promise.all(
      names.map(async (name) => source.figure(name, 'loss_curves', asked))
    );
    for (const { layout } of figures)
      expect(layout.xaxis?.title?.text).toMatch(/^epochs since the /);
    const ranges = figures.map(({ layout }) => JSON.stringify(layout.xaxis?.range));
    expect(new Set(ranges).size).toBe(1);
    const [low, high] = figures[0].layout.xaxis!.range!;
    expect(low).toBeLessThanOrEqual(-20);
    expect(high).toBeGreaterThanOrEqual(20);
  });

  it('come at once when they are in memory, the same object each time', async () => {
    const { source, names, request } = await three();
    const first = await source.figure(names[1], 'coarseness_distribution', request(20));
    const again = source.figure(names[1], 'coarseness_distribution', request(20));
    expect(again).not.toBeInstanceOf(Promise);
    expect(again).toBe(first);
  });

  it('say why one of them is absent, and the others are there', async () => {
    const { source, names, request } = await three();
    const draw = async () => source.figure(names[1], 'input_trace', request(10));
    expect((await userErrorOf(draw)).message).toContain('input_trace');
    const other = await source.figure(names[1], 'coarseness_trajectory', request(10));
    expect(other.data.length).toBeGreaterThan(0);
  });

  it('leave no run open that nobody asked for', async () => {
    const { source, names } = await three();
    const missing = { epoch: 0, neuron: 0, among: { variants: ['none'], from: names[0] } };
    expect(source.epochOf('none', 'loss_curves', missing)).toBeNull();
    const draw = async () => source.figure('none', 'loss_curves', missing);
    expect((await userErrorOf(draw)).message).toContain('none');
  });
});
