import { UserError } from '../../error/user-error.ts';
import {
  checkpointPath,
  checkpointShapes,
  isFolder,
  probesOf,
  type Shapes,
  type Variant
} from '../../loader/index.ts';
import { type Model, modelOfConfig } from '../../model/index.ts';
import { layoutOf } from '../../task/index.ts';
import { printable } from '../../text/printable.ts';

const known = new WeakMap<Variant, Model>();

/**
 * Returns the model that a variant's config.json describes: everything that computes from weights
 * asks here first. Throws UserError on a model that grokscope does not compute, naming the key and
 * what is supported.
 */
export function modelOf(variant: Variant): Model {
  const before = known.get(variant);
  if (before) return before;
  if (variant.log !== undefined)
    throw new UserError(
      `no checkpoints: ${printable(variant.name)}`,
      'it is what another program logged: see its figures'
    );
  const model = modelOfConfig(variant.config, layoutOf(variant));
  known.set(variant, model);
  return model;
}

/**
 * Throws a UserError where nothing can be computed from the weights of a variant, by its
 * config.json. Of a language model each checkpoint tells when it is opened; only its probes must be
 * those that it was imported with.
 */
export function checkComputable(variant: Variant): void {
  const { language, name } = variant;
  if (!language) return void modelOf(variant);
  if (!isFolder(language.source))
    throw new UserError(
      `the checkpoints of ${printable(name)} are gone: no folder ${printable(language.source)}`,
      'bring them back there, or import them again from where they are'
    );
  probesOf(variant);
}

/**
 * Throws a UserError where the tensors of a checkpoint, by its header, are not those of the
 * variant's model: numbers computed from the others would be of another model. A damaged or missing
 * checkpoint passes; reading it says what it is.
 */
export async function checkWeights(variant: Variant, epoch: number): Promise<void> {
  const model = modelOf(variant);
  const shapes = await checkpointShapes(variant, epoch);
  if (shapes !== null) compare(model, shapes, printable(checkpointPath(variant, epoch)));
}

/** What TransformerLens saves beside weights: buffers that hold no numbers of the model. */
const buffers = /^blocks\.\d+\.attn\.(mask|IGNORE|causal_mask)$/;

function compare({ weights, frozen }: Model, shapes: Shapes, path: string): void {
  const expected = new Map<string, readonly number[]>();
  for (const { name, shape } of weights) expected.set(name, shape);
  for (const [name, { shape }] of Object.entries(frozen)) expected.set(name, shape);
  for (const [name, shape] of Object.entries(shapes)) {
    if (buffers.test(name)) continue;
    const wanted = expected.get(name);
    if (wanted === undefined)
      throw new UserError(
        `tensor of another model: ${printable(name)} in ${path}`,
        'the model that config.json describes has no such tensor; copy config.json again from where the run was trained'
      );
    if (wanted.join() !== shape.join())
      throw new UserError(
        `shape mismatch: ${printable(name)} is [${shape}], expected [${wanted}] by config.json: ${path}`,
        'checkpoint and config.json are of different runs; copy both again from where it was trained'
      );
  }
}
