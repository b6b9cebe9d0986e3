import {
  type Analyzer,
  type ArraySpec,
  type ArraySpecs,
  arraysOfModel,
  findAnalyzer,
  layerSource,
  specOf
} from '../../analyzers/index.ts';
import type { NamedArrays } from '../../array/tensor.ts';
import {
  type AnalyzerProvenance,
  checkpointEpochs,
  damagedCheckpoints,
  hasAcross,
  hasSummary,
  isTraining,
  readAcross,
  readProvenance,
  readSummary,
  type StoredEpochs,
  type Variant
} from '../../loader/index.ts';
import { knownSizes, misfit } from '../run/conform.ts';
import { checkComputable, modelOf } from '../run/model-of.ts';
import { storedEpochs } from '../run/whole-artifacts.ts';
import { layerIn } from './checkpoint-graph.ts';
import {
  chosenAnalyzers,
  type GivenParameters,
  type Parameters,
  parametersOf
} from './chosen-analyzers.ts';
import { decidingEpochs } from './deciding-epochs.ts';

/** Whether a file made from artifacts is up to date, and why not. */
export type Freshness =
  | 'fresh'
  | 'absent'
  | 'damaged'
  | 'lacks arrays'
  | 'lacks epochs'
  | 'made otherwise';

/** One thing that an analysis would add to a variant. */
export interface Gap {
  readonly analyzer: string;
  /**
   * What is missing, in words: `artifacts`, `artifacts (damaged)`, `artifacts (damaged, without a
   * checkpoint to make them from)`, `artifacts of this version and these parameters`, `artifacts
   * for the new last checkpoint`, `artifacts compared with another checkpoint than now`, `summary
   * (lacks epochs)`, `cross-epoch (absent)`.
   */
  readonly missing: string;
  /** The epochs it would concern, ascending. */
  readonly epochs: readonly number[];
}

/** What one analyzer has and lacks in a variant. */
export interface AnalyzerState {
  readonly analyzer: Analyzer;
  /** Epochs that have its artifact, undamaged. */
  readonly stored: readonly number[];
  /** Checkpoints whose artifact is damaged, and so missing. */
  readonly damaged: readonly number[];
  /**
   * Epochs whose artifact is damaged and cannot be made anew: they have no checkpoint, or a damaged
   * one.
   */
  readonly lost: readonly number[];
  /**
   * Checkpoints without its artifact, or with a damaged one; [] for an analyzer that only looks
   * across epochs.
   */
  readonly missing: readonly number[];
  /**
   * Checkpoints whose artifact an older version of the analyzer made, or that was measured with
   * other parameters or for another last checkpoint.
   */
  readonly outdated: readonly number[];
  /** Whether the parameters to use measure otherwise than its files were. */
  readonly isRemeasured: boolean;
  /** Whether a run was stopped between its artifacts and what is made from them. */
  readonly isUnfinished: boolean;
  /** Those measured for another last checkpoint. */
  readonly endedOtherwise: readonly number[];
  /** Those compared with another checkpoint before them, or another first one, than now. */
  readonly comparedOtherwise: readonly number[];
  /** summary.npz; null for an analyzer that has none. */
  readonly summary: Freshness | null;
  /** cross_epoch.npz; null for an analyzer that has none. */
  readonly across: Freshness | null;
  /** The epochs that cross_epoch.npz is to cover; [] for an analyzer that has none. */
  readonly acrossEpochs: readonly number[];
  /**
   * The parameters to use: the given ones, else those its files were made with, else the defaults.
   */
  readonly parameters: Parameters;
  /** The parameters its files were made with. */
  readonly recorded: Parameters;
}

/**
 * Returns what analyzing a variant would add, [] when nothing: by all analyzers of its family
 * unless some are named, with the parameters its files were made with unless some are given. Files
 * on disk decide; damaged ones are missing. Damaged checkpoints, which no analysis mends, come
 * first, as of the analyzer `–`. Throws UserError.
 */
export async function findGaps(
  variant: Variant,
  options: { readonly analyzers?: readonly string[]; readonly parameters?: GivenParameters } = {}
): Promise<readonly Gap[]> {
  checkComputable(variant);
  const chosen = await chosenAnalyzers(variant, options.analyzers);
  const states = await statesOf(variant, chosen, options.parameters);
  const broken = await damagedCheckpoints(variant);
  const missing = 'checkpoints (damaged: copy them again, or train again)';
  const checkpoints = broken.length > 0 ? [{ analyzer: '–', missing, epochs: broken }] : [];
  const gaps = states.flatMap(({ analyzer: { id }, ...state }) => {
    const lacking = (epochs: readonly number[], missing: string): Gap[] =>
      epochs.length === 0 ? [] : [{ analyzer: id, missing, epochs }];
    return [
      ...lacking(
        state.missing.filter((epoch) => !state.damaged.includes(epoch)),
        'artifacts'
      ),
      ...lacking(state.damaged, 'artifacts (damaged)'),
      ...lacking(state.lost, 'artifacts (damaged, without a checkpoint to make them from)'),
      ...lacking(
        state.outdated.filter(
          (epoch) =>
            !state.endedOtherwise.includes(epoch) && !state.comparedOtherwise.includes(epoch)
        ),
        'artifacts of this version and these parameters'
      ),
      ...lacking(state.endedOtherwise, 'artifacts for the new last checkpoint'),
      ...lacking(state.comparedOtherwise, 'artifacts compared with another checkpoint than now'),
      ...(isFine(state.summary) ? [] : lacking(state.stored, `summary (${state.summary})`)),
      ...(isFine(state.across) ? [] : lacking(state.acrossEpochs, `cross-epoch (${state.across})`))
    ];
  });
  return [...checkpoints, ...gaps];
}

