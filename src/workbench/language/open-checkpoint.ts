import type {
  LanguageCheckpoint,
  ProbeAnswers,
  TensorSums,
  WeightSums
} from '../../analyzers/index.ts';
import type { Numbers } from '../../array/tensor.ts';
import { UserError } from '../../error/user-error.ts';
import {
  checkpointPath,
  probesOf,
  readTokenizer,
  type Variant,
  wholeCheckpoints
} from '../../loader/index.ts';
import { printable } from '../../text/printable.ts';
import type { ForwardOptions } from './forward.ts';
import { type LanguageModel, openLanguageModel } from './language-model.ts';
import { runProbes, tokenized } from './run-probes.ts';

/** A checkpoint as analyzers see it, with files that are open until it is closed. */
export interface OpenCheckpoint {
  readonly checkpoint: LanguageCheckpoint;
  close(): Promise<void>;
}

/**
 * Opens a checkpoint of a language model. Its weights are read when they are needed. Rejects with a
 * UserError where it is damaged or of another model than the variant's.
 */
export async function openCheckpoint(
  variant: Variant,
  step: number,
  options: Omit<ForwardOptions, 'onLayer'> = {}
): Promise<OpenCheckpoint> {
  const probes = probesOf(variant);
  const folder = checkpointPath(variant, step);
  const model = await openLanguageModel(folder);
  try {
    checkSizes(model, variant);
    const tokenizer = await readTokenizer(folder);
    const answers = once(async () => {
      const limit = Number(variant.config.answer_limit);
      const found = await runProbes(model, tokenizer, tokenized(probes, tokenizer, model), {
        ...options,
        limit
      });
      checkFinite(found, step, folder);
      return found;
    });
    const sums = new Map<number | null, Promise<WeightSums>>();
    const checkpoint: LanguageCheckpoint = {
      step,
      probes,
      vocabulary: model.settings.vocabulary,
      answers,
      decode: (tokens) => tokenizer.decode(tokens),
      weights(reference) {
        const found = sums.get(reference) ?? weightSums(variant, model, step, reference);
        sums.set(reference, found);
        return found;
      }
    };
    return { checkpoint, close: model.close };
  } catch (error) {
    await model.close();
    throw error;
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function checkSizes({ settings, folder }: LanguageModel, { config }: Variant): void {
  const { type, layers, width, vocabulary } = settings;
  const found = { model_type: type, n_layers: layers, d_model: width, vocabulary };
  const odd = Object.entries(found).find(([key, value]) => config[key] !== value);
  if (odd === undefined) return;
  const [key, value] = odd;
  throw new UserError(
    `checkpoint of another model: ${key} is ${value}, not ${printable(String(config[key]))}: ${printable(folder)}`,
    'import its run as a variant of its own: grokscope import RUN_DIR --probe-file FILE'
  );
}

function checkFinite({ expected, greedy }: ProbeAnswers, step: number, folder: string): void {
  const isFine =
    expected.logProbability.every(Number.isFinite) &&
    greedy.every(({ logProbability }) => Number.isFinite(logProbability));
  if (isFine) return;
  throw new UserError(
    `answers that are no numbers: step ${step} of ${printable(folder)}`,
    'its weights are not finite or overflow float32; the figure parameter_stability names the layer'
  );
}

async function weightSums(
  variant: Variant,
  model: LanguageModel,
  step: number,
  reference: number | null
): Promise<WeightSums> {
  const steps = await wholeCheckpoints(variant);
  const previousStep = steps.filter((other) => other < step).at(-1) ?? null;
  const referenceStep = reference ?? steps[0] ?? null;
  if (referenceStep !== null && !steps.includes(referenceStep))
    throw new UserError(
      `no whole checkpoint of step ${referenceStep} to compare with`,
      `choose another: --set reference=N; stored: ${steps.join(', ')}`
    );
  const opened = new Map<number, LanguageModel>([[step, model]]);
  const open = async (other: number | null) => {
    if (other === null) return null;
    const found = opened.get(other) ?? (await openLanguageModel(checkpointPath(variant, other)));
    opened.set(other, found);
    return found;
  };
  try {
    const [previous, first] = [await open(previousStep), await open(referenceStep)];
    const tensors: TensorSums[] = [];
    for (const { name, layer } of model.tensors) {
      const { data } = await model.weights.read(name);
      const before = previous && (await previous.weights.read(name)).data;
      const start = first === previous ? before : first && (await first.weights.read(name)).data;
      tensors.push({
        name,
        layer,
        count: data.length,
        ...sumsOf(data),
        previous: before && changeOf(data, before),
        reference: start && changeOf(data, start)
      });
    }
    return { previousStep, referenceStep, tensors };
  } finally {
    for (const [other, open] of opened) if (other !== step) await open.close();
  }
}

function sumsOf(data: Numbers) {
  let [square, largest, least, odd] = [0, -1, Infinity, 0];
  for (let i = 0; i < data.length; i++) {
    const size = Math.abs(data[i]);
    if (!Number.isFinite(size)) {
      odd++;
      continue;
    }
    square += size * size;
    if (size > largest) largest = size;
    if (size < least) least = size;
  }
  const isAny = odd < data.length;
  return { square, odd, largest: isAny ? largest : Number.NaN, least: isAny ? least : Number.NaN };
}

function changeOf(data: Numbers, other: Numbers) {
  let [change, square] = [0, 0];
  for (let i = 0; i < data.length; i++) {
    const difference = data[i] - other[i];
    change += difference * difference;
    square += other[i] * other[i];
  }
  return { change, square };
}
