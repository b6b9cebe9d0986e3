import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/error/user-error.ts';
import { type Variant, writeLoggedRun } from '../../src/loader/index.ts';
import { resolveOptions } from '../../src/option/option.ts';
import { findVisualization, visualizations } from '../../src/visualizations/index.ts';
import { needsOf } from '../../src/visualizations/visualization.ts';
import { readRun } from '../../src/workbench/run/run-data.ts';
import { findSource, sources } from '../../src/workbench/run/sources/index.ts';
import { randomRun } from '../helpers/random-run.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

describe('the list of sources', () => {
  it('holds sources whose file is named as their id, with one sentence each', () => {
    const files = readdirSync(new URL('../../src/workbench/run/sources/', import.meta.url));
    for (const { id, about } of sources) {
      expect(files).toContain(`${id.replaceAll('_', '-')}.ts`);
      expect(about).toMatch(/^[A-Z][^.]*\.$/);
      expect(findSource(id).id).toBe(id);
    }
  });

  it.each(sources)('$id gives the same finite arrays twice', async (source) => {
    const variant = await randomRun(temporaryFolder(), [0]);
    const scalars = new Map([['loss', [{ step: 1, value: 2 }]]]);
    await writeLoggedRun(variant, { program: 'W&B', scalars, board: null });
    const needed = visualizations.find((one) =>
      needsOf(one).some((need) => need.from === 'source' && need.source === source.id)
    )!;
    const options = resolveOptions(needed.options, {});
    const request = { epoch: 0, neuron: 3, options };
    const first = await source.load(variant, request);
    for (const { data } of Object.values(first)) expect(data.every(Number.isFinite)).toBe(true);
    expect(await source.load(variant, request)).toEqual(first);
  });
});

describe('a figure of its own neuron and epoch', () => {
  it('has the data that its title says', async () => {
    const run = await readRun(await randomRun(temporaryFolder(), [0, 10]), []);
    for (const id of ['neuron_heatmap', 'neuron_coarse_map', 'neuron_across_epochs']) {
      const figure = findVisualization(id);
      const own = await run.draw(figure, { epoch: 0, neuron: 0, set: { neuron: 7 } });
      expect(own, id).toEqual(await run.draw(figure, { epoch: 0, neuron: 7 }));
      expect(own.data, id).not.toEqual((await run.draw(figure, { epoch: 0, neuron: 0 })).data);
    }
    const heatmap = findVisualization('neuron_heatmap');
    const earlier = await run.draw(heatmap, { epoch: 10, neuron: 3, set: { epoch: 0 } });
    expect(earlier).toEqual(await run.draw(heatmap, { epoch: 0, neuron: 3 }));
  });
});

describe('the maps of neurons', () => {
  const map = (variant: Variant, epoch: number, neuron: number) =>
    findSource('neuron_map').load(variant, { epoch, neuron });

  it('are those of single neurons, in the order asked for', async () => {
    const variant = await randomRun(temporaryFolder(), [0]);
    const options = { neurons: '5, 2', count: 6 };
    const { maps, chosen } = await findSource('neuron_maps').load(variant, {
      epoch: 0,
      neuron: 0,
      options
    });
    expect(Array.from(chosen.data)).toEqual([5, 2]);
    expect(maps.data.slice(49)).toEqual((await map(variant, 0, 2)).map.data);
  });

  it('begin with the neuron that varies most at the last checkpoint, whatever the epoch', async () => {
    const variant = await randomRun(temporaryFolder(), [0, 10]);
    const options = { neurons: 'active', count: 6 };
    const load = (epoch: number) =>
      findSource('neuron_maps').load(variant, { epoch, neuron: 0, options });
    const { chosen, maps } = await load(10);
    const spread = (i: number) => {
      const own = Array.from(maps.data.slice(i * 49, (i + 1) * 49));
      const mean = own.reduce((sum, value) => sum + value, 0) / 49;
      return own.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    };
    const spreads = Array.from(chosen.data, (_, i) => spread(i));
    expect(spreads).toEqual([...spreads].sort((a, b) => b - a));
    expect((await load(0)).chosen).toEqual(chosen);
  });

  it('refuse neurons that are not there and frequencies that nothing is known of', async () => {
    const variant = await randomRun(temporaryFolder(), [0]);
    const load = (neurons: string) =>
      findSource('neuron_maps').load(variant, {
        epoch: 0,
        neuron: 0,
        options: { neurons, count: 6 }
      });
    await expect(load('3,12')).rejects.toThrow('invalid neurons: 3,12');
    await expect(load('3,,4')).rejects.toThrow('invalid neurons');
    await expect(load('k2')).rejects.toThrow(UserError);
  });

  it('of one neuron are those of its epochs', async () => {
    const variant = await randomRun(temporaryFolder(), [0, 10, 20]);
    const load = (epochs: string | null) =>
      findSource('neuron_epochs').load(variant, { epoch: 0, neuron: 4, options: { epochs } });
    const { epochs, maps } = await load('10,20');
    expect(Array.from(epochs.data)).toEqual([10, 20]);
    expect(maps.data.slice(49)).toEqual((await map(variant, 20, 4)).map.data);
    expect(Array.from((await load(null)).epochs.data)).toEqual([0, 10, 20]);
    await expect(load('5')).rejects.toThrow(UserError);
  });
});
