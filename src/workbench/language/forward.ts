import type { NamedArrays, Tensor } from '../../array/tensor.ts';
import { float32 } from '../../array/tensor.ts';
import { compile, input, matmul, type Program, swapLast, type Target } from '../../engine/index.ts';
import { UserError } from '../../error/user-error.ts';
import {
  type BlockWeights,
  blockName,
  blockShapes,
  cachedBlock,
  type LanguageSettings,
  languageBlock,
  languageNorm,
  outerNames,
  type PastPositions
} from '../../model/language/index.ts';
import type { Continuation } from './key-value-cache.ts';
import type { LanguageModel } from './language-model.ts';

/**
 * Sequences that run together, each as long as the longest: what stands behind an end is unseen.
 */
export interface Batch {
  /** Places of the sequences in the list that they were taken from. */
  readonly rows: readonly number[];
  /**
   * [row, position]; 0 behind the end of a sequence, and in rows that fill up their number: few
   * numbers of rows are few programs to compile.
   */
  readonly tokens: Int32Array;
  readonly length: number;
}

/** Most positions of a batch, so that its activations stay in the processor's cache. */
const MOST_POSITIONS = 2048;
/**
 * A run of a block costs as much, beside its work, as some positions: 0.5 ms, which is 2²¹ / width²
 * of them. Shorter sequences may fill up with so many to join a batch.
 */
const SPARED = 2 ** 21;
/** Most numbers of an embedding that are read at once rather than row by row. */
const SMALL_MATRIX = 2 ** 24;
/** Numbers of the unembedding that are in memory at once. */
const CHUNK = 2 ** 23;

/**
 * Returns sequences as batches, the longest first; lengths are rounded up to multiples of 8. Small
 * models have sequences of several lengths in a batch. Throws UserError on a sequence that is
 * longer than the model has positions.
 */
export function batchesOf(
  sequences: readonly Int32Array[],
  { context, width }: Pick<LanguageSettings, 'context' | 'width'>
): readonly Batch[] {
  const long = sequences.find(({ length }) => length > context);
  if (long)
    throw new UserError(
      `sequence too long: ${long.length} tokens`,
      `the model has ${context} positions`
    );
  const rounded = (length: number) => Math.min(context, Math.ceil(length / 8) * 8);
  const order = [...sequences.keys()].sort((a, b) => sequences[b].length - sequences[a].length);
  const groups: { rows: number[]; length: number; spare: number }[] = [];
  for (const row of order) {
    const own = rounded(sequences[row].length);
    const group = groups.at(-1);
    const isLike =
      group &&
      group.length - own <= group.spare &&
      (group.rows.length + 1) * group.length <= MOST_POSITIONS;
    if (isLike) {
      group.rows.push(row);
      group.spare -= group.length - own;
    } else groups.push({ rows: [row], length: own, spare: SPARED / width ** 2 });
  }
  return groups.map(({ rows, length }) => {
    const tokens = new Int32Array(filledUp(rows.length) * length);
    rows.forEach((row, i) => {
      tokens.set(sequences[row], i * length);
    });
    return { rows, tokens, length };
  });
}

/** At most a quarter more, so that from 8 on there are four numbers to each power of two. */
function filledUp(count: number): number {
  const step = 2 ** Math.max(2, Math.floor(Math.log2(count)) - 2);
  return Math.ceil(count / step) * step;
}

/** How a forward pass is computed, and what it tells. */
export interface ForwardOptions {
  /** CPU threads; all cores by default. */
  readonly threads?: number;
  /** 'float64' to check; float32 by default. */
  readonly dtype?: 'float32' | 'float64';
  /** The CPU by default. */
  readonly device?: Target;
  /** What was compiled before, kept for what comes; made for the pass if not given. */
  readonly programs?: LanguagePrograms;
  /**
   * Called with the residual stream of each batch before the first block (layer 0) and after each.
   */
  readonly onLayer?: (layer: number, batch: number, stream: Tensor) => void;
  /**
   * Where the sequences go on: what comes before them is there, and what they are is added. Without
   * it they begin at position 0 and are forgotten.
   */
  readonly continues?: Continuation;
}

/**
 * Returns the residual stream of each batch after the last block and the final norm, [row,
 * position, width]. The weights of one block are in memory at a time. Rejects with a UserError on
 * tokens that the model does not have, sequences that are too long, and damaged files.
 */
