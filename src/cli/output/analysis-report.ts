import { UserError } from '../../error/user-error.ts';
import { formatDuration } from '../../text/format.ts';
import { printable } from '../../text/printable.ts';
import type { AnalysisReport } from '../../workbench/analysis/index.ts';
import { print, remark } from './output.ts';

/** Failures of one analyzer that are told one by one. */
const TOLD = 3;

/** Says what an analysis did with a variant, failures on stderr. */
export function printReport(report: AnalysisReport): void {
  const { variant, checkpoints, artifacts, remade, failures, seconds, device } = report;
  const name = printable(variant);
  const time = report.history === undefined ? 'epoch' : 'step';
  const said = new Map<string, number>();
  for (const { epoch, file, error } of failures) {
    const kind = file?.split('/')[0] ?? '';
    const count = (said.get(kind) ?? 0) + 1;
    said.set(kind, count);
    if (count > TOLD && kind !== '') continue;
    const where = file ?? (epoch === null ? '' : `${time} ${epoch}`);
    remark(`grokscope: ${name}: ${where && `${where}: `}${wordsOf(error)}`);
  }
  for (const [kind, count] of said)
    if (count > TOLD && kind !== '') remark(`grokscope: ${name}: ${kind}: ${count - TOLD} more`);
  if (report.history?.repaired)
    remark(`${name}: learning_history.jsonl: ${report.history.repaired}`);
  if (checkpoints === 0 && remade.length === 0) {
    if (failures.length === 0 && !report.isAborted) print(`${name}: nothing missing`);
  } else {
    const pace =
      checkpoints > 0
        ? `, ${((1000 * seconds) / checkpoints).toFixed(0)} ms each on ${device}`
        : '';
    const files = remade.length > 0 ? `, ${remade.length} summaries` : '';
    print(
      `${name}: ${checkpoints} checkpoints, ${artifacts} artifacts in ${formatDuration(seconds)}${pace}${files}`
    );
  }
}

function wordsOf(error: Error): string {
  if (!(error instanceof UserError)) return `this is a bug: ${error.stack ?? error.message}`;
  return error.hint ? `${error.message}\n${error.hint}` : error.message;
}

/** Returns a report as `--json` tells it: errors as message and remedy. */
export function reportJson(report: AnalysisReport) {
  return {
    ...report,
    failures: report.failures.map(({ epoch, file, error }) => ({
      epoch,
      file,
      error: error.message,
      ...(error instanceof UserError && { hint: error.hint })
    }))
  };
}
