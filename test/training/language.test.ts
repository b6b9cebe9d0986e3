import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { torchGenerator } from '../../src/array/random/torch-generator.ts';
import type { NamedArrays } from '../../src/array/tensor.ts';
import { readNpz } from '../../src/codec/index.ts';
import { findTask } from '../../src/task/index.ts';
import { additionColumns, cascadeOf } from '../../src/task/text/addition.ts';
import { learningRate } from '../../src/training/adamw.ts';
import {
  initialLanguageState,
  type LanguageEvent,
  subjectOf,
  type TrainingRecipe,
  trainLanguage,
  withEvaluation,
  withStep
} from '../../src/training/index.ts';
import { questionsOf } from '../../src/training/language/questions.ts';
import { additionRecipe as recipe } from '../helpers/addition-recipe.ts';
import { userErrorOf } from '../helpers/user-error.ts';

const { corpus } = subjectOf(recipe);

async function eventsOf(
  one: TrainingRecipe,
  options: Parameters<typeof trainLanguage>[1] = {}
): Promise<readonly LanguageEvent[]> {
  const events: LanguageEvent[] = [];
  for await (const event of trainLanguage(one, { device: 'cpu', ...options })) events.push(event);
  return events;
}

const stepsOf = (events: readonly LanguageEvent[]) =>
  events.filter((event) => event.kind === 'step');
const endOf = (events: readonly LanguageEvent[]) => {
  const last = events.at(-1)!;
  return last.kind === 'end' ? last.state : expect.unreachable();
};
const apart = (found: NamedArrays, wanted: (name: string) => ArrayLike<number>): number =>
  Object.entries(found).reduce((most, [name, { data }]) => {
    const other = wanted(name);
    return Array.from(data).reduce((far, x, i) => Math.max(far, Math.abs(x - other[i])), most);
  }, 0);

describe('against PyTorch’s GPT-2 and AdamW, from the same weights and batches', () => {
  const known = readNpz(readFileSync(join(import.meta.dirname, '../fixtures/addition.npz')));

  test('the weights and the questions are those that it had', () => {
    const { weights } = initialLanguageState(recipe);
    expect(apart(weights, (name) => known[`first.${name}`].data)).toBe(0);
    const { batch } = questionsOf(recipe, corpus);
    const rows = Array.from({ length: 20 }, (_, step) => [...batch(step)]);
    expect(rows.flat()).toEqual([...known.rows.data]);
  });

  test('20 losses, the norms of their gradients and the weights in the end are the same', async () => {
    const events = await eventsOf(recipe);
    for (const [i, { loss, gradNorm }] of stepsOf(events).entries()) {
      expect(Math.abs(loss / known.losses.data[i] - 1), `loss ${i}`).toBeLessThan(1e-6);
      expect(Math.abs(gradNorm / known.grad_norms.data[i] - 1), `norm ${i}`).toBeLessThan(1e-5);
    }
    expect(stepsOf(events).length).toBe(20);
    const { weights } = endOf(events);
    expect(apart(weights, (name) => known[`last.${name}`].data)).toBeLessThan(1e-5);
  });
});

test('a run that goes on gives the numbers of one that was not stopped', async () => {
  const stop = new AbortController();
  const begun: LanguageEvent[] = [];
  for await (const event of trainLanguage(recipe, { device: 'cpu', signal: stop.signal })) {
    begun.push(event);
    if (event.kind === 'step' && event.step === 7) stop.abort();
  }
  const rest = await eventsOf(recipe, { from: endOf(begun) });
  const whole = await eventsOf(recipe);
  expect([...stepsOf(begun), ...stepsOf(rest)]).toEqual(stepsOf(whole));
  expect(endOf(rest)).toEqual(endOf(whole));
});