export async function languageForward(
  model: LanguageModel,
  batches: readonly Batch[],
  options: ForwardOptions = {}
): Promise<readonly Tensor[]> {
  const { settings } = model;
  const { onLayer, continues } = options;
  let streams = await embedded(model, batches, continues);
  for (const [i, stream] of streams.entries()) onLayer?.(0, i, stream);
  return withPrograms(options, async (programs) => {
    const pass = await blockPass(settings, programs, batches, continues);
    for (let layer = 0; layer < settings.layers; layer++) {
      const weights = await blockWeights(model, layer);
      const after: Tensor[] = [];
      for (const [i, stream] of streams.entries()) {
        const found = await pass(layer, i, { ...weights, stream });
        after.push(found);
        onLayer?.(layer + 1, i, found);
      }
      streams = after;
    }
    const { norm, normBias } = outerNames(settings);
    const read = async (name?: string) =>
      name === undefined ? undefined : await model.weights.read(model.fileName(name));
    const [weight, bias] = [await read(norm), await read(normBias)];
    const normed: Tensor[] = [];
    for (const stream of streams) {
      const program = await programs.norm(settings, stream.shape);
      const feeds = { stream, weight: weight!, ...(bias && { bias }) };
      normed.push((await program.run(feeds)).after);
    }
    return normed;
  });
}

/** Returns what takes the stream of a batch through a block. */
async function blockPass(
  settings: LanguageSettings,
  programs: LanguagePrograms,
  batches: readonly Batch[],
  continues: Continuation | undefined
): Promise<(layer: number, batch: number, feeds: NamedArrays) => Promise<Tensor>> {
  if (continues === undefined)
    return async (_, __, feeds) => {
      const program = await programs.block(settings, feeds.stream.shape);
      return (await program.run(feeds)).after;
    };
  const { cache, past } = continues;
  const isFirst = past.every((count) => count === 0);
  const places = isFirst ? [] : batches.map((batch) => cache.whereabouts(batch, continues));
  return async (layer, at, given) => {
    const batch = batches[at];
    const before = isFirst ? {} : { ...places[at], ...cache.before(layer, batch, continues) };
    const room = isFirst ? 0 : cache.room;
    const program = await programs.cachedBlock(settings, given.stream.shape, room);
    const { after, keys, values } = await program.run({ ...given, ...before });
    cache.take(layer, batch, continues, keys, values);
    return after;
  };
}

/** Lends programs to some work; those made for it are let go after it. */
async function withPrograms<T>(
  options: ForwardOptions,
  work: (programs: LanguagePrograms) => Promise<T>
): Promise<T> {
  if (options.programs) return work(options.programs);
  const programs = new LanguagePrograms(options);
  try {
    return await work(programs);
  } finally {
    await programs.dispose();
  }
}

/**
 * Calls `take` with the logits of rows [r, width] (final norm included) for the tokens from `from`
 * on, [r, some tokens], part by part: the unembedding is never in memory as a whole.
 */
export async function eachLogits(
  model: LanguageModel,
  rows: Tensor,
  take: (from: number, logits: Tensor) => void,
  options: ForwardOptions = {}
): Promise<void> {
  const { vocabulary, width } = model.settings;
  const name = model.fileName(outerNames(model.settings).unembedding);
  const step = Math.max(1, Math.min(vocabulary, Math.floor(CHUNK / width)));
  await withPrograms(options, async (programs) => {
    for (let from = 0; from < vocabulary; from += step) {
      const part = await model.weights.readRows(name, from, Math.min(vocabulary, from + step));
      const program = await programs.product(rows.shape, part.shape);
      take(from, (await program.run({ rows, part })).logits);
    }
  });
}

/** Compiled parts of language models by what they compute; all are let go together. */
export class LanguagePrograms {
  readonly #known = new Map<string, Promise<Program>>();
  readonly #options: Required<Pick<ForwardOptions, 'dtype' | 'device'>> &
    Pick<ForwardOptions, 'threads'>;

  constructor({ threads, dtype = 'float32', device = 'cpu' }: ForwardOptions = {}) {
    this.#options = { threads, dtype, device };
  }

