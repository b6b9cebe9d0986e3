import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type TrainedRun, trainedRun } from '../helpers/trained-run.ts';
import { grokscope } from './program.ts';

let run: TrainedRun;
beforeAll(async () => {
  run = await trainedRun();
});
const call = (...words: string[]) => grokscope([...words, '--results', run.results]);

describe('compare', () => {
  it('prints text without --out or --format', async () => {
    const { stdout, code } = await call(
      'compare',
      'all',
      '--figure',
      'loss_curves',
      '--line',
      'test'
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Loss \(test\)\n/);
    expect(stdout).toContain('p11 s999');
  });

  it('writes a picture, and names a file of its own where none is given', async () => {
    const words = ['compare', run.variant.name, '--figure', 'coarseness_trajectory'];
    const out = join(run.results, 'compared.svg');
    expect((await call(...words, '--out', out)).stdout).toBe(`${out}\n`);
    expect(readFileSync(out, 'utf8')).toMatch(/^<svg/);
    const { stdout } = await call(...words, '--format', 'json', '--json', '--align', 'fraction');
    const { path } = JSON.parse(stdout);
    expect(path).toBe(
      join(run.results, 'exports', 'compare__coarseness_trajectory__fraction__all.json')
    );
    const figure = JSON.parse(readFileSync(path, 'utf8'));
    expect(figure.data[0].x).toEqual([0, 0.25, 0.5, 0.75, 1]);
  });

  it('says why a variant is left out, and fails where none is left', async () => {
    const words = ['compare', 'all', '--figure', 'loss_curves', '--align', 'turn'];
    const { stderr, code } = await call(...words);
    expect(code).toBe(1);
    expect(stderr).toContain(`no turn in ${run.variant.name}`);
  });

  it('draws medians and differences, in files of their own names', async () => {
    const words = ['compare', 'all', '--figure', 'loss_curves', '--line', 'test'];
    const { stdout } = await call(...words, '--seeds', 'median', '--format', 'json', '--json');
    const { path } = JSON.parse(stdout);
    expect(path).toBe(
      join(run.results, 'exports', 'compare__loss_curves__epoch__median__all.json')
    );
    expect(JSON.parse(readFileSync(path, 'utf8')).data[0].name).toBe('p11');
    const alone = await call(...words, '--against', run.variant.name);
    expect([alone.code, alone.stderr]).toEqual([
      2,
      expect.stringContaining(`nothing to see against ${run.variant.name}`)
    ]);
  });

  it('refuses wrong usage', async () => {
    const without = await call('compare', 'all');
    expect([without.code, without.stderr]).toEqual([2, expect.stringContaining('figure')]);
    const format = await call('compare', 'all', '--figure', 'loss_curves', '--out', 'a.gif');
    expect([format.code, format.stderr]).toEqual([
      2,
      expect.stringContaining('unknown format: gif')
    ]);
    expect(existsSync('a.gif')).toBe(false);
  });
});

describe('table', () => {
  it('is text with a row per variant', async () => {
    const { stdout, stderr } = await call('table', '--sort', 'grokking_epoch', '--k', '2');
    const [header, row, ...more] = stdout.trimEnd().split('\n');
    expect(header).toMatch(/^variant +epochs +turn \(80 % drop\) .*≥2 low .* key k /);
    expect(row).toMatch(/^p11 s999.* +41 +– /);
    expect(more).toEqual([]);
    expect(stderr).toBe('');
  });

  it('is CSV with every column, empty where there is no value', async () => {
    const { stdout } = await call('table', 'all', '--csv');
    const [header, row] = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split(','));
    expect(header?.slice(0, 4)).toEqual(['variant', 'prime', 'seed', 'data_seed']);
    expect(row).toHaveLength(header.length);
    expect(row?.[0]).toBe(run.variant.name);
    expect(row?.[header.indexOf('grokking_epoch')]).toBe('');
    expect(Number(row?.[header.indexOf('mean_coarseness')])).toBeGreaterThan(0);
  });

  it('is JSON with the chosen columns', async () => {
    const { stdout } = await call(
      'table',
      run.variant.name,
      '--json',
      '--column',
      'epochs',
      '--column',
      'prime'
    );
    expect(JSON.parse(stdout)).toEqual([
      { variant: run.variant.name, path: run.variant.path, epochs: 41, prime: 11 }
    ]);
  });

  it('refuses unknown columns, a k below 1 and two formats', async () => {
    for (const words of [
      ['--sort', 'turning'],
      ['--column', 'x'],
      ['--k', '0'],
      ['--csv', '--json']
    ])
      expect((await call('table', ...words)).code).toBe(2);
  });

  it('of an empty folder says so', async () => {
    const { code, stderr } = await grokscope(['table', '--results', join(run.results, 'none')]);
    expect([code, stderr]).toEqual([1, expect.stringContaining('no such results folder: ')]);
  });
});

describe('list neurons', () => {
  it('prints as many as asked, most switches first', async () => {
    const { stdout } = await call('list', 'neurons', run.variant.name, '--top', '3');
    const [header, ...rows] = stdout.trimEnd().split('\n');
    expect(header).toMatch(/^neuron +switches +committed +frequency +fraction +coarseness$/);
    expect(rows).toHaveLength(3);
  });

  it('refuses a missing variant, an unknown order and options of other lists', async () => {
    for (const words of [
      ['neurons'],
      ['neurons', run.variant.name, '--sort', 'size'],
      ['figures', '--top', '3']
    ])
      expect((await call('list', ...words)).code).toBe(2);
  });
});

it('a list given twice is the sum', async () => {
  const { stdout } = await call('table', '--json', '--column', 'seed', '--column=prime');
  expect(Object.keys(JSON.parse(stdout)[0])).toEqual(['variant', 'path', 'seed', 'prime']);
});
