import { analyzers } from '../../../analyzers/index.ts';
import { didYouMean } from '../../../error/did-you-mean.ts';
import { UserError, usageError } from '../../../error/user-error.ts';
import type { Figure } from '../../../figure/figure.ts';
import { figureJson } from '../../../figure/json.ts';
import { findVariant, resultsFolder, someAtOnce, type Variant } from '../../../loader/index.ts';
import { exportFigure } from '../../../render-png/index.ts';
import { plainText } from '../../../render-terminal/index.ts';
import { jsonText, printable } from '../../../text/printable.ts';
import { findVisualization } from '../../../visualizations/index.ts';
import type { Alignment } from '../../../workbench/compare/alignments.ts';
import { chosenVariants } from '../../../workbench/compare/chosen-variants.ts';
import { compareRuns } from '../../../workbench/compare/compare-runs.ts';
import type { SeedLines } from '../../../workbench/compare/seed-groups.ts';
import { exportsFolder } from '../../../workbench/export/export-run.ts';
import { readRun } from '../../../workbench/run/run-data.ts';
import type { ProbeChoice } from '../../arguments/chosen-probe.ts';
import { pickVariants } from '../../arguments/pick-variants.ts';
import { parseSettings } from '../../arguments/settings.ts';
import { interruptSignal } from '../../output/interrupt.ts';
import { print, remark } from '../../output/output.ts';
import {
  extensionOf,
  type OutputFile,
  outputFile,
  type Place,
  placeOf
} from '../../output/output-file.ts';
import { startProgress } from '../../output/progress.ts';

/** What `grokscope compare` was asked. */
export interface CompareRequest extends ProbeChoice {
  readonly results?: string;
  readonly json: boolean;
  readonly variants: readonly string[];
  readonly figure: string;
  readonly align: string;
  readonly seeds: string;
  readonly against?: string;
  readonly line?: readonly string[];
  readonly format?: string;
  readonly out?: string;
  readonly width?: number;
  readonly height?: number;
  readonly scale?: number;
  readonly set?: string[];
  readonly ascii: boolean;
  readonly force: boolean;
}

const formats = ['text', 'png', 'svg', 'pdf', 'html', 'json'] as const;
type Format = (typeof formats)[number];

/**
 * Prints the comparison as text or Plotly JSON, or writes it to a file and prints its path; remarks
 * on what is left out.
 */
export async function compare(request: CompareRequest): Promise<void> {
  const place = placeOf(request.out);
  const format = formatOf(request, place);
  const file = fileOf(request, place, format);
  const visualization = findVisualization(request.figure);
  const { usable, problems } = await pickVariants(request.results, request.variants, request);
  const against =
    request.against === undefined
      ? undefined
      : await findVariant(resultsFolder(request.results), request.against);
  const ids = analyzers.map(({ id }) => id);
  const { chosen: drawn, drawable } = chosenVariants(usable, visualization);
  const isBase = ({ path }: Variant) => path === against?.path;
  const chosen = against && !drawn.some(isBase) ? [...drawn, against] : drawn;
  if (chosen.length === 0) throw noneDrawable(visualization.id, usable.length);
  const progress = startProgress(
    'opening',
    chosen.length,
    'variants',
    request.json || chosen.length < 100
  );
  let opened = 0;
  const runs = await someAtOnce(chosen, async (variant) => {
    const run = await readRun(variant, ids);
    progress.update(++opened);
    return run;
  });
  progress.end();
  const { figure, leftOut } = await compareRuns(runs, visualization, {
    align: request.align as Alignment,
    lines: request.line ?? [],
    seeds: request.seeds as SeedLines,
    against: against?.name,
    set: parseSettings(request.set)
  });
  if (drawn.length < usable.length)
    remark(
      `drawn: ${drawn.length} of ${usable.length} variants, evenly among the ${drawable} with data; name variants to choose them`
    );
  for (const { variant, problem } of problems) remark(`left out ${variant}: ${problem}`);
  for (const { reason } of leftOut)
    remark(`left out: ${reason.message}${reason.hint ? ` (${reason.hint})` : ''}`);
  if (format === 'text') {
    const width = request.width ?? process.stdout.columns ?? 100;
    const text = plainText(figure, { width, height: request.height ?? 20, ascii: request.ascii });
    if (file === null) return print(request.json ? figureJson(figure) : text);
    await file.write(Buffer.from(text));
  } else {
    const signal = interruptSignal();
    await file!.write(await bytesOf(figure, format, request, signal), signal);
  }
  const path = file?.path ?? null;
  if (path !== null) print(request.json ? jsonText({ path, format }) : path);
}

function noneDrawable(figure: string, variants: number): UserError {
  return new UserError(
    `no data for ${figure} in any of ${variants} variants`,
    'run: grokscope analyze --all'
  );
}

async function bytesOf(
  figure: Figure,
  format: Exclude<Format, 'text'>,
  { width = 1200, height = 800, scale }: CompareRequest,
  signal: AbortSignal
): Promise<Uint8Array> {
  return exportFigure(figure, { format, width, height, scale, signal });
}

function formatOf({ format }: CompareRequest, place: Place): Format {
  const extension = extensionOf(place) ?? '';
  const named = format ?? (extension === 'txt' ? 'text' : extension || 'text');
  const known = formats.find((entry) => entry === named);
  if (known) return known;
  const all = `known formats: ${formats.join(', ')}`;
  throw usageError(`unknown format: ${printable(named)}`, didYouMean(named, formats, all));
}

/** Null for text that is printed. */
function fileOf(request: CompareRequest, place: Place, format: Format): OutputFile | null {
  const { results, figure, align, variants, seeds, against, force } = request;
  if (format === 'text' && (place.kind === 'exports' || place.kind === 'stdout')) return null;
  const of = variants.length === 1 ? 'all' : `${variants.length}-variants`;
  const extension = format === 'text' ? 'txt' : format;
  const made = [...(seeds === 'median' ? ['median'] : []), ...(against ? ['difference'] : [])];
  const parts = ['compare', figure, align, ...made, of].join('__');
  const name = `${parts}.${extension}`.replace(/[^\w.+-]/g, '-');
  return outputFile(place, { exports: exportsFolder(results), name, force });
}
