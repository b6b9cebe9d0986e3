import { analyzers } from '../analyzers/index.ts';
import {
  findVariant,
  listFamilies,
  listVariants,
  readLosses,
  resultsFolder,
  type Variant
} from '../loader/index.ts';
import { visualizations } from '../visualizations/index.ts';
import { findGaps } from '../workbench/analysis/index.ts';
import { lossFacts } from '../workbench/facts.ts';
import { formatLoss } from './format.ts';

/** One list: rows for people, records for scripts, and what to say when there is nothing. */
export interface Listing {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly records: readonly unknown[];
  readonly none: string;
}

type Lister = (results: string | undefined, variant: string | undefined) => Promise<Listing>;

const states = { untrained: '○', trained: '●', analyzed: '◉' } as const;

async function families(): Promise<Listing> {
  const found = await listFamilies();
  return {
    header: ['family', 'about'],
    rows: found.map((family) => [family.name, family.description]),
    records: found,
    none: 'no families'
  };
}

async function variants(results: string | undefined): Promise<Listing> {
  const folder = resultsFolder(results);
  const found = await listVariants(folder);
  const records = await Promise.all(
    found.map(async (variant) => ({ ...variant, ...(await losses(variant)) }))
  );
  return {
    header: ['', 'variant', 'epochs', 'train loss', 'test loss', 'turn', 'remark'],
    rows: records.map((record) => [
      states[record.state],
      record.name,
      String(record.epochs),
      formatLoss(record.finalTrainLoss),
      formatLoss(record.finalTestLoss),
      record.grokkedAt === null ? '–' : String(record.grokkedAt),
      record.problem ?? ''
    ]),
    records,
    none: `no variants in ${folder}\nrun: grokscope train modulo_addition_1layer`
  };
}

async function losses(variant: Variant) {
  const { train, test } = variant.problem
    ? { train: [], test: [] }
    : await readLosses(variant).catch(() => ({ train: [], test: [] }));
  return lossFacts(train, test);
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
    records: visualizations.map(({ id, title, about, kind, needs, options, aliases = [] }) => ({
      id,
      title,
      about,
      kind,
      needs,
      options,
      aliases
    })),
    none: 'no figures'
  };
}

async function gaps(results: string | undefined, name: string | undefined): Promise<Listing> {
  const folder = resultsFolder(results);
  const chosen = name ? [await findVariant(folder, name)] : await listVariants(folder);
  const records = (
    await Promise.all(
      chosen
        .filter(({ problem }) => problem === undefined)
        .map(async (variant) =>
          (await findGaps(variant)).map((gap) => ({ variant: variant.name, ...gap }))
        )
    )
  ).flat();
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

function abbreviated(epochs: readonly number[]): string {
  if (epochs.length <= 6) return epochs.join(', ');
  return `${epochs.slice(0, 3).join(', ')} … ${epochs.at(-1)} (${epochs.length})`;
}

/** What `grokscope list` knows, by name. */
export const lists: Readonly<
  Record<'families' | 'variants' | 'analyzers' | 'figures' | 'gaps', Lister>
> = {
  families,
  variants,
  analyzers: analyzerList,
  figures: figureList,
  gaps
};
