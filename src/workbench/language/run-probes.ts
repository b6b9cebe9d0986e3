import type { AnswerStatistics, GreedyAnswer, ProbeAnswers } from '../../analyzers/index.ts';
import { float32, type Tensor } from '../../array/tensor.ts';
import { UserError } from '../../error/user-error.ts';
import type { Tokenizer } from '../../loader/index.ts';
import type { TextProbe } from '../../task/index.ts';
import { printable } from '../../text/printable.ts';
import { answerStatistics } from './answer-statistics.ts';
import { type Batch, batchesOf, type ForwardOptions, languageForward } from './forward.ts';
import { KeyValueCache } from './key-value-cache.ts';
import type { LanguageModel } from './language-model.ts';

/** A probe as the model reads it. */
export interface TokenizedProbe {
  readonly prompt: Int32Array;
  /** The expected answer and the token that ends it; null where none is known. */
  readonly answer: Int32Array | null;
}

/** How probes are answered. */
export interface ProbeOptions extends Omit<ForwardOptions, 'onLayer' | 'continues'> {
  /** Most tokens of an answer, its end included; 12 by default. */
  readonly limit?: number;
}

/**
 * Returns probes as tokens. Throws UserError where the model has too few positions for one (it is
 * never cut), where tokenizer and model do not fit, and where no token ends an answer.
 */
export function tokenized(
  probes: readonly TextProbe[],
  tokenizer: Tokenizer,
  { settings }: LanguageModel
): readonly TokenizedProbe[] {
  const [end] = tokenizer.ends;
  if (end === undefined)
    throw new UserError(
      'no token ends an answer',
      'name it: eos_token_id in generation_config.json or config.json'
    );
  return probes.map(({ id, prompt: text, expected }) => {
    const prompt = tokenizer.encode(text);
    if (prompt.length === 0)
      throw new UserError(`probe without a token: ${printable(id)}`, 'give it a prompt');
    const answer = expected === null ? null : [...tokenizer.encode(expected), end];
    const length = prompt.length + (answer?.length ?? 1);
    if (length > settings.context)
      throw new UserError(
        `probe too long: ${printable(id)} has ${length} tokens`,
        `the model has ${settings.context} positions; shorten it, it is never cut`
      );
    const odd = [...prompt, ...(answer ?? [])].find((token) => token >= settings.vocabulary);
    if (odd !== undefined)
      throw new UserError(
        `token beyond the vocabulary: ${odd} of ${settings.vocabulary} in probe ${printable(id)}`,
        'tokenizer and weights are of different models'
      );
    return { prompt, answer: answer && Int32Array.from(answer) };
  });
}

/**
 * Returns what a model says of some probes: of every token of the expected answers, teacher-forced,
 * and what it answers by itself. Only probes whose answer leaves the expected one run again, with
 * the rest of the expected one as a draft: as far as the model says the same, it is read at once.
 */
