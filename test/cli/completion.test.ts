import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { analyzers } from '../../src/analyzers/index.ts';
import { familyNames } from '../../src/loader/index.ts';
import { visualizations } from '../../src/visualizations/index.ts';
import { grokscope } from './program.ts';

const launcher = fileURLToPath(new URL('../../bin/grokscope.js', import.meta.url));
const family = 'modulo_addition_1layer';
const folder = mkdtempSync(join(tmpdir(), 'grokscope-'));
const results = join(folder, 'results');
const variants = [`${family}_p7_seed1`, `${family}_p11_seed2`, 'my run'];
for (const name of [...variants, 'evil\u001b[31m']) {
  mkdirSync(join(results, family, name), { recursive: true });
  writeFileSync(join(results, family, name, 'config.json'), '{"prime": 7}');
}
// As after `npm install -g`: the program by its name on the path, under the Node of this test.
mkdirSync(join(folder, 'bin'));
symlinkSync(launcher, join(folder, 'bin/grokscope'));
symlinkSync(process.execPath, join(folder, 'bin/node'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What bash offers when the last of these words is completed, as the script that a user sources fills COMPREPLY. */
function offered(...words: string[]): Promise<readonly string[]> {
  const line = ['grokscope', ...words];
  const script = `
    source <(grokscope completion bash)
    complete -p grokscope > /dev/null || exit 1
    COMP_WORDS=("$@") COMP_CWORD=${line.length - 1}
    _grokscope
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const path = `${join(folder, 'bin')}${delimiter}${process.env.PATH}`;
  const env = { ...process.env, PATH: path, GROKSCOPE_RESULTS: results, SHELL: '/bin/zsh' };
  return new Promise((resolve, reject) => {
    execFile('bash', ['-c', script, 'bash', ...line], { env }, (error, stdout, stderr) => {
      if (error || stderr) reject(error ?? new Error(stderr));
      else resolve(stdout.split('\n').filter(Boolean));
    });
  });
}

describe('completion in bash', () => {
  it('knows the commands', async () => {
    const all = await offered('');
    expect(all).toEqual(expect.arrayContaining(['train', 'analyze', 'show', 'completion']));
    expect(await offered('comp')).toEqual(['compare', 'completion']);
  });

  it('knows the options of a command, once they are begun', async () => {
    expect(await offered('show', 'x', 'y', '--w')).toEqual(['--width']);
    expect(await offered('show', 'x', 'y', '--epoch', '3', '--he')).toEqual(['--help', '--height']);
    expect(await offered('train', '--pr')).toEqual(['--prime']);
  });

  it('knows variants, escaped; none whose name the terminal would obey', async () => {
    const escaped = [variants[1], variants[0], 'my\\ run', 'last'];
    expect(await offered('show', '')).toEqual(escaped);
    expect(await offered('turn', variants[0], '')).toEqual([...escaped, 'all']);
    expect(await offered('compare', '--align', 'turn', `${family}_p7`)).toEqual([variants[0]]);
    expect(await offered('explore', 'la')).toEqual(['last']);
    expect(await offered('list', 'gaps', 'm')).toEqual([variants[1], variants[0], 'my\\ run']);
  });

  it('takes a part of a name for the variants that have it', async () => {
    expect(await offered('show', 'p1')).toEqual([variants[1]]);
    expect(await offered('turn', 'SEED')).toEqual([variants[1], variants[0]]);
    expect(await offered('show', 'p5')).toEqual([]);
    expect(await offered('show', 'x', 'curves')).toEqual([]);
  });

  it('is JSON where that is asked', async () => {
    const { stdout } = await grokscope(['completion', 'zsh', '--json']);
    const { script } = JSON.parse(stdout);
    expect(JSON.parse(stdout)).toEqual({ shell: 'zsh', script: expect.any(String) });
    expect((await grokscope(['completion', 'zsh'])).stdout).toBe(`${script}\n`);
  });

  it('knows figures and analyzers', async () => {
    const figures = visualizations.map(({ id }) => id);
    expect(await offered('show', 'x', '')).toEqual(figures);
    expect(await offered('export', 'x', 'los')).toEqual(['loss_curves']);
    expect(await offered('compare', 'all', '--figure', '')).toEqual(figures);
    expect(await offered('analyze', '--analyzer', '')).toEqual(analyzers.map(({ id }) => id));
  });

  it('knows families, columns and choices', async () => {
    const modular = familyNames().filter((name) => name.startsWith('mod'));
    expect(await offered('train', 'mod')).toEqual(modular);
    expect(await offered('train', 'modulo_d')).toEqual(['modulo_division']);
    expect(await offered('import', 'a.pth', '--family', '')).toEqual([...familyNames()]);
    expect(await offered('table', '--sort', 'gro')).toEqual(['grokking_epoch']);
    expect(await offered('table', '--column', 'blob_c')).toEqual(['blob_count']);
    expect(await offered('compare', 'all', '--align', '')).toEqual(['epoch', 'turn', 'fraction']);
    expect(await offered('list', 'f')).toEqual(['families', 'figures']);
  });

  it('leaves files and free text to the shell', async () => {
    expect(await offered('import', '')).toEqual([]);
    expect(await offered('compare', 'all', '--out', '')).toEqual([]);
    expect(await offered('show', 'x', 'loss_curves', '--epoch', '')).toEqual([]);
  });
});

it('prints scripts for three shells, by default for the one of the user', async () => {
  const script = async (shell: string, ...words: string[]) =>
    (await grokscope(['completion', ...words], { SHELL: shell })).stdout;
  for (const shell of ['bash', 'zsh', 'fish']) {
    expect(await script(`/usr/bin/${shell}`)).toBe(await script('', shell));
    expect(await script('', shell)).toContain(`SHELL=${shell} grokscope`);
  }
  expect(await script('/bin/tcsh')).toBe(await script('', 'bash'));
  expect((await grokscope(['completion', 'tcsh'])).code).toBe(2);
});
