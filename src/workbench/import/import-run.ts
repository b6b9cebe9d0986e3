import { basename, extname } from 'node:path';
import { UserError, usageError } from '../../error/user-error.ts';
import {
  importVariant,
  nameByPattern,
  readFamily,
  readPthFile,
  type Variant,
  writeCheckpoint,
  writeMetadata
} from '../../loader/index.ts';
import { type StateDict, stateDictWeights } from '../../model/index.ts';
import { type SplitFacts, splitMethods, splitOf } from '../../task/index.ts';
import { modulusOf, recognisedSplit, type SplitRule, splitFacts } from './recognise-split.ts';
import { type SavedRun, savedRun } from './saved-run.ts';

/** What to import, and what the file does not tell. */
export interface ImportRequest {
  readonly results: string;
  readonly file: string;
  /** Family to file it under; `modulo_addition_1layer` if not given. */
  readonly family?: string | undefined;
  /** Folder name of the variant. */
  readonly name?: string | undefined;
  /** Seed of the initial weights; the data seed if not given. */
  readonly seed?: number | undefined;
  /**
   * How the training pairs were drawn; recognised from the weights where none of the three is
   * given.
   */
  readonly split?: string | undefined;
  readonly fraction?: number | undefined;
  readonly dataSeed?: number | undefined;
}

/** What was imported. */
export interface ImportReport {
  readonly variant: Variant;
  readonly epochs: readonly number[];
  readonly split: SplitRule;
  /** True where the split was recognised by its low losses rather than told. */
  readonly recognised: boolean;
  readonly transposed: boolean;
  readonly logits: number;
  readonly trainedBiases: readonly string[];
  /** Epochs between two test losses; null where the file holds no losses. */
  readonly testInterval: number | null;
}

/**
 * Turns a .pth file of a 1-layer transformer into a variant: TransformerLens weights, the losses,
 * and a config.json that declares what is unusual (logits, trained biases, the way the split was
 * drawn). It overwrites nothing. Throws UserError.
 */
export async function importRun(request: ImportRequest): Promise<ImportReport> {
  const family = await readFamily(request.family ?? 'modulo_addition_1layer');
  const run = savedRun(await readPthFile(request.file));
  const states = run.snapshots.map(({ tensors }) => stateDictWeights(tensors));
  const last = states.at(-1)!;
  const given = givenSplit(request);
  const split = given ?? (await recognisedSplit(last));
  if (split === null)
    throw new UserError(
      'cannot tell which pairs the run was trained on',
      `say how they were drawn: --split ${splitMethods.join('|')} --data-seed N --fraction 0.3`
    );
  const epochs = epochsOf(run);
  const seed = request.seed ?? split.dataSeed;
  const facts = splitFacts(split, modulusOf(last.settings), seed);
  const name = request.name ?? `${nameByPattern(family, facts.parameters)}_${stemOf(request.file)}`;
  const config = configOf(last, facts, run, request.file);
  const variant = await importVariant(request.results, family.name, name, config, async (built) => {
    for (const [i, { weights }] of states.entries())
      await writeCheckpoint(built, epochs[i], weights);
    if (run.losses === null) return;
    const { train: trainIndices, test: testIndices } = splitOf(facts);
    await writeMetadata(built, { ...run.losses, trainIndices, testIndices });
  });
  const { settings, transposed } = last;
  return {
    variant,
    epochs,
    split,
    recognised: given === null,
    transposed,
    logits: settings.answers ?? settings.tokens,
    trainedBiases: settings.biases ?? [],
    testInterval: run.losses && run.testInterval
  };
}

function givenSplit({ split, fraction, dataSeed }: ImportRequest): SplitRule | null {
  if (split === undefined && fraction === undefined && dataSeed === undefined) return null;
  const method = splitMethods.find((known) => known === (split ?? 'torch'));
  if (method === undefined)
    throw usageError(`unknown split: ${split}`, `expected ${splitMethods.join(' or ')}`);
  const rule = { method, fraction: fraction ?? 0.3, dataSeed: dataSeed ?? 0 };
  if (!(rule.fraction > 0 && rule.fraction < 1))
    throw usageError(`invalid fraction: ${fraction}`, 'expected a number between 0 and 1');
  if (!Number.isSafeInteger(rule.dataSeed) || rule.dataSeed < 0)
    throw usageError(`invalid data_seed: ${dataSeed}`, 'expected a whole number from 0');
  return rule;
}

/** Snapshots without an epoch come after the last loss. */
function epochsOf({ snapshots, losses }: SavedRun): readonly number[] {
  const last = Math.max(0, (losses?.train.length ?? 1) - 1);
  const epochs = snapshots.map(({ epoch }) => epoch ?? last);
  const broken = epochs.find((epoch, i) => !Number.isSafeInteger(epoch) || epochs[i - 1] === epoch);
  if (broken === undefined && epochs[0] >= 0) return epochs;
  throw new UserError(
    `invalid epochs of the snapshots: ${epochs.slice(0, 8).join(', ')}`,
    'save each snapshot with an epoch of its own'
  );
}

function stemOf(file: string): string {
  return basename(file, extname(file)).replace(/[^\w-]+/g, '-') || 'imported';
}

/** The Python workbench's keys, then what is unusual and where it came from. */
function configOf(
  { settings, transposed }: StateDict,
  { parameters, config }: SplitFacts,
  { losses, testInterval }: SavedRun,
  file: string
) {
  const { tokens, dModel, heads, dMlp, answers = tokens, biases = [] } = settings;
  const { seed, data_seed, fraction, ...own } = parameters;
  return {
    n_layers: 1,
    n_heads: heads,
    d_model: dModel,
    d_head: dModel / heads,
    d_mlp: dMlp,
    act_fn: 'relu',
    normalization_type: null,
    d_vocab: tokens + 1,
    d_vocab_out: answers,
    n_ctx: 3,
    seed,
    ...own,
    data_seed,
    model_seed: seed,
    training_fraction: fraction,
    data_split: config.data_split,
    trained_biases: biases,
    imported: {
      file: basename(file),
      transposed,
      test_loss_interval: losses ? testInterval : null
    }
  };
}
