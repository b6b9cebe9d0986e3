import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { NamedArrays, Tensor } from '../../src/array/tensor.ts';
import { sizeOf } from '../../src/array/tensor.ts';
import { UserError } from '../../src/error/user-error.ts';
import type { Axis } from '../../src/figure/figure.ts';
import { figureJson } from '../../src/figure/json.ts';
import { rangesOf } from '../../src/figure/ranges.ts';
import { resolveOptions } from '../../src/option/option.ts';
import { findVisualization, visualizations } from '../../src/visualizations/index.ts';
import { comparedWithGolden } from '../helpers/golden.ts';
import { dataFor, drawn, mapData } from '../helpers/run-p13.ts';

const folder = new URL('../../src/visualizations/', import.meta.url);
/** Every file in the rooms of the figures, by its name without the room. */
const files = new Map(
  globSync('*/*.ts', { cwd: folder }).map((path) => [path.split('/')[1], path] as const)
);
const fileOf = (id: string) => `${id.replaceAll('_', '-')}.ts`;

describe.each(visualizations.map((v) => [v.id, v] as const))('%s', (id, visualization) => {
  it('has its id as its file name', async () => {
    const module = await import(new URL(files.get(fileOf(id))!, folder).href);
    expect(module.default).toBe(visualization);
  });

  it('says what it answers in one sentence', () => {
    expect(visualization.about).toMatch(/^[A-Z][^.!?]+[.!?]$/);
    expect(visualization.title).not.toBe('');
  });

  it('documents its options', () => {
    for (const [name, option] of Object.entries(visualization.options)) {
      expect(name).toMatch(/^[a-z][A-Za-z]+$/);
      expect(option.about).toMatch(/^[A-Z].+\.$/);
    }
  });

  it('is to scale where both axes are of one space', () => {
    const { data, layout } = drawn(visualization);
    if (data.every(({ x }) => x?.length === 0)) return;
    const space = ({ title }: Axis = {}) => /^(PC|UMAP)\s?\d/.exec(title?.text ?? '')?.[1];
    const { xaxis, yaxis } = layout;
    if (space(xaxis) && space(xaxis) === space(yaxis)) expect(yaxis?.scaleanchor).toMatch(/^x\d?$/);
  });

  it('accepts another title', () => {
    expect(drawn(visualization, { title: 'Mine' }).layout.title?.text).toBe('Mine');
  });

  it('draws the same from the same and leaves its input alone', () => {
    const data = dataFor(visualization);
    const before = JSON.stringify(data, asLists);
    const options = resolveOptions(visualization.options, {}, { epoch: 59, neuron: 3, prime: 13 });
    const first = figureJson(visualization.figure(data as never, options as never));
    expect(figureJson(visualization.figure(data as never, options as never))).toBe(first);
    expect(JSON.stringify(data, asLists)).toBe(before);
  });

  it('derives nothing anew when only the epoch cursor moves', () => {
    if (visualization.kind !== 'run') return;
    const data = dataFor(visualization);
    const at = (epoch: number) =>
      visualization.figure(
        data as never,
        resolveOptions(visualization.options, {}, { epoch }) as never
      );
    const without = ({ layout }: ReturnType<typeof at>) => ({
      ...layout,
      shapes: 0,
      annotations: 0
    });
    expect(without(at(0))).toEqual(without(at(59)));
    expect(at(0).data).toEqual(at(59).data);
  });

  it('draws without context', () => {
    const options = resolveOptions(visualization.options, {});
    expect(
      visualization.figure(dataFor(visualization) as never, options as never).data
    ).not.toEqual([]);
  });

  it('survives a run of one epoch', () => {
    const data = mapData(visualization, dataFor(visualization, 0), firstEpoch);
    const options = resolveOptions(visualization.options, {}, { epoch: 0, neuron: 0, prime: 13 });
    expect(visualization.figure(data as never, options as never).data).not.toEqual([]);
  });

  it('answers broken arrays with finite ranges or a UserError', () => {
    const options = resolveOptions(visualization.options, {}, { epoch: 59, neuron: 3, prime: 13 });
    const data = dataFor(visualization);
    const keys = new Set<string>();
    mapData(visualization, data, (arrays) => {
      for (const key of Object.keys(arrays)) keys.add(key);
      return arrays;
    });
    for (const broken of broke) {
      for (const key of keys) {
        const arrays = mapData(visualization, data, (own) =>
          own[key] ? { ...own, [key]: broken(own[key]) } : own
        );
        try {
          const { axes } = rangesOf(visualization.figure(arrays as never, options as never));
          expect(Object.values(axes).flat().every(Number.isFinite)).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      }
    }
  });

  it('answers an absent array with a figure or a UserError with a remedy', () => {
    const options = resolveOptions(visualization.options, {}, { epoch: 59, neuron: 3, prime: 13 });
    const data = dataFor(visualization);
    const keys = new Set<string>();
    mapData(visualization, data, (arrays) => {
      for (const key of Object.keys(arrays)) keys.add(key);
      return arrays;
    });
    for (const key of keys) {
      const arrays = mapData(visualization, data, ({ [key]: _, ...rest }) => rest);
      try {
        const { axes } = rangesOf(visualization.figure(arrays as never, options as never));
        expect(Object.values(axes).flat().every(Number.isFinite)).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
        expect((error as UserError).hint).toBeTruthy();
      }
    }
  });

  it('has short axis titles, at most five legend entries and hover text on every trace', () => {
    const { data, layout } = drawn(visualization);
    expect(layout.xaxis?.title?.text.length).toBeLessThanOrEqual(32);
    expect(layout.yaxis?.title?.text.length).toBeLessThanOrEqual(24);
    const named = data.filter((trace) => trace.type !== 'heatmap' && trace.showlegend !== false);
    // Those of language models have a line for each group that the user's probes name.
    expect(named.length).toBeLessThanOrEqual(visualization.time === 'step' ? 13 : 5);
    for (const trace of data) expect(trace.hovertemplate).toMatch(/<extra><\/extra>$/);
  });

  it('equals its golden figure', () => {
    const { data, layout } = drawn(visualization);
    const { template: _, ...rest } = layout;
    expect(comparedWithGolden(`figures/${id}`, { data, layout: rest })).toBeNull();
  });
});

describe('the list of visualizations', () => {
  it('holds every file of the folder that has a default export', () => {
    const units = [...files.keys()].filter((name) =>
      /^export default/m.test(read(files.get(name)!))
    );
    expect(units.sort()).toEqual(visualizations.map(({ id }) => fileOf(id)).sort());
  });

  it('has no id or alias twice', () => {
    const names = visualizations.flatMap(({ id, aliases = [], presets = {} }) => [
      id,
      ...aliases,
      ...Object.keys(presets)
    ]);
    expect(new Set(names).size).toBe(names.length);
  });

  it('finds ids in either spelling and the names of the Python workbench', () => {
    expect(findVisualization('neuron-heatmap').id).toBe('neuron_heatmap');
    expect(findVisualization('dominant_frequencies_bar').id).toBe('dominant_frequencies');
    expect(findVisualization('frequency_clusters_heatmap').id).toBe('neuron_freq_clusters');
    expect(findVisualization('training.metadata.loss_curves').id).toBe('loss_curves');
  });

  it('finds pictures that the Python workbench draws with other defaults', () => {
    const found = findVisualization('parameters.pca.pc2_pc3');
    expect(found.id).toBe('parameter_trajectory');
    expect(resolveOptions(found.options, {})).toMatchObject({ across: 2, up: 3, group: 'all' });
    expect(findVisualization(found.id).options.up).toMatchObject({ default: 2 });
  });

  it('has presets of options that exist, with values that they take', () => {
    for (const { presets = {}, options } of visualizations)
      for (const values of Object.values(presets))
        expect(resolveOptions(options, values)).toMatchObject(values);
  });

  it('names the known ids when one is unknown', () => {
    expect(() => findVisualization('fuorier')).toThrow('unknown figure: fuorier');
    expect(() => findVisualization('fuorier')).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('coarseness_trajectory, ') })
    );
  });
});

