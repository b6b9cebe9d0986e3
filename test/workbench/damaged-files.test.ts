import {
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeNpz } from '../../src/codec/index.ts';
import type { UserError } from '../../src/error/user-error.ts';
import { sizesInNpz } from '../../src/loader/files/whole-files.ts';
import {
  artifactEpochs,
  checkpointPath,
  readAcross,
  readSummary,
  type Variant
} from '../../src/loader/index.ts';
import { analyzeVariant, findGaps } from '../../src/workbench/analysis/index.ts';
import { open } from '../../src/workbench/open.ts';
import { randomRun } from '../helpers/random-run.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { userErrorOf } from '../helpers/user-error.ts';

const options = {
  analyzers: ['coarseness', 'neuron_freq_norm', 'neuron_dynamics'],
  device: 'cpu'
} as const;

/** What a killed job, a full disk or a file system that allocates late leaves of a file. */
const damages: Readonly<Record<string, (file: string) => void>> = {
  empty: (file) => truncateSync(file, 0),
  'a few bytes': (file) => truncateSync(file, 10),
  'cut in half': (file) => truncateSync(file, Math.floor(statSync(file).size / 2)),
  'cut by a byte': (file) => truncateSync(file, statSync(file).size - 1),
  zeros: (file) => writeFileSync(file, new Uint8Array(statSync(file).size)),
  'zeros at the end': (file) => {
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.fill(0, Math.floor(bytes.length / 2)));
  },
  'zeros at the beginning': (file) => {
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.fill(0, 0, Math.floor(bytes.length / 2)));
  },
  text: (file) => writeFileSync(file, 'Connection reset by peer\n'.repeat(100))
};

const at = (variant: Variant, analyzer: string, file: string) =>
  `${variant.path}/artifacts/${analyzer}/${file}`;

async function analyzed(): Promise<Variant> {
  const variant = await randomRun(temporaryFolder());
  await analyzeVariant(variant, options);
  expect(await findGaps(variant, options)).toEqual([]);
  return variant;
}

/** The modification times of all files under artifacts, by name. */
function times(variant: Variant): ReadonlyMap<string, number> {
  const root = `${variant.path}/artifacts`;
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' });
  return new Map(names.map((name) => [name, statSync(`${root}/${name}`).mtimeMs]));
}

const kinds = Object.keys(damages);

it.each(kinds)(
  'an npz file that is %s is seen as damaged by its ends, a whole one is not',
  async (kind) => {
    const file = join(temporaryFolder(), 'a.npz');
    const data = Float64Array.from({ length: 500 }, (_, i) => Math.sin(i));
    const bytes = writeNpz({ a: { dtype: 'float64', shape: [500], data } });
    writeFileSync(file, bytes);
    expect(sizesInNpz(file)).toEqual({ 'a.npy': 4128 });
    damages[kind](file);
    expect(sizesInNpz(file)).toBeNull();
    writeFileSync(file, bytes);
    expect(sizesInNpz(file)).toEqual({ 'a.npy': 4128 });
  }
);

it('an archive with a comment at its end is whole', () => {
  const file = join(temporaryFolder(), 'a.npz');
  const bytes = Buffer.from(
    writeNpz({ a: { dtype: 'uint8', shape: [1], data: Uint8Array.of(1) } })
  );
  bytes.writeUInt16LE(5, bytes.length - 2);
  writeFileSync(file, Buffer.concat([bytes, Buffer.from('hello')]));
  expect(sizesInNpz(file)).toEqual({ 'a.npy': 129 });
});

it('damaged artifacts are gaps, and nothing else is made anew', async () => {
  const epochs = [...kinds.keys(), 50].map((i) => 10 * i);
  const variant = await randomRun(temporaryFolder(), epochs);
  await analyzeVariant(variant, options);
  const file = (i: number) =>
    at(variant, 'coarseness', `epoch_${String(10 * i).padStart(5, '0')}.npz`);
  const intact = kinds.map((_, i) => readFileSync(file(i)));
  for (const name of times(variant).keys())
    utimesSync(`${variant.path}/artifacts/${name}`, 1e9, 1e9);
  for (const [i, kind] of kinds.entries()) damages[kind](file(i));
  expect(await findGaps(variant, options)).toContainEqual({
    analyzer: 'coarseness',
    missing: 'artifacts (damaged)',
    epochs: epochs.slice(0, -1)
  });
  const report = await analyzeVariant(variant, options);
  expect(report).toMatchObject({ artifacts: kinds.length, failures: [] });
  for (const [i, bytes] of intact.entries()) expect(readFileSync(file(i)).equals(bytes)).toBe(true);
  expect(await findGaps(variant, options)).toEqual([]);
  const touched = [...times(variant)].filter(([name, time]) => /npz$/.test(name) && time !== 1e12);
  expect(touched.map(([name]) => name).sort()).toEqual([
    ...epochs.slice(0, -1).map((epoch) => `coarseness/epoch_${String(epoch).padStart(5, '0')}.npz`),
    'coarseness/summary.npz'
  ]);
});

