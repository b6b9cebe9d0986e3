import { printable } from '../error/printable.ts';
import { usageError } from '../error/user-error.ts';
import { listVariants, resultsFolder } from '../loader/index.ts';
import { findAnomalies, leastPeers, type VariantAnomalies } from '../workbench/anomalies.ts';
import { print, printJson, remark } from './output.ts';
import { pickVariants } from './pick-variants.ts';

/** What `grokscope anomalies` was asked. */
export interface AnomalyRequest {
  readonly results?: string;
  readonly json: boolean;
  readonly variants?: readonly string[];
  readonly threshold: number;
}

/** Prints what makes variants odd as text or JSON; the peers are all variants of the results folder. */
export async function printAnomalies({ threshold, ...asked }: AnomalyRequest): Promise<void> {
  if (!(threshold > 0) || !Number.isFinite(threshold))
    throw usageError(`invalid threshold: ${threshold}`, 'expected a number above 0');
  const { usable, problems } = await pickVariants(asked.results, asked.variants ?? []);
  const others = (await listVariants(resultsFolder(asked.results))).filter(
    ({ path, problem }) => problem === undefined && !usable.some((one) => one.path === path)
  );
  const { variants, remarks } = await findAnomalies(usable, [...usable, ...others], { threshold });
  if (asked.json) printJson(variants);
  else print(variants.map(textOf).join('\n') || 'no variants to compare');
  for (const { variant, problem } of problems) remark(`${variant}: ${problem}`);
  for (const sentence of remarks) remark(sentence);
}

function textOf({ variant, peers, compared, anomalies }: VariantAnomalies): string {
  const name = printable(variant);
  if (peers < leastPeers)
    return `${name}: ${peers} others of the same family and recipe; an anomaly needs at least ${leastPeers} peers`;
  const of = `(${compared} numbers, ${peers} peers)`;
  if (anomalies.length === 0) return `${name}: nothing odd ${of}`;
  const lines = anomalies.map(({ sentence, figure }) => `  ${sentence} · ${figure}`);
  return [`${name}: ${anomalies.length} odd ${of}`, ...lines].join('\n');
}