describe('questions', () => {
  test('are written digit by digit, the units first where answers are reversed', () => {
    const text = (reversed: number, row: number) => {
      const { corpus: make } = findTask('n_digit_addition');
      const { vocabulary, sequence } = make!({ digits: 3, reversed });
      return [...sequence(row)].map((token) => vocabulary[token]).join('');
    };
    expect(text(0, 45_957)).toBe('045+957=1002<eos>');
    expect(text(1, 45_957)).toBe('045+957=2001<eos>');
    expect(text(0, 0)).toBe('000+000=0000<eos>');
  });

  test('have long cascades in two of five batches, and never the same batch', () => {
    const { draw } = findTask('n_digit_addition').corpus!({ digits: 3, reversed: 0 });
    const share = (step: number): number => {
      const generator = torchGenerator(step);
      const long = Array.from({ length: 4000 }, () => draw(generator, step)).filter((row) => {
        const columns = additionColumns(Math.floor(row / 1000), row % 1000, 3);
        return cascadeOf(columns) >= 2;
      });
      return long.length / 4000;
    };
    // Uniform operands: 8.55 % S2 and 0.45 % S3.
    for (const step of [0, 2, 4, 5]) expect(share(step)).toBeCloseTo(0.09, 1);
    for (const step of [1, 3, 6]) expect(share(step)).toBeGreaterThan(0.2);
    const { batch } = questionsOf(recipe, corpus);
    expect(batch(3)).toEqual(batch(3));
    expect(batch(3)).not.toEqual(batch(8));
    const other = questionsOf(
      { ...recipe, parameters: { ...recipe.parameters, data_seed: 3 } },
      corpus
    );
    expect(other.batch(3)).not.toEqual(batch(3));
  });

  test('of a fixed share never meet those that it is tested by', () => {
    const fixed = { ...recipe, parameters: { ...recipe.parameters, fraction: 0.3 }, batch: 500 };
    const { batch, validation, size } = questionsOf(fixed, corpus);
    expect([size, validation.length]).toEqual([500, 7000]);
    const tested = new Set(validation);
    expect([...batch(0), ...batch(9)].some((row) => tested.has(row))).toBe(false);
    const full = questionsOf({ ...fixed, batch: 5000 }, corpus);
    expect([full.size, full.isFull]).toEqual([3000, true]);
    expect(full.batch(0)).toEqual(full.batch(1));
  });
});

test('the learning rate rises, then falls along half a cosine or stays', () => {
  const of = (schedule: 'cosine' | 'constant', epoch: number) =>
    learningRate({ ...recipe, schedule, lr: 1, warmup: 5, epochs: 25 }, epoch);
  expect([0, 3, 4, 5].map((epoch) => of('cosine', epoch))).toEqual([0.2, 0.8, 1, 1]);
  expect(of('cosine', 15)).toBeCloseTo(0.5, 12);
  expect(of('cosine', 24)).toBeGreaterThan(0);
  expect(of('constant', 24)).toBe(1);
});

test('the log has the mean of each ten steps, and an evaluation once', () => {
  const step = (n: number) =>
    ({ kind: 'step', step: n, loss: n, accuracy: 0, learningRate: 0.1, gradNorm: 1 }) as const;
  let log = withEvaluation({ rows: [], pending: [] }, 0, { loss: 3, accuracy: 0 });
  for (let n = 1; n <= 12; n++) log = withStep(log, step(n));
  log = withEvaluation(withEvaluation(log, 12, { loss: 2, accuracy: 1 }), 12, {
    loss: 9,
    accuracy: 0
  });
  expect(log.rows).toEqual([
    { step: 0, eval_loss: 3, eval_accuracy: 0 },
    { step: 10, loss: 5.5, accuracy: 0, grad_norm: 1, learning_rate: 0.1 },
    { step: 12, eval_loss: 2, eval_accuracy: 1 }
  ]);
  expect(log.pending.map(({ loss }) => loss)).toEqual([11, 12]);
});

test('recipes that cannot be trained are refused, with exit code 2', async () => {
  const refused = async (changes: Partial<TrainingRecipe>, parameters = {}) => {
    const own = { ...recipe, ...changes, parameters: { ...recipe.parameters, ...parameters } };
    const error = await userErrorOf(() => eventsOf(own));
    expect(error.exitCode).toBe(2);
    return error.message;
  };
  expect(await refused({}, { digits: 7 })).toBe('invalid digits: 7');
  expect(await refused({}, { reversed: 2 })).toBe('invalid reversed: 2');
  expect(await refused({ batch: 0 })).toBe('invalid batch: 0');
  expect(await refused({ schedule: 'linear' as 'cosine' })).toBe('unknown schedule: linear');
  expect(await refused({ heads: 3 })).toBe('invalid d_model: 16');
  expect(await refused({}, { fraction: 0.00001 })).toBe('fraction trains on no row: 0.00001');
  expect(await refused({}, { fraction: 0.5, digits: 3 })).toBe(
    'too many questions for a fixed share of them: fraction 0.5'
  );
});
