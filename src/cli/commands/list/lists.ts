import { analyzers } from '../../../analyzers/index.ts';
import { UserError, usageError } from '../../../error/user-error.ts';
import {
  checkpointEpochs,
  findVariant,
  hasLosses,
  listFamilies,
  listProbes,
  loggedSteps,
  readLosses,
  resultsFolder,
  someAtOnce,
  someVariants,
  type Variant
} from '../../../loader/index.ts';
import { findTask } from '../../../task/index.ts';
import { formatLoss } from '../../../text/format.ts';
import { printable } from '../../../text/printable.ts';
import { shortened } from '../../../text/shortened.ts';
import { turnTitle } from '../../../turn/index.ts';
import { visualizations } from '../../../visualizations/index.ts';
import { findGaps, type Gap } from '../../../workbench/analysis/index.ts';
import { lossFacts } from '../../../workbench/run/facts.ts';
import { checkIds } from '../../../workbench/run/known-family.ts';
import { listNeurons, type NeuronOrder } from '../../../workbench/run/neuron-list.ts';
import { demandGrid } from '../../../workbench/run/suited.ts';

/** One list: rows for people, records for scripts, and what to say when there is nothing. */
export interface Listing {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly records: readonly unknown[];
  readonly none: string;
  /** Lines below the table. */
  readonly notes?: readonly string[];
}

/** What of a list is asked for. */
export interface ListRequest {
  readonly results: string | undefined;
  readonly variant: string | undefined;
  /** Order and number of the neurons. */
  readonly sort?: string;
  readonly top?: number;
}

type Lister = (request: ListRequest) => Promise<Listing>;

const states = { untrained: '○', trained: '●', analyzed: '◉' } as const;

async function families(): Promise<Listing> {
  const found = await listFamilies();
  found.forEach(checkIds);
  return {
    header: ['family', 'about', 'parameters'],
    rows: found.map((family) => [
      family.name,
      `${family.subject}: ${findTask(family.training.task).formula}`,
      family.parameters.map(({ name, default: value }) => `${name} ${value}`).join(', ')
    ]),
    records: found,
    none: 'no families',
    notes: [
      '\nmeasured:',
      ...found.flatMap(({ name, measured }) => (measured ? [`  ${name}`, `    ${measured}`] : []))
    ]
  };
}

async function variants({ results }: ListRequest): Promise<Listing> {
  const folder = resultsFolder(results);
  const found = await someVariants(folder);
  const records = await someAtOnce(found, async (variant) => ({
    ...variant,
    ...(await losses(variant))
  }));
  return {
    header: [
      '',
      'variant',
      found.every(countsSteps) ? 'steps' : 'epochs',
      'train loss',
      'test loss',
      turnTitle,
      'remark'
    ],
    rows: records.map((record) => [
      states[record.state],
      record.name,
      record.epochs === null ? '–' : String(record.epochs),
      formatLoss(record.finalTrainLoss),
      formatLoss(record.finalTestLoss),
      record.grokkedAt === null ? '–' : String(record.grokkedAt),
      record.problem ?? ''
    ]),
    records,
    none: 'no variants'
  };
}

function countsSteps({ language, log }: Variant): boolean {
  return language !== undefined || log !== undefined;
}

/** Losses that cannot be read are unknown epochs, not none; a language model counts steps. */
async function losses(variant: Variant) {
  const none = lossFacts([], []);
  if (variant.problem !== undefined) return none;
  if (variant.language) return { ...none, epochs: (await checkpointEpochs(variant)).at(-1) ?? 0 };
  if (!hasLosses(variant) && variant.log === undefined) return none;
  try {
    if (variant.log !== undefined)
      return { ...none, epochs: (await loggedSteps(variant)).at(-1) ?? 0 };
    const { train, test } = await readLosses(variant);
    return lossFacts(train, test);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { ...none, epochs: null, problem: error.message };
  }
}

async function analyzerList(): Promise<Listing> {
  return {
    header: ['analyzer', 'title', 'about'],
    rows: analyzers.map(({ id, title, about }) => [id, title, about]),
    records: analyzers.map(({ id, title, about, version, arrays, summary, parameters }) => ({
      id,
      title,
      about,
      version,
      arrays,
      summary: summary ?? {},
      parameters: parameters ?? {}
    })),
    none: 'no analyzers'
  };
}

