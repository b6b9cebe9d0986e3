import { totalmem } from 'node:os';
import { sizeOf } from '../../array/tensor.ts';
import { UserError } from '../../error/user-error.ts';
import type { Variant } from '../../loader/index.ts';
import type { Model } from '../../model/index.ts';
import type { Recipe } from '../../model/recipe.ts';
import { type Corpus, type Layout, layoutOf } from '../../task/index.ts';

/** Sizes that decide how much a run takes. */
type Sizes = Pick<Recipe, 'layers' | 'dModel' | 'dMlp'> & Layout;

/** What the program takes with any run, in bytes. */
const BASE = 150e6;

/**
 * Returns about how many bytes of memory a training takes, by measurements from p=59 to p=251 and
 * widths up to 2048, one to three layers: five per row for each neuron, direction (five times) and
 * answer, forty per weight, half as much again for each layer before the last. Within a third.
 */
export function trainingBytes(sizes: Sizes): number {
  const { rows, length, tokens, answers, layers, dModel, dMlp } = sizes;
  const vocabulary = tokens + length + answers;
  const weights = layers * (2 * dModel * dMlp + 4 * dModel ** 2) + vocabulary * dModel;
  const depth = 1 + 1.5 * (layers - 1);
  return BASE + 5 * rows * (depth * (dMlp + 5 * dModel) + answers) + 40 * weights;
}

/**
 * Returns about how many bytes of memory the training of a language model takes, by measurements of
 * one and two layers on 1,000 and 5,000 questions a step: in each layer, for each position, two per
 * neuron, nine per direction and four of each head per key. Within a third.
 */
export function languageTrainingBytes(recipe: Recipe, { length, rows }: Corpus): number {
  const { layers, dModel, dMlp, heads, batch = 1, parameters } = recipe;
  const size = Math.min(batch, rows * parameters.fraction);
  const inPosition = layers * (2 * dMlp + 9 * dModel + 4 * heads * length);
  const weights = layers * (2 * dModel * dMlp + 4 * dModel ** 2);
  return BASE + 4 * size * length * inPosition + 40 * weights;
}

/**
 * Returns about how many bytes of memory an analysis by all analyzers of a family takes, by
 * measurements as above: 22 per row for each neuron, direction and answer, 24 per weight. Within a
 * third.
 */
export function analysisBytes(variant: Variant, { weights }: Model): number {
  const layout = layoutOf(variant);
  const rows = variant.probe?.rows.length ?? layout.rows;
  const width = (name: string, axis: number) =>
    weights.find((weight) => weight.name === name)?.shape.at(axis) ?? 0;
  const neurons = Math.max(width('blocks.0.mlp.W_in', 1), width('W_in.weight', 0));
  const count = weights.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  return BASE + 22 * rows * (neurons + width('embed.W_E', 1) + layout.answers) + 24 * count;
}

/** Throws a UserError where some work needs more memory than the machine (or its container) has. */
export function checkMemory(work: string, needed: number, there = memoryHere()): void {
  if (needed <= there) return;
  throw new UserError(
    `too large for the memory of this machine: ${work} needs about ${inGiB(needed)} of ${inGiB(there)}`,
    'choose a smaller task, d_mlp or d_model, or a machine with more memory'
  );
}

/** A container's limit counts, where there is one. */
function memoryHere(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

function inGiB(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}
