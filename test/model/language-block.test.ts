import { expect, it } from 'vitest';
import { normal } from '../../src/array/random/normal.ts';
import { torchGenerator } from '../../src/array/random/torch-generator.ts';
import { float32, sizeOf } from '../../src/array/tensor.ts';
import {
  broadcastTo,
  compile,
  concat,
  constant,
  input,
  pad,
  slice
} from '../../src/engine/index.ts';
import {
  blockShapes,
  cachedBlock,
  languageBlock,
  languageSettings,
  rotaryAngles
} from '../../src/model/language/index.ts';

const rotary = {
  hidden_size: 8,
  num_attention_heads: 2,
  num_hidden_layers: 1,
  intermediate_size: 12,
  vocab_size: 5
};
const gpt2 = { n_embd: 8, n_head: 2, n_layer: 1, n_inner: 12, vocab_size: 5, n_positions: 6 };

const models = [
  ['gpt2', gpt2],
  ['llama', { ...rotary, num_key_value_heads: 1 }],
  ['gpt_neox', rotary],
  ['gpt_neox', { ...rotary, use_parallel_residual: false }]
] as const;

it.each(models)(
  'a block of %s gives later positions alone what it gives them among all',
  async (model_type, sizes) => {
    const settings = languageSettings({ model_type, rotary_pct: 1, ...sizes });
    const generator = torchGenerator(3);
    const named = Object.entries(blockShapes(settings)).map(([name, shape]) => [
      name,
      constant(normal(generator, sizeOf(shape), 0.5), shape)
    ]);
    const x = input('x', [3, 6, 8]);
    const weights = Object.fromEntries(named);
    const whole = slice(languageBlock(settings, weights, x), [4], [6], [1]);
    const program = await compile({ whole, part: languageBlock(settings, weights, x, 4) });
    const { whole: wanted, part } = await program.run({
      x: float32(normal(generator, 3 * 6 * 8), [3, 6, 8])
    });
    await program.dispose();
    expect(part.shape).toEqual([3, 2, 8]);
    part.data.forEach((value, i) => {
      expect(value).toBeCloseTo(Number(wanted.data[i]), 5);
    });
  }
);

it.each(models)(
  'a block of %s goes on after positions that it knows',
  async (model_type, sizes) => {
    const settings = languageSettings({ model_type, rotary_pct: 1, ...sizes });
    const generator = torchGenerator(4);
    const weights = Object.fromEntries(
      Object.entries(blockShapes(settings)).map(([name, shape]) => [
        name,
        constant(normal(generator, sizeOf(shape), 0.5), shape)
      ])
    );
    const x = input('x', [3, 6, 8]);
    const part = (from: number, to: number) => slice(x, [from], [to], [1]);
    const first = cachedBlock(settings, weights, part(0, 4));
    // Room for six positions, of which four are taken: what else stands there is not seen.
    const room = (part: typeof x) => pad(part, [0, 0, 0, 0], [0, 0, 2, 0]);
    const half = (settings.rotary?.width ?? 0) / 2;
    const { cosine, sine } = rotaryAngles(settings, 6);
    const angles = (values: Float64Array) =>
      half === 0
        ? null
        : broadcastTo(constant(values.subarray(4 * half), [1, 1, 2, half]), [3, 1, 2, half]);
    const seen = [0, 0, 0, 0, -1e9, -1e9, 0];
    const mask = constant(Float64Array.from([...seen, -1e9, ...seen, 0]), [1, 1, 2, 8]);
    const next = cachedBlock(settings, weights, part(4, 6), {
      keys: room(first.keys),
      values: room(first.values),
      mask,
      cosine: angles(cosine),
      sine: angles(sine)
    });
    const program = await compile({
      whole: languageBlock(settings, weights, x),
      parts: concat([first.after, next.after], 1)
    });
    const { whole, parts } = await program.run({
      x: float32(normal(generator, 3 * 6 * 8), [3, 6, 8])
    });
    await program.dispose();
    parts.data.forEach((value, i) => {
      expect(value).toBeCloseTo(Number(whole.data[i]), 5);
    });
  }
);
