import { usageError } from '../../../error/user-error.ts';
import { listVariants, resultsFolder } from '../../../loader/index.ts';
import { printable } from '../../../text/printable.ts';
import {
  findAnomalies,
  leastPeers,
  type VariantAnomalies
} from '../../../workbench/compare/anomalies.ts';
import { pickVariants } from '../../arguments/pick-variants.ts';
import { print, printJson, remark } from '../../output/output.ts';
import { startProgress } from '../../output/progress.ts';

/** What `grokscope anomalies` was asked. */
export interface AnomalyRequest {
  readonly results?: string;
  readonly json: boolean;
  readonly variants?: readonly string[];
  readonly threshold: number;
}

/**
 * Prints what makes variants odd as text or JSON; the peers are all variants of the results folder.
 */
export async function printAnomalies({ threshold, ...request }: AnomalyRequest): Promise<void> {
  if (!(threshold > 0) || !Number.isFinite(threshold))
    throw usageError(`invalid threshold: ${threshold}`, 'expected a number above 0');
  const names = request.variants ?? [];
  const { usable, problems } = await pickVariants(request.results, names);
  const isAll = names.length === 0 || names.includes('all');
  const paths = new Set(usable.map(({ path }) => path));
  const others = isAll
    ? []
    : (await listVariants(resultsFolder(request.results))).filter(
        ({ path, problem }) => problem === undefined && !paths.has(path)
      );
  const all = [...usable, ...others];
  const progress = startProgress(
    'reading',
    all.length,
    'variants',
    request.json || all.length < 100
  );
  const onProgress = (done: number) => progress.update(done);
  const { variants, remarks } = await findAnomalies(usable, all, { threshold, onProgress });
  progress.end();
  if (request.json) printJson(variants);
  else print(variants.map(textOf).join('\n') || 'no variants to compare');
  for (const { variant, problem } of problems) remark(`${variant}: ${problem}`);
  for (const sentence of remarks) remark(sentence);
}

function textOf({ variant, peers, compared, anomalies }: VariantAnomalies): string {
  const name = printable(variant);
  if (peers < leastPeers)
    return `${name}: ${peers} others of the same family and recipe; an anomaly needs at least ${leastPeers} peers`;
  if (compared === 0)
    return `${name}: no numbers to compare; anomalies are looked for in runs on grids`;
  const of = `(${compared} numbers, ${peers} peers)`;
  if (anomalies.length === 0) return `${name}: nothing odd ${of}`;
  const lines = anomalies.map(({ sentence, figure }) => `  ${sentence} · ${figure}`);
  return [`${name}: ${anomalies.length} odd ${of}`, ...lines].join('\n');
}
