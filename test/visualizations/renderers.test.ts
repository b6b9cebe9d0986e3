import { describe, expect, it } from 'vitest';
import { vector } from '../../src/array/tensor.ts';
import { figureJson } from '../../src/figure/json.ts';
import type { TextOption } from '../../src/option/option.ts';
import * as renderers from '../../src/visualizations/figures.ts';
import { type Renderer, visualizations } from '../../src/visualizations/index.ts';
import { dataFor } from '../helpers/run-p13.ts';

const byName = new Map(Object.entries(renderers));
const nameOf = (id: string) =>
  `render${id.replace(/(^|_)([a-z])/g, (_, _2, letter: string) => letter.toUpperCase())}`;

describe('renderers', () => {
  it.each(visualizations.map((v) => [nameOf(v.id), v] as const))(
    '%s draws what the visualization draws',
    (name, visualization) => {
      const render = byName.get(name) as Renderer<{ readonly title: TextOption }>;
      const figure = render(dataFor(visualization) as never, { title: 'Mine' });
      expect(figure.layout.title?.text).toBe('Mine');
      expect(figure.data.length).toBeGreaterThan(0);
    }
  );

  it('accept lists, typed arrays and tensors alike', () => {
    const epochs = [0, 10, 59];
    const blob_count = [1, 2, 3];
    const lists = renderers.renderBlobCountTrajectory({ epochs, blob_count });
    const typed = renderers.renderBlobCountTrajectory({
      epochs: BigInt64Array.from(epochs, BigInt),
      blob_count: Float64Array.from(blob_count)
    });
    const tensors = renderers.renderBlobCountTrajectory({
      epochs: vector(epochs),
      blob_count: vector(blob_count)
    });
    expect(figureJson(typed)).toBe(figureJson(lists));
    expect(figureJson(tensors)).toBe(figureJson(lists));
  });

  it('refuse unknown and invalid options', () => {
    const data = { coarseness: [0.1] };
    const set = (options: object) => () => renderers.renderCoarsenessDistribution(data, options);
    expect(set({ bins: 3 })).toThrow('unknown option: bins');
    expect(set({ nBins: 2.5 })).toThrow('invalid n_bins: 2.5');
    expect(set({ blobThreshold: 1.5 })).toThrow('invalid blob_threshold: 1.5');
  });
});
