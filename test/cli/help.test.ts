import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../helpers/temporary.ts';
import { grokscope } from './program.ts';

const ours = new URL('../../families/modulo_addition_1layer/family.json', import.meta.url);

it('the help of train says the defaults of the family that is named, and none where none is', async () => {
  const family = JSON.parse(readFileSync(ours, 'utf8'));
  family.domain_parameters.prime.default = 7;
  family.architecture.d_mlp = 24;
  const path = join(temporaryFolder(), 'family.json');
  writeFileSync(path, JSON.stringify(family));
  const help = async (...words: string[]) =>
    (await grokscope(['train', ...words, '--help'])).stdout;
  const usual = await help('modulo_addition_1layer');
  expect(usual).toContain('modulus of the addition (default 113)');
  expect(usual).toContain('MLP neurons (default 512)');
  const other = await help(path);
  expect(other).toContain('modulus of the addition (default 7)');
  expect(other).toContain('MLP neurons (default 24)');
  expect(usual).not.toContain('--bits');
  expect(await help('sparse_parity')).not.toMatch(/^ +--prime /m);
  expect(await help()).toContain('--bits');
  expect(await help()).not.toContain('(default 113)');
});
