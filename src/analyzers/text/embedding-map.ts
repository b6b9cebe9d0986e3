import { turnedOnto } from '../../array/geometry/procrustes.ts';
import { principalComponents } from '../../array/linear/principal-components.ts';
import { float64, int32 } from '../../array/tensor.ts';
import { alignedUmap, jumps } from '../../array/umap/aligned-umap.ts';
import { trustworthiness } from '../../array/umap/trustworthiness.ts';
import { analyzer } from '../analyzer.ts';

const SOURCE = 'probe_embeddings';
/** Neighbours that a map is judged by. */
const JUDGED = 15;

const places = { dims: ['epoch', 'n_probes', 'axis'], dtype: 'float32' } as const;
const perEpoch = { dims: ['epoch'], dtype: 'float64' } as const;

/** The prompts as points of a plane at each checkpoint, turned so that they stay where they are. */
export default analyzer({
  id: 'embedding_map',
  title: 'Map of the prompts',
  about: 'The prompts as points of a plane, near where the model sees them alike.',
  version: 1,
  structure: 'text',
  parameters: {
    layer: {
      type: 'choice',
      choices: ['last', 'middle'],
      default: 'last',
      about: 'Embeddings after the last block or halfway.'
    },
    seed: { type: 'number', default: 0, integer: true, min: 0, about: 'Seed of the UMAP.' }
  },
  arrays: {},
  /**
   * `pca` are the first two principal components, each checkpoint turned onto the one before, with
   * the share of the variance that they hold (`pca_explained`); `umap` is an aligned UMAP (cosine
   * distances, 15 neighbours) of arbitrary units. `…_jump` is how far points move from the
   * checkpoint before, in root-mean-square radii, `…_trust` the trustworthiness at 15 neighbours:
   * how far what is near on the map is near for the model.
   */
  acrossArrays: {
    epochs: { dims: ['epoch'], dtype: 'int32' },
    pca: places,
    umap: places,
    pca_explained: perEpoch,
    pca_jump: perEpoch,
    umap_jump: perEpoch,
    pca_trust: perEpoch,
    umap_trust: perEpoch
  },
  reads: [SOURCE],
  async across(run, { layer, seed }) {
    const epochs = run.epochs(SOURCE);
    const slices: Float64Array[] = [];
    let [rows, columns] = [0, 0];
    for (const epoch of epochs) {
      const { data, shape } = (await run.load(SOURCE, epoch))[layer];
      [rows, columns] = shape as [number, number];
      slices.push(Float64Array.from(data));
    }
    const components = slices.map((points) => principalComponents(points, rows, columns, 2));
    const plane: Float64Array[] = [];
    for (const [t, { scores }] of components.entries()) {
      const own = new Float64Array(2 * rows);
      const m = scores.length / rows;
      for (let i = 0; i < rows; i++) for (let c = 0; c < m; c++) own[2 * i + c] = scores[i * m + c];
      plane.push(t === 0 ? own : turnedOnto(own, plane[t - 1]));
    }
    const explained = slices.map((points, t) => {
      const { mean, squares } = components[t];
      const total = points.reduce((sum, x, i) => sum + (x - mean[i % columns]) ** 2, 0);
      return squares.reduce((sum, square) => sum + square, 0) / total;
    });
    const maps = alignedUmap(slices, rows, columns, { seed });
    const trust = (of: readonly Float64Array[]) =>
      of.map((map, t) => trustworthiness(slices[t], rows, columns, map, JUDGED, 'cosine'));
    const t = epochs.length;
    const column = (values: ArrayLike<number>) => float64(Float64Array.from(values), [t]);
    const stacked = (of: readonly Float64Array[]) => {
      const data = new Float64Array(t * rows * 2);
      of.forEach((map, k) => {
        data.set(map, k * rows * 2);
      });
      return float64(data, [t, rows, 2]);
    };
    return {
      epochs: int32(Int32Array.from(epochs), [t]),
      pca: stacked(plane),
      umap: stacked(maps),
      pca_explained: column(explained),
      pca_jump: column(jumps(plane)),
      umap_jump: column(jumps(maps)),
      pca_trust: column(trust(plane)),
      umap_trust: column(trust(maps))
    };
  }
});
