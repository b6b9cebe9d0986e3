import { readFileSync } from 'node:fs';
import { torchGenerator } from '../../src/array/random/torch-generator.ts';
import { readNpz } from '../../src/codec/index.ts';
import { shared } from './shared.ts';

/** Returns a seeded stream of standard normal numbers (Box–Muller). */
export function gaussian(seed: number): () => number {
  const uniform = uniformOf(seed);
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** Returns a seeded stream of numbers, uniform in (0, 1). */
export function uniformOf(seed: number): () => number {
  const generator = torchGenerator(seed);
  return () => (generator.next() + 0.5) / 2 ** 32;
}

/** Returns n losses, `f` of each epoch. */
export function curve(n: number, f: (epoch: number) => number): Float64Array {
  return Float64Array.from({ length: n }, (_, epoch) => f(epoch));
}

/**
 * Returns losses of a run that groks: the training loss falls to 1e-6 by a fifth of `at`; the test loss rises from 4.5 to
 * about 33 and falls around epoch `at`, over some `width` epochs, to about 1e-6, with noise of `noise` nats.
 */
export function grokking(
  n: number,
  { at = n / 2, width = n / 50, noise = 0.001, seed = 1 } = {}
): { readonly train: Float64Array; readonly test: Float64Array } {
  const normal = gaussian(seed);
  return {
    train: curve(n, (e) => 4.5 * Math.exp(-Math.min(15, (75 * e) / at))),
    test: curve(n, (e) => {
      const log = 1.5 + 2 * (1 - Math.exp((-8 * e) / at)) - 17 / (1 + Math.exp((at - e) / width));
      return Math.exp(log + noise * normal());
    })
  };
}

/** Returns the losses of the real p=113 run of 25,000 epochs, or null (with a message). */
export function realCurve(): { readonly train: Float64Array; readonly test: Float64Array } | null {
  const path = shared('data/curves/p113_seed999_dseed598.npz');
  if (path === null) return null;
  const { train_losses, test_losses } = readNpz(readFileSync(path));
  return { train: train_losses.data as Float64Array, test: test_losses.data as Float64Array };
}
