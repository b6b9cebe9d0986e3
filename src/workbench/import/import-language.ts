import { basename, resolve } from 'node:path';
import { UserError, usageError } from '../../error/user-error.ts';
import {
  type CheckpointFolder,
  checkpointFolders,
  dataFilesOf,
  folderOfCheckpoints,
  importVariant,
  isWholeCheckpoint,
  readDataFiles,
  readProbeSet,
  readTokenizer,
  type TextProbeSet,
  type Variant,
  withHardExamples,
  writeProbes
} from '../../loader/index.ts';
import type { LanguageSettings } from '../../model/language/index.ts';
import { printable } from '../../text/printable.ts';
import { languageDamage, openLanguageModel } from '../language/language-model.ts';
import { tokenized } from '../language/run-probes.ts';

/** Which language model to look at, and what to ask it. */
export interface LanguageImportRequest {
  readonly results: string;
  /** The folder that holds the checkpoints, or is one. */
  readonly run: string;
  readonly probeFile?: string | undefined;
  /** Probes that are followed one by one, beside the set. */
  readonly hard?: string | undefined;
  /** Folder name of the variant; that of the run with the hash of the probes if not given. */
  readonly name?: string | undefined;
  /** Folder of the model that training began with, seen as step 0. */
  readonly base?: string | undefined;
  /** File of the steps at which each training file was used. */
  readonly dataFiles?: string | undefined;
  readonly limit?: number | undefined;
}

/** What was imported. */
export interface LanguageImportReport {
  readonly variant: Variant;
  /** Steps of the checkpoints, ascending. */
  readonly steps: readonly number[];
  /** Those that are not whole: damaged, or still being written. */
  readonly damaged: readonly number[];
  readonly model: LanguageSettings;
  readonly probes: number;
  readonly hard: number;
  /** How many of all probes have no expected answer. */
  readonly unanswered: number;
  /** Ids of probes of whose text the tokenizer does not give all back. */
  readonly misread: readonly string[];
  /** Most tokens of a probe with its answer, and how many the model has room for. */
  readonly longest: number;
  /** Most tokens of an answer that the model gives. */
  readonly limit: number;
}

/** Most tokens of an answer, its end included, unless told otherwise. */
const LIMIT = 12;

/**
 * Makes a variant of family `language_model` that points at the checkpoints of a run: they stay
 * where they are. The first whole one must be of an architecture that is computed here and have a
 * tokenizer; the probes must fit into it. It overwrites nothing. Rejects with a UserError.
 */
export async function importLanguage(
  request: LanguageImportRequest
): Promise<LanguageImportReport> {
  const { results, probeFile, hard: hardFile, limit = LIMIT } = request;
  if (probeFile === undefined)
    throw usageError(
      `no probes for ${printable(request.run)}`,
      'say what to ask the model: --probe-file FILE (JSON or YAML: id, prompt, expected, category)'
    );
  if (!Number.isSafeInteger(limit) || limit < 1 || limit > 4096)
    throw usageError(`invalid limit: ${limit}`, 'expected a whole number from 1 to 4096');
  const run = resolve(request.run);
  const source = folderOfCheckpoints(run);
  const folders = checkpointFolders(source);
  const whole = folders.filter(({ path }) => isWholeCheckpoint(path));
  if (whole.length === 0) {
    const last = folders.at(-1);
    const reason = last ? `\nof the last: ${(await languageDamage(last.path)).message}` : '';
    throw new UserError(
      `no whole checkpoint in ${printable(source)}`,
      `wait until one is written, or copy them again${reason}`
    );
  }
  const dataFiles = request.dataFiles ? resolve(request.dataFiles) : dataFilesOf(run);
  if (dataFiles !== null) await readDataFiles(dataFiles);
  const base = request.base === undefined ? null : baseOf(resolve(request.base), folders);
  const own = await readProbeSet(probeFile);
  const hard = hardFile === undefined ? null : await readProbeSet(hardFile);
  const set = withHardExamples(own, hard);
  const { settings, longest, misread } = await checked(whole[0].path, set);
  if (base !== null) await checked(base, set);
  const name = request.name ?? `${nameOf(run)}_${set.hash.slice(0, 6)}`;
  const config = {
    ...modelKeys(settings),
    n_probes: set.probes.length,
    answer_limit: limit,
    source,
    ...(base !== null && { base }),
    ...(dataFiles !== null && { data_files: dataFiles }),
    probe_set_hash: set.hash,
    probe_file: basename(probeFile),
    recipe: { task: 'language_probes' }
  };
  const variant = await importVariant(results, 'language_model', name, config, (built) =>
    writeProbes(built, set)
  );
  return {
    variant,
    steps: [...(base === null ? [] : [0]), ...folders.map(({ step }) => step)],
    damaged: folders.filter((folder) => !whole.includes(folder)).map(({ step }) => step),
    model: settings,
    probes: own.probes.length,
    hard: hard?.probes.length ?? 0,
    unanswered: set.probes.filter(({ expected }) => expected === null).length,
    misread,
    longest,
    limit
  };
}

function baseOf(base: string, [first]: readonly CheckpointFolder[]): string {
  if (first?.step === 0)
    throw usageError(
      `the run has a checkpoint of step 0: ${printable(first.path)}`,
      'leave out --base: that one is the base'
    );
  const [found] = checkpointFolders(base);
  if (found?.path === base && isWholeCheckpoint(base)) return base;
  throw new UserError(
    `no model in ${printable(base)}`,
    'give the folder that has config.json and the weights of the base model'
  );
}

/** Opens the model and asks whether it has room for every probe. */
async function checked(folder: string, { probes }: TextProbeSet) {
  const model = await openLanguageModel(folder);
  try {
    const tokenizer = await readTokenizer(folder);
    const tokens = tokenized(probes, tokenizer, model);
    const lengths = tokens.map(({ prompt, answer }) => prompt.length + (answer?.length ?? 1));
    const misread = probes.filter(({ prompt, expected }, i) =>
      [
        [prompt, tokens[i].prompt],
        [expected ?? '', tokens[i].answer?.subarray(0, -1) ?? []]
      ].some(([text, read]) => bare(tokenizer.decode(read as Int32Array)) !== bare(text as string))
    );
    return {
      settings: model.settings,
      longest: Math.max(...lengths),
      misread: misread.map(({ id }) => id)
    };
  } finally {
    await model.close();
  }
}

/** Tokenizers may change white space, case and the form of characters. */
function bare(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\s\p{M}▁]/gu, '')
    .toLowerCase();
}

/** The sizes of a model by the keys that config.json of all variants has. */
function modelKeys({ type, layers, width, heads, vocabulary, context }: LanguageSettings) {
  return {
    model_type: type,
    n_layers: layers,
    d_model: width,
    n_heads: heads,
    vocabulary,
    context
  };
}

function nameOf(run: string): string {
  return (
    basename(run)
      .replace(/[^\w.-]+/g, '-')
      .replace(/^[.-]+/, '') || 'run'
  );
}