/** Returns what each analyzer has and lacks in a variant. Throws UserError. */
export async function statesOf(
  variant: Variant,
  chosen: readonly Analyzer[],
  parameters: GivenParameters = {}
): Promise<readonly AnalyzerState[]> {
  const all = await checkpointEpochs(variant);
  const lost = new Set(await damagedCheckpoints(variant));
  const checkpoints = all.filter((epoch) => !lost.has(epoch));
  // Damaged checkpoints may come back: what was made with them stays as good as what is made
  // without them.
  const ends = [checkpoints.at(-1), all.at(-1)];
  const provenance = await readProvenance(variant);
  const looked = new Map<string, Promise<StoredEpochs>>();
  const storedOf = (id: string) => {
    const found = looked.get(id) ?? storedEpochs(variant, id);
    looked.set(id, found);
    return found;
  };
  return Promise.all(
    chosen.map((analyzer) =>
      stateOf(variant, analyzer, {
        checkpoints,
        ends,
        lost,
        provenance,
        storedOf,
        given: parameters
      })
    )
  );
}

interface Known {
  readonly checkpoints: readonly number[];
  /** The epochs that count as the last one of the run. */
  readonly ends: readonly (number | undefined)[];
  /** The epochs whose checkpoint is damaged. */
  readonly lost: ReadonlySet<number>;
  readonly provenance: Readonly<Record<string, AnalyzerProvenance>>;
  readonly given: GivenParameters;
  /** The artifacts of an analyzer, looked at once. */
  storedOf(id: string): Promise<StoredEpochs>;
}

async function stateOf(
  variant: Variant,
  analyzer: Analyzer,
  { checkpoints, ends, lost, provenance, given, storedOf }: Known
): Promise<AnalyzerState> {
  const known = provenance[analyzer.id];
  const hasArtifacts = Object.keys(analyzer.arrays).length > 0;
  const none: StoredEpochs = { whole: [], damaged: [] };
  const { whole: stored, damaged } = hasArtifacts ? await storedOf(analyzer.id) : none;
  const isStored = new Set(stored);
  const broken = new Set(damaged);
  const isOlder = known !== undefined && known.version < analyzer.version;
  const source = analyzer.layered ? layerSource(analyzer) : null;
  const layer = provenance[source?.id ?? analyzer.id]?.parameters?.layer ?? null;
  const stamped = analyzer.layered ? { ...known?.parameters, layer } : known?.parameters;
  const parameters = parametersOf(analyzer, given, stamped);
  const recorded = parametersOf(analyzer, {}, known?.parameters);
  if (typeof parameters.layer === 'number') layerIn(modelOf(variant), parameters.layer);
  const isRemeasured =
    analyzer.measuredWith?.some((key) => parameters[key] !== recorded[key]) ?? false;
  const isOld = isOlder || isRemeasured;
  const old = [...(known?.outdated ?? []), ...(isOld ? (known?.epochs ?? []) : [])];
  const ended = (await endedOtherwise(variant, analyzer, ends)).filter((epoch) =>
    isStored.has(epoch)
  );
  const compared = (await comparedOtherwise(variant, analyzer, checkpoints, parameters)).filter(
    (epoch) => isStored.has(epoch)
  );
  const outdated = new Set([...old, ...ended, ...compared]);
  const wholeOf = async (id: string) => (await storedOf(id)).whole;
  const acrossEpochs = analyzer.across
    ? await decidingEpochs(variant, analyzer, findAnalyzer, wholeOf)
    : [];
  const isUnfinished = known?.isUnfinished ?? false;
  const isOtherwise =
    isOlder || isUnfinished || JSON.stringify(parameters) !== JSON.stringify(recorded);
  const { reads = [] } = analyzer;
  const isReadUnfinished = reads.some((id) => provenance[id]?.isUnfinished);
  const isAcrossOtherwise = isOtherwise || isReadUnfinished;
  return {
    analyzer,
    stored,
    damaged: checkpoints.filter((epoch) => broken.has(epoch)),
    lost: damaged.filter((epoch) => !checkpoints.includes(epoch)),
    missing: hasArtifacts ? checkpoints.filter((epoch) => !isStored.has(epoch)) : [],
    outdated: checkpoints.filter((epoch) => outdated.has(epoch) && isStored.has(epoch)),
    endedOtherwise: ended,
    comparedOtherwise: compared,
    isRemeasured,
    isUnfinished,
    summary: await summaryState(variant, analyzer, stored, isOtherwise),
    across: await acrossState(variant, analyzer, { wanted: acrossEpochs, lost }, isAcrossOtherwise),
    acrossEpochs,
    parameters,
    recorded
  };
}