export async function runProbes(
  model: LanguageModel,
  tokenizer: Tokenizer,
  probes: readonly TokenizedProbe[],
  options: ProbeOptions = {}
): Promise<ProbeAnswers> {
  const { limit = 12 } = options;
  const offsets = new Int32Array(probes.length + 1);
  probes.forEach(({ answer }, i) => {
    offsets[i + 1] = offsets[i] + (answer?.length ?? 0);
  });
  const tokens = Int32Array.from(probes.flatMap(({ answer }) => [...(answer ?? [])]));
  const asked = probes.map(({ prompt, answer }) => ({
    sequence: Int32Array.from([...prompt, ...(answer?.subarray(0, -1) ?? [])]),
    // What follows the prompt is asked for even where no answer is known.
    from: prompt.length - 1,
    targets: answer ?? Int32Array.of(0)
  }));
  const { width, layers } = model.settings;
  const middle = new Float32Array(probes.length * width);
  const last = new Float32Array(probes.length * width);
  const longest = probes.reduce(
    (most, { prompt, answer }) =>
      Math.max(most, prompt.length + Math.max(limit, answer?.length ?? 0) - 1),
    0
  );
  const cache = KeyValueCache.of(model.settings, probes.length, longest);
  const places = [...probes.keys()];
  const fresh = cache && { cache, places, past: places.map(() => 0) };
  const forced = await predictions(
    model,
    asked,
    { ...options, ...(fresh && { continues: fresh }) },
    {
      layer: Math.floor(layers / 2),
      middle: (batch, stream) => poolPrompts(batch, stream, probes, middle),
      last: (batch, stream) => poolPrompts(batch, stream, probes, last)
    }
  );
  const expected = picked(forced, probes);
  const answers = probes.map(({ answer }, i) => begun(forced.of(i), answer, limit));
  for (;;) {
    const open = answers.flatMap((answer, i) => (isOpen(answer, tokenizer, limit) ? [i] : []));
    const fitting = open.filter(
      (i) => probes[i].prompt.length + answers[i].tokens.length <= model.settings.context
    );
    if (fitting.length === 0) break;
    const drafts = fitting.map((i) => {
      const { length } = answers[i].tokens;
      const room = model.settings.context - probes[i].prompt.length;
      return probes[i].answer?.slice(length, Math.min(limit - 1, room)) ?? new Int32Array(0);
    });
    // All before the last token is in the cache, if there is one.
    const past = fitting.map((i) => probes[i].prompt.length + answers[i].tokens.length - 1);
    const next = await predictions(
      model,
      fitting.map((i, k) => {
        const known = [...probes[i].prompt, ...answers[i].tokens];
        const given = [...(cache ? known.slice(-1) : known), ...drafts[k]];
        return {
          sequence: Int32Array.from(given),
          from: given.length - drafts[k].length - 1,
          targets: new Int32Array(drafts[k].length + 1)
        };
      }),
      { ...options, ...(cache && { continues: { cache, places: fitting, past } }) }
    );
    for (const [k, i] of fitting.entries())
      for (const [at, found] of next.of(k).entries()) {
        answers[i].tokens.push(found.answer);
        answers[i].logProbability += Math.log(found.confidence);
        if (found.answer !== drafts[k][at] || !isOpen(answers[i], tokenizer, limit)) break;
      }
  }
  const greedy = answers.map((answer, i) => ended(answer, probes[i].answer, tokenizer));
  return { offsets, tokens, expected, greedy, embeddings: { last, middle } };
}

/** Adds the mean residual stream over each prompt of a batch, in float64, to rows [n, width]. */
function poolPrompts(
  { rows, length }: Batch,
  stream: Tensor,
  probes: readonly TokenizedProbe[],
  means: Float32Array
): void {
  const width = means.length / probes.length;
  const sum = new Float64Array(width);
  for (const [i, row] of rows.entries()) {
    const count = probes[row].prompt.length;
    sum.fill(0);
    for (let at = 0; at < count; at++) {
      const start = (i * length + at) * width;
      for (let d = 0; d < width; d++) sum[d] += stream.data[start + d];
    }
    for (let d = 0; d < width; d++) means[row * width + d] = sum[d] / count;
  }
}

/** Who sees the residual streams of a pass. */
interface StreamTakers {
  readonly layer: number;
  /** After the block of that number (0: before the first). */
  middle(batch: Batch, stream: Tensor): void;
  /** After the final norm. */
  last(batch: Batch, stream: Tensor): void;
}

/** A sequence and the tokens asked for after its positions from `from` on. */
interface Asked {
  readonly sequence: Int32Array;
  readonly from: number;
  readonly targets: Int32Array;
}

interface Prediction {
  readonly logProbability: number;
  readonly confidence: number;
  readonly entropy: number;
  readonly answer: number;
}

interface Predictions {
  readonly all: AnswerStatistics;
  /** Where each sequence's predictions begin. */
  readonly starts: Int32Array;
  of(sequence: number): readonly Prediction[];
}

