import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../helpers/temporary.ts';
import { grokscope, interrupted, tinyRecipe } from './program.ts';

const family = 'modulo_addition_1layer';
const name = `${family}_p11_seed5_dseed598_frac0.6_dm32_h2_mlp32`;
const recipe = [...tinyRecipe, '--seed', '5', '--epochs', '1500', '--checkpoints', '0:1500:500'];

it('Ctrl-C saves; the resumed run has the bytes of an uninterrupted one', async () => {
  const [stopped, whole] = [temporaryFolder(), temporaryFolder()];
  const words = (results: string) => [
    'train',
    family,
    ...recipe,
    '--threads',
    '1',
    '--results',
    results
  ];
  const first = join(stopped, family, name, 'checkpoints', 'checkpoint_epoch_00000.safetensors');
  const { code, stdout } = await interrupted(words(stopped), first, 'SIGINT');
  expect(code).toBe(130);
  expect(stdout).toContain('--resume');
  expect((await grokscope([...words(stopped), '--resume'])).code).toBe(0);
  expect((await grokscope(words(whole))).code).toBe(0);
  for (const epoch of ['00500', '01000', '01499']) {
    const file = join(family, name, 'checkpoints', `checkpoint_epoch_${epoch}.safetensors`);
    expect(
      (await readFile(join(stopped, file))).equals(await readFile(join(whole, file))),
      epoch
    ).toBe(true);
  }
  const losses = join(family, name, 'losses');
  expect((await readFile(join(stopped, losses))).equals(await readFile(join(whole, losses)))).toBe(
    true
  );
});

it('a killed training leaves no half-written file and goes on', async () => {
  const results = temporaryFolder();
  const words = ['train', family, ...recipe, '--results', results];
  const folder = join(results, family, name);
  await interrupted(
    words,
    join(folder, 'checkpoints', 'checkpoint_epoch_00500.safetensors'),
    'SIGKILL'
  );
  expect(
    readdirSync(join(folder, 'checkpoints')).filter(
      (file) => !/^checkpoint_epoch_\d+\.safetensors$/.test(file)
    ).length
  ).toBeLessThanOrEqual(1);
  const { code, stdout } = await grokscope([...words, '--resume']);
  expect(code).toBe(0);
  expect(stdout).toContain('trained');
});
