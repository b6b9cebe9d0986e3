import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/commands/index.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { grokscope, launcher, tinyRecipe } from './program.ts';

const family = 'modulo_addition_1layer';
const recipe = [...tinyRecipe, '--epochs', '30', '--checkpoints', '0:30:10'];
const name = `${family}_p11_seed999_dseed598_frac0.6_dm32_h2_mlp32`;
let results = '';

beforeAll(async () => {
  results = mkdtempSync(join(tmpdir(), 'grokscope-'));
  const { code, stderr } = await grokscope([
    ...['train', family, ...recipe, '--analyze', '--results', results]
  ]);
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
});
afterAll(() => rmSync(results, { recursive: true, force: true }));

/** Runs the program in bash, with `rest` behind its words; resolves with the program's own exit code and its stderr. */
function inShell(
  words: readonly string[],
  rest: string
): Promise<{ readonly code: number; readonly stderr: string }> {
  return new Promise((done) => {
    const script = `"$@" ${rest}; echo "code \${PIPESTATUS[0]}" >&2`;
    const args = ['-c', script, 'bash', process.execPath, launcher, ...words];
    execFile('bash', args, { maxBuffer: 2 ** 26 }, (_error, _stdout, stderr) => {
      const [, code] = /code (\d+)\n$/.exec(stderr)!;
      done({ code: Number(code), stderr: stderr.replace(/code \d+\n$/, '') });
    });
  });
}

/** A call of every command that prints something; those that end otherwise than with 0 say so. */
const calls: Readonly<Record<string, readonly string[]>> = {
  analyze: ['analyze', name],
  anomalies: ['anomalies'],
  compare: ['compare', 'all', '--figure', 'loss_curves'],
  completion: ['completion'],
  demo: ['demo', '--help'], // trains for half a minute
  doctor: ['doctor'],
  explore: ['explore', '--help'], // needs a terminal
  export: ['export', name, 'loss_curves', '--format', 'json'],
  import: ['import', '--help'], // prints as the others do; its input is a file of torch's
  learn: ['learn', '--help'], // reads runs of language models
  list: ['list', 'figures', '--json'],
  log: ['log', fileURLToPath(new URL('../fixtures/interop/trainer', import.meta.url))],
  probes: ['probes', 'addition', '--count', '3'],
  show: ['show', name, 'loss_curves'],
  table: ['table'],
  trace: ['trace', name, '3+4'],
  train: ['train', family, ...recipe, '--force'],
  turn: ['turn', name],
  watch: ['watch', '--help'] // waits for checkpoints
};
const names = commands.map(({ command }) => command.split(' ')[0]);

describe('a command whose output cannot be written', () => {
  it('every command is called', () => {
    expect(names.filter((each) => !(each in calls))).toEqual([]);
  });

  const words = (each: string) => [...calls[each], '--results', results];

  it.each(names)('%s into a closed pipe ends quietly', async (each) => {
    for (const rest of ['| true', '2>&1 | true'])
      expect(await inShell(words(each), rest), rest).toEqual({
        code: 0,
        stderr: expect.not.stringMatching(/\n\s+at |EPIPE/)
      });
  });

  it.each(names)('%s into a full device says so and exits with 1', async (each) => {
    const { code, stderr } = await inShell(words(each), '> /dev/full');
    expect(stderr).toContain('cannot write the output: no space left on device');
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(code).toBe(1);
  });

  it('with --json the failure is JSON too', async () => {
    const { stderr } = await inShell(['list', 'figures', '--json'], '> /dev/full');
    expect(JSON.parse(stderr)).toMatchObject({
      error: 'cannot write the output: no space left on device'
    });
  });

  it('messages that nobody can read leave the exit code as it is', async () => {
    const { code } = await inShell(['show', 'nothing', 'loss_curves'], '2> /dev/full');
    expect(code).toBeGreaterThan(0);
    expect((await inShell(words('table'), '2> /dev/full')).code).toBe(0);
  });

  it('a training whose reader has left is whole', async () => {
    const folder = temporaryFolder();
    const { code } = await inShell(
      ['train', family, ...recipe, '--analyze', '--results', folder],
      '2>&1 | head -c 1'
    );
    expect(code).toBe(0);
    const run = join(folder, family, name);
    expect(existsSync(join(run, 'checkpoints', 'checkpoint_epoch_00029.safetensors'))).toBe(true);
    expect(existsSync(join(run, 'artifacts', 'coarseness', 'epoch_00029.npz'))).toBe(true);
  });

  it('an analysis whose reader has left is whole', async () => {
    const folder = temporaryFolder();
    await cp(results, folder, { recursive: true });
    rmSync(join(folder, family, name, 'artifacts'), { recursive: true });
    const { code } = await inShell(['analyze', name, '--results', folder], '2>&1 | head -c 1');
    expect(code).toBe(0);
    expect(existsSync(join(folder, family, name, 'artifacts/coarseness/epoch_00029.npz'))).toBe(
      true
    );
  });
});

describe('words on the command line', () => {
  it.each([
    ['--seed', ['train', family, '--seed', '1', '--seed', '1']],
    ['--seed', ['train', family, '--seed=1', '--seed', '2']],
    ['--results', ['list', 'variants', '--results', 'a', '--results', 'b']],
    ['--device', ['analyze', name, '--device', 'cpu', '--device', 'cpu']],
    ['--format', ['export', name, 'loss_curves', '--format', 'png', '--format', 'svg']],
    ['--explore --no-explore', ['demo', '--explore', '--no-explore']]
  ])('%s given twice is wrong usage', async (option, words) => {
    const { code, stderr } = await grokscope(words);
    expect(stderr).toContain(`: ${option}\n`);
    expect(code).toBe(2);
  });

  it('lists and equal switches may be repeated', async () => {
    const words = [
      'compare',
      'all',
      '--figure',
      'loss_curves',
      '--line',
      'train',
      '--line',
      'test'
    ];
    expect((await grokscope([...words, '--ascii', '--ascii', '--results', results])).code).toBe(0);
  });

  it('a long one is not repeated in whole', async () => {
    const words = ['show', 'x'.repeat(60_000), 'loss_curves'];
    for (const folder of [results, temporaryFolder()]) {
      const { code, stderr } = await grokscope([...words, '--results', folder]);
      expect(stderr).not.toContain('bug');
      expect(stderr.length).toBeLessThan(6000);
      expect(code).toBe(1);
    }
  });

  it('a working folder that is gone is told', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'grokscope-'));
    const { code, stderr } = await new Promise<{ code: number; stderr: string }>((done) => {
      const script = `cd ${folder}; rmdir ${folder}; exec "$@"`;
      const args = ['-c', script, 'bash', process.execPath, launcher, 'list', 'variants'];
      execFile('bash', args, (error, _stdout, stderr) =>
        done({ code: Number(error?.code ?? 0), stderr })
      );
    });
    expect(stderr).toBe('grokscope: the working folder no longer exists\nchange to another: cd\n');
    expect(code).toBe(1);
  });
});
