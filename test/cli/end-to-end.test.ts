import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { grokscope, tinyRecipe } from './program.ts';

const family = 'modulo_addition_1layer';
const name = `${family}_p11_seed999_dseed598_frac0.6_dm32_h2_mlp32`;
let results = '';
let folder = '';
const call = (...words: string[]) => grokscope([...words, '--results', results]);

beforeAll(async () => {
  results = await mkdtemp(join(tmpdir(), 'grokscope-'));
  folder = join(results, family, name);
  const trained = await call(
    'train',
    family,
    ...tinyRecipe,
    '--epochs',
    '40',
    '--checkpoints',
    '0:40:10',
    '--analyze'
  );
  expect(trained.stderr).not.toContain('grokscope:');
  expect(trained.code).toBe(0);
});
afterAll(() => rm(results, { recursive: true, force: true }));

describe('train', () => {
  it('writes checkpoints, the recipe, the initial weights and what it takes to resume', () => {
    expect(readdirSync(join(folder, 'checkpoints')).length).toBe(5);
    for (const file of [
      'config.json',
      'metadata.json',
      'initial.safetensors',
      'optimizer.safetensors',
      'losses'
    ])
      expect(existsSync(join(folder, file)), file).toBe(true);
    expect(JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8')).recipe).toMatchObject({
      lr: 0.001,
      weight_decay: 1
    });
  });

  it('never overwrites a variant', async () => {
    const { code, stderr } = await call('train', family, ...tinyRecipe, '--epochs', '40');
    expect(code).toBe(1);
    expect(stderr).toContain('variant exists');
    expect(stderr).toContain('--resume');
  });
});

describe('analyze', () => {
  it('finds nothing missing after training with --analyze', async () => {
    const { stdout } = await call('analyze', name);
    expect(stdout).toContain('nothing missing');
  });

  it('fills a gap and leaves the other files alone', async () => {
    const kept = join(folder, 'artifacts/coarseness/epoch_00010.npz');
    const removed = join(folder, 'artifacts/coarseness/epoch_00020.npz');
    const before = statSync(kept).mtimeMs;
    await rm(removed);
    const gaps = await call('list', 'gaps', '--json');
    expect(JSON.parse(gaps.stdout)).toMatchObject([{ analyzer: 'coarseness', epochs: [20] }]);
    expect((await call('analyze', '--all')).code).toBe(0);
    expect(existsSync(removed)).toBe(true);
    expect(statSync(kept).mtimeMs).toBe(before);
  });
});

describe('show', () => {
  it('prints losses as text, and Plotly JSON with --json', async () => {
    const text = await call('show', name, 'loss_curves');
    expect(text.code).toBe(0);
    expect(text.stdout.split('\n').length).toBeGreaterThan(10);
    expect(text.stdout).not.toContain('\x1b');
    const json = JSON.parse((await call('show', name, 'loss_curves', '--json')).stdout);
    expect(json.data[0].y.length).toBe(40);
  });
});

describe('list', () => {
  it('prints variants with their losses, as JSON too', async () => {
    const [variant] = JSON.parse((await call('list', 'variants', '--json')).stdout);
    expect(variant).toMatchObject({
      name,
      parameters: { prime: 11, fraction: 0.6 },
      state: 'analyzed',
      epochs: 40
    });
    expect((await call('list', 'figures')).stdout).toContain('coarseness_trajectory');
  });
});

describe('export', () => {
  it('writes a PNG of the asked size times scale', async () => {
    const out = join(results, 'loss.png');
    const { code, stdout } = await call(
      'export',
      name,
      'loss_curves',
      '--out',
      out,
      '--width',
      '400',
      '--height',
      '300',
      '--scale',
      '1'
    );
    expect(code).toBe(0);
    expect(stdout.trim()).toBe(out);
    expect(await sharp(out).metadata()).toMatchObject({ format: 'png', width: 400, height: 300 });
  });

  it('draws the epoch cursor of a run figure only where an epoch was asked for', async () => {
    const cursors = async (...words: string[]) => {
      const out = join(results, 'coarseness.json');
      await call('export', name, 'coarseness_trajectory', '--out', out, '--force', ...words);
      const { layout } = JSON.parse(readFileSync(out, 'utf8'));
      return layout.shapes.flatMap((shape: { name: string; x0: number }) =>
        shape.name === 'cursor' ? [shape.x0] : []
      );
    };
    expect(await cursors()).toEqual([]);
    expect(await cursors('--epoch', '20')).toEqual([20]);
  });

  it('writes a GIF with one frame per stored epoch under results/exports', async () => {
    const { stdout } = await call(
      'export',
      name,
      'neuron_heatmap',
      '--neuron',
      '3',
      '--epochs',
      'all',
      '--width',
      '200',
      '--height',
      '160',
      '--json'
    );
    const { path, epochs } = JSON.parse(stdout);
    expect(path).toBe(join(results, 'exports', `${name}__neuron_heatmap__neuron_3.gif`));
    expect(epochs).toEqual([0, 10, 20, 30, 39]);
    expect((await sharp(path).metadata()).pages).toBe(5);
  });
});

describe('chosen pairs', () => {
  it('are analyzed, listed, shown and exported', async () => {
    const pairs = join(results, 'pairs.txt');
    writeFileSync(pairs, '# below the diagonal\na > b\n');
    const analyzed = await call('analyze', name, '--probe-file', pairs, '--json');
    expect(analyzed.code).toBe(0);
    expect(JSON.parse(analyzed.stdout)[0].remade).toContain('neuron_freq_norm/summary.npz');
    const [listed] = JSON.parse((await call('list', 'probes', name, '--json')).stdout);
    expect(listed).toMatchObject({ variant: name, pairs: 55 });
    const shown = await call('show', name, 'coarseness_trajectory', '--probe', 'b<a');
    expect(shown.stdout).toContain('· b<a');
    const compared = ['compare', name, '--figure', 'coarseness_trajectory', '--probe', 'b<a'];
    expect((await call(...compared)).stdout).toContain('Coarseness (mean) · b<a');
    const coarse = async (...more: string[]) =>
      JSON.parse((await call('table', name, '--json', ...more)).stdout)[0].mean_coarseness;
    expect(await coarse('--probe', 'b<a')).not.toBe(await coarse());
    const exported = await call(
      ...['export', name, 'neuron_freq_clusters', '--format', 'json', '--json'],
      ...['--probe', listed.id]
    );
    expect(JSON.parse(exported.stdout).path).toContain(`__${listed.id}__epoch00039.json`);
  });

  it('that are none, malformed or given twice exit with 2', async () => {
    for (const [words, message] of [
      [['--probe', 'a<<b'], 'invalid condition: a<<b'],
      [['--probe', 'a<0'], 'no pairs in probe: a<0'],
      [['--probe-file', 'absent.txt'], 'cannot read file: absent.txt'],
      [['--probe', 'a<b', '--probe-file', 'x'], 'mutually exclusive']
    ] as const) {
      const { code, stderr } = await call('analyze', name, ...words);
      expect(stderr).toContain(message);
      expect(code).toBe(2);
    }
  });
});