async function figureList(): Promise<Listing> {
  return {
    header: ['figure', 'kind', 'about'],
    rows: visualizations.map(({ id, kind, about }) => [id, kind, about]),
    records: visualizations.map(
      ({ id, title, about, kind, needs, options, aliases = [], presets = {} }) => ({
        id,
        title,
        about,
        kind,
        needs,
        options,
        aliases,
        presets
      })
    ),
    none: 'no figures'
  };
}

async function gaps({ results, variant: name }: ListRequest): Promise<Listing> {
  const folder = resultsFolder(results);
  const chosen = name ? [await findVariant(folder, name)] : await someVariants(folder);
  const found = await someAtOnce(chosen, async (variant) => {
    const gaps = await gapsOf(variant, name === undefined);
    return gaps.map((gap) => ({ variant: variant.name, ...gap }));
  });
  const records = found.flat();
  return {
    header: ['variant', 'analyzer', 'missing', 'epochs'],
    rows: records.map(({ variant, analyzer, missing, epochs }) => [
      variant,
      analyzer,
      missing,
      abbreviated(epochs)
    ]),
    records,
    none: 'no gaps: every checkpoint is analyzed'
  };
}

/**
 * Among several variants, one that cannot be read or analyzed at all has the reason in place of its
 * gaps.
 */
async function gapsOf(variant: Variant, isOneOfMany: boolean): Promise<readonly Gap[]> {
  if (variant.problem !== undefined)
    return [{ analyzer: '–', missing: `cannot be read: ${variant.problem}`, epochs: [] }];
  try {
    return await findGaps(variant);
  } catch (error) {
    if (!isOneOfMany || !(error instanceof UserError)) throw error;
    return [{ analyzer: '–', missing: error.message, epochs: [] }];
  }
}

function abbreviated(epochs: readonly number[]): string {
  if (epochs.length <= 6) return epochs.join(', ');
  return `${epochs.slice(0, 3).join(', ')} … ${epochs.at(-1)} (${epochs.length})`;
}

async function neurons({ results, variant, sort, top = 20 }: ListRequest): Promise<Listing> {
  if (variant === undefined) throw usageError('no variant given', 'grokscope list neurons VARIANT');
  if (!Number.isInteger(top) || top < 1)
    throw usageError(`invalid top: ${top}`, 'expected a whole number from 1');
  const found = await findVariant(resultsFolder(results), variant);
  const records = (await listNeurons(found, sort as NeuronOrder | undefined)).slice(0, top);
  const shown = (value: number | null) => (value === null ? '–' : String(value));
  const share = (value: number | null) => (value === null ? '–' : value.toFixed(3));
  return {
    header: ['neuron', 'switches', 'committed', 'frequency', 'fraction', 'coarseness'],
    rows: records.map(({ neuron, switches, commitment, frequency, fraction, coarseness }) => [
      ...[neuron, switches, commitment, frequency].map(shown),
      ...[fraction, coarseness].map(share)
    ]),
    records,
    none: 'no neurons'
  };
}

async function probes({ results, variant: name }: ListRequest): Promise<Listing> {
  const folder = resultsFolder(results);
  const chosen = name ? [await findVariant(folder, name)] : await someVariants(folder);
  if (name) demandGrid(chosen[0], 'sets of pairs');
  const records = chosen.flatMap((variant) =>
    [...listProbes(variant)].map(([id, { text, pairs }]) => ({
      variant: variant.name,
      probe: text,
      pairs,
      id
    }))
  );
  return {
    header: ['variant', 'probe', 'pairs', 'id'],
    rows: records.map(({ variant, probe, pairs, id }) => [
      variant,
      printable(shortened(probe.replace(/\s+/g, ' '), 60)),
      String(pairs ?? '–'),
      id
    ]),
    records,
    none: 'no probe sets: every pair counts\nrun: grokscope analyze VARIANT --probe "a<b"'
  };
}

/** What `grokscope list` knows, by name. */
export const lists: Readonly<
  Record<'families' | 'variants' | 'analyzers' | 'figures' | 'gaps' | 'neurons' | 'probes', Lister>
> = {
  families,
  variants,
  analyzers: analyzerList,
  figures: figureList,
  gaps,
  neurons,
  probes
};
