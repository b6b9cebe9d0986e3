import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkpointPath, type Variant } from '../../src/loader/index.ts';
import { randomRun } from '../helpers/random-run.ts';
import { grokscope } from './program.ts';

const root = mkdtempSync(join(tmpdir(), 'grokscope-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const absent = join(root, 'absent');
const empty = join(root, 'empty');
const file = join(root, 'file');
mkdirSync(join(empty, 'modulo_addition_1layer'), { recursive: true });
writeFileSync(file, '');

describe('a folder without variants is an error with a remedy', () => {
  const reading = [
    ...['list variants', 'list gaps', 'list probes', 'table', 'table all', 'anomalies'],
    ...['analyze --all', 'compare all --figure loss_curves', 'show last loss_curves'],
    ...['turn last', 'trace last 1+2', 'export last loss_curves', 'list gaps last']
  ];
  it.each(reading)('%s', async (words) => {
    for (const [folder, said] of [
      [absent, 'no such results folder: '],
      [empty, 'no variants in '],
      [file, 'not a folder: ']
    ] as const) {
      const { code, stdout, stderr } = await grokscope([...words.split(' '), '--results', folder]);
      expect(stderr, folder).toContain(`${said}${folder}`);
      expect(stderr).toContain('grokscope train modulo_addition_1layer');
      expect([code, stdout]).toEqual([1, '']);
    }
  });
});

/** A results folder with a sound run (p=7), one that cannot be read (p=5), and one of a model that is not computed (p=11). */
async function mixed(): Promise<{ readonly results: string; readonly good: Variant }> {
  const results = mkdtempSync(join(root, 'mixed-'));
  const good = await randomRun(results, [0, 10]);
  const bad = await randomRun(results, [0], { prime: 5 });
  writeFileSync(`${bad.path}/config.json`, '{"prime": 46341}');
  const other = await randomRun(results, [0], { prime: 11 });
  writeFileSync(
    `${other.path}/config.json`,
    JSON.stringify({ ...other.config, act_fn: 'gelu_new' })
  );
  return { results, good };
}

const unreadable = 'invalid prime in config.json: 46341 (expected a whole number from 2 to 1021)';
const uncomputed = 'unsupported act_fn in config.json: gelu_new';

describe('variants that cannot be used', () => {
  it('are named by what works on all, which does the others', async () => {
    const { results, good } = await mixed();
    const call = (...words: string[]) => grokscope([...words, '--results', results]);
    const analyzed = await call('analyze', '--all', '--analyzer', 'coarseness', '--device', 'cpu');
    expect(analyzed.stdout).toMatch(new RegExp(`^${good.name}: 2 checkpoints, 2 artifacts`));
    for (const reason of [unreadable, uncomputed]) expect(analyzed.stderr).toContain(reason);
    expect(analyzed.stderr).toContain('supported: relu');
    expect(analyzed.code).toBe(1);
    const gaps = await call('list', 'gaps');
    for (const reason of [unreadable, uncomputed]) expect(gaps.stdout).toContain(reason);
    expect((await call('table')).stderr).toContain(unreadable);
    const compared = await call('compare', 'all', '--figure', 'coarseness_trajectory');
    expect(compared.stderr).toContain(unreadable);
  });

  it('alone are an error', async () => {
    const results = mkdtempSync(join(root, 'bad-'));
    for (const prime of [5, 7]) {
      const { path } = await randomRun(results, [0], { prime });
      writeFileSync(`${path}/config.json`, '{"prime": 46341}');
    }
    for (const words of ['analyze --all', 'table', 'compare all --figure loss_curves']) {
      const { code, stdout, stderr } = await grokscope([...words.split(' '), '--results', results]);
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toContain(unreadable);
    }
  });
});

it('a damaged checkpoint is named by list gaps and analyze, with its file', async () => {
  const results = mkdtempSync(join(root, 'damaged-'));
  const variant = await randomRun(results, [0, 10]);
  truncateSync(checkpointPath(variant, 10), 300);
  const call = (...words: string[]) => grokscope([...words, '--results', results]);
  expect((await call('list', 'gaps')).stdout).toMatch(/checkpoints \(damaged.+\) +10\n/);
  const { code, stdout, stderr } = await call('analyze', '--all', '--analyzer', 'coarseness');
  expect(code).toBe(1);
  expect(stdout).toContain('1 checkpoints, 1 artifacts');
  expect(stderr).toContain(`damaged safetensors`);
  expect(stderr).toContain(checkpointPath(variant, 10));
});
