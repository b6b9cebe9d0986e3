import { describe, expect, test } from 'vitest';
import type { NamedArrays, Tensor } from '../../src/array/tensor.ts';
import { resolveOptions } from '../../src/option/option.ts';
import { visualizations } from '../../src/visualizations/index.ts';
import type { Visualization } from '../../src/visualizations/visualization.ts';
import { dataFor, mapData } from '../helpers/run-p13.ts';
import { hoverOf } from './names.ts';

/** Frequencies of the fixture, p=13: arrays count them from 0, people from 1. */
const F = 6;

/** The axis of an array that counts the frequencies, or -1. */
function frequencyAxis({ shape }: Tensor): number {
  const found = shape.flatMap((size, axis) => (size === F ? [axis] : []));
  return found.length === 1 ? found[0] : -1;
}

/** The array with 0.9 at one frequency and nearly nothing at all others. */
function only(array: Tensor, index: number): Tensor {
  const axis = frequencyAxis(array);
  const inner = array.shape.slice(axis + 1).reduce((product, size) => product * size, 1);
  const data = array.data.slice().fill(0);
  for (let i = 0; i < data.length; i++) data[i] = Math.floor(i / inner) % F === index ? 0.9 : 0.001;
  return { ...array, data };
}

/** The figure of a fixture in which one array has one frequency only. */
function withOne(visualization: Visualization, key: string, index: number) {
  const data = mapData(visualization, dataFor(visualization), (arrays) =>
    arrays[key] ? { ...arrays, [key]: only(arrays[key], index) } : arrays
  );
  const options = resolveOptions(visualization.options, {}, { epoch: 59, neuron: 3, prime: 13 });
  return visualization.figure(data as never, options as never);
}

const cases = visualizations.flatMap((visualization) => {
  const keys = new Set<string>();
  mapData(visualization, dataFor(visualization), (arrays: NamedArrays) => {
    for (const [key, array] of Object.entries(arrays))
      if (array.dtype.startsWith('float') && frequencyAxis(array) >= 0) keys.add(key);
    return arrays;
  });
  const maps = withMaps(visualization);
  return maps ? [...keys].map((key) => [visualization.id, key, visualization] as const) : [];
});

function withMaps(visualization: Visualization): boolean {
  const options = resolveOptions(visualization.options, {}, { epoch: 59, neuron: 3, prime: 13 });
  const { data } = visualization.figure(dataFor(visualization) as never, options as never);
  return data.some(
    (trace) => trace.type === 'heatmap' && trace.hovertemplate?.includes('frequency %')
  );
}

describe.each(cases)('%s of %s', (_, key, visualization) => {
  test('calls the first frequency 1 and the last 6', () => {
    for (const index of [0, 3, F - 1]) {
      const figure = withOne(visualization, key, index);
      for (const trace of figure.data) {
        if (trace.type !== 'heatmap') continue;
        const cells = trace.z.flatMap((row, r) => Array.from(row, (z, c) => ({ z, r, c })));
        const most = Math.max(...cells.map(({ z }) => (Number.isFinite(z) ? z : 0)));
        const said = cells
          .filter(({ z }) => Math.abs(most - 0.9) < 1e-6 && z === most)
          .map(({ r, c }) => /frequency (\d+)/.exec(hoverOf(trace, r, c))?.[1]);
        for (const k of new Set(said)) expect(k).toBe(String(index + 1));
      }
    }
  });
});
