import { float32, type NamedArrays, type Tensor } from '../../array/tensor.ts';
import {
  chooseDevice,
  compile,
  type Device,
  type DeviceTensors,
  heard,
  type Program,
  startLoop,
  toHost
} from '../../engine/index.ts';
import { UserError } from '../../error/user-error.ts';
import { initialLanguageWeights } from '../../model/language/index.ts';
import { learningRate, stepRates } from '../adamw.ts';
import type { EpochForm } from '../epoch-graph.ts';
import { joinWeights, splitWeights } from '../flat-weights.ts';
import { checkRecipe, type TrainingRecipe } from '../recipe.ts';
import type { TrainingState } from '../state.ts';
import { oneHotRows, questionsOf } from './questions.ts';
import { evaluationGraph, stepGraph } from './step-graph.ts';
import { subjectOf } from './subject.ts';

/**
 * What the training of a language model tells, in this order: each step, a checkpoint where one is
 * planned (before the first step too), and how it ended.
 */
export type LanguageEvent = StepEvent | LanguageCheckpointEvent | LanguageEndEvent;

/** One step; loss, accuracy and gradient are those of its batch before the step. */
export interface StepEvent {
  readonly kind: 'step';
  /** Steps done, this one included. */
  readonly step: number;
  /** Mean cross entropy of the tokens of answers and their ends. */
  readonly loss: number;
  /** Share of the questions of which each of these tokens is the most likely one, 0..1. */
  readonly accuracy: number;
  readonly learningRate: number;
  /** L2 norm of the gradient of all weights. */
  readonly gradNorm: number;
}

/** Loss and accuracy of the questions that a run is evaluated by, as of a step. */
export interface LanguageEvaluation {
  readonly loss: number;
  readonly accuracy: number;
}

/** The state after `step` steps, where a checkpoint is planned. */
export interface LanguageCheckpointEvent {
  readonly kind: 'checkpoint';
  readonly step: number;
  readonly state: TrainingState;
  readonly evaluation: LanguageEvaluation;
}

/** The last event: the state to resume from, and whether all steps are done. */
export interface LanguageEndEvent {
  readonly kind: 'end';
  readonly state: TrainingState;
  readonly finished: boolean;
}

/** How a recipe of a language model is run. */
export interface LanguageTrainingOptions {
  /** Steps after which to tell the state. */
  readonly checkpoints?: Iterable<number>;
  /** Where to go on; the seed's initial state by default. `epoch` counts steps. */
  readonly from?: TrainingState;
  /** Ends the run between two steps. */
  readonly signal?: AbortSignal;
  readonly device?: Device;
  /** CPU threads; all cores by default. */
  readonly threads?: number;
}

/** Positions per pass on the CPU. */
const cachedRows = 4096;
/** Questions per pass of an evaluation. */
const EVALUATED = 250;

const carry = { weights: 'weights', first: 'first', second: 'second' };

/** Returns the state before the first step: GPT-2's initial weights by the seed. */
export function initialLanguageState(recipe: TrainingRecipe): TrainingState {
  const weights = initialLanguageWeights(subjectOf(recipe).settings, recipe.parameters.seed);
  const zeros = (): NamedArrays =>
    Object.fromEntries(
      Object.entries(weights).map(([name, { shape, data }]) => [
        name,
        float32(new Float32Array(data.length), shape)
      ])
    );
  return { epoch: 0, weights, first: zeros(), second: zeros() };
}

/**
 * Trains a language model by a recipe and tells what happens, step by step; it writes nothing. A
 * run that goes on from a state gives the same numbers as one that was never stopped: the batch of
 * a step depends on the data seed and the step alone. A checkpoint that is planned where it goes on
 * is told again. Throws UserError on an invalid recipe or state, and when the loss stops being a
 * number; whatever ends it, the engine's memory is given back.
 */
