import { allButOne } from '../../array/statistics/all-but-one.ts';
import { type Family, listFamilies, recipeOf, type Variant } from '../../loader/index.ts';
import { type TableRow, variantTable } from '../table/variant-table.ts';
import { type AnomalyMeasure, anomalyMeasures } from './anomaly-measures.ts';
import { readExtraNumbers } from './anomaly-numbers.ts';

/** One number by which a variant is odd among its peers. */
export interface Anomaly {
  /** Column of the table, or another number of the variant. */
  readonly column: string;
  /** null for what never happened. */
  readonly value: number | null;
  /** Median of the peers that have the number; null where it happened in none of them. */
  readonly median: number | null;
  /**
   * Distance from that median in median absolute deviations of the peers; null where one side never
   * happened.
   */
  readonly mads: number | null;
  /**
   * Robust z-score: 0.6745 of those deviations (Iglewicz & Hoaglin 1993); the sign tells the side.
   */
  readonly z: number | null;
  readonly sentence: string;
  /** The figure that shows it. */
  readonly figure: string;
}

/** What makes one variant odd. */
export interface VariantAnomalies {
  readonly variant: string;
  /** What tells it apart, short. */
  readonly label: string;
  /** Variants of the same family, trained alike but for what the task depends on and the seeds. */
  readonly peers: number;
  /** Numbers that could be compared. */
  readonly compared: number;
  /** The oddest first; what never happened before all. */
  readonly anomalies: readonly Anomaly[];
}

