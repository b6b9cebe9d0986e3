import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { grokscope, tinyRecipe } from './program.ts';

const family = 'modulo_addition_1layer';
const name = `${family}_p11_seed999_dseed598_frac0.6_dm32_h2_mlp32`;
let results = '';
const call = (...words: string[]) => grokscope([...words, '--results', results]);

beforeAll(async () => {
  results = await mkdtemp(join(tmpdir(), 'grokscope-'));
  await call(
    'train',
    family,
    ...tinyRecipe,
    '--epochs',
    '30',
    '--checkpoints',
    '0:30:10',
    '--analyze'
  );
});
afterAll(() => rm(results, { recursive: true, force: true }));

/** A copy of the run to damage. */
async function copied(): Promise<{ readonly root: string; readonly folder: string }> {
  const root = await mkdtemp(join(tmpdir(), 'grokscope-'));
  await cp(results, root, { recursive: true });
  return { root, folder: join(root, family, name) };
}

describe('wrong usage exits with 2 and says what is known', () => {
  const cases: readonly (readonly [string, readonly string[], string])[] = [
    ['unknown command', ['tran'], 'tran'],
    ['unknown option', ['train', family, '--bogus', '1'], 'bogus'],
    ['unknown figure', ['show', name, 'los_curves'], 'loss_curves'],
    ['unknown analyzer', ['analyze', name, '--analyzer', 'coarsness'], 'coarseness'],
    [
      'unknown setting of a figure',
      ['show', name, 'coarseness_trajectory', '--set', 'blob=1'],
      'blob_threshold'
    ],
    [
      'value out of range',
      ['show', name, 'coarseness_trajectory', '--set', 'blob_threshold=7'],
      'blob_threshold'
    ],
    ['a modulus that is no prime', ['train', 'modulo_division', '--prime', '12'], '11 or 13'],
    [
      'an option without a value',
      ['train', 'sparse_parity', '--bits'],
      'option without a value: --bits'
    ],
    ['a word after --', ['trace', name, '--', '3+4'], 'nothing is read after --'],
    ['a parameter of another family', ['train', family, '--bits', '12'], 'it has prime, seed'],
    [
      'more relevant bits than there are',
      ['train', 'sparse_parity', '--bits', '4', '--relevant', '5'],
      'from 1 to 4'
    ],
    ['no epoch of that number', ['show', name, 'coarseness_distribution', '--epoch', '15'], '10'],
    ['a size that cannot be', ['export', name, 'loss_curves', '--width', '-5'], 'width'],
    ['no variant to analyze', ['analyze'], '--all'],
    ['nothing to list', ['list'], 'missing argument: what\ngrokscope list <what> [variant]'],
    ['no figure', ['show', name], 'missing argument: figure\ngrokscope show <variant> <figure>'],
    ['no family', ['train'], 'missing argument: family']
  ];
  for (const [title, words, remedy] of cases)
    it(title, async () => {
      const { code, stdout, stderr } = await call(...words);
      expect(stderr).toContain(remedy);
      expect(stderr).not.toMatch(/\n\s+at /);
      expect(stdout).toBe('');
      expect(code).toBe(2);
    });
});

describe('work that fails exits with 1 and a remedy', () => {
  it('unknown family', async () => {
    const { code, stderr } = await call('train', 'modulo_exponentiation');
    expect(stderr).toContain(family);
    expect(code).toBeGreaterThan(0);
  });

  it('unknown variant', async () => {
    const { code, stderr } = await call('show', 'nothing_p1', 'loss_curves');
    expect(stderr).toContain(name);
    expect(code).toBeGreaterThan(0);
  });

  it('a truncated artifact', async () => {
    const { root, folder } = await copied();
    truncateSync(join(folder, 'artifacts/coarseness/epoch_00010.npz'), 300);
    const { code, stderr } = await grokscope([
      'show',
      name,
      'coarseness_distribution',
      '--epoch',
      '10',
      '--results',
      root
    ]);
    expect(code).toBe(1);
    expect(stderr).toContain('epoch_00010.npz');
    expect(stderr).not.toMatch(/\n\s+at /);
    await rm(root, { recursive: true });
  });

  it('a truncated checkpoint is refused by name, the others are analyzed', async () => {
    const { root, folder } = await copied();
    truncateSync(join(folder, 'checkpoints/checkpoint_epoch_00010.safetensors'), 5000);
    const { code, stderr, stdout } = await grokscope([
      'analyze',
      name,
      '--force',
      '--results',
      root
    ]);
    expect(code).toBe(1);
    expect(stderr).toContain('checkpoint_epoch_00010.safetensors');
    expect(stdout).toContain('3 checkpoints');
    await rm(root, { recursive: true });
  });

  it('damaged metadata', async () => {
    const { root, folder } = await copied();
    writeFileSync(join(folder, 'metadata.json'), '{"train_losses": [1, 2');
    await rm(join(folder, 'losses'));
    const { code, stderr } = await grokscope(['show', name, 'loss_curves', '--results', root]);
    expect(code).toBe(1);
    expect(stderr).toContain('metadata.json');
    await rm(root, { recursive: true });
  });

  it('terminal escapes in a folder name never reach the terminal', async () => {
    const { root } = await copied();
    mkdirSync(join(root, family, `${family}_p11_seed1_dseed2_\x1b[31mred\x07`, 'checkpoints'), {
      recursive: true
    });
    const { stdout } = await grokscope(['list', 'variants', '--results', root]);
    expect(stdout).not.toContain('\x1b');
    expect(stdout).not.toContain('\x07');
    await rm(root, { recursive: true });
  });

  it('an export that cannot be written leaves nothing', async () => {
    const { code, stderr } = await call(
      'export',
      name,
      'loss_curves',
      '--out',
      join(results, family, name, 'config.json', 'a.png')
    );
    expect(code).toBeGreaterThan(0);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('an unwritable results folder', async () => {
    const words = ['train', family, ...tinyRecipe, '--results', '/proc/grokscope'];
    const { code, stderr } = await grokscope(words);
    expect(code).toBe(1);
    expect(stderr).toContain('/proc/grokscope');
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('a results folder that is a file', async () => {
    const path = join(results, 'file');
    writeFileSync(path, '');
    const { code, stderr } = await grokscope(['train', family, ...tinyRecipe, '--results', path]);
    expect(code).toBe(1);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});