export async function* trainLanguage(
  recipe: TrainingRecipe,
  options: LanguageTrainingOptions = {}
): AsyncGenerator<LanguageEvent, void, undefined> {
  const { corpus, weights: specs } = subjectOf(checkRecipe(recipe));
  const questions = questionsOf(recipe, corpus);
  const { from = initialLanguageState(recipe), signal } = options;
  const planned = new Set(options.checkpoints ?? []);
  const joined = (arrays: NamedArrays) => {
    const data = joinWeights(specs, arrays);
    return float32(data, [data.length]);
  };
  const programs = await compileBoth(recipe, questions.size, options);
  if (programs === null) {
    yield { kind: 'end', state: from, finished: from.epoch >= recipe.epochs };
    return;
  }
  const { training, evaluation } = programs;
  try {
    const loop = await startLoop(training, carry, {
      weights: joined(from.weights),
      first: joined(from.first),
      second: joined(from.second)
    });
    let { epoch: step } = from;
    const snapshot = async (): Promise<TrainingState> => {
      const { weights, first, second } = await loop.read();
      const split = (array: Tensor | undefined) => splitWeights(specs, array!.data as Float32Array);
      return { epoch: step, weights: split(weights), first: split(first), second: split(second) };
    };
    const evaluate = async (): Promise<LanguageEvaluation> => {
      const rows = questions.validation;
      let [loss, right] = [0, 0];
      for (let start = 0; start < rows.length; start += EVALUATED) {
        const part = Int32Array.from({ length: EVALUATED }, (_, i) => rows[start + i] ?? rows[0]);
        const tokens = await evaluation.upload('tokens', oneHotRows(corpus, part));
        const found = await evaluation.step({ ...weightsIn(loop.carried()), tokens });
        const [losses, rights] = [await toHost(found.losses), await toHost(found.right)];
        const count = Math.min(EVALUATED, rows.length - start);
        for (let i = 0; i < count; i++) {
          loss += Number(losses.data[i]);
          right += Number(rights.data[i]);
        }
      }
      return { loss: loss / rows.length, accuracy: right / rows.length };
    };
    const upload = async (at: number) =>
      training.upload('tokens', oneHotRows(corpus, questions.batch(at)));
    const same = questions.isFull ? await upload(0) : null;
    for (;;) {
      if (planned.has(step)) {
        const measured = await evaluate();
        yield { kind: 'checkpoint', step, state: await snapshot(), evaluation: measured };
      }
      if (step >= recipe.epochs || signal?.aborted) break;
      const rates = await training.upload('rates', float32(stepRates(recipe, step), [3]));
      const results = await loop.advance({ rates, tokens: same ?? (await upload(step)) });
      const rate = learningRate(recipe, step);
      step++;
      const event: StepEvent = {
        kind: 'step',
        step,
        loss: await number(results, 'loss'),
        accuracy: await number(results, 'accuracy'),
        learningRate: rate,
        gradNorm: await number(results, 'gradNorm')
      };
      if (!Number.isFinite(event.loss)) throw diverged(event);
      yield event;
    }
    yield { kind: 'end', state: await snapshot(), finished: step >= recipe.epochs };
  } finally {
    await training.dispose();
    await evaluation.dispose();
  }
}

function weightsIn({ weights }: DeviceTensors): DeviceTensors {
  return { weights };
}

/** Returns null if the run was stopped before. */
async function compileBoth(
  recipe: TrainingRecipe,
  size: number,
  { device: requested = 'auto', threads, signal }: LanguageTrainingOptions
): Promise<{ readonly training: Program; readonly evaluation: Program } | null> {
  const device = await chooseDevice(requested, true);
  const form: EpochForm = {
    loss: device === 'webgpu' ? 'narrow' : 'wide',
    rowsPerPass: device === 'cpu' ? cachedRows : Number.POSITIVE_INFINITY
  };
  const graph = stepGraph(recipe, form, size);
  const measure = evaluationGraph(recipe, form, EVALUATED);
  await heard();
  if (signal?.aborted) return null;
  const training = await compile(graph, { device, resident: Object.keys(carry), threads });
  const evaluation = await compile(measure, { device, threads });
  return { training, evaluation };
}

async function number(results: DeviceTensors, name: string): Promise<number> {
  return Number((await toHost(results[name])).data[0]);
}

function diverged({ step, loss }: StepEvent): UserError {
  return new UserError(
    `training diverged: loss is ${loss} at step ${step}`,
    'choose a smaller learning rate'
  );
}
