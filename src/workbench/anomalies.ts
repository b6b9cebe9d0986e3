import { mean } from '../array/mean.ts';
import { median } from '../array/percentile.ts';
import { type Family, listFamilies, recipeOf, type Variant } from '../loader/index.ts';
import { type AnomalyMeasure, anomalyMeasures } from './anomaly-measures.ts';
import { readExtraNumbers } from './anomaly-numbers.ts';
import { type TableRow, variantTable } from './variant-table.ts';

/** One number by which a variant is odd among its peers. */
export interface Anomaly {
  /** Column of the table, or another number of the variant. */
  readonly column: string;
  /** null for what never happened. */
  readonly value: number | null;
  /** Median of the peers that have the number; null where it happened in none of them. */
  readonly median: number | null;
  /** Distance from that median in median absolute deviations of the peers; null where one side never happened. */
  readonly mads: number | null;
  /** Robust z-score: 0.6745 of those deviations (Iglewicz & Hoaglin 1993); the sign tells the side. */
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
  /** Variants of the same family, trained alike but for prime and seeds. */
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
 * Returns what makes each of these variants odd among all given ones: numbers of the table that lie at least `threshold`
 * median absolute deviations from the median of their peers, the variant itself left out. Peers share family and recipe but
 * for prime, seeds and length; with fewer than 4 nothing is compared. Reads losses, summaries and
 * cross-epoch files only.
 */
export async function findAnomalies(
  variants: readonly Variant[],
  all: readonly Variant[],
  { threshold = 3 }: AnomalyOptions = {}
): Promise<AnomalyReport> {
  const { rows: tabled, remarks } = await variantTable(all);
  const rows: TableRow[] = [];
  for (const row of tabled)
    rows.push({ ...row, cells: { ...row.cells, ...(await readExtraNumbers(row.variant)) } });
  const families = await listFamilies();
  const kinds = rows.map(({ variant }) => kindOf(variant, families));
  const asked = new Set(variants.map(({ path }) => path));
  const reports = rows.flatMap((row, i) => {
    if (!asked.has(row.variant.path)) return [];
    const peers = rows.filter((_, j) => j !== i && kinds[j] === kinds[i]);
    return [reportOf(row, peers, threshold)];
  });
  return { variants: reports, remarks };
}

function reportOf(row: TableRow, peers: readonly TableRow[], threshold: number): VariantAnomalies {
  const found = anomalyMeasures.map((measure) => comparedBy(measure, row, peers));
  const anomalies = found
    .flatMap((one) => one ?? [])
    .filter(({ mads }) => mads === null || Math.abs(mads) >= threshold)
    .toSorted((a, b) => size(b) - size(a));
  return {
    ...{ variant: row.variant.name, label: row.label, peers: peers.length },
    compared: found.filter((one) => one !== null).length,
    anomalies
  };
}

function size({ mads }: Anomaly): number {
  return mads === null ? Infinity : Math.abs(mads);
}

/** A comparison that is no anomaly has a small number of deviations; null where nothing can be compared. */
function comparedBy(
  measure: AnomalyMeasure,
  row: TableRow,
  peers: readonly TableRow[]
): Anomaly | null {
  const { column, never, figure } = measure;
  const value = numberOf(row, column);
  const known = peers.map((peer) => numberOf(peer, column)).filter((cell) => cell !== undefined);
  if (value === undefined || known.length < leastPeers) return null;
  const happened = known.filter((cell) => cell !== null);
  const middle = happened.length > 0 ? median(happened) : null;
  const sides = { column, value, median: middle, figure };
  const unlike = { ...sides, mads: null, z: null };
  const alike = { ...sides, mads: 0, z: 0, sentence: '' };
  if (value === null) {
    if (!never) return null;
    if (happened.length < 0.75 * known.length) return alike;
    return { ...unlike, sentence: neverSentence(measure, row, known.length, happened) };
  }
  if (happened.length <= 0.25 * known.length && never)
    return {
      ...unlike,
      sentence: `${measure.noun} at ${shown(value)}, which ${known.length - happened.length} of its ${known.length} peers never reach`
    };
  if (happened.length < leastPeers || middle === null) return null;
  const mads = deviations(measure, value, happened);
  if (Number.isNaN(mads)) return null;
  const side = mads > 0 ? measure.above : measure.below;
  const sentence = `${measure.noun} ${Math.abs(mads).toFixed(1)} MADs ${side} than its ${happened.length} peers: ${shown(value)} against ${shown(middle)}`;
  return { ...sides, mads, z: 0.6745 * mads, sentence };
}

function neverSentence(
  { never }: AnomalyMeasure,
  row: TableRow,
  peers: number,
  happened: readonly number[]
): string {
  const middle = median(happened);
  const trained = numberOf(row, 'epochs') ?? null;
  const short =
    trained !== null && trained <= middle ? ` (trained for ${trained} epochs only)` : '';
  return `${never}${short}; ${happened.length} of its ${peers} peers do, at ${shown(middle)} (median)`;
}

/**
 * Signed distance from the peers' median in their median absolute deviations. Where those are below the floor, as when
 * half of the peers are the same, the mean absolute deviation or the floor takes their place.
 */
function deviations(measure: AnomalyMeasure, value: number, peers: readonly number[]): number {
  const scaled = (x: number) => (measure.isLog ? Math.log(Math.max(x, 1e-16)) : x);
  const values = peers.map(scaled);
  const middle = median(values);
  const distances = values.map((x) => Math.abs(x - middle));
  const { floor } = measure;
  const least = 'count' in floor ? floor.count : floor.share * Math.abs(middle);
  const usual = median(distances);
  const spread = usual >= least ? usual : Math.max(least, mean(distances));
  return (scaled(value) - middle) / Math.max(spread, Number.MIN_VALUE);
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

/** What two variants must share to be peers: family and recipe but for prime, seeds and length. */
function kindOf(variant: Variant, families: readonly Family[]): string {
  const family = families.find(({ name }) => name === variant.family);
  if (!family) return `${variant.family} ${variant.fraction}`;
  const { prime, seed, dataSeed, epochs, checkpoints, ...rest } = recipeOf(variant, family);
  return JSON.stringify(rest);
}
