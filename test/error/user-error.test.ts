import { expect, test } from 'vitest';
import { UserError } from '../../src/error/user-error.ts';

test('message and hint quote at most a page of what they were given, and keep its end', () => {
  const given = `/${'x'.repeat(60_000)}/name`;
  const error = new UserError(`missing file: ${given}`, `looked for ${given}`);
  expect(error.message).toMatch(/^missing file: \/x+ … x+\/name$/);
  expect(error.message.length).toBeLessThan(1100);
  expect(error.hint!.length).toBeLessThan(1100);
  expect(new UserError('missing file: a').hint).toBeUndefined();
  expect(new UserError('x'.repeat(5000)).message).toHaveLength(5000);
});
