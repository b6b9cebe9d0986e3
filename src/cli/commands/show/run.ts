import { figureJson } from '../../../figure/json.ts';
import { plainText } from '../../../render-terminal/index.ts';
import type { ProbeChoice } from '../../arguments/chosen-probe.ts';
import { pickEpoch, pickRun } from '../../arguments/pick-run.ts';
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
  readonly width?: number;
  readonly height?: number;
  readonly ascii: boolean;
  readonly json: boolean;
}

/** Prints a figure as text, or its Plotly JSON with `--json`. */
export async function showFigure(asked: ShowRequest): Promise<void> {
  const picked = await pickRun(asked.results, asked.variant, asked.figure, asked);
  const request = {
    epoch: pickEpoch(picked, asked.epoch),
    neuron: asked.neuron,
    set: parseSettings(asked.set)
  };
  const figure = await picked.run.draw(picked.visualization, request);
  if (asked.json) return print(figureJson(figure));
  const width = asked.width ?? process.stdout.columns ?? 100;
  print(plainText(figure, { width, height: asked.height ?? 20, ascii: asked.ascii }));
}