/** Ways in which a stored array can be broken: no values, not numbers, infinite, negative, another rank. */
const broke: readonly ((array: Tensor) => Tensor)[] = [
  ({ shape, data, ...rest }) => ({ ...rest, shape: shape.map(() => 0), data: data.subarray(0, 0) }),
  ...[Number.NaN, Number.POSITIVE_INFINITY, 0, -1].map((value) => (array: Tensor) => ({
    ...array,
    data: array.data.slice().fill(value)
  })),
  ({ data, ...rest }) => ({ ...rest, shape: [], data: data.subarray(0, 1) })
];

function read(path: string): string {
  return readFileSync(new URL(path, folder), 'utf8');
}

function asLists(_: string, value: unknown): unknown {
  return ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value;
}

/** The first row of every array that has one row per epoch; other arrays as they are. */
function firstEpoch(arrays: NamedArrays): NamedArrays {
  const count = arrays.epochs?.shape[0] ?? arrays.train_losses?.shape[0];
  const first = (array: Tensor): Tensor => {
    if (array.shape[0] !== count) return array;
    const shape = [1, ...array.shape.slice(1)];
    return { ...array, shape, data: array.data.subarray(0, sizeOf(shape)) };
  };
  return Object.fromEntries(Object.entries(arrays).map(([key, array]) => [key, first(array)]));
}
