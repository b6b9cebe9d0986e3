import { mkdirSync, writeFileSync } from 'node:fs';
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
  await call('train', family, ...tinyRecipe, '--epochs', '30', '--checkpoints', '0:30:10');
  await call('analyze', 'last', '--analyzer', 'coarseness', '--analyzer', 'neuron_freq_norm');
  // Beside it a run of another seed, whose losses and files are older than those of a copy would be.
  const other = join(results, family, name.replace('seed999', 'seed99'));
  await cp(join(results, family, name), other, { recursive: true, preserveTimestamps: true });
  mkdirSync(join(results, family, `${family}_p7_seed1`));
  writeFileSync(join(results, family, `${family}_p7_seed1`, 'config.json'), '{"prime": 7}');
});
afterAll(() => rm(results, { recursive: true, force: true }));

describe('every command that takes a variant finds it by parts of its name', () => {
  const calls: readonly (readonly string[])[] = [
    ['show', 'p11 s999', 'coarseness_trajectory'],
    ['export', 'p11 s999', 'coarseness_trajectory', '--format', 'json', '--json'],
    ['analyze', 'p11 s999'],
    ['trace', 'p11 s999', '3+4'],
    ['turn', 'p11 s999'],
    ['table', 'p11 s999', '--csv'],
    ['compare', 'p11 s999', 's99', '--figure', 'loss_curves'],
    ['anomalies', 'p11 s999'],
    ['list', 'gaps', 'p11 s999'],
    ['list', 'neurons', 'p11 s999'],
    ['list', 'probes', 'p11 s999']
  ];
  for (const words of calls)
    it(words.join(' '), async () => {
      const { code, stdout, stderr } = await call(...words);
      expect(stderr).not.toContain('unknown variant');
      expect(code).toBe(0);
      const naming = ['export', 'analyze', 'turn', 'table'];
      if (naming.includes(words[0])) expect(stdout).toContain('seed999');
    });

  it('and refuses what fits two, with their names', async () => {
    for (const words of [
      ['show', 'p11', 'loss_curves'],
      ['turn', 'p11'],
      ['analyze', 'p11']
    ]) {
      const { code, stderr } = await call(...words);
      expect([code, stderr]).toEqual([1, expect.stringContaining('ambiguous variant: p11\n')]);
      expect(stderr).toContain(name);
    }
  });
});

describe('a misspelt word is answered with the one that was meant', () => {
  const calls: readonly (readonly [string, readonly string[]])[] = [
    ['train', ['trian', family]],
    ['export', ['expor', 'x', 'y']],
    ['--fraction', ['train', family, '--fraktion', '0.5']],
    ['--json', ['list', 'families', '--jsn']],
    ['variants', ['list', 'variant']],
    ['switches', ['list', 'neurons', 'x', '--sort', 'swiches']],
    ['turn', ['compare', 'all', '--figure', 'loss_curves', '--align', 'trun']],
    ['loss_curves', ['show', 's999', 'los_curves']],
    ['coarseness', ['analyze', 's999', '--analyzer', 'corseness']],
    ['blob_threshold', ['show', 's999', 'coarseness_trajectory', '--set', 'blob_treshold=1']],
    ['linear', ['show', 's999', 'loss_curves', '--set', 'scale=linar']],
    [family, ['train', 'modulo_adition_1layer']],
    ['grokking_epoch', ['table', '--sort', 'groking_epoch']],
    ['final_test_loss', ['table', '--column', 'final_tst_loss']],
    ['Test', ['compare', 'all', '--figure', 'loss_curves', '--line', 'tset']],
    [`${family}_p7_seed1`, ['show', 'p7 s2', 'loss_curves']],
    ['svg', ['compare', 'all', '--figure', 'loss_curves', '--out', 'a.svf']]
  ];
  for (const [meant, words] of calls)
    it(words.join(' '), async () => {
      const { code, stdout, stderr } = await call(...words);
      expect(stderr).toMatch(new RegExp(`did you mean [^?]*${meant}`));
      expect(stdout).toBe('');
      expect(code).toBeGreaterThan(0);
    });
});
