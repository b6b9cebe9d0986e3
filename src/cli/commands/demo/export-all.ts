import { openExporter } from '../../../render-png/index.ts';
import { findVisualization } from '../../../visualizations/index.ts';
import { exportRun } from '../../../workbench/export/export-run.ts';
import type { RunData } from '../../../workbench/run/run-data.ts';
import { interruptSignal } from '../../output/interrupt.ts';
import { remark } from '../../output/output.ts';

/** A figure that a demo exports. */
export interface DemoFigure {
  readonly id: string;
  readonly epochs: readonly number[];
  readonly set?: Readonly<Record<string, string>>;
  readonly format?: 'png' | 'gif';
}

/** Exports the figures of a demo's run; returns their paths. */
export async function exportAll(
  run: RunData,
  results: string,
  wanted: readonly DemoFigure[]
): Promise<readonly string[]> {
  const paths: string[] = [];
  const exporter = openExporter();
  const signal = interruptSignal();
  try {
    for (const { id, format = 'png', ...request } of wanted) {
      remark(`exporting ${id}.${format}`);
      const figure = findVisualization(id);
      paths.push(await exportRun(run, figure, { ...request, format, results, exporter, signal }));
    }
  } finally {
    exporter.close();
  }
  return paths;
}