/** What is looked at. */
export interface AnomalyOptions {
  /** Deviations from which a number is odd; 3 by default. */
  readonly threshold?: number;
  /** Is told after each variant how many are read. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** All reports, and what is missing. */
export interface AnomalyReport {
  readonly variants: readonly VariantAnomalies[];
  /** Sentences for people. */
  readonly remarks: readonly string[];
}

/** Fewer peers have no usable median absolute deviation. */
export const leastPeers = 4;

/**
 * Returns what makes each of these variants odd among all given ones: numbers of the table that lie
 * at least `threshold` median absolute deviations from the median of their peers, the variant
 * itself left out. Peers share family and recipe but for task parameters, seeds and length; with
 * fewer than 4 nothing is compared. Reads losses, summaries and cross-epoch files only.
 */
export async function findAnomalies(
  variants: readonly Variant[],
  all: readonly Variant[],
  { threshold = 3, onProgress }: AnomalyOptions = {}
): Promise<AnomalyReport> {
  const { rows, remarks } = await variantTable(all, {
    extra: readExtraNumbers,
    onProgress
  });
  const families = await listFamilies();
  const kinds = Map.groupBy(rows, ({ variant }) => kindOf(variant, families));
  const requested = new Set(variants.map(({ path }) => path));
  const reports = new Map<TableRow, VariantAnomalies>();
  for (const alike of kinds.values()) {
    const groups = anomalyMeasures.map((measure) => groupOf(measure, alike));
    for (const row of alike)
      if (requested.has(row.variant.path))
        reports.set(row, reportOf(row, alike.length - 1, groups, threshold));
  }
  return { variants: rows.flatMap((row) => reports.get(row) ?? []), remarks };
}

/** One number of all variants of a kind. */
interface Group {
  readonly measure: AnomalyMeasure;
  /** Variants of which it is known. */
  readonly known: number;
  /** Its values where it happened, ascending. */
  readonly sorted: Float64Array;
  /** As they are compared (logarithms of losses), in the order of the variants, and ascending. */
  readonly scaled: Float64Array;
  readonly scaledSorted: Float64Array;
}

function groupOf(measure: AnomalyMeasure, rows: readonly TableRow[]): Group {
  const cells = rows.map((row) => numberOf(row, measure.column));
  const known = cells.filter((cell) => cell !== undefined);
  const happened = Float64Array.from(known.filter((cell) => cell !== null));
  const scaled = happened.map((value) => scaledBy(measure, value));
  const ordered = { sorted: happened.toSorted(), scaled, scaledSorted: scaled.toSorted() };
  return { measure, known: known.length, ...ordered };
}

function reportOf(
  row: TableRow,
  peers: number,
  groups: readonly Group[],
  threshold: number
): VariantAnomalies {
  const found = groups.map((group) => comparedBy(group, row));
  const anomalies = found
    .flatMap((one) => one ?? [])
    .filter(({ mads }) => mads === null || Math.abs(mads) >= threshold)
    .toSorted((a, b) => size(b) - size(a));
  return {
    variant: row.variant.name,
    label: row.label,
    peers,
    compared: found.filter((one) => one !== null).length,
    anomalies
  };
}

function size({ mads }: Anomaly): number {
  return mads === null ? Infinity : Math.abs(mads);
}

/**
 * A comparison that is no anomaly has a small number of deviations; null where nothing can be
 * compared.
 */
function comparedBy(group: Group, row: TableRow): Anomaly | null {
  const { measure } = group;
  const { column, never, figure } = measure;
  const value = numberOf(row, column);
  const peers = group.known - 1;
  if (value === undefined || peers < leastPeers) return null;
  const { length, median } = allButOne(group.sorted, value);
  const middle = length > 0 ? median : null;
  const sides = { column, value, median: middle, figure };
  const unlike = { ...sides, mads: null, z: null };
  const alike = { ...sides, mads: 0, z: 0, sentence: '' };
  if (value === null) {
    if (!never) return null;
    if (length < 0.75 * peers) return alike;
    return { ...unlike, sentence: neverSentence(measure, row, peers, length, median) };
  }
  if (length <= 0.25 * peers && never)
    return {
      ...unlike,
      sentence: `${measure.noun} at ${shown(value)}, which ${peers - length} of its ${peers} peers never reach`
    };
  if (length < leastPeers || middle === null) return null;
  const mads = deviations(group, value);
  if (Number.isNaN(mads)) return null;
  const side = mads > 0 ? measure.above : measure.below;
  const sentence = `${measure.noun} ${Math.abs(mads).toFixed(1)} MADs ${side} than its ${length} peers: ${shown(value)} against ${shown(middle)}`;
  return { ...sides, mads, z: 0.6745 * mads, sentence };
}

function neverSentence(
  { never }: AnomalyMeasure,
  row: TableRow,
  peers: number,
  happened: number,
  middle: number
): string {
  const trained = numberOf(row, 'epochs') ?? null;
  const short =
    trained !== null && trained <= middle ? ` (trained for ${trained} epochs only)` : '';
  return `${never}${short}; ${happened} of its ${peers} peers do, at ${shown(middle)} (median)`;
}

/**
 * Signed distance from the peers' median in their median absolute deviations. Where those are below
 * the floor, as when half of the peers are the same, the mean absolute deviation or the floor takes
 * their place.
 */
function deviations({ measure, scaled, scaledSorted }: Group, own: number): number {
  const value = scaledBy(measure, own);
  const { median: middle, medianDistance: usual } = allButOne(scaledSorted, value);
  const { floor } = measure;
  const least = 'count' in floor ? floor.count : floor.share * Math.abs(middle);
  const spread = usual >= least ? usual : Math.max(least, meanDistance(scaled, value, middle));
  return (value - middle) / Math.max(spread, Number.MIN_VALUE);
}

function scaledBy({ isLog }: AnomalyMeasure, value: number): number {
  return isLog ? Math.log(Math.max(value, 1e-16)) : value;
}

/** Mean distance of all but one from their median. */
function meanDistance(values: Float64Array, own: number, middle: number): number {
  const at = values.indexOf(own);
  let total = 0;
  for (let i = 0; i < values.length; i++) if (i !== at) total += Math.abs(values[i] - middle);
  return total / (values.length - 1);
}

/** undefined for what is not known, NaN included. */
function numberOf({ cells }: TableRow, column: string): number | null | undefined {
  const cell = cells[column];
  if (cell === null) return null;
  return typeof cell === 'number' && Number.isFinite(cell) ? cell : undefined;
}

function shown(value: number): string {
  if (Number.isInteger(value)) return String(value);
  if (Math.abs(value) >= 1000) return value.toFixed(0);
  return value !== 0 && Math.abs(value) < 0.01
    ? value.toExponential(1)
    : String(Number(value.toPrecision(3)));
}

/**
 * What two variants must share to be peers: family and recipe but for the parameters of the task,
 * the seeds and the length.
 */
function kindOf(variant: Variant, families: readonly Family[]): string {
  const family = families.find(({ name }) => name === variant.family);
  if (!family) return `${variant.family} ${variant.parameters.fraction}`;
  const { parameters, epochs, checkpoints, ...rest } = recipeOf(variant, family);
  return JSON.stringify([parameters.fraction, rest]);
}
