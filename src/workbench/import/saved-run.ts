import { type NamedArrays, sizeOf, type Tensor } from '../../array/tensor.ts';
import type { PthValue } from '../../codec/index.ts';
import { UserError } from '../../error/user-error.ts';
import type { Losses } from '../../loader/index.ts';
import { printable } from '../../text/printable.ts';

/** What a training script saved of a run. */
export interface SavedRun {
  /** Snapshots of the weights, ascending; the epoch is null where the file does not tell it. */
  readonly snapshots: readonly { readonly epoch: number | null; readonly tensors: NamedArrays }[];
  /** One loss per epoch; null where none were saved. */
  readonly losses: Losses | null;
  /**
   * Epochs between two test losses; those between hold the value before. 1 where each epoch has its
   * own.
   */
  readonly testInterval: number;
}

/**
 * Returns the run in a .pth file: a state dict by itself or under `model`, `state_dict` or
 * `model_state_dict`, several under `state_dicts` or `checkpoints` with their `epochs` or
 * `checkpoint_epochs`; losses under `train_losses` and `test_losses`. Throws UserError when there
 * are no weights, or losses that do not fit together.
 */
export function savedRun(value: PthValue): SavedRun {
  if (!isMap(value)) throw noWeights('no dictionary');
  const first = (...keys: readonly string[]) => {
    const found = keys.find((key) => value.has(key));
    return found === undefined ? undefined : value.get(found);
  };
  const several = first('state_dicts', 'checkpoints');
  const epochs = numbersOf(first('epochs', 'checkpoint_epochs'));
  const single = first('model', 'state_dict', 'model_state_dict');
  const losses = lossesOf(first('train_losses'), first('test_losses'));
  if (isList(several) && several.length > 0 && epochs?.length === several.length) {
    const order = [...epochs.keys()].sort((i, j) => epochs[i] - epochs[j]);
    const snapshots = order.map((i) => ({
      epoch: epochs[i],
      tensors: tensorsOf(several[i])
    }));
    return { snapshots, ...losses };
  }
  const tensors = tensorsOf(single ?? value);
  return { snapshots: [{ epoch: null, tensors }], ...losses };
}

function tensorsOf(value: PthValue): NamedArrays {
  if (!isMap(value)) throw noWeights('no state dict');
  const tensors = [...value].filter(
    (entry): entry is [string, Tensor] => typeof entry[0] === 'string' && isTensor(entry[1])
  );
  if (tensors.length === 0)
    throw noWeights(`keys ${[...value.keys()].slice(0, 5).map(String).map(printable).join(', ')}`);
  return Object.fromEntries(tensors);
}

function lossesOf(
  train: PthValue | undefined,
  test: PthValue | undefined
): Pick<SavedRun, 'losses' | 'testInterval'> {
  const [fit, rest] = [numbersOf(train), numbersOf(test)];
  if (!fit || !rest || fit.length === 0) return { losses: null, testInterval: 1 };
  const testInterval = Math.round(fit.length / rest.length);
  if (rest.length !== Math.ceil(fit.length / testInterval))
    throw new UserError(
      `losses do not fit together: ${fit.length} of training, ${rest.length} of testing`,
      'save one test loss per epoch, or one every n epochs'
    );
  const held = Float64Array.from(fit, (_, epoch) => rest[Math.floor(epoch / testInterval)]);
  return { losses: { train: Float64Array.from(fit), test: held }, testInterval };
}

/** Numbers of a list (scalar tensors count) or of a tensor; null for anything else. */
function numbersOf(value: PthValue | undefined): readonly number[] | null {
  if (isTensor(value)) return Array.from(value.data);
  if (!isList(value)) return null;
  const numbers = value.map((item) =>
    isTensor(item) && sizeOf(item.shape) === 1 ? item.data[0] : item
  );
  return numbers.every((item) => typeof item === 'number') ? (numbers as number[]) : null;
}

function noWeights(found: string): UserError {
  return new UserError(
    `no weights in the file: ${found}`,
    'save a state dict: torch.save({"model": model.state_dict(), "train_losses": …}, FILE)'
  );
}

function isMap(value: PthValue | undefined): value is ReadonlyMap<PthValue, PthValue> {
  return value instanceof Map;
}

function isList(value: PthValue | undefined): value is readonly PthValue[] {
  return Array.isArray(value);
}

function isTensor(value: PthValue | undefined): value is Tensor {
  return typeof value === 'object' && value !== null && 'shape' in value;
}
