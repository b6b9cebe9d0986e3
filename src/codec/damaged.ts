import { UserError } from '../error/user-error.ts';
import { printable } from '../text/printable.ts';
import { shortened } from '../text/shortened.ts';

/**
 * Returns the error of a file whose bytes contradict themselves: `damaged npz: …`. The codec knows
 * no paths; who read the file adds the path and a remedy that fits.
 */
export function damaged(format: string, problem: string): UserError {
  return new UserError(
    `damaged ${format}: ${quoted(problem)}`,
    'copy the file again from where it came from, or make it again'
  );
}

/**
 * Returns the error of a sound file that holds something grokscope does not read, with what to do
 * about it.
 */
export function unsupported(format: string, problem: string, hint: string): UserError {
  return new UserError(`unsupported ${format}: ${quoted(problem)}`, hint);
}

/** Names and shapes in a file may be as long as the file. */
function quoted(problem: string): string {
  return shortened(printable(shortened(problem, 300)), 300);
}