it('whole archives of other arrays or other sizes are gaps, in whatever file of the run', async () => {
  const variant = await analyzed();
  const row = { dtype: 'float64', shape: [7], data: new Float64Array(7) } as const;
  const epochs = [...(await artifactEpochs(variant, 'coarseness'))];
  const { epochs: numbers } = await readSummary(variant, 'coarseness');
  const artifact = (epoch: number) =>
    at(variant, 'coarseness', `epoch_${String(epoch).padStart(5, '0')}.npz`);
  const intact = [artifact(epochs[0]), artifact(epochs[1])].map((file) => readFileSync(file));
  writeFileSync(artifact(epochs[0]), writeNpz({ coarseness: row }));
  writeFileSync(artifact(epochs[1]), writeNpz({ weights: row }));
  writeFileSync(
    at(variant, 'coarseness', 'summary.npz'),
    writeNpz({
      ...Object.fromEntries(
        Object.entries(await readSummary(variant, 'coarseness')).map(([key, { dtype, shape }]) => [
          key,
          { dtype, shape: [shape[0], 3], data: new Float64Array(3 * shape[0]) }
        ])
      ),
      epochs: numbers
    })
  );
  writeFileSync(at(variant, 'neuron_dynamics', 'cross_epoch.npz'), writeNpz({ nothing: row }));
  expect(await findGaps(variant, options)).toEqual([
    { analyzer: 'coarseness', missing: 'artifacts (damaged)', epochs: epochs.slice(0, 2) },
    { analyzer: 'coarseness', missing: 'summary (damaged)', epochs: epochs.slice(2) },
    { analyzer: 'neuron_dynamics', missing: 'cross-epoch (lacks arrays)', epochs }
  ]);
  expect(await analyzeVariant(variant, options)).toMatchObject({ artifacts: 2, failures: [] });
  expect(readFileSync(artifact(epochs[0])).equals(intact[0])).toBe(true);
  expect(readFileSync(artifact(epochs[1])).equals(intact[1])).toBe(true);
  expect(await findGaps(variant, options)).toEqual([]);
});

it('damaged files of the whole run are made anew', async () => {
  const variant = await analyzed();
  const before = [
    await readSummary(variant, 'coarseness'),
    await readAcross(variant, 'neuron_dynamics')
  ];
  damages.zeros(at(variant, 'coarseness', 'summary.npz'));
  damages['cut in half'](at(variant, 'neuron_dynamics', 'cross_epoch.npz'));
  expect((await findGaps(variant, options)).map(({ missing }) => missing)).toEqual([
    'summary (damaged)',
    'cross-epoch (damaged)'
  ]);
  const { checkpoints, remade } = await analyzeVariant(variant, options);
  expect({ checkpoints, remade }).toEqual({
    checkpoints: 0,
    remade: ['coarseness/summary.npz', 'neuron_dynamics/cross_epoch.npz']
  });
  expect([
    await readSummary(variant, 'coarseness'),
    await readAcross(variant, 'neuron_dynamics')
  ]).toEqual(before);
});

