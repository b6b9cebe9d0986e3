import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { NamedArrays, Tensor } from '../../src/array/tensor.ts';
import { readNpz } from '../../src/codec/index.ts';
import { batchesOf, eachLogits, languageForward } from '../../src/workbench/language/forward.ts';
import { openLanguageModel } from '../../src/workbench/language/language-model.ts';
import { shared } from '../helpers/shared.ts';

const root = shared('data/learning/hf-tiny');
const names = root === null ? [] : readdirSync(root).filter((name) => !name.includes('.'));

/** Sequence b of the reference: ids [t], hidden states [layer, t, width], logits [t, token]. */
function reference(expected: NamedArrays, b: number) {
  const of = (name: string) => expected[`${name}_${b}_f64`];
  return {
    ids: Int32Array.from(expected[`ids_${b}`].data),
    hidden: of('hidden'),
    logits: of('logits')
  };
}

function largest(found: ArrayLike<number>, wanted: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < wanted.length; i++) most = Math.max(most, Math.abs(found[i] - wanted[i]));
  return most;
}

describe.skipIf(root === null).each(names)('the checkpoint %s', (name) => {
  it.each([
    ['float32', 1e-4],
    ['float64', 1e-6]
  ] as const)('in %s gives hidden states and logits within %f', async (dtype, tolerance) => {
    const folder = join(root!, name);
    const expected = readNpz(readFileSync(join(folder, 'expected.npz')));
    const cases = [0, 1, 2].map((b) => reference(expected, b));
    const model = await openLanguageModel(folder);
    const { layers, width, vocabulary } = model.settings;
    const batches = batchesOf(
      cases.map(({ ids }) => ids),
      model.settings
    );
    const streams = new Map<string, Tensor>();
    const onLayer = (layer: number, batch: number, stream: Tensor) =>
      streams.set(`${layer} ${batch}`, stream);
    const last = await languageForward(model, batches, { dtype, onLayer });
    for (const [b, batch] of batches.entries())
      for (const [i, row] of batch.rows.entries()) {
        const { ids, hidden, logits } = cases[row];
        const own = ({ data }: Tensor) =>
          data.subarray(i * batch.length * width, (i * batch.length + ids.length) * width);
        const size = ids.length * width;
        for (let layer = 0; layer < layers; layer++)
          expect(
            largest(
              own(streams.get(`${layer} ${b}`)!),
              hidden.data.subarray(layer * size, (layer + 1) * size)
            ),
            `hidden state ${layer} of sequence ${row}`
          ).toBeLessThan(tolerance);
        const wanted = hidden.data.subarray(layers * size, (layers + 1) * size);
        expect(largest(own(last[b]), wanted), `last hidden state of ${row}`).toBeLessThan(
          tolerance
        );
        const rows: Tensor = { ...last[b], shape: [ids.length, width], data: own(last[b]) };
        const found = new Float64Array(ids.length * vocabulary);
        await eachLogits(
          model,
          rows,
          (from, part) => {
            const [, count] = part.shape;
            for (let t = 0; t < ids.length; t++)
              for (let k = 0; k < count; k++)
                found[t * vocabulary + from + k] = part.data[t * count + k];
          },
          { dtype }
        );
        expect(largest(found, logits.data), `logits of sequence ${row}`).toBeLessThan(tolerance);
      }
    await model.close();
  });
});
