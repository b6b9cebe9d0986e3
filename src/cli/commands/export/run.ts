import { didYouMean } from '../../../error/did-you-mean.ts';
import { UserError, usageError } from '../../../error/user-error.ts';
import { parseEpochs } from '../../../loader/index.ts';
import { type ExportFormat, exportFormats } from '../../../render-png/index.ts';
import { printable } from '../../../text/printable.ts';
import { drawExport, exportName, exportsFolder } from '../../../workbench/export/export-run.ts';
import type { ProbeChoice } from '../../arguments/chosen-probe.ts';
import { lockedRanges, pickEpoch, pickRun, turnOf } from '../../arguments/pick-run.ts';
import { parseSettings } from '../../arguments/settings.ts';
import { interruptSignal } from '../../output/interrupt.ts';
import { print, printJson } from '../../output/output.ts';
import { extensionOf, outputFile, type Place, placeOf } from '../../output/output-file.ts';
import { startProgress } from '../../output/progress.ts';

/** What `grokscope export` was asked. */
export interface ExportRequest extends ProbeChoice {
  readonly results?: string;
  readonly variant: string;
  readonly figure: string;
  readonly epoch?: string;
  readonly epochs?: string;
  readonly neuron?: number;
  readonly format?: string;
  readonly out?: string;
  readonly width?: number;
  readonly height?: number;
  readonly scale?: number;
  readonly fps?: number;
  readonly set?: string[];
  readonly locked: boolean;
  readonly force: boolean;
  readonly json: boolean;
}

/** Writes a figure to a file and prints its path; to stdout, and prints nothing. */
export async function exportFigureFile(request: ExportRequest): Promise<void> {
  const signal = interruptSignal();
  const place = placeOf(request.out);
  const format = formatOf(request, place);
  const picked = await pickRun(request.results, request.variant, request.figure, request);
  const stored = picked.run.epochsOf(picked.visualization);
  const isAnimated = format === 'gif' || request.epochs !== undefined;
  const epochs = isAnimated
    ? parseEpochs(request.epochs ?? 'all', stored, turnOf(picked.run))
    : [pickEpoch(picked, request.epoch)];
  if (format === 'gif' && epochs.length < 2)
    throw new UserError(
      `too few epochs for an animation: ${epochs.length}`,
      'a gif needs at least 2 stored epochs'
    );
  if (epochs.length > 1 && format !== 'gif' && format !== 'html' && format !== 'json')
    throw usageError(
      `invalid format for several epochs: ${format}`,
      'use --format gif, html or json'
    );
  const progress = startProgress(
    'exporting',
    epochs.length,
    'frames',
    request.json || epochs.length < 2
  );
  const { run, visualization } = picked;
  const chosen = { neuron: request.neuron, set: parseSettings(request.set) };
  const drawing = {
    format,
    epochs,
    ...chosen,
    ranges:
      (await lockedRanges(picked, chosen, request.locked && epochs.length === 1)) ?? undefined,
    cursor: request.epoch !== undefined,
    width: request.width,
    height: request.height,
    scale: request.scale,
    fps: request.fps,
    onProgress: (done: number, total: number, text?: string) =>
      progress.update(Math.floor((done / total) * epochs.length), text),
    signal
  };
  const file = outputFile(place, {
    exports: exportsFolder(request.results),
    name: exportName(run, visualization, drawing),
    force: request.force
  });
  const bytes = await drawExport(run, visualization, drawing);
  progress.end();
  await file.write(bytes, signal);
  if (file.path === null) return;
  if (request.json) printJson({ path: file.path, format, epochs });
  else print(file.path);
}

function formatOf({ format, out, epochs }: ExportRequest, place: Place): ExportFormat {
  const named = format ?? extensionOf(place) ?? (epochs ? 'gif' : 'png');
  const known = exportFormats.find((entry) => entry === named);
  if (!known)
    throw usageError(
      `unknown format: ${printable(named || out || '')}`,
      didYouMean(named, exportFormats, `known formats: ${exportFormats.join(', ')}`)
    );
  return known;
}
