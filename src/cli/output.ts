import { printable } from '../error/printable.ts';
import { UserError } from '../error/user-error.ts';

/** Writes a value for scripts: one JSON document on stdout; NaN and infinities become null, typed arrays lists. */
export function printJson(value: unknown): void {
  const text = JSON.stringify(
    value,
    (_key, entry) =>
      ArrayBuffer.isView(entry) ? Array.from(entry as unknown as ArrayLike<number>) : entry,
    2
  );
  process.stdout.write(`${text}\n`);
}

/** Writes text for people on stdout. */
export function print(text: string): void {
  process.stdout.write(`${clean(text)}\n`);
}

/** Writes a remark that is not a result on stderr. */
export function remark(text: string): void {
  process.stderr.write(`${clean(text)}\n`);
}

/** Names come from folders and files: control characters must not reach the terminal. */
function clean(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

/**
 * Reports a failure on stderr and returns the exit code: a UserError as message and hint, anything else with its
 * stack, since that is our own bug.
 */
export function reportFailure(error: unknown, json: boolean): number {
  if (error instanceof UserError) {
    const { message, hint } = error;
    remark(
      json
        ? JSON.stringify({ error: message, hint })
        : `grokscope: ${message}${hint ? `\n${hint}` : ''}`
    );
    return error.exitCode;
  }
  remark(error instanceof Error ? `grokscope: this is a bug: ${error.stack}` : String(error));
  return 1;
}
