import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { float64 } from '../../src/array/tensor.ts';
import { readNpz, writeNpz } from '../../src/codec/index.ts';
import type { Figure } from '../../src/figure/figure.ts';
import {
  readCheckpoint,
  type Variant,
  writeCheckpoint,
  writeLosses
} from '../../src/loader/index.ts';
import { analyzeVariant } from '../../src/workbench/analysis/index.ts';
import { explorerSource } from '../../src/workbench/explorer/explorer-source.ts';
import {
  type ExplorerWorkbench,
  RANGES,
  type RunDescription
} from '../../src/workbench/explorer/explorer-workbench.ts';
import { throughProbe } from '../../src/workbench/run/through-probe.ts';
import { countingLosses } from '../helpers/fresh-variant.ts';
import { randomRun } from '../helpers/random-run.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { userErrorOf } from '../helpers/user-error.ts';

async function opened(): Promise<{ variant: Variant; source: ExplorerWorkbench }> {
  const results = temporaryFolder();
  const variant = await randomRun(results);
  await analyzeVariant(variant, { analyzers: ['coarseness'], device: 'cpu' });
  const source = explorerSource(results);
  onTestFinished(() => source.close());
  return { variant, source };
}

const titleOf = async (source: ExplorerWorkbench, { name }: Variant) =>
  (await source.figure(name, 'neuron_heatmap', { epoch: 0, neuron: 1 })).layout.title!.text;

describe('figures whose arrays a run lacks', () => {
  const lacking = async (epochs: readonly number[]) => {
    const results = temporaryFolder();
    const variant = await randomRun(results);
    await analyzeVariant(variant, { analyzers: ['coarseness'], device: 'cpu' });
    for (const epoch of epochs) {
      const path = join(variant.path, `artifacts/coarseness/epoch_000${epoch || '00'}.npz`);
      const { coarseness: _, ...others } = readNpz(readFileSync(path));
      writeFileSync(path, writeNpz({ ...others, other: float64(Float64Array.of(1), [1]) }));
    }
    const source = explorerSource(results);
    onTestFinished(() => source.close());
    const { name } = await source.openRun(variant.name);
    const told: RunDescription[] = [];
    source.watch(name, (grown) => told.push(grown));
    const draw = async () =>
      source.figure(name, 'coarseness_distribution', { epoch: 10, neuron: 0 });
    expect((await userErrorOf(draw)).message).toBe('missing array: coarseness');
    return told;
  };

  it('are no panels any more once that is known, and info says why', async () => {
    const told = await lacking([0, 10, 20]);
    const panels = told.at(-1)?.groups.flatMap((group) => group.panels.map(({ id }) => id));
    expect(panels).toContain('coarseness_trajectory');
    expect(panels).not.toContain('coarseness_distribution');
    expect(told.at(-1)?.facts.at(-1)).toEqual([
      'not shown',
      'Coarseness distribution: missing array: coarseness'
    ]);
  });

  it('stay panels where one epoch alone lacks them', async () => {
    expect(await lacking([10])).toEqual([]);
  });
});

describe('the explorer’s variants', () => {
  it('are seen through the pairs asked for last, however fast', async () => {
    const { variant, source } = await opened();
    const asked = ['a<b', null, 'wrap', 'doubles'];
    const all = await Promise.all(asked.map((probe) => source.openRun(variant.name, probe)));
    expect(all.map(({ probe }) => probe)).toEqual(asked);
    expect(await titleOf(source, variant)).toMatch(/ · doubles$/);
  });

  it('say what analyzes the pairs, however few, until it is done', async () => {
    const { variant, source } = await opened();
    const words = '0+1, 2+3';
    const remedy = async () => (await source.openRun(variant.name, words)).remedy;
    expect(await remedy()).toBe(`grokscope analyze ${variant.name} --probe '0+1, 2+3'`);
    const analyzers = ['input_trace'];
    await analyzeVariant(throughProbe(variant, words), { analyzers, device: 'cpu' });
    expect(await remedy()).toBeNull();
  });

  it('in training open at the newest epoch that is analyzed, whatever was measured at one epoch only', async () => {
    const { variant, source } = await opened();
    await writeLosses(variant, 0, countingLosses(0, 31));
    await writeCheckpoint(variant, 30, await readCheckpoint(variant, 20));
    const rare = { analyzers: ['input_trace'], epochs: '0', device: 'cpu' } as const;
    await analyzeVariant(variant, rare);
    const { newest, isTraining } = await source.openRun(variant.name);
    expect([newest, isTraining]).toEqual([20, true]);
  });

  it('stay as they were seen where other pairs are refused', async () => {
    const { variant, source } = await opened();
    const first = source.openRun(variant.name, 'a<b');
    const error = await userErrorOf(() => source.openRun(variant.name, '9+9'));
    expect(error.message).toBe('pair out of range: 9+9');
    expect((await first).probe).toBe('a<b');
    expect(await titleOf(source, variant)).toMatch(/ · a&lt;b$/);
  });

  it('grow through the pairs that are seen', async () => {
    const { variant, source } = await opened();
    await source.openRun(variant.name, 'a<b');
    const maps = async () => {
      const request = { epoch: 0, neuron: 1 };
      return (await source.figure(variant.name, 'neuron_across_epochs', request)).data;
    };
    expect(await maps()).toHaveLength(3);
    const grown = new Promise<RunDescription>((resolve) => source.watch(variant.name, resolve));
    await writeCheckpoint(variant, 30, await readCheckpoint(variant, 20));
    expect(await grown).toMatchObject({ probe: 'a<b', epochs: [0, 10, 20, 30] });
    expect(await titleOf(source, variant)).toMatch(/ · a&lt;b$/);
    expect(await maps()).toHaveLength(4);
  });
});