async function predictions(
  model: LanguageModel,
  asked: readonly Asked[],
  options: ForwardOptions,
  takers?: StreamTakers
): Promise<Predictions> {
  const { settings } = model;
  const batches = batchesOf(
    asked.map(({ sequence }) => sequence),
    settings
  );
  const onLayer: ForwardOptions['onLayer'] = (layer, batch, stream) => {
    if (layer === takers?.layer) takers.middle(batches[batch], stream);
  };
  const streams = await languageForward(model, batches, { ...options, onLayer });
  for (const [batch, stream] of streams.entries()) takers?.last(batches[batch], stream);
  const starts = new Int32Array(asked.length + 1);
  asked.forEach(({ targets }, i) => {
    starts[i + 1] = starts[i] + targets.length;
  });
  const rows = answerRows(asked, starts, batches, streams, settings.width);
  const targets = Int32Array.from(asked.flatMap((one) => [...one.targets]));
  const all = await answerStatistics(model, rows, targets, options);
  const of = (sequence: number) =>
    Array.from({ length: starts[sequence + 1] - starts[sequence] }, (_, k): Prediction => {
      const at = starts[sequence] + k;
      return {
        logProbability: all.logProbability[at],
        confidence: all.confidence[at],
        entropy: all.entropy[at],
        answer: all.answer[at]
      };
    });
  return { all, starts, of };
}

/** The residual stream at the positions that are asked, [r, width]. */
function answerRows(
  asked: readonly Asked[],
  starts: Int32Array,
  batches: readonly Batch[],
  streams: readonly Tensor[],
  width: number
): Tensor {
  const count = starts[asked.length];
  const data = new Float32Array(count * width);
  for (const [b, { rows, length }] of batches.entries())
    for (const [i, row] of rows.entries()) {
      const { from, targets } = asked[row];
      const begin = (i * length + from) * width;
      const part = (streams[b].data as Float32Array).subarray(
        begin,
        begin + targets.length * width
      );
      data.set(part, starts[row] * width);
    }
  return float32(data, [count, width]);
}

/** The statistics of the probes that have an answer. */
function picked({ all, starts }: Predictions, probes: readonly TokenizedProbe[]): AnswerStatistics {
  const places = Int32Array.from(
    probes.flatMap(({ answer }, i) => Array.from(answer ?? [], (_, k) => starts[i] + k))
  );
  const { logProbability, confidence, entropy, purity, answer } = all;
  return {
    logProbability: Float64Array.from(places, (at) => logProbability[at]),
    confidence: Float64Array.from(places, (at) => confidence[at]),
    entropy: Float64Array.from(places, (at) => entropy[at]),
    purity: Float64Array.from(places, (at) => purity[at]),
    answer: Int32Array.from(places, (at) => answer[at])
  };
}

interface Begun {
  readonly tokens: number[];
  logProbability: number;
}

/** The expected answer as far as the model goes along, and the token at which it leaves it. */
function begun(found: readonly Prediction[], answer: Int32Array | null, limit: number): Begun {
  const differs = answer === null ? 0 : found.findIndex((one, k) => one.answer !== answer[k]);
  const length = Math.min(limit, differs < 0 ? found.length : differs + 1);
  const taken = found.slice(0, length);
  return {
    tokens: taken.map((one) => one.answer),
    logProbability: taken.reduce((sum, one) => sum + Math.log(one.confidence), 0)
  };
}

function isOpen({ tokens }: Begun, { ends }: Tokenizer, limit: number): boolean {
  return tokens.length < limit && !ends.includes(tokens.at(-1) as number);
}

function ended(
  { tokens, logProbability }: Begun,
  answer: Int32Array | null,
  { ends, decode }: Tokenizer
): GreedyAnswer {
  const hasEnded = ends.includes(tokens.at(-1) as number);
  const own = hasEnded ? tokens.slice(0, -1) : tokens;
  const differs = answer === null ? -1 : [...answer].findIndex((token, k) => token !== tokens[k]);
  return {
    tokens: own,
    text: decode(own),
    hasEnded,
    logProbability,
    isRight: answer === null ? null : differs < 0 && hasEnded,
    firstError: differs < 0 ? null : differs
  };
}
