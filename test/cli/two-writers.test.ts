import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished, vi } from 'vitest';
import { temporaryFolder } from '../helpers/temporary.ts';
import { grokscope, tinyRecipe } from './program.ts';

const launcher = fileURLToPath(new URL('../../bin/grokscope.js', import.meta.url));
const family = 'modulo_addition_1layer';
const name = `${family}_p11_seed6_dseed598_frac0.6_dm32_h2_mlp32`;
const recipe = ['train', family, ...tinyRecipe, '--seed', '6', '--checkpoints', '0:100000:100'];

it('a second writer is refused while the first lives, and goes on at once when it was killed', async () => {
  const results = temporaryFolder();
  const words = [...recipe, '--results', results];
  const folder = join(results, family, name);
  const first = spawn(process.execPath, [launcher, ...words, '--epochs', '100000'], {
    stdio: 'ignore'
  });
  onTestFinished(() => void first.kill('SIGKILL'));
  const checkpoint = join(folder, 'checkpoints', 'checkpoint_epoch_00100.safetensors');
  await vi.waitFor(() => expect(existsSync(checkpoint)).toBe(true), { timeout: 120_000 });
  for (const how of ['--resume', '--force']) {
    const { code, stderr } = await grokscope([...words, '--epochs', '100', how]);
    expect(code, stderr).toBe(1);
    expect(stderr).toContain(`grokscope: in training by process ${first.pid} on `);
    expect(stderr).toContain(`stop it: kill ${first.pid}`);
  }
  expect(existsSync(checkpoint)).toBe(true);
  first.kill('SIGKILL');
  await once(first, 'exit');
  const again = await grokscope([...words, '--epochs', '100', '--force', '--json']);
  expect(again.code, again.stderr).toBe(0);
  expect(readdirSync(join(folder, 'checkpoints'))).toHaveLength(2);
  expect(readdirSync(folder).filter((file) => file.startsWith('.'))).toEqual([]);
});

it('losses that cannot be read are unknown in lists, not none', async () => {
  const results = temporaryFolder();
  const words = [...recipe, '--results', results, '--epochs', '3'];
  expect((await grokscope(words)).code).toBe(0);
  const folder = join(results, family, name);
  const metadata = join(folder, 'metadata.json');
  writeFileSync(metadata, '{"train_losses": [');
  const listed = await grokscope(['list', 'variants', '--results', results]);
  expect(listed.stdout).toMatch(new RegExp(`${name} +– .*damaged json: .*metadata\\.json`));
  const { stdout } = await grokscope(['list', 'variants', '--json', '--results', results]);
  expect(JSON.parse(stdout)[0]).toMatchObject({ name, epochs: null });
});
