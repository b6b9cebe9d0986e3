import type { Examples, Inputs } from './inputs.ts';
import type { ParameterSpecs, Parameters } from './parameters.ts';
import type { Corpus } from './text/corpus.ts';

/**
 * What a task has that some measures rest on.
 * - `pairs`: the inputs are the pairs (a, b) of the same numbers
 * - `cyclic`: a and b each turn a circle of an odd number of places by as many steps, so that
 *   Fourier measures over the numbers in their usual order tell what the task is made of
 * - `sum`: the answer is (a + b) mod p, p odd
 * - `binary`: the inputs are all strings of n bits, the answers 0 and 1
 * - `text`: prompts of a probe set with the answers that are expected; there is no grid, and what
 *   rests on one, whatever else it asks for, is absent
 * - `log`: numbers that another program logged; there are no checkpoints
 */
export type Structure = 'pairs' | 'cyclic' | 'sum' | 'binary' | 'text' | 'log';

/** How the grid of a task looks for some parameters. */
export interface Layout {
  /** Number of tokens of an input. */
  readonly length: number;
  /** Number of different input tokens. */
  readonly tokens: number;
  /** Number of rows, tokens^length. */
  readonly rows: number;
  /** Number of different answers. */
  readonly answers: number;
  /** Sizes of the named dimensions of analyzers' arrays that the task fixes. */
  readonly sizes: Readonly<Record<string, number>>;
  readonly structure: readonly Structure[];
}

/** Something to learn: which inputs there are and what their answers are. */
export interface Task {
  /** snake_case, as recipes name it. */
  readonly id: string;
  readonly title: string;
  /** One sentence: what is to be learned. */
  readonly about: string;
  /** The sign between a and b where people write a pair: `+`; absent where there is no one sign. */
  readonly sign?: string;
  /** How the answer comes from an input, in words of mathematics: `a + b mod p`. */
  readonly formula: string;
  /** What it depends on; {} where there is only one grid (120 permutations). */
  readonly parameters: ParameterSpecs;
  /** What its runs are about: texts, logged numbers, or where absent the rows of a grid. */
  readonly subject?: 'text' | 'log';
  /** Returns how its grid looks. Throws UserError on parameters that it does not allow. */
  layout(parameters: Parameters): Layout;
  /** Returns every input with its answer, row by row. Throws UserError as `layout` does. */
  grid(parameters: Parameters): Examples;
  /** Returns an input with its answer as people write it: `4+29=33`. */
  text(tokens: readonly number[], answer: number): string;
  /**
   * Returns the texts that language models are trained on here; absent of grids, and where nothing
   * is trained. Throws UserError as `layout` does.
   */
  readonly corpus?: (parameters: Parameters) => Corpus;
}

/** Returns the tokens of one row. */
export function tokensAt({ tokens }: Inputs, row: number): readonly number[] {
  return tokens.map((column) => column[row]);
}