describe('ranges of a figure', () => {
  const mapOf = (figure: Figure) => figure.data.find((trace) => trace.type === 'heatmap')!;
  const ranges = 'per_frame';

  it('are those of all epochs, or of one where that is asked', async () => {
    const { variant, source } = await opened();
    const { name } = await source.openRun(variant.name);
    const { groups } = await source.openRun(variant.name);
    const panels = groups.flatMap((group) => group.panels);
    for (const { kind, options } of panels)
      expect(options.some((option) => option.name === RANGES)).toBe(kind === 'epoch');
    const draw = (epoch: number, set?: object) =>
      source.figure(name, 'neuron_heatmap', { epoch, neuron: 1, ...(set && { set: { ...set } }) });
    const locked = await Promise.all([0, 10, 20].map((epoch) => draw(epoch)));
    const free = await Promise.all([0, 10, 20].map((epoch) => draw(epoch, { ranges })));
    const most = (figures: readonly Figure[]) => figures.map((one) => mapOf(one).zmax!);
    const all = Math.max(...most(free));
    expect(most(locked)).toEqual([all, all, all]);
    expect(new Set(most(free)).size).toBeGreaterThan(1);
    expect(locked.map(({ layout }) => layout.meta?.locked)).toEqual([true, true, true]);
    expect(free.map(({ layout }) => layout.meta?.locked)).toEqual([
      undefined,
      undefined,
      undefined
    ]);
  });

  it('are exported as they are seen', async () => {
    const { variant, source } = await opened();
    const { name } = await source.openRun(variant.name);
    const exported = async (set: object) => {
      const request = { format: 'json', epoch: 0, neuron: 1, set: { ...set } } as const;
      const { signal } = new AbortController();
      const path = await source.exportFigure(name, 'neuron_heatmap', request, () => {}, signal);
      return { path, figure: JSON.parse(readFileSync(path, 'utf8')) as Figure };
    };
    const seen = await source.figure(name, 'neuron_heatmap', { epoch: 0, neuron: 1 });
    const locked = await exported({});
    expect(mapOf(locked.figure).zmax).toBeCloseTo(mapOf(seen).zmax!, 6);
    const free = await exported({ ranges });
    expect(mapOf(free.figure).zmax).toBeLessThan(mapOf(seen).zmax!);
    expect(free.path).toBe(locked.path.replace('.json', '__per_frame.json'));
  });
});

describe('several variants', () => {
  it('have their lines laid over each other, with the epoch cursor of all', async () => {
    const results = temporaryFolder();
    const runs = [await randomRun(results), await randomRun(results, [0, 20], { seed: 1 })];
    for (const run of runs) await analyzeVariant(run, { analyzers: ['coarseness'], device: 'cpu' });
    await writeLosses(runs[0], 0, countingLosses(0, 21));
    const source = explorerSource(results);
    onTestFinished(() => source.close());
    const { name } = await source.openRun(runs[0].name);
    const beside = runs.map((run) => run.name);
    const request = { epoch: 10, neuron: 0, beside };
    const { data, layout } = await source.figure(name, 'coarseness_trajectory', request);
    expect(data.map((trace) => trace.name)).toEqual([
      expect.stringContaining('999'),
      expect.stringContaining('1')
    ]);
    expect(layout.shapes?.filter((shape) => shape.name === 'cursor').map(({ x0 }) => x0)).toEqual([
      10
    ]);
    const later = source.figure(name, 'coarseness_trajectory', { ...request, epoch: 20 });
    expect(later).not.toBeInstanceOf(Promise);
    const { title } = (await source.figure(name, 'loss_curves', request)).layout;
    expect(title?.text).toContain(`without ${runs[1].name}`);
  });

  it('leave figures alone that have no such lines', async () => {
    const { variant, source } = await opened();
    const { name } = await source.openRun(variant.name);
    const alone = { epoch: 10, neuron: 0 };
    const map = await source.figure(name, 'coarseness_distribution', {
      ...alone,
      beside: [name, name]
    });
    expect(map).toBe(await source.figure(name, 'coarseness_distribution', alone));
  });
});
