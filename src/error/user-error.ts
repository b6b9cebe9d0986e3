/** The exit code a failure asks for: 1 the work failed, 2 wrong usage. */
export type ExitCode = 1 | 2;

/**
 * A failure that the user can mend: a lower-case message with the value last, and a hint with the
 * remedy. Faces show message and hint without a stack; any other error is our own bug and shows
 * one.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
  /** What to do about it, a command where there is one. */
  readonly hint: string | undefined;
  readonly exitCode: ExitCode;

  /**
   * Message and hint may quote what a user or a file gave: beyond a page of text, their middle is
   * left out.
   */
  constructor(message: string, hint?: string, exitCode: ExitCode = 1) {
    super(withoutMiddle(message));
    this.hint = hint === undefined ? hint : withoutMiddle(hint);
    this.exitCode = exitCode;
  }
}

/** Returns a UserError for wrong usage (exit code 2). */
export function usageError(message: string, hint?: string): UserError {
  return new UserError(message, hint, 2);
}

/** Longer than any path with its message, and than the list of all figures. */
const LONGEST = 5000;

/** The value stands at the end, and says most there: the file's name. */
function withoutMiddle(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, 500)} … ${text.slice(-500)}`;
}
