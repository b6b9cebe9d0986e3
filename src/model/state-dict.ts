import { type NamedArrays, type Numbers, sizeOf, type Tensor } from '../array/tensor.ts';
import { UserError } from '../error/user-error.ts';
import { printable } from '../text/printable.ts';
import type { ModelSettings } from './model.ts';
import { transformer } from './transformer.ts';

/**
 * The weights of somebody's 1-layer transformer in TransformerLens names and shapes, with its
 * sizes.
 */
export interface StateDict {
  readonly settings: ModelSettings;
  /** Everything that a checkpoint of ours holds, float32. */
  readonly weights: NamedArrays;
  /** True where the matrices were stored (out, in), against TransformerLens' (in, out). */
  readonly transposed: boolean;
}

const ignored = /^blocks\.0\.attn\.(mask|IGNORE|causal_mask)$/;

/** Larger grids of pairs fill the memory. */
const MOST = 1021;

/**
 * Returns a state dict as TransformerLens would hold it: matrices that were stored (out, in), as in
 * the code of "Progress measures for grokking via mechanistic interpretability" (arXiv:2301.05217),
 * are turned; absent biases are zero. Throws UserError on a tensor that the model does not have,
 * and on sizes that do not fit together.
 */
export function stateDictWeights(tensors: NamedArrays): StateDict {
  const shapeOf = (name: string): readonly number[] => {
    const shape = tensors[name]?.shape;
    if (shape === undefined) throw foreign(`missing tensor: ${name}`);
    return shape;
  };
  const [positions, dModel = 0] = shapeOf('pos_embed.W_pos');
  const other = (name: string) => sizeOf(shapeOf(name)) / dModel;
  const vocabulary = other('embed.W_E');
  const dMlp = other('blocks.0.mlp.W_in');
  const heads = shapeOf('blocks.0.attn.W_Q')[0] ?? 0;
  const transposed =
    vocabulary !== dModel
      ? shapeOf('embed.W_E')[0] === dModel
      : shapeOf('blocks.0.mlp.W_in')[0] === dMlp && dMlp !== dModel;
  const biases = Object.keys(tensors).filter(
    (name) => /\.b_\w+$/.test(name) && tensors[name].data.some((value) => value !== 0)
  );
  const tokens = vocabulary - 1;
  const settings: ModelSettings = {
    tokens,
    dModel,
    heads,
    dMlp,
    answers: other('unembed.W_U'),
    biases: biases.sort()
  };
  const { answers = 0 } = settings;
  const sizes = [tokens, dModel, heads, dMlp, answers];
  if (positions !== 3 || !sizes.every((n) => Number.isInteger(n) && n > 0))
    throw foreign(`sizes of another model: ${sizes.slice(0, 4).join(', ')}`);
  if (tokens % 2 === 0 || tokens < 3 || tokens > MOST)
    throw foreign(`not a modulus that can be analyzed: ${tokens}`);
  if (settings.answers! < tokens) throw foreign(`too few logits: ${settings.answers}`);

  const { weights: specs, frozen } = transformer.build(settings);
  const known = new Set([...specs.map(({ name }) => name), ...Object.keys(frozen)]);
  const unknown = Object.keys(tensors).find((name) => !known.has(name) && !ignored.test(name));
  if (unknown !== undefined) throw foreign(`unknown tensor: ${printable(unknown)}`);
  const weights = specs.map(({ name, shape }) => {
    shapeOf(name);
    return [name, fitted(name, tensors[name], shape, transposed)] as const;
  });
  return { settings, weights: { ...Object.fromEntries(weights), ...frozen }, transposed };
}

function fitted(
  name: string,
  { data, shape }: Tensor,
  wanted: readonly number[],
  transposed: boolean
): Tensor {
  // W_O may be one matrix; turned, its rows are the heads' rows one after another.
  const merged = name.endsWith('W_O') && shape.length === 2;
  const plain = merged ? [sizeOf(wanted.slice(0, 2)), wanted[2]] : wanted;
  const swapped = [...plain.slice(0, -2), plain.at(-1)!, plain.at(-2)!];
  const other = plain.length > 1 && !alike.includes(name) ? swapped : null;
  const fits = (expected: readonly number[] | null) => expected?.join() === shape.join();
  if (!fits(plain) && !fits(other))
    throw foreign(`shape of ${name}: [${shape}], expected [${plain}]`);
  // The shape tells, but for square matrices.
  const isTurned = fits(other) && (transposed || !fits(plain));
  const values = isTurned ? turned(data, shape) : Float32Array.from(data);
  return { dtype: 'float32', shape: wanted, data: values };
}

/** Weights that both layouts store alike: the unembedding is (d_model, answers). */
const alike: readonly string[] = ['pos_embed.W_pos', 'unembed.W_U'];

/** Swaps the last two axes. */
function turned(data: Numbers, shape: readonly number[]): Float32Array {
  const [rows, columns] = shape.slice(-2) as [number, number];
  const out = new Float32Array(data.length);
  for (let i = 0; i < data.length; i++) {
    const within = i % (rows * columns);
    const place = (within % columns) * rows + Math.floor(within / columns);
    out[i - within + place] = data[i];
  }
  return out;
}

function foreign(problem: string): UserError {
  return new UserError(
    problem,
    'only 1-layer transformers over a, b and “=” without layer norm can be imported'
  );
}
