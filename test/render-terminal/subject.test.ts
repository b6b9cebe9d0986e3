import { describe, expect, it } from 'vitest';
import { cursorStops, placeOf, readings, subjectAt } from '../../src/render-terminal/index.ts';
import { findVisualization, visualizations } from '../../src/visualizations/index.ts';
import { tiles } from '../../src/visualizations/neurons/tiles.ts';
import { drawn } from '../helpers/run-p13.ts';

/** A cursor at a stop of a figure's first subplot, by its share of the way. */
function cursorIn(figure: ReturnType<typeof drawn>, share: number) {
  const { axes, x, y } = cursorStops(figure);
  const at = (stops: ArrayLike<number>) => stops[Math.floor(share * (stops.length - 1))];
  return y ? { axes, x: at(x), y: at(y) } : { axes, x: at(x) };
}

describe('what is under a value cursor', () => {
  it.each([
    ['loss_curves', ['epoch']],
    ['parameter_trajectory', ['epoch']],
    ['trajectory_groups', ['epoch']],
    ['trajectory_loops', ['epoch']],
    ['trajectory_in_space', ['epoch']],
    ['commitment_timeline', ['epoch']],
    ['neuron_freq_trajectory', ['epoch', 'neuron']],
    ['neuron_freq_clusters', ['frequency', 'neuron']],
    ['coarseness_by_neuron', ['neuron']],
    ['neuron_scales', ['neuron']],
    ['neuron_heatmap', ['pair']],
    ['head_consensus', ['epoch', 'frequency', 'head']]
  ])('%s tells %j', (id, wanted) => {
    const figure = drawn(findVisualization(id), {});
    const subject = subjectAt(figure, cursorIn(figure, 0.5));
    expect(Object.keys(subject).sort()).toEqual(expect.arrayContaining(wanted));
  });

  it('is an epoch in every figure that draws the epoch cursor', () => {
    const silent = visualizations
      .filter(({ options }) => 'currentEpoch' in options)
      .flatMap((visualization) => {
        const figure = drawn(visualization, { currentEpoch: 28 });
        const hasCursor = figure.layout.shapes?.some(({ name }) => name === 'cursor');
        if (!hasCursor) return [];
        const { epoch } = subjectAt(figure, cursorIn(figure, 0.4));
        return Number.isFinite(epoch) ? [] : [visualization.id];
      });
    expect(silent).toEqual([]);
  });

  it('is found again where the shared epoch or neuron is', () => {
    const path = drawn(findVisualization('parameter_trajectory'), {});
    const [epoch, neuron] = [30, 3];
    const there = placeOf(path, 'xy', { epoch, neuron: null })!;
    expect(subjectAt(path, there).epoch).toBe(epoch);
    const clusters = drawn(findVisualization('neuron_freq_clusters'), { sortedByFrequency: true });
    const column = placeOf(clusters, 'xy', { epoch: null, neuron })!;
    expect(subjectAt(clusters, column).neuron).toBe(neuron);
    expect(placeOf(path, 'xy', { epoch: null, neuron })).toBeNull();
  });
});

describe('maps beside each other', () => {
  const data = Float32Array.from({ length: 3 * 16 }, (_, i) => i);
  const names = ['neuron 196', 'neuron 241', 'neuron 37'];
  const figure = tiles({ dtype: 'float32', shape: [3, 4, 4], data }, names, 'activation', 3);
  // each map is four cells wide, with a cell before the next
  it.each([
    [0, 1, 'neuron 196', 196, 0],
    [5, 0, 'neuron 241', 241, 0],
    [12, 3, 'neuron 37', 37, 2]
  ])('have a cursor at %i, %i in one of them alone', (x, y, name, neuron, b) => {
    const cursor = { axes: 'xy', x, y };
    expect(subjectAt(figure, cursor)).toEqual({ neuron, pair: [y, b] });
    const found = readings(figure, cursor);
    expect(found.place).toBe(`a ${y}, b ${b}`);
    expect(found.readings.map((one) => one.name)).toEqual([name]);
    const map = names.indexOf(name);
    expect(found.readings[0].value).toBe(data[map * 16 + y * 4 + b]);
  });
});
