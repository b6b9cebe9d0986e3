import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { freshReference } from '../docs/generate.ts';

it('docs/reference.md is fresh (else: npm run docs)', () => {
  const text = readFileSync(new URL('../docs/reference.md', import.meta.url), 'utf8');
  expect(freshReference(text)).toBe(text);
});