describe('a damaged checkpoint is named, and the others are analyzed', () => {
  it('in whatever way', async () => {
    const broken = ['empty', 'cut in half', 'zeros', 'text'];
    const epochs = broken.map((_, i) => 10 * (i + 1));
    const variant = await randomRun(temporaryFolder(), [0, ...epochs, 90]);
    for (const [i, epoch] of epochs.entries()) damages[broken[i]](checkpointPath(variant, epoch));
    const gaps = await findGaps(variant, options);
    expect(gaps[0]).toMatchObject({ analyzer: '–', epochs });
    expect(gaps[0].missing).toContain('checkpoints (damaged');
    expect(new Set(gaps.slice(1).flatMap((gap) => gap.epochs))).toEqual(new Set([0, 90]));
    const { failures, remade } = await analyzeVariant(variant, options);
    expect(failures.map(({ epoch }) => epoch)).toEqual(epochs);
    for (const [i, epoch] of epochs.entries())
      expect(failures[i].error.message).toContain(checkpointPath(variant, epoch));
    expect(await artifactEpochs(variant, 'coarseness')).toEqual([0, 90]);
    expect(remade).toContain('neuron_dynamics/cross_epoch.npz');
    expect((await findGaps(variant, options)).map(({ analyzer }) => analyzer)).toEqual(['–']);
  });

  it('that is the last one does not make what is measured against it anew', async () => {
    const own = { analyzers: ['progress_measures'], device: 'cpu' } as const;
    const variant = await randomRun(temporaryFolder());
    await analyzeVariant(variant, own);
    const whole = readFileSync(checkpointPath(variant, 20));
    truncateSync(checkpointPath(variant, 20), 100);
    expect((await findGaps(variant, own)).map(({ missing }) => missing)).toEqual([
      'checkpoints (damaged: copy them again, or train again)'
    ]);
    expect((await analyzeVariant(variant, own)).checkpoints).toBe(0);
    writeFileSync(checkpointPath(variant, 20), whole);
    expect(await findGaps(variant, own)).toEqual([]);
  });

  it('and what was made of the whole run while it was there stays', async () => {
    const own = { analyzers: ['parameter_trajectory'], device: 'cpu' } as const;
    const variant = await randomRun(temporaryFolder());
    await analyzeVariant(variant, own);
    truncateSync(checkpointPath(variant, 10), 100);
    expect((await findGaps(variant, own)).map(({ analyzer }) => analyzer)).toEqual(['–']);
    expect((await analyzeVariant(variant, own)).remade).toEqual([]);
    const { epochs } = await readAcross(variant, 'parameter_trajectory');
    expect(Array.from(epochs.data)).toEqual([0, 10, 20]);
  });
});

it('a damaged artifact whose checkpoint is gone is named', async () => {
  const variant = await analyzed();
  rmSync(checkpointPath(variant, 10));
  damages.zeros(at(variant, 'coarseness', 'epoch_00010.npz'));
  expect(await findGaps(variant, { ...options, analyzers: ['coarseness'] })).toEqual([
    {
      analyzer: 'coarseness',
      missing: 'artifacts (damaged, without a checkpoint to make them from)',
      epochs: [10]
    }
  ]);
});

it('an artifact that is a link to nowhere is a gap, and is made in its place', async () => {
  const variant = await analyzed();
  const file = at(variant, 'coarseness', 'epoch_00010.npz');
  const elsewhere = join(temporaryFolder(), 'gone.npz');
  rmSync(file);
  symlinkSync(elsewhere, file);
  const [gap] = await findGaps(variant, options);
  expect(gap).toMatchObject({ analyzer: 'coarseness', epochs: [10] });
  expect((await analyzeVariant(variant, options)).failures).toEqual([]);
  expect(await findGaps(variant, options)).toEqual([]);
  expect(existsSync(elsewhere)).toBe(false);
});

it('the command for an array that an artifact lacks makes it', async () => {
  const variant = await analyzed();
  writeFileSync(at(variant, 'coarseness', 'epoch_00020.npz'), writeNpz({}));
  const { figure } = await open(variant.path);
  const error = await userErrorOf(async () => figure('coarseness_distribution', { epoch: 20 }));
  expect((error as UserError).hint).toContain('--analyzer coarseness --force');
  await analyzeVariant(variant, { ...options, analyzers: ['coarseness'], force: true });
  const again = await open(variant.path);
  expect((await again.figure('coarseness_distribution', { epoch: 20 })).data).not.toEqual([]);
});

it('a figure of a damaged artifact says so, with the command that makes just that anew', async () => {
  const variant = await analyzed();
  const file = at(variant, 'coarseness', 'epoch_00020.npz');
  damages['cut in half'](file);
  const { figure } = await open(variant.path);
  const error = await userErrorOf(async () => figure('coarseness_distribution', { epoch: 20 }));
  expect(error.message).toMatch(/^damaged npz: .*epoch_00020\.npz$/);
  expect((error as UserError).hint).toContain('--analyzer coarseness --epochs 20 --force');
  expect((await figure('coarseness_distribution', { epoch: 10 })).data).not.toEqual([]);
});
