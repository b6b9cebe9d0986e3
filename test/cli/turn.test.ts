import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  checkpointEpochs,
  findVariant,
  readMetadata,
  writeMetadata
} from '../../src/loader/index.ts';
import { grokking } from '../helpers/curves.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { grokscope, tinyRecipe } from './program.ts';

const family = 'modulo_addition_1layer';
const name = `${family}_p11_seed999_dseed598_frac0.6_dm32_h2_mlp32`;
let results = '';
const call = (...words: string[]) => grokscope([...words, '--results', results]);
const train = (...words: string[]) =>
  call('train', family, ...tinyRecipe, '--epochs', '61', '--device', 'cpu', ...words);

beforeAll(async () => {
  results = await mkdtemp(join(tmpdir(), 'grokscope-'));
  await train('--checkpoints', '0:60:20');
  // A run of 61 epochs does not grok: it gets losses that turn at 29.
  const variant = await findVariant(results, name);
  const losses = grokking(61, { at: 32, width: 1.5 });
  await writeMetadata(variant, { ...(await readMetadata(variant)), ...losses });
});
afterAll(() => rm(results, { recursive: true, force: true }));

describe('turn', () => {
  it('prints every detector, the phases and the spikes', async () => {
    const { code, stdout } = await call('turn', name);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      new RegExp(
        `^${name}: turn \\(80 % drop\\) 29 ±\\d+ \\(median distance of the detectors\\), confidence \\d\\.\\d\\d, 7 of 7`
      )
    );
    for (const id of ['drop_80', 'below_uniform', 'loss_below_0.1', 'descent_onset', 'knee'])
      expect(stdout).toMatch(new RegExp(`\\n${id.replace('.', '\\.')} +\\d+ +\\d+ … \\d+`));
    expect(stdout).toMatch(/\nmemorization 0 … \d+ · plateau \d+ … \d+ · second descent \d+ … \d+/);
    expect(stdout).toContain('spikes of the training loss: none');
  });

  it('prints the same JSON every time, for all variants without a name', async () => {
    const [first, again] = await Promise.all([
      call('turn', '--json'),
      call('turn', name, '--json')
    ]);
    const [report] = JSON.parse(first.stdout);
    expect(report).toMatchObject({ variant: name, turn: 29, epochs: 61, reason: null });
    expect(report.detectors[0]).toMatchObject({ id: 'drop_80', epoch: 29 });
    expect(again.stdout).toBe(first.stdout);
    const other = await call('turn', name, '--json', '--resamples', '0');
    expect(JSON.parse(other.stdout)[0]).toMatchObject({ turn: 29, confidence: null });
  });

  it('refuses what it cannot count with', async () => {
    for (const words of [
      ['--resamples', '-1'],
      ['--resamples', 'x'],
      ['--seed', '0.5']
    ])
      expect((await call('turn', name, ...words)).code, words.join(' ')).toBe(2);
    for (const words of [['--resamples', 'many'], ['--resamples=many']])
      expect((await call('turn', name, ...words)).stderr).toContain('invalid resamples: many\n');
  });
});

describe('anomalies', () => {
  it('says that a variant has too few peers', async () => {
    const { code, stdout } = await call('anomalies', name);
    expect(code).toBe(0);
    expect(stdout).toContain(`${name}: 0 others of the same family and recipe`);
    expect(JSON.parse((await call('anomalies', '--json')).stdout)).toMatchObject([
      { variant: name, peers: 0, anomalies: [] }
    ]);
    expect((await call('anomalies', '--threshold', '0')).code).toBe(2);
  });

  it('says that there is nothing to compare where every variant is damaged', async () => {
    const root = temporaryFolder();
    const folder = join(root, family, name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'config.json'), '{');
    const { code, stdout, stderr } = await grokscope(['anomalies', '--results', root]);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('no variant can be read: damaged json');
  });
});

describe('train --densify', () => {
  it('adds checkpoints around the turn', async () => {
    const { code, stdout } = await train('--resume', '--densify', 'turn+-4:2');
    expect(code).toBe(0);
    expect(stdout).toContain('added 5 checkpoints (25 … 33)');
    expect(stdout).toContain('3 stored ones came out the same byte for byte');
    const epochs = await checkpointEpochs(await findVariant(results, name));
    expect(epochs).toEqual([0, 20, 25, 27, 29, 31, 33, 40, 60]);
    const again = await train('--resume', '--densify', 'turn+-4:2', '--json');
    expect(JSON.parse(again.stdout)).toMatchObject({ added: [], finished: true, turn: 29 });
  });

  it('needs --resume', async () => {
    const { code, stderr } = await train('--densify', '5');
    expect(code).toBe(2);
    expect(stderr).toContain('--densify given without --resume');
  });
});

describe('an epoch SPEC of the turn', () => {
  it('is known to show, export and analyze', async () => {
    const analyzed = await call('analyze', name, '--epochs', 'turn', '--analyzer', 'coarseness');
    expect(analyzed.code).toBe(0);
    const shown = await call('show', name, 'coarseness_distribution', '--epoch', 'turn', '--json');
    expect(JSON.parse(shown.stdout).layout.title.text).toMatch(/29|31|27/);
    const out = join(results, 'turn.json');
    const words = ['export', name, 'coarseness_distribution', '--epoch', 'turn', '--out', out];
    expect((await call(...words)).code).toBe(0);
  });

  it('is not known before training', async () => {
    const { code, stderr } = await call(
      'train',
      family,
      '--prime',
      '13',
      '--checkpoints',
      'turn+-5'
    );
    expect(code).toBe(2);
    expect(stderr).toContain('no turn known before training: turn+-5');
    expect(stderr).toContain('--resume --densify');
  });
});
