import { formatDuration } from '../../text/format.ts';
import { printable } from '../../text/printable.ts';
import { fitting } from '../../text/width.ts';

/** Shows how far a job of known length is. */
export interface Progress {
  /** Reports `done` of the total, with a short text of current values (losses, a file name). */
  update(done: number, text?: string): void;
  /** Clears or ends the line. */
  end(): void;
}

/**
 * Returns a progress display on stderr: one line rewritten in place in a terminal (at most 10 times
 * a second), a line every 10 s in a pipe, nothing when `quiet`. It shows rate and time left once
 * there is something to measure.
 */
export function startProgress(
  label: string,
  total: number,
  unit: string,
  quiet = false,
  first = 0
): Progress {
  const started = performance.now();
  const isTerminal = process.stderr.isTTY === true;
  const interval = isTerminal ? 100 : 10_000;
  let last = isTerminal ? -interval : 0;
  return {
    update(done, text = '') {
      const elapsed = performance.now() - started;
      if (quiet || (elapsed - last < interval && done < total)) return;
      last = elapsed;
      const line = printable(
        `${label} ${done}/${total} ${unit}${pace(done - first, total - done, elapsed, unit)}  ${text}`
      );
      if (isTerminal)
        process.stderr.write(`\r\x1b[2K${fitting(line, (process.stderr.columns ?? 80) - 1)}`);
      else process.stderr.write(`${line.trimEnd()}\n`);
    },
    end() {
      if (!quiet && isTerminal) process.stderr.write('\r\x1b[2K');
    }
  };
}

function pace(done: number, left: number, elapsedMs: number, unit: string): string {
  if (done <= 0 || elapsedMs < 300) return '';
  const rate = (done / elapsedMs) * 1000;
  const shown = rate >= 10 ? rate.toFixed(0) : rate.toPrecision(2);
  const eta = left > 0 ? `  ETA ${formatDuration(left / rate)}` : '';
  return `  ${shown} ${unit}/s${eta}`;
}
