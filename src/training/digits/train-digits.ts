import { float32, type NamedArrays, type Tensor } from '../../array/tensor.ts';
import {
  chooseDevice,
  compile,
  type Device,
  heard,
  type Program,
  startLoop,
  toHost
} from '../../engine/index.ts';
import { UserError } from '../../error/user-error.ts';
import {
  digitIds,
  digitSettings,
  digitTokens,
  END,
  initialLanguageWeights,
  languageTensors
} from '../../model/language/index.ts';
import {
  type AdditionSource,
  additionAnswer,
  additionPrompt,
  additionSource,
  type Sum
} from '../../task/index.ts';
import { learningRate, stepRates } from '../adamw.ts';
import { joinWeights, splitWeights } from '../flat-weights.ts';
import type { TrainingRecipe } from '../recipe.ts';
import type { TrainingState } from '../state.ts';
import { digitEvaluation, digitLengths, digitStep } from './digit-graph.ts';

/** What a run tells: the loss of each step, its state where one is planned, and its end. */
export type DigitEvent =
  | { readonly kind: 'step'; readonly step: number; readonly loss: number; readonly rate: number }
  | {
      readonly kind: 'checkpoint';
      /** Its `epoch` is the number of steps that were taken. */
      readonly state: TrainingState;
      readonly loss: number;
      /** Share of the validation questions whose answer is right to the last token. */
      readonly accuracy: number;
    }
  | { readonly kind: 'end'; readonly state: TrainingState; readonly finished: boolean };

/** How a recipe is run. */
export interface DigitOptions {
  /** Numbers of steps after which to tell the state; 0 is before the first. */
  readonly checkpoints: Iterable<number>;
  readonly from: TrainingState;
  readonly signal?: AbortSignal | undefined;
  readonly device?: Device | undefined;
  readonly threads?: number | undefined;
}

const carry = { weights: 'weights', first: 'first', second: 'second' };

/** Returns the state before the first step. */
export function initialDigitState(recipe: TrainingRecipe): TrainingState {
  const settings = digitSettings(recipe);
  const weights = initialLanguageWeights(settings, recipe.parameters.seed);
  const zeros = (): NamedArrays =>
    Object.fromEntries(
      Object.entries(weights).map(([name, { shape, data }]) => [
        name,
        float32(new Float32Array(data.length), shape)
      ])
    );
  return { epoch: 0, weights, first: zeros(), second: zeros() };
}

/** Returns the questions of a recipe. */
export function questionsOf({ parameters, batch = 1 }: TrainingRecipe): AdditionSource {
  const { digits, fraction, data_seed: seed } = parameters;
  return additionSource(digits, fraction, seed, batch);
}

/**
 * Trains a language model on additions and tells what happens, step by step; it writes nothing. A
 * run that goes on from a state gives the same numbers as one that was never stopped. Throws
 * UserError when the loss stops being a number.
 */
export async function* trainDigits(
  recipe: TrainingRecipe,
  { checkpoints, from, signal, device: asked = 'auto', threads }: DigitOptions
): AsyncGenerator<DigitEvent, void, undefined> {
  const specs = languageTensors(digitSettings(recipe));
  const planned = new Set([...checkpoints, recipe.epochs]);
  const questions = questionsOf(recipe);
  const count = questions.batch(0).length;
  const device = await chooseDevice(asked, true);
  const options = { device: device === 'webgpu' ? ('cpu' as const) : device, threads };
  await heard();
  const program = await compile(digitStep(recipe, count), {
    ...options,
    resident: Object.keys(carry)
  });
  const judge = await compile(digitEvaluation(recipe, questions.validation.length), options);
  try {
    const joined = (arrays: NamedArrays) => {
      const data = joinWeights(specs, arrays);
      return float32(data, [data.length]);
    };
    const loop = await startLoop(program, carry, {
      weights: joined(from.weights),
      first: joined(from.first),
      second: joined(from.second)
    });
    let step = from.epoch;
    const snapshot = async (): Promise<TrainingState> => {
      const { weights, first, second } = await loop.read();
      const split = (array: Tensor) => splitWeights(specs, array.data as Float32Array);
      return { epoch: step, weights: split(weights), first: split(first), second: split(second) };
    };
    const validation = encoded(questions.validation, recipe);
    const checkpoint = async (): Promise<DigitEvent> => {
      const state = await snapshot();
      const weights = joined(state.weights);
      return { kind: 'checkpoint', state, ...(await judged(judge, weights, validation, recipe)) };
    };
    if (step === 0 && planned.has(0)) yield await checkpoint();
    while (step < recipe.epochs && !signal?.aborted) {
      const [keep, size, scale] = stepRates(recipe, step);
      const fed = encoded(questions.batch(step), recipe);
      const results = await loop.advance({
        rates: await program.upload('rates', float32(Float32Array.of(keep, size, scale), [3])),
        tokens: await program.upload('tokens', fed.tokens),
        targets: await program.upload('targets', fed.targets)
      });
      const loss = Number((await toHost(results.loss)).data[0]);
      if (!Number.isFinite(loss))
        throw new UserError(
          `training diverged: loss is ${loss} at step ${step}`,
          'choose a smaller learning rate'
        );
      step++;
      yield { kind: 'step', step, loss, rate: learningRate(recipe, step - 1) };
      if (planned.has(step)) yield await checkpoint();
    }
    yield { kind: 'end', state: await snapshot(), finished: step >= recipe.epochs };
  } finally {
    await program.dispose();
    await judge.dispose();
  }
}

interface Encoded {
  readonly tokens: Tensor;
  readonly targets: Tensor;
}

/** Questions with their answers as ones and zeros. */
function encoded(sums: readonly Sum[], { parameters }: TrainingRecipe): Encoded {
  const { digits, reversed } = parameters;
  const { question, answer, positions } = digitLengths(digits);
  const width = digitTokens.length;
  const tokens = new Float32Array(sums.length * positions * width);
  const targets = new Float32Array(sums.length * answer * width);
  for (const [i, [a, b]] of sums.entries()) {
    const text = additionPrompt(a, b, digits) + additionAnswer(a, b, digits, reversed === 1);
    const ids = [...digitIds(text), END];
    for (let at = 0; at < positions; at++) tokens[(i * positions + at) * width + ids[at]] = 1;
    for (let at = 0; at < answer; at++) targets[(i * answer + at) * width + ids[question + at]] = 1;
  }
  return {
    tokens: float32(tokens, [sums.length * positions, width]),
    targets: float32(targets, [sums.length * answer, width])
  };
}

async function judged(
  judge: Program,
  weights: Tensor,
  { tokens, targets }: Encoded,
  { parameters }: TrainingRecipe
): Promise<{ readonly loss: number; readonly accuracy: number }> {
  const { loss, right } = await judge.run({ weights, tokens, targets });
  const { answer } = digitLengths(parameters.digits);
  const whole = Array.from(right.data).filter((count) => Math.round(count) === answer).length;
  return { loss: loss.data[0], accuracy: whole / right.data.length };
}
