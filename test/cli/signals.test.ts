import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../helpers/temporary.ts';
import { grokscope, interrupted, tinyRecipe } from './program.ts';

const family = 'modulo_addition_1layer';
const name = `${family}_p11_seed999_dseed598_frac0.6_dm32_h2_mlp32`;
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2', 'SIGXCPU'] as const;
const program = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const long = ['train', family, ...tinyRecipe, '--epochs', '50000', '--checkpoints', '0:50000:500'];

const checkpoint = (results: string, epoch: string) =>
  join(results, family, name, 'checkpoints', `checkpoint_epoch_${epoch}.safetensors`);

describe('a signal', () => {
  it.each(signals)('%s saves and stops a training, and opens no debugger', async (signal) => {
    const results = temporaryFolder();
    const words = [...long, '--results', results];
    const { code, stdout, stderr } = await interrupted(
      words,
      checkpoint(results, '00000'),
      signal,
      program
    );
    expect(stderr).not.toContain('ebugger');
    const [, last] = /^stopped after epoch (\d+), saved/.exec(stdout)!;
    expect(code).toBe(130);
    expect(existsSync(checkpoint(results, last.padStart(5, '0')))).toBe(true);
  });

  it('stops an analysis beside a training, in the middle of a checkpoint too', async () => {
    const results = temporaryFolder();
    const artifact = join(results, family, name, 'artifacts/coarseness/epoch_00000.npz');
    const words = [...long, '--analyze', '--results', results];
    const { code, stdout } = await interrupted(words, artifact, 'SIGTERM');
    expect(code).toBe(130);
    expect(stdout).toContain('--resume');
  });

  it('stops an analysis, which goes on where it was', async () => {
    const results = temporaryFolder();
    const train = [...tinyRecipe, '--epochs', '60', '--checkpoints', '0:60:1'];
    await grokscope(['train', family, ...train, '--results', results]);
    const words = ['analyze', name, '--results', results];
    const artifacts = join(results, family, name, 'artifacts/coarseness');
    const first = join(artifacts, 'epoch_00000.npz');
    const { code, stdout } = await interrupted(words, first, 'SIGUSR2');
    expect(code).toBe(130);
    expect(stdout).toContain('run the same command again');
    expect(readdirSync(artifacts).length).toBeLessThan(60);
    const { mtimeMs } = statSync(first);
    expect((await grokscope(words)).code).toBe(0);
    expect(statSync(first).mtimeMs).toBe(mtimeMs);
    expect((await grokscope(words)).stdout).toContain('nothing missing');
  });

  it('stops an analysis that has just begun without saying that nothing is missing', async () => {
    const results = temporaryFolder();
    const train = [...tinyRecipe, '--epochs', '60', '--checkpoints', '0:60:1'];
    await grokscope(['train', family, ...train, '--results', results]);
    const begun = join(results, family, name, 'artifacts/manifest.json');
    const { code, stdout } = await interrupted(
      ['analyze', name, '--results', results],
      begun,
      'SIGINT'
    );
    expect(code).toBe(130);
    expect(stdout).not.toContain('nothing missing');
    expect(stdout).toContain('run the same command again');
  });

  it('stops the demo once its training has saved, and says so', async () => {
    const results = temporaryFolder();
    const run = join(results, family, `${family}_p61_seed1_dseed598_frac0.55_wd1.3_dm64_mlp256`);
    const first = join(run, 'checkpoints', 'checkpoint_epoch_00000.safetensors');
    const { code, stderr } = await interrupted(['demo', '--results', results], first, 'SIGTERM');
    expect(code).toBe(130);
    expect(stderr).toMatch(/stopped after epoch \d+, saved in [\s\S]*run the demo again/);
    expect(existsSync(join(run, 'losses'))).toBe(true);
    expect(existsSync(join(run, '.lock'))).toBe(false);
  });

  it('stops an export, and leaves neither a file nor a folder', async () => {
    const [results, cache, out] = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
    const train = [...tinyRecipe, '--epochs', '60', '--checkpoints', '0:60:1'];
    await grokscope(['train', family, ...train, '--results', results]);
    const words = [
      ...['export', name, 'loss_curves', '--epochs', 'all', '--results', results],
      ...['--out', join(out, 'moving.gif')]
    ];
    const env = { XDG_CACHE_HOME: cache, TMPDIR: temporaryFolder() };
    // Fontconfig's folder is made when the first text is drawn.
    const drawn = join(cache, 'grokscope', 'fontconfig');
    const { code, stdout, stderr } = await interrupted(words, drawn, 'SIGXCPU', program, env);
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(stderr).toContain('grokscope: stopped: SIGXCPU');
    expect([...readdirSync(out), ...readdirSync(env.TMPDIR)]).toEqual([]);
  });
});
