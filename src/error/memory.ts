import { UserError } from './user-error.ts';

const signs =
  /out of memory|bad_alloc|ENOMEM|cannot allocate|allocation failed|failed to map segment|failed to reserve|creating thread|resource temporarily unavailable|\bEAGAIN\b/i;

/**
 * Returns a UserError for an error, or the complaints of a process, that say that memory or threads
 * ran out; else null.
 */
export function memoryError(error: unknown): UserError | null {
  const text = error instanceof Error ? `${error.message} ${causeOf(error)}` : String(error);
  const sign = text.split('\n').find((line) => signs.test(line));
  if (sign === undefined) return null;
  return new UserError(
    `not enough memory: ${sign.trim().slice(0, 160)}`,
    'close other programs, ask for less, or raise the limit (ulimit -v, --mem)'
  );
}

function causeOf({ cause }: Error): string {
  return cause instanceof Error ? cause.message : '';
}
