import { expect, it } from 'vitest';
import { extensionOf } from '../../src/cli/output/output-file.ts';

it('a format is told by an extension in capitals, too', () => {
  expect(extensionOf({ kind: 'file', path: '/tmp/A.PNG', exists: false })).toBe('png');
});