  block(settings: LanguageSettings, shape: readonly number[]): Promise<Program> {
    return this.#program(`block ${JSON.stringify(settings)} ${shape}`, () => {
      return { after: languageBlock(settings, blockInputs(settings), input('stream', shape)) };
    });
  }

  /** `past`: room for that many positions before those of the stream. */
  cachedBlock(
    settings: LanguageSettings,
    shape: readonly number[],
    past: number
  ): Promise<Program> {
    return this.#program(`cached ${past} ${JSON.stringify(settings)} ${shape}`, () => {
      const before = past === 0 ? undefined : pastInputs(settings, shape, past);
      return cachedBlock(settings, blockInputs(settings), input('stream', shape), before);
    });
  }

  norm({ epsilon, width, type }: LanguageSettings, shape: readonly number[]): Promise<Program> {
    const hasBias = type === 'gpt2' || type === 'gpt_neox';
    return this.#program(`norm ${type} ${epsilon} ${shape}`, () => {
      const bias = hasBias ? input('bias', [width]) : undefined;
      const stream = input('stream', shape);
      return { after: languageNorm(stream, epsilon, input('weight', [width]), bias) };
    });
  }

  product(rows: readonly number[], part: readonly number[]): Promise<Program> {
    return this.#program(`product ${rows} ${part}`, () => ({
      logits: matmul(input('rows', rows), swapLast(input('part', part)))
    }));
  }

  #program(key: string, graph: () => Parameters<typeof compile>[0]): Promise<Program> {
    const found = this.#known.get(key) ?? compile(graph(), this.#options);
    this.#known.set(key, found);
    return found;
  }

  async dispose(): Promise<void> {
    for (const program of this.#known.values()) await (await program).dispose();
  }
}

function blockInputs(settings: LanguageSettings): BlockWeights {
  return Object.fromEntries(
    Object.entries(blockShapes(settings)).map(([name, shape]) => [name, input(name, shape)])
  );
}

function pastInputs(
  { keyValueHeads, headWidth, rotary }: LanguageSettings,
  [rows, length]: readonly number[],
  past: number
): PastPositions {
  const stored = [rows, keyValueHeads, past, headWidth];
  const angles = (name: string) => rotary && input(name, [rows, 1, length, rotary.width / 2]);
  return {
    keys: input('past_keys', stored),
    values: input('past_values', stored),
    mask: input('mask', [rows, 1, length, past + length]),
    cosine: angles('cosine'),
    sine: angles('sine')
  };
}

async function blockWeights(model: LanguageModel, layer: number): Promise<NamedArrays> {
  const { settings, weights } = model;
  const found: Record<string, Tensor> = {};
  for (const name of Object.keys(blockShapes(settings)))
    found[name] = await weights.read(model.fileName(blockName(settings, layer, name)));
  return found;
}

/** The rows of the embedding, and of learned positions. */
async function embedded(
  model: LanguageModel,
  batches: readonly Batch[],
  continues: Continuation | undefined
): Promise<readonly Tensor[]> {
  const { settings, weights } = model;
  const { width, vocabulary, context } = settings;
  const names = outerNames(settings);
  const used = new Set(batches.flatMap(({ tokens }) => [...tokens]));
  const odd = [...used].find((token) => token < 0 || token >= vocabulary);
  if (odd !== undefined)
    throw new UserError(
      `token beyond the vocabulary: ${odd} of ${vocabulary}`,
      'tokenizer and weights are of different models'
    );
  const row = await rowsOf(model, model.fileName(names.embedding), used);
  const positions = names.positions
    ? (await weights.read(model.fileName(names.positions))).data
    : null;
  return batches.map(({ rows, tokens, length }) => {
    const data = new Float32Array(tokens.length * width);
    tokens.forEach((token, place) => {
      data.set(row(token), place * width);
      if (positions === null) return;
      const past = continues?.past[rows[Math.floor(place / length)]] ?? 0;
      // Behind the end of a sequence there may be more than the model has positions.
      const from = Math.min(past + (place % length), context - 1) * width;
      for (let d = 0; d < width; d++) data[place * width + d] += positions[from + d] as number;
    });
    return float32(data, [tokens.length / length, length, width]);
  });
}

/** Returns what gives a row of a matrix; of a large matrix only the rows that are used are read. */
async function rowsOf(
  { weights, settings }: LanguageModel,
  name: string,
  used: ReadonlySet<number>
): Promise<(row: number) => Float32Array> {
  const { vocabulary, width } = settings;
  if (vocabulary * width <= SMALL_MATRIX) {
    const data = (await weights.read(name)).data as Float32Array;
    return (row) => data.subarray(row * width, (row + 1) * width);
  }
  const rows = new Map<number, Float32Array>();
  for (const row of used)
    rows.set(row, (await weights.readRows(name, row, row + 1)).data as Float32Array);
  return (row) => rows.get(row) as Float32Array;
}
