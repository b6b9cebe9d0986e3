import { figureJson } from '../../../figure/json.ts';
import { lockRanges } from '../../../figure/ranges.ts';
import { plainText } from '../../../render-terminal/index.ts';
import type { ProbeChoice } from '../../arguments/chosen-probe.ts';
import { lockedRanges, pickEpoch, pickRun } from '../../arguments/pick-run.ts';
import { parseSettings } from '../../arguments/settings.ts';
import { print } from '../../output/output.ts';

/** What `grokscope show` was asked. */
export interface ShowRequest extends ProbeChoice {
  readonly results?: string;
  readonly variant: string;
  readonly figure: string;
  readonly epoch?: string;
  readonly neuron?: number;
  readonly set?: string[];
  readonly locked: boolean;
  readonly width?: number;
  readonly height?: number;
  readonly ascii: boolean;
  readonly json: boolean;
}

/** Prints a figure as text, or its Plotly JSON with `--json`. */
export async function showFigure(request: ShowRequest): Promise<void> {
  const picked = await pickRun(request.results, request.variant, request.figure, request);
  const drawing = {
    epoch: pickEpoch(picked, request.epoch),
    neuron: request.neuron,
    set: parseSettings(request.set)
  };
  const drawn = await picked.run.draw(picked.visualization, drawing);
  const ranges = await lockedRanges(picked, drawing, request.locked);
  const figure = ranges ? lockRanges(drawn, ranges) : drawn;
  if (request.json) return print(figureJson(figure));
  const width = request.width ?? process.stdout.columns ?? 100;
  print(plainText(figure, { width, height: request.height ?? 20, ascii: request.ascii }));
}
