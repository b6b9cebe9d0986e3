import { float32, type NamedArrays, type Tensor } from '../array/tensor.ts';
import {
  chooseDevice,
  compile,
  type Device,
  type DeviceTensor,
  heard,
  type Program,
  startLoop,
  toHost
} from '../engine/index.ts';
import { UserError } from '../error/user-error.ts';
import { stepRates } from './adamw.ts';
import { type EpochForm, epochGraph, modelOf } from './epoch-graph.ts';
import { joinWeights, splitWeights } from './flat-weights.ts';
import { checkRecipe, type TrainingRecipe } from './recipe.ts';
import { initialState, type TrainingState } from './state.ts';

/**
 * What a run tells, in this order: each epoch's losses, a checkpoint where one is planned, and how
 * it ended.
 */
export type TrainingEvent = EpochEvent | CheckpointEvent | EndEvent;

/**
 * The losses of one epoch: training loss before the step, test loss after it; accuracies (0..1)
 * likewise.
 */
export interface EpochEvent {
  readonly kind: 'epoch';
  readonly epoch: number;
  readonly trainLoss: number;
  readonly testLoss: number;
  readonly trainAccuracy: number;
  readonly testAccuracy: number;
}

/** The state after a planned epoch, `state.epoch` being the next one. */
export interface CheckpointEvent {
  readonly kind: 'checkpoint';
  readonly epoch: number;
  readonly state: TrainingState;
}

/** The last event: the state to resume from, and whether all epochs are done. */
export interface EndEvent {
  readonly kind: 'end';
  readonly state: TrainingState;
  readonly finished: boolean;
}

/** How a recipe is run. */
export interface TrainingOptions {
  /** Epochs after which to tell the state; the last epoch of the recipe is always among them. */
  readonly checkpoints?: Iterable<number>;
  /** Where to go on; the seed's initial state by default. */
  readonly from?: TrainingState;
  /** Ends the run between two epochs. */
  readonly signal?: AbortSignal;
  readonly device?: Device;
  /** CPU threads; all cores by default. */
  readonly threads?: number;
}

/** Rows per pass on the CPU: with 512 neurons, 2 MB of activations. */
const cachedRows = 1024;

const carry = { weights: 'weights', first: 'first', second: 'second' };

/**
 * Trains a recipe and tells what happens, epoch by epoch; it writes nothing. A run that goes on
 * from a state gives the same numbers as one that was never stopped. Throws UserError on an invalid
 * recipe or state, and when the loss stops being a number; whatever ends it, the engine's memory is
 * given back.
 */
export async function* train(
  recipe: TrainingRecipe,
  options: TrainingOptions = {}
): AsyncGenerator<TrainingEvent, void, undefined> {
  const { weights: specs } = modelOf(checkRecipe(recipe));
  const { from = initialState(recipe), signal } = options;
  const planned = new Set([...(options.checkpoints ?? []), recipe.epochs - 1]);
  const joined = (arrays: NamedArrays) => {
    const data = joinWeights(specs, arrays);
    return float32(data, [data.length]);
  };
  const program = await compileEpoch(recipe, options);
  if (program === null) {
    yield { kind: 'end', state: from, finished: from.epoch >= recipe.epochs };
    return;
  }
  try {
    const loop = await startLoop(program, carry, {
      weights: joined(from.weights),
      first: joined(from.first),
      second: joined(from.second)
    });
    let { epoch } = from;
    const snapshot = async (): Promise<TrainingState> => {
      const { weights, first, second } = await loop.read();
      const split = (array: Tensor | undefined) => splitWeights(specs, array!.data as Float32Array);
      return { epoch, weights: split(weights), first: split(first), second: split(second) };
    };
    while (epoch < recipe.epochs && !signal?.aborted) {
      const rates = await program.upload('rates', float32(stepRates(recipe, epoch), [3]));
      const results = await loop.advance({ rates });
      const event: EpochEvent = {
        kind: 'epoch',
        epoch,
        trainLoss: await number(results.trainLoss),
        testLoss: await number(results.testLoss),
        trainAccuracy: await number(results.trainAccuracy),
        testAccuracy: await number(results.testAccuracy)
      };
      if (!Number.isFinite(event.trainLoss + event.testLoss)) throw diverged(event);
      yield event;
      const done = epoch++;
      if (planned.has(done)) yield { kind: 'checkpoint', epoch: done, state: await snapshot() };
    }
    yield { kind: 'end', state: await snapshot(), finished: epoch >= recipe.epochs };
  } finally {
    await program.dispose();
  }
}

/**
 * Compiles a recipe's epoch for the device: in cache-sized passes on the CPU, in one pass on a GPU.
 * Returns null if the run was stopped before: compilation takes long on a busy machine and hears
 * nothing.
 */
async function compileEpoch(
  recipe: TrainingRecipe,
  { device: requested = 'auto', threads, signal }: TrainingOptions
): Promise<Program | null> {
  const device = await chooseDevice(requested, true);
  const form: EpochForm = {
    loss: device === 'webgpu' ? 'narrow' : 'wide',
    rowsPerPass: device === 'cpu' ? cachedRows : Number.POSITIVE_INFINITY
  };
  const graph = epochGraph(recipe, form);
  await heard();
  if (signal?.aborted) return null;
  return compile(graph, {
    device,
    resident: Object.keys(carry),
    threads
  });
}

async function number(value: DeviceTensor | undefined): Promise<number> {
  return Number((await toHost(value!)).data[0]);
}

function diverged({ epoch, trainLoss, testLoss }: EpochEvent): UserError {
  return new UserError(
    `training diverged: loss is ${Number.isFinite(trainLoss) ? testLoss : trainLoss} at epoch ${epoch}`,
    'choose a smaller learning rate'
  );
}
