import { usageError } from '../../../error/user-error.ts';
import { findVariant, probeSetOf, readRows, resultsFolder } from '../../../loader/index.ts';
import {
  additionProbes,
  drawnProbes,
  labelsOf,
  layoutOf,
  pairProbes,
  splitOf,
  syllogismProbes,
  type TextProbe,
  taskOf
} from '../../../task/index.ts';
import { printable } from '../../../text/printable.ts';
import { demandGrid, lackOf } from '../../../workbench/run/suited.ts';
import { printJson, remark } from '../../output/output.ts';
import { extensionOf, outputFile, placeOf } from '../../output/output-file.ts';
import type { probeSources } from './command.ts';

/** What `grokscope probes` was asked. */
export interface ProbesRequest {
  readonly source: string;
  readonly from?: string[];
  readonly results?: string;
  readonly json: boolean;
  readonly count: number;
  readonly seed: number;
  readonly digits?: number;
  readonly reversed: boolean;
  readonly class?: string;
  readonly out?: string;
  readonly force: boolean;
}

/** Most probes of a class. */
const MOST = 100_000;

/** Makes probes and writes them as JSON, or pairs line by line where the file is a .txt. */
export async function makeProbes(request: ProbesRequest): Promise<void> {
  const { count, seed, out, force } = request;
  checkCount('count', count, 1, MOST);
  checkCount('seed', seed, 0, Number.MAX_SAFE_INTEGER);
  const place = placeOf(out ?? '-');
  const probes = await made(request);
  if (probes.length === 0)
    throw usageError('no probes are like that', 'ask for another --class or other files');
  const isLines = extensionOf(place) === 'txt';
  if (isLines && request.source !== 'pairs')
    throw usageError(`a .txt holds pairs: ${printable(out ?? '')}`, 'write them as .json');
  const text = isLines ? linesOf(probes) : jsonOf(probes);
  const file = outputFile(place, { exports: '.', name: 'probes.json', force });
  await file.write(new TextEncoder().encode(text));
  if (file.path === null) return;
  const summary = { path: file.path, probes: probes.length, hash: probeSetOf(setOf(probes)).hash };
  if (request.json) printJson(summary);
  else remark(`wrote ${probes.length} probes to ${file.path} (set ${summary.hash})`);
}

async function made(request: ProbesRequest): Promise<readonly TextProbe[]> {
  const { source, from = [], count, seed, digits = 3, reversed: isReversed } = request;
  const isFrom = source === 'pairs' || source === 'draw';
  if (!isFrom && from.length > 0)
    throw usageError(`${source} are made, not taken from: ${printable(from[0])}`, 'leave it out');
  switch (source as (typeof probeSources)[number]) {
    case 'syllogisms':
      return syllogismProbes(count, seed);
    case 'addition':
      checkCount('digits', digits, 2, 6);
      return additionProbes({ digits, perClass: count, isReversed, seed });
    case 'pairs':
      return pairsOf(request, from);
    case 'draw':
      return drawn(from, count, seed);
  }
}

async function pairsOf(request: ProbesRequest, [name]: readonly string[]) {
  if (name === undefined) throw usageError('no variant given', 'name one: probes pairs VARIANT');
  const variant = await findVariant(resultsFolder(request.results), name);
  demandGrid(variant, 'pairs');
  const lack = lackOf({ structure: 'pairs' }, variant);
  if (lack !== null) throw usageError(`no pairs in ${printable(variant.name)}`, lack);
  const grid = {
    task: taskOf(variant.config),
    inputs: layoutOf(variant).tokens,
    labels: labelsOf(variant),
    train: splitOf(variant).train
  };
  const all = pairProbes(grid, request.count, request.seed);
  return request.class === undefined
    ? all
    : all.filter(({ category }) => category === request.class);
}

async function drawn(files: readonly string[], count: number, seed: number) {
  if (files.length === 0)
    throw usageError('no file given', 'name training files: probes draw train.jsonl');
  const rows = (await Promise.all(files.map(readRows))).flat();
  const { probes, unusable } = drawnProbes(rows, count, seed);
  if (unusable > 0)
    remark(`${unusable} of ${rows.length} rows have no prompt with an answer and were left out`);
  if (probes.length < count) remark(`${probes.length} prompts can be used, all are taken`);
  return probes;
}

function setOf(probes: readonly TextProbe[]) {
  return {
    total: probes.length,
    probes: probes.map(({ expected, ...rest }) => ({ ...rest, expected_answer: expected }))
  };
}

function jsonOf(probes: readonly TextProbe[]): string {
  return `${JSON.stringify(setOf(probes), null, 1)}\n`;
}

/** Class by class, as `--probe-file` of grids reads it. */
function linesOf(probes: readonly TextProbe[]): string {
  const lines = probes.map(({ category, metadata: { a, b } }, i) => {
    const title = category === probes[i - 1]?.category ? '' : `# ${category}\n`;
    return `${title}${a}+${b}`;
  });
  return `${lines.join('\n')}\n`;
}

function checkCount(name: string, value: number, least: number, most: number): void {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return;
  throw usageError(
    `invalid ${name}: ${value}`,
    `expected a whole number from ${least}${most < Number.MAX_SAFE_INTEGER ? ` to ${most}` : ''}`
  );
}
