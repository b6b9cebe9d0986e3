import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shared } from './helpers/shared.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const results = mkdtempSync(join(tmpdir(), 'grokscope-'));
const variant = 'modulo_addition_1layer_p13_seed999_dseed598_frac0.6_dm32_h2_mlp64';
const path = join(results, 'modulo_addition_1layer', variant);

/** Runs an example as a user would, against the built package; resolves to what it printed. */
async function example(name: string, ...words: string[]): Promise<string> {
  const script = join(root, 'examples', `${name}.mjs`);
  const { stdout } = await promisify(execFile)(process.execPath, [script, ...words], { cwd: root });
  return stdout;
}

let trained = '';
beforeAll(async () => {
  if (!existsSync(join(root, 'dist', 'index.js'))) throw new Error('no dist/: npm run build');
  trained = await example('train-and-analyze', results);
});
afterAll(() => rmSync(results, { recursive: true, force: true }));

describe('the examples run in a plain Node script', () => {
  it('and each of them is run here', () => {
    const names = readdirSync(join(root, 'examples')).map((name) => name.replace('.mjs', ''));
    const run = readFileSync(fileURLToPath(import.meta.url), 'utf8');
    for (const name of names) expect(run).toContain(`example('${name}'`);
  });

  it('train-and-analyze trains a run, analyzes it and prints its numbers', () => {
    expect(trained).toContain(`${variant}: 200 epochs`);
    expect(trained).toContain('coarseness/summary.npz');
    expect(trained).toContain('gaps left: 0');
    expect(trained).toContain('specialization_threshold: 0.8');
    expect(trained).toContain('Specialization by frequency range');
  });

  it('render-arrays draws plain arrays', async () => {
    const folder = join(results, 'drawn');
    const printed = await example('render-arrays', folder);
    expect(printed).toContain('Mean coarseness');
    expect(readdirSync(folder).sort()).toEqual([
      'distribution.html',
      'switching.html',
      'trajectory.html'
    ]);
  });

  it('animate-neuron makes the frames of one neuron, then a GIF of them', async () => {
    const out = join(results, 'neuron.gif');
    const printed = await example('animate-neuron', path, out);
    expect(printed).toMatch(/neuron \d+ switches \d+ times/);
    expect(printed).toContain('11 frames');
    expect((await sharp(out, { pages: -1 }).metadata()).pages).toBe(11);
  });

  it('read-results reads the run of grokscope', async () => {
    const printed = await example('read-results', results);
    expect(printed).toContain(`${variant} (era C)`);
    expect(printed).toContain('W_E is 14 × 32');
    expect(printed).toContain('coarseness_trajectory');
  });

  it('rank-correlation takes the columns of the table', async () => {
    const columns = ['final_specialized_total', 'final_test_loss'];
    expect(await example('rank-correlation', results, ...columns)).toBe(
      'final_specialized_total × final_test_loss: n = 1, too few\n'
    );
  });

  it('read-results reads a results folder of the Python workbench', async () => {
    const folder = shared('data/workbench');
    if (folder === null) return;
    const printed = await example('read-results', folder);
    expect(printed).toContain('modulo_addition_1layer_p13_seed999_dseed598 (era C)');
    expect(printed).toContain('60 epochs');
    expect(printed).toContain('mean coarseness');
  });
});
