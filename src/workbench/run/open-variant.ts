import { analyzers } from '../../analyzers/index.ts';
import { usageError } from '../../error/user-error.ts';
import type { Figure } from '../../figure/figure.ts';
import { findVariant, parseEpochs, resultsFolder, type Variant } from '../../loader/index.ts';
import { findVisualization, visualizations } from '../../visualizations/index.ts';
import type { Visualization } from '../../visualizations/visualization.ts';
import { lossFacts } from './facts.ts';
import { missingData } from './missing-data.ts';
import { type DrawRequest, drawFrames, openRun, type Run } from './open-run.ts';
import { throughProbe } from './through-probe.ts';

/** Which frames of a figure to draw. */
export interface FramesRequest extends Omit<DrawRequest, 'epoch'> {
  /** Epochs, or an epoch SPEC such as `all`, `0:1400:100` or `turn+-500:20`; all by default. */
  readonly epochs?: string | readonly number[];
  readonly onProgress?: (done: number, total: number) => void;
}

/** A variant with its figures, for scripts; what is read stays in memory as long as it lives. */
export interface OpenedVariant {
  readonly variant: Variant;
  /** Its losses, epochs and artifacts, for more than figures. */
  readonly run: Run;
  /** Ids of the figures that it has data for. */
  readonly figures: readonly string[];
  /** Draws a figure, at the last stored epoch unless one is given. Rejects with a UserError where data is missing. */
  draw(figure: string, request?: Partial<DrawRequest>): Promise<Figure>;
  /** Draws a figure at several epochs with axes and colours locked: the frames of an animation. */
  frames(figure: string, request?: FramesRequest): Promise<readonly Figure[]>;
}

/**
 * Opens a variant by path, or by name in a results folder (`results`, GROKSCOPE_RESULTS or ./results). Results of the
 * Python workbench open as well. `probe` looks at some pairs only (`a<b`), as analyzed with `--probe`. Rejects with a UserError when there is none.
 */
export async function openVariant(
  nameOrPath: string,
  results?: string,
  probe?: string
): Promise<OpenedVariant> {
  const found = await findVariant(resultsFolder(results), nameOrPath);
  const variant = probe === undefined ? found : throughProbe(found, probe);
  const run = await openRun(
    variant,
    analyzers.map(({ id }) => id)
  );
  const find = (id: string): Visualization => {
    const found = findVisualization(id);
    if (found.kind === 'variants')
      throw usageError(`a figure of several variants: ${id}`, 'use compareRuns');
    if (run.canDraw(found) && run.epochsOf(found).length > 0) return found;
    throw missingData(run, found);
  };
  return {
    variant,
    run,
    figures: visualizations
      .filter((entry) => entry.kind !== 'variants' && run.canDraw(entry))
      .map(({ id }) => id),
    async draw(figure, request = {}) {
      const found = find(figure);
      return run.draw(found, { ...request, epoch: request.epoch ?? run.epochsOf(found).at(-1)! });
    },
    async frames(figure, { epochs = 'all', onProgress, ...request } = {}) {
      const found = find(figure);
      const { grokkedAt: turn } = lossFacts(run.losses.train, run.losses.test);
      const chosen =
        typeof epochs === 'string' ? parseEpochs(epochs, run.epochsOf(found), { turn }) : epochs;
      return drawFrames(run, found, chosen, request, onProgress);
    }
  };
}