/**
 * Epochs whose artifact was measured against another last checkpoint than the run has now, by its
 * summary. None while the run is training: each new checkpoint would make them all anew.
 */
async function endedOtherwise(
  variant: Variant,
  { id, summary }: Analyzer,
  ends: readonly (number | undefined)[]
): Promise<readonly number[]> {
  const isAgainstLast = summary !== undefined && Object.hasOwn(summary, 'key_epoch');
  if (!isAgainstLast || !hasSummary(variant, id) || isTraining(variant)) return [];
  const found = await readSummary(variant, id).catch(() => null);
  const epochs = Array.from(found?.epochs?.data ?? []);
  const against = found?.key_epoch?.data ?? [];
  return epochs.filter((_, i) => !ends.includes(against[i]));
}

/**
 * Epochs whose artifact was compared with another checkpoint before it (`previous_step` of the
 * summary), or another first one (`reference_step`), than there is now.
 */
async function comparedOtherwise(
  variant: Variant,
  { id, summary = {} }: Analyzer,
  checkpoints: readonly number[],
  { reference }: Parameters
): Promise<readonly number[]> {
  if (!Object.hasOwn(summary, 'previous_step') || !hasSummary(variant, id)) return [];
  const found = await readSummary(variant, id).catch(() => null);
  const isOther = (key: string, i: number, now: number | undefined) => {
    const then = found?.[key]?.data[i];
    return then !== undefined && now !== undefined && then !== now;
  };
  return Array.from(found?.epochs?.data ?? []).filter((epoch, i) => {
    const before = checkpoints.filter((other) => other < epoch).at(-1);
    const first = typeof reference === 'number' ? reference : checkpoints[0];
    return isOther('previous_step', i, before) || isOther('reference_step', i, first);
  });
}

async function summaryState(
  variant: Variant,
  { id, summary }: Analyzer,
  stored: readonly number[],
  isOtherwise: boolean
): Promise<Freshness | null> {
  if (!summary) return null;
  if (!hasSummary(variant, id)) return stored.length === 0 ? 'fresh' : 'absent';
  const found = await readSummary(variant, id).catch(() => null);
  if (!found) return 'damaged';
  const wrong = lackOf(variant, found, summary, ['epochs']);
  if (wrong) return wrong;
  const epochs = new Set(found.epochs.data);
  if (stored.some((epoch) => !epochs.has(epoch))) return 'lacks epochs';
  return isOtherwise ? 'made otherwise' : 'fresh';
}

async function acrossState(
  variant: Variant,
  { id, across, acrossArrays = {} }: Analyzer,
  { wanted, lost }: { readonly wanted: readonly number[]; readonly lost: ReadonlySet<number> },
  isOtherwise: boolean
): Promise<Freshness | null> {
  if (!across) return null;
  if (!hasAcross(variant, id)) return wanted.length === 0 ? 'fresh' : 'absent';
  const found = await readAcross(variant, id).catch(() => null);
  if (!found) return 'damaged';
  const wrong = lackOf(variant, found, acrossArrays);
  if (wrong) return wrong;
  const isWanted = new Set(wanted);
  const epochs = Array.from(found.epochs?.data ?? []).filter(
    (epoch) => isWanted.has(epoch) || !lost.has(epoch)
  );
  if (epochs.join() !== wanted.join()) return 'lacks epochs';
  return isOtherwise ? 'made otherwise' : 'fresh';
}

/**
 * Returns what the arrays of a file lack against those declared, each with `leading` dimensions
 * before its own.
 */
function lackOf(
  variant: Variant,
  found: NamedArrays,
  specs: ArraySpecs,
  leading: readonly string[] = []
): Freshness | null {
  const declared = arraysOfModel(specs, variant.config);
  if (Object.keys(declared).some((key) => !Object.hasOwn(found, key))) return 'lacks arrays';
  const sizes: Record<string, number> = { ...knownSizes(variant) };
  const isMisfit = ([key, spec]: [string, ArraySpec]) =>
    misfit(found[key], [...leading, ...specOf(spec).dims], sizes) !== null;
  return Object.entries(declared).some(isMisfit) ? 'damaged' : null;
}

/** Tells whether a file needs nothing. */
export function isFine(state: Freshness | null): boolean {
  return state === null || state === 'fresh';
}
