import { didYouMean } from '../../../error/did-you-mean.ts';
import { UserError, usageError } from '../../../error/user-error.ts';
import { parseEpochs } from '../../../loader/index.ts';
import { type ExportFormat, exportFormats } from '../../../render-png/index.ts';
import { printable } from '../../../text/printable.ts';
import { drawExport, exportName, exportsFolder } from '../../../workbench/export/export-run.ts';
import type { ProbeChoice } from '../../arguments/chosen-probe.ts';
import { pickEpoch, pickRun, turnOf } from '../../arguments/pick-run.ts';
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
  readonly force: boolean;
  readonly json: boolean;
}

/** Writes a figure to a file and prints its path; to stdout, and prints nothing. */
export async function exportFigureFile(asked: ExportRequest): Promise<void> {
  const signal = interruptSignal();
  const place = placeOf(asked.out);
  const format = formatOf(asked, place);
  const picked = await pickRun(asked.results, asked.variant, asked.figure, asked);
  const stored = picked.run.epochsOf(picked.visualization);
  const isAnimated = format === 'gif' || asked.epochs !== undefined;
  const epochs = isAnimated
    ? parseEpochs(asked.epochs ?? 'all', stored, turnOf(picked.run))
    : [pickEpoch(picked, asked.epoch)];
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
    asked.json || epochs.length < 2
  );
  const { run, visualization } = picked;
  const request = {
    format,
    epochs,
    neuron: asked.neuron,
    set: parseSettings(asked.set),
    cursor: asked.epoch !== undefined,
    width: asked.width,
    height: asked.height,
    scale: asked.scale,
    fps: asked.fps,
    onProgress: (done: number, total: number, text?: string) =>
      progress.update(Math.floor((done / total) * epochs.length), text),
    signal
  };
  const file = outputFile(place, {
    exports: exportsFolder(asked.results),
    name: exportName(run, visualization, request),
    force: asked.force
  });
  const bytes = await drawExport(run, visualization, request);
  progress.end();
  await file.write(bytes, signal);
  if (file.path === null) return;
  if (asked.json) printJson({ path: file.path, format, epochs });
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
