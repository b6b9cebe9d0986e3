import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { freshReference } from '../docs/generate.ts';

it('docs/reference.md is fresh (else: npm run docs)', () => {
  const text = readFileSync(new URL('../docs/reference.md', import.meta.url), 'utf8');
  expect(freshReference(text)).toBe(text);
});

it('no page has a merge left open', () => {
  const root = new URL('../', import.meta.url);
  const pages = [
    ...readdirSync(root),
    ...readdirSync(new URL('docs', root)).map((name) => `docs/${name}`)
  ].filter((name) => name.endsWith('.md'));
  for (const page of pages)
    expect(readFileSync(new URL(page, root), 'utf8'), page).not.toMatch(/^(<{7}|>{7}) /m);
});
