import { expect } from 'vitest';
import { UserError } from '../../src/error/user-error.ts';

/** Returns the UserError that `work` throws or rejects with; fails on anything else. */
export async function userErrorOf(work: () => unknown): Promise<UserError> {
  try {
    await work();
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return error as UserError;
  }
  throw new Error('expected a UserError, but nothing was thrown');
}
