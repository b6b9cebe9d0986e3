import { didYouMean } from '../../error/did-you-mean.ts';
import { UserError, usageError } from '../../error/user-error.ts';
import type { Figure } from '../../figure/figure.ts';
import { verbatim } from '../../figure/text.ts';
import { listFamilies } from '../../loader/index.ts';
import { resolveOptions } from '../../option/option.ts';
import { printable } from '../../text/printable.ts';
import { turnTitle } from '../../turn/index.ts';
import type { Needs, VariantData, Visualization } from '../../visualizations/visualization.ts';
import { isSingle } from '../../visualizations/visualization.ts';
import { contextOf } from '../run/context-of.ts';
import { lossFacts } from '../run/facts.ts';
import { findJointSource } from '../run/joint-sources.ts';
import { missingData } from '../run/missing-data.ts';
import { withProbeTitle } from '../run/probe-title.ts';
import type { RunData } from '../run/run-data.ts';
import { shortNames } from '../run/variant-labels.ts';
import type { Alignment } from './alignments.ts';
import { type CommonAxis, type ComparedFigure, compareFigures } from './compare-figures.ts';
import { type SeedLines, seedGroups } from './seed-groups.ts';

/** What to lay over each other. */
export interface ComparisonRequest {
  readonly align?: Alignment;
  /** Names of the lines to keep; all by default. */
  readonly lines?: readonly string[];
  /** Options of the figure. */
  readonly set?: Readonly<Record<string, unknown>>;
  /**
   * `median`: variants that differ in their seeds alone have one line, the median, over a band from
   * the least to the greatest.
   */
  readonly seeds?: SeedLines;
  /** Folder name of the variant, one of the runs, whose lines the others' are seen against. */
  readonly against?: string | undefined;
}

/** Several variants in one figure. */
export interface Comparison {
  readonly figure: Figure;
  /** The variants in it by their folder names. */
  readonly variants: readonly string[];
  /** Those that could not be drawn or aligned, with the reason. */
  readonly leftOut: readonly { readonly variant: string; readonly reason: UserError }[];
}

const axes: Readonly<Record<Alignment, CommonAxis>> = {
  epoch: { title: 'epoch' },
  turn: { title: `epochs since the ${turnTitle}`, zero: 'turn' },
  fraction: { title: 'share of the training', isShare: true }
};

/** Returns what the common axis of an alignment counts, for its title. */
export function alignedTitle(align: Alignment): string {
  return axes[align].title;
}

/**
 * Returns a figure of several variants: one that is made for variants as it is, else the lines of a
 * figure over epochs laid over each other. Throws a UserError for a figure that has no such lines,
 * and when no variant can be drawn.
 */
export async function compareRuns(
  runs: readonly RunData[],
  visualization: Visualization,
  { align = 'epoch', lines = [], set = {}, seeds = 'each', against }: ComparisonRequest = {}
): Promise<Comparison> {
  const names = shortNames(runs.map(({ variant }) => variant)).map(verbatim);
  const reasons = new Map<RunData, UserError>();
  const each = async <T>(
    make: (run: RunData, name: string) => Promise<T>
  ): Promise<readonly T[]> => {
    const made = await Promise.all(
      runs.map(async (run, i) => {
        try {
          if (!run.canDraw(visualization)) throw missingData(run, visualization);
          return [await make(run, names[i])];
        } catch (reason) {
          if (!(reason instanceof UserError) || reason.exitCode === 2) throw reason;
          reasons.set(run, reason);
          return [];
        }
      })
    );
    const found = made.flat();
    if (found.length > 0) return found;
    throw reasons.get(runs[0]) ?? usageError('no variant given');
  };
  const request = { align, lines, set, seeds, against };
  const figure = await makeFigure(visualization, request, each);
  return {
    figure: withProbeTitle(figure, runs[0].variant, visualization),
    variants: runs.filter((run) => !reasons.has(run)).map(({ variant }) => variant.name),
    leftOut: runs.flatMap((run) => {
      const reason = reasons.get(run);
      return reason ? [{ variant: run.variant.name, reason }] : [];
    })
  };
}

type Each = <T>(make: (run: RunData, name: string) => Promise<T>) => Promise<readonly T[]>;

interface Request extends Required<Omit<ComparisonRequest, 'against'>> {
  readonly against: string | undefined;
}

