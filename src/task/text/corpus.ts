import type { TorchGenerator } from '../../array/random/torch-generator.ts';
import type { TextProbe } from './probe.ts';

/** The texts that a language model is trained on here: questions of one length with answers. */
export interface Corpus {
  /** The text of each token, by its number; the first fills, the second ends an answer. */
  readonly vocabulary: readonly string[];
  /** Tokens of a question with its answer and the end. */
  readonly length: number;
  /** How many of them are the question. */
  readonly prompt: number;
  /** How many different questions there are. */
  readonly rows: number;
  /** Whether a split of all rows fits in memory: only then may a share of them be trained on. */
  readonly isSplittable: boolean;
  /** Returns a row as tokens, [length]. */
  sequence(row: number): Int32Array;
  /** Returns a row of the batch of some step: what is hard is drawn more often in some. */
  draw(generator: TorchGenerator, step: number): number;
  /** Returns a row, all being as likely. */
  drawEvenly(generator: TorchGenerator): number;
  /** Returns what a model that was trained on it is asked, always the same. */
  probes(): readonly TextProbe[];
}
