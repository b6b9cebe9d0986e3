import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { NamedArrays, Tensor } from '../../src/array/tensor.ts';
import { readNpz } from '../../src/codec/index.ts';
import { languageSettings } from '../../src/model/language/index.ts';
import { batchesOf, eachLogits, languageForward } from '../../src/workbench/language/forward.ts';
import { KeyValueCache } from '../../src/workbench/language/key-value-cache.ts';
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

  it('gives the same where sequences go on from what is kept of them', async () => {
    const folder = join(root!, name);
    const expected = readNpz(readFileSync(join(folder, 'expected.npz')));
    const cases = [0, 1, 2].map((b) => reference(expected, b));
    const model = await openLanguageModel(folder);
    const { layers, width, context } = model.settings;
    const longest = Math.max(...cases.map(({ ids }) => ids.length));
    const cache = KeyValueCache.of(model.settings, 4, longest)!;
    expect(cache.room).toBeLessThanOrEqual(context);
    // In three parts of unequal lengths; the second leaves one sequence out, another place changes.
    const cuts = cases.map(({ ids }) => [0, ids.length - 5, ids.length - 2, ids.length]);
    for (const [part, chosen] of [
      [0, 1, 2],
      [2, 0, 1],
      [1, 0, 2]
    ].entries()) {
      const given = chosen.map((b) => cases[b].ids.subarray(cuts[b][part], cuts[b][part + 1]));
      const batches = batchesOf(given, model.settings);
      const places = chosen.map((b) => b + 1);
      const past = chosen.map((b) => cuts[b][part]);
      const continues = { cache, places, past };
      const last = await languageForward(model, batches, { continues });
      for (const [b, batch] of batches.entries())
        for (const [i, row] of batch.rows.entries()) {
          const { ids, hidden } = cases[chosen[row]];
          const size = given[row].length * width;
          const start = (layers * ids.length + past[row]) * width;
          const found = last[b].data.subarray(i * batch.length * width).subarray(0, size);
          const wanted = hidden.data.subarray(start, start + size);
          expect(largest(found, wanted), `part ${part} of ${chosen[row]}`).toBeLessThan(1e-4);
        }
    }
    await model.close();
  });
});

it('keeps nothing of models whose keys and values take too much memory', () => {
  const settings = languageSettings({
    model_type: 'qwen3',
    hidden_size: 1024,
    num_attention_heads: 16,
    num_key_value_heads: 8,
    head_dim: 128,
    num_hidden_layers: 28,
    intermediate_size: 3072,
    vocab_size: 151936,
    max_position_embeddings: 4096
  });
  expect(KeyValueCache.of(settings, 64, 64)).toBeNull();
  expect(KeyValueCache.of(settings, 2, 60)?.room).toBe(64);
});