async function makeFigure(
  visualization: Visualization,
  request: Request,
  each: Each
): Promise<Figure> {
  const { align, lines, set, seeds, against } = request;
  if (visualization.kind === 'epoch') throw notComparable(visualization);
  const isMade = visualization.kind === 'variants' || visualization.together !== undefined;
  if (isMade && (seeds === 'median' || against !== undefined))
    throw usageError(
      `no ${seeds === 'median' ? 'median' : 'difference'} of ${visualization.id}`,
      'only lines over epochs or steps have one'
    );
  if (visualization.kind === 'variants') {
    const data = await each((run, name) => dataOf(run, visualization, name));
    return visualization.figure(data, resolveOptions(visualization.options, set));
  }
  if (visualization.together !== undefined)
    return drawTogether(visualization, visualization.together, request, each);
  const compared = await each(async (run, name) => ({
    name,
    ...placeOf(run, align),
    variant: run.variant,
    figure: await run.draw(visualization, { epoch: lastEpoch(run), set })
  }));
  const base = compared.findIndex(({ variant }) => variant.name === against);
  if (against !== undefined && base < 0)
    throw usageError(`not among the variants: ${printable(against)}`, 'name it with the others');
  if (base >= 0 && compared.length < 2)
    throw usageError(`nothing to see against ${printable(against ?? '')}`, 'name other variants');
  const groups =
    seeds === 'median'
      ? seedGroups(
          compared.map(({ variant }) => variant),
          await listFamilies()
        )
      : undefined;
  const how = { lines, groups, ...(base >= 0 && { against: base }) };
  const figure = compareFigures(compared, axes[align], visualization.title, how);
  if (figure && typeof set.title === 'string')
    return { ...figure, layout: { ...figure.layout, title: { text: set.title } } };
  if (figure) return figure;
  if (lines.length === 0) throw notComparable(visualization);
  const series = compared[0].figure.data.flatMap(({ name }) => name ?? []);
  throw usageError(
    `no such line in ${visualization.id}: ${printable(lines.join(', '))}`,
    didYouMean(lines[0], series, `series: ${series.join(', ')}`)
  );
}

/** Draws each variant's figure over common axes, from arrays that are computed from all of them. */
async function drawTogether(
  visualization: Visualization,
  source: string,
  { align, lines, set }: Request,
  each: Each
): Promise<Figure> {
  if (align !== 'epoch')
    throw usageError(`cannot align by ${align}: ${visualization.id}`, 'its axes are not epochs');
  const runs = await each(async ({ variant }, name) => ({ variant, name }));
  const arrays = await findJointSource(source).load(runs.map(({ variant }) => variant));
  const compared = runs.map(({ variant, name }, i) => {
    const options = resolveOptions(visualization.options, set, contextOf(variant));
    const figure = visualization.figure(arrays[i], options);
    return { name, figure, origin: 0, unit: 1 };
  });
  const figure = compareFigures(compared, null, visualization.title, { lines });
  if (!figure) throw notComparable(visualization);
  const own = typeof set.title === 'string' ? set.title : null;
  const title = compared[0].figure.layout.title?.text ?? visualization.title;
  return {
    ...figure,
    layout: { ...figure.layout, title: { text: own ?? `${title} (common components)` } }
  };
}

/**
 * Returns where the epochs of a run go on the common axis: `(epoch - origin) / unit`. Throws a
 * UserError where there is no turn to count from.
 */
export function placeOf(run: RunData, align: Alignment): Pick<ComparedFigure, 'origin' | 'unit'> {
  if (align === 'epoch') return { origin: 0, unit: 1 };
  if (align === 'fraction') return { origin: 0, unit: Math.max(1, lastEpoch(run)) };
  const turn = lossFacts(run.losses.train, run.losses.test).grokkedAt;
  if (turn !== null) return { origin: turn, unit: 1 };
  throw new UserError(`no turn in ${run.variant.name}`, 'align by epoch or by fraction instead');
}

function lastEpoch({ losses, epochs }: RunData): number {
  return Math.max(losses.train.length - 1, epochs.at(-1) ?? 0);
}

async function dataOf(
  run: RunData,
  { needs }: Visualization,
  variant: string
): Promise<VariantData<Needs>> {
  const request = { epoch: run.epochs.at(-1) ?? 0 };
  if (isSingle(needs)) return { variant, data: await run.read(needs, request) };
  const named = Object.entries(needs).map(
    async ([key, need]) => [key, await run.read(need, request)] as const
  );
  return { variant, data: Object.fromEntries(await Promise.all(named)) };
}

function notComparable({ id }: Visualization): UserError {
  const usual = ['loss_curves', 'coarseness_trajectory', 'specialization_trajectory'];
  const some = usual.filter((other) => other !== id).join(', ');
  return usageError(
    `not a figure of lines over epochs or steps: ${id}`,
    `figures of kind run whose axis is the epoch or the step can be compared: ${some}, … (grokscope list figures)`
  );
}
