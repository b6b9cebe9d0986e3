import { npzEntries, readNpz } from '../codec/index.ts';
import { UserError } from '../error/user-error.ts';
import { artifactEpochs, artifactPath, hasAcross, hasSummary } from './artifacts.ts';
import { checkpointEpochs } from './checkpoints.ts';
import { type AnalyzerProvenance, readProvenance } from './manifest.ts';
import { readDecoded } from './read-file.ts';
import type { JsonObject } from './read-json.ts';
import type { Variant } from './variant.ts';

/** What gap finding needs to know of an analyzer; `Analyzer` fits. */
export interface Analyzed {
  readonly id: string;
  readonly version: number;
  /** Arrays per epoch; none for an analyzer that only works across epochs. */
  readonly arrays: Readonly<Record<string, unknown>>;
  readonly summary?: Readonly<Record<string, unknown>> | undefined;
  readonly across?: unknown;
}

/** What is missing of one analyzer in one variant. */
export interface Gap {
  readonly analyzer: string;
  /** Checkpoints to analyze: those without artifact, and those of an older version of ours; ascending. */
  readonly epochs: readonly number[];
  readonly missing: readonly number[];
  readonly outdated: readonly number[];
  /** Checkpoints without a row in summary.npz (all when its parameters changed); [] without a summary. */
  readonly summary: readonly number[];
  readonly across: 'none' | 'fresh' | 'absent' | 'stale';
  /** In words: fresh, absent, incomplete (3 missing), stale (2 new epochs) … */
  readonly label: string;
}

/**
 * Returns what is missing of each analyzer, by the files on disk: checkpoints without artifact, summary rows, and
 * cross-epoch files that are absent or older than the checkpoints. `parameters` are the values asked for, by analyzer;
 * a summary made with others counts as missing. Throws UserError when an artifact is damaged.
 */
export async function findGaps(
  variant: Variant,
  analyzers: readonly Analyzed[],
  parameters: Readonly<Record<string, JsonObject>> = {}
): Promise<readonly Gap[]> {
  const checkpoints = await checkpointEpochs(variant);
  const known = await readProvenance(variant);
  return Promise.all(
    analyzers.map((analyzer) =>
      gapOf(variant, analyzer, checkpoints, known[analyzer.id], parameters[analyzer.id])
    )
  );
}

async function gapOf(
  variant: Variant,
  analyzer: Analyzed,
  checkpoints: readonly number[],
  known: AnalyzerProvenance | undefined,
  asked: JsonObject | undefined
): Promise<Gap> {
  const perEpoch = Object.keys(analyzer.arrays).length > 0;
  const stored = perEpoch ? new Set(await artifactEpochs(variant, analyzer.id)) : new Set();
  const missing = perEpoch ? checkpoints.filter((epoch) => !stored.has(epoch)) : [];
  const old =
    known === undefined
      ? []
      : known.version < analyzer.version
        ? [...known.epochs, ...known.outdated]
        : known.outdated;
  const outdated = checkpoints.filter((epoch) => stored.has(epoch) && old.includes(epoch));
  const epochs = [...missing, ...outdated].sort((a, b) => a - b);
  const summary = await summaryGap(variant, analyzer, checkpoints, changed(known, asked));
  const across = await acrossState(variant, analyzer, checkpoints.length);
  const gap = { analyzer: analyzer.id, epochs, missing, outdated, summary, across };
  return { ...gap, label: labelOf(gap, perEpoch ? stored.size : null) };
}

async function summaryGap(
  variant: Variant,
  analyzer: Analyzed,
  checkpoints: readonly number[],
  all: boolean
): Promise<readonly number[]> {
  if (analyzer.summary === undefined) return [];
  if (all || !hasSummary(variant, analyzer.id)) return checkpoints;
  const path = artifactPath(variant, analyzer.id, 'summary.npz');
  const names = ['epochs', ...Object.keys(analyzer.summary)];
  try {
    const rows = await readDecoded(path, { missing: 'missing summary' }, (bytes) => {
      const held = npzEntries(bytes);
      const complete = names.every((name) => held.some((entry) => entry.name === name));
      return complete ? readNpz(bytes, { keys: ['epochs'] }).epochs!.data : [];
    });
    const there = new Set(rows);
    return checkpoints.filter((epoch) => !there.has(epoch));
  } catch (error) {
    if (error instanceof UserError) return checkpoints;
    throw error;
  }
}

async function acrossState(
  variant: Variant,
  analyzer: Analyzed,
  epochs: number
): Promise<Gap['across']> {
  if (analyzer.across === undefined) return 'none';
  if (!hasAcross(variant, analyzer.id)) return 'absent';
  const path = artifactPath(variant, analyzer.id, 'cross_epoch.npz');
  try {
    const entries = await readDecoded(path, { missing: 'missing artifact' }, npzEntries);
    const rows = entries.find(({ name }) => name === 'epochs')?.shape[0];
    return rows !== undefined && rows >= epochs ? 'fresh' : 'stale';
  } catch (error) {
    if (error instanceof UserError) return 'stale';
    throw error;
  }
}

function changed(known: AnalyzerProvenance | undefined, asked: JsonObject | undefined): boolean {
  if (known === undefined || asked === undefined) return false;
  return Object.entries(asked).some(([name, value]) => known.parameters[name] !== value);
}

function labelOf(gap: Omit<Gap, 'label'>, stored: number | null): string {
  const { missing, outdated, summary, across } = gap;
  if (stored === 0 || (stored === null && across === 'absent')) return 'absent';
  if (missing.length > 0) return `incomplete (${missing.length} missing)`;
  if (outdated.length > 0) return `stale (${outdated.length} of an older version)`;
  if (summary.length > 0) return `stale (summary lacks ${summary.length} epochs)`;
  if (across === 'absent') return 'incomplete (cross-epoch part missing)';
  return across === 'stale' ? 'stale (new epochs)' : 'fresh';
}
