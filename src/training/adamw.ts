import { add, div, type Lazy, mul, reshape, slice, sqrt, square, sub } from '../engine/index.ts';
import type { TrainingRecipe } from './recipe.ts';

/** Weights with AdamW's running means of the gradient and of its square, all of one shape. */
export interface Moments {
  readonly weights: Lazy;
  readonly first: Lazy;
  readonly second: Lazy;
}

/**
 * Returns the moments after one AdamW step (Loshchilov & Hutter 2019, in the order of operations of
 * torch.optim.AdamW) with this gradient. `rates` [3] is what `stepRates` returns for the step.
 */
export function adamw(
  { weights, first, second }: Moments,
  gradient: Lazy,
  rates: Lazy,
  { beta1, beta2, eps }: TrainingRecipe
): Moments {
  const [keep, size, scale] = [0, 1, 2].map((i) => reshape(slice(rates, [i], [i + 1]), [])) as [
    Lazy,
    Lazy,
    Lazy
  ];
  const nextFirst = add(first, mul(sub(gradient, first), 1 - beta1));
  const nextSecond = add(mul(second, beta2), mul(square(gradient), 1 - beta2));
  const step = div(mul(nextFirst, size), add(mul(sqrt(nextSecond), scale), eps));
  return { weights: sub(mul(weights, keep), step), first: nextFirst, second: nextSecond };
}

/**
 * Returns the learning rate of a step, the first having `epoch` 0: it rises linearly over the
 * warm-up; by the schedule `cosine` it then falls along half a cosine, to 0 after the last step.
 */
export function learningRate(
  { lr, warmup, schedule, epochs }: TrainingRecipe,
  epoch: number
): number {
  const step = epoch + 1;
  if (step < warmup) return lr * (step / warmup);
  if (schedule !== 'cosine' || epoch <= warmup) return lr;
  return (lr / 2) * (1 + Math.cos((Math.PI * (epoch - warmup)) / (epochs - warmup)));
}

/**
 * Returns the three numbers of a step, the first having `epoch` 0: the share of the weights that
 * decay leaves (1 − lr·decay), the bias-corrected step size lr/(1 − β₁ᵗ), and 1/√(1 − β₂ᵗ) for the
 * denominator.
 */
export function stepRates(recipe: TrainingRecipe, epoch: number): Float32Array {
  const { weightDecay, beta1, beta2 } = recipe;
  const step = epoch + 1;
  const rate = learningRate(recipe, epoch);
  return Float32Array.of(
    1 - rate * weightDecay,
    rate / (1 - beta1 ** step),
    1 / Math.sqrt(1 - beta2 ** step)
  );
}
