import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { readArtifact, readProvenance, readSummary, type Variant } from '../../src/loader/index.ts';
import { analyzeVariant, findGaps } from '../../src/workbench/analysis/index.ts';
import { randomRun } from '../helpers/random-run.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

type Given = Readonly<Record<string, number>>;
const id = 'landscape_flatness';
const usual = { analyzers: [id], device: 'cpu' } as const;
const few = { n_directions: 2 };

const directions = async (variant: Variant, epoch = 10) =>
  (await readArtifact(variant, id, epoch)).delta_losses;
const maxima = async (variant: Variant) => [
  ...(await readSummary(variant, id)).max_delta_loss.data
];
const provenance = async (variant: Variant) => (await readProvenance(variant))[id];
const outdated = async (variant: Variant) =>
  (await findGaps(variant, usual)).flatMap(({ missing, epochs }) =>
    missing.startsWith('artifacts') ? epochs : []
  );

it('a parameter that artifacts are measured with makes them anew, others do not', async () => {
  const variant = await randomRun(temporaryFolder());
  const analyze = (parameters: Given) => analyzeVariant(variant, { ...usual, parameters });
  expect(await analyze(few)).toMatchObject({ artifacts: 3 });
  const two = await directions(variant);
  expect(two.shape).toEqual([2]);
  expect(await analyze({})).toMatchObject({ artifacts: 0, remade: [] });
  expect(await analyze({ n_directions: 3 })).toMatchObject({ artifacts: 3 });
  const three = await directions(variant);
  expect([...three.data.subarray(0, 2)]).toEqual([...two.data]);
  expect(await analyze({ n_directions: 3, seed: 1 })).toMatchObject({ artifacts: 3 });
  expect((await directions(variant)).data).not.toEqual(three.data);
  expect((await provenance(variant)).parameters).toMatchObject({
    nDirections: 3,
    epsilon: 0.1,
    seed: 1
  });
});

describe('measuring anew with another parameter', () => {
  /** What a run in one go with seed 1 leaves. */
  async function whole(epochs: readonly number[]): Promise<Variant> {
    const variant = await randomRun(temporaryFolder(), epochs);
    await analyzeVariant(variant, { ...usual, parameters: { ...few, seed: 1 } });
    return variant;
  }

  async function expectSame(variant: Variant, epochs: readonly number[]): Promise<void> {
    const expected = await whole(epochs);
    for (const epoch of epochs)
      expect((await directions(variant, epoch)).data).toEqual(
        (await directions(expected, epoch)).data
      );
    expect(await maxima(variant)).toEqual(await maxima(expected));
    const { parameters, isUnfinished, outdated: old } = await provenance(variant);
    expect({ ...parameters, isUnfinished, old }).toMatchObject({
      nDirections: 2,
      seed: 1,
      isUnfinished: false,
      old: []
    });
    expect(await findGaps(variant, usual)).toEqual([]);
  }

  it('at some epochs only leaves the others outdated, and the next run measures those', async () => {
    const variant = await randomRun(temporaryFolder());
    await analyzeVariant(variant, { ...usual, parameters: few });
    const parameters = { seed: 1 };
    expect(await analyzeVariant(variant, { ...usual, parameters, epochs: '10' })).toMatchObject({
      artifacts: 1
    });
    expect(await outdated(variant)).toEqual([0, 20]);
    expect(await analyzeVariant(variant, usual)).toMatchObject({ artifacts: 2 });
    await expectSame(variant, [0, 10, 20]);
  });

  it('stopped on the way goes on with the new value, whatever is left', async () => {
    const epochs = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
    const variant = await randomRun(temporaryFolder(), epochs);
    await analyzeVariant(variant, { ...usual, parameters: few });
    const stop = new AbortController();
    const stopped = await analyzeVariant(variant, {
      ...usual,
      parameters: { seed: 1 },
      signal: stop.signal,
      onProgress: () => stop.abort()
    });
    expect(stopped.isAborted).toBe(true);
    expect(stopped.checkpoints).toBeLessThan(10);
    expect(await outdated(variant)).toHaveLength(10 - stopped.checkpoints);
    const report = await analyzeVariant(variant, usual);
    expect(stopped.checkpoints + report.checkpoints).toBe(10);
    await expectSame(variant, epochs);
  });

  it('stopped after the last checkpoint makes the summary anew all the same', async () => {
    const variant = await randomRun(temporaryFolder());
    await analyzeVariant(variant, { ...usual, parameters: few });
    const before = await maxima(variant);
    const stop = new AbortController();
    const stopped = await analyzeVariant(variant, {
      ...usual,
      parameters: { seed: 1 },
      signal: stop.signal,
      onProgress: ({ done, total }) => done === total && stop.abort()
    });
    expect(stopped).toMatchObject({ isAborted: true, checkpoints: 3, remade: [] });
    expect(await maxima(variant)).toEqual(before);
    expect(await analyzeVariant(variant, usual)).toMatchObject({
      checkpoints: 0,
      remade: [`${id}/summary.npz`]
    });
    await expectSame(variant, [0, 10, 20]);
  });

  it('killed on the way leaves nothing of mixed parameters that counts as made', async () => {
    const epochs = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
    const variant = await randomRun(temporaryFolder(), epochs);
    await analyzeVariant(variant, { ...usual, parameters: few });
    const index = new URL('../../src/workbench/analysis/index.ts', import.meta.url).href;
    const loader = new URL('../../src/loader/index.ts', import.meta.url).href;
    const code = `
      import { analyzeVariant } from ${JSON.stringify(index)};
      import { readVariant } from ${JSON.stringify(loader)};
      const onProgress = ({ done }) => {
        if (done === 4) process.kill(process.pid, 'SIGKILL');
      };
      const options = { analyzers: ['${id}'], device: 'cpu', parameters: { seed: 1 }, onProgress };
      await analyzeVariant(await readVariant(${JSON.stringify(variant.path)}), options);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
      stdio: ['ignore', 'ignore', 'inherit']
    });
    expect((await once(child, 'exit'))[1]).toBe('SIGKILL');
    expect(await outdated(variant)).toEqual(epochs);
    await analyzeVariant(variant, usual);
    await expectSame(variant, epochs);
  });
});

describe('files that read what is made anew', () => {
  const cross = async (variant: Variant) =>
    (await findGaps(variant, { analyzers: ['transient_cohorts'] })).map(
      ({ analyzer, missing }) => `${analyzer}: ${missing}`
    );

  it('are made anew when their turn comes, though they were not part of that run', async () => {
    const variant = await randomRun(temporaryFolder());
    await analyzeVariant(variant, { analyzers: ['transient_cohorts'], device: 'cpu' });
    expect(await cross(variant)).toEqual([]);
    await analyzeVariant(variant, { analyzers: ['coarseness'], device: 'cpu' });
    expect(await cross(variant)).toEqual([]);
    const dynamics = { analyzers: ['neuron_dynamics'], device: 'cpu' } as const;
    await analyzeVariant(variant, { ...dynamics, parameters: { uncommitted_threshold: 0.4 } });
    const otherwise = ['transient_frequency', 'transient_cohorts'].map(
      (file) => `${file}: cross-epoch (made otherwise)`
    );
    expect(await cross(variant)).toEqual(otherwise);
    await analyzeVariant(variant, { analyzers: ['transient_cohorts'], device: 'cpu' });
    expect(await cross(variant)).toEqual([]);

    const forced = { analyzers: ['neuron_freq_norm'], device: 'cpu', force: true } as const;
    await analyzeVariant(variant, forced);
    expect(await cross(variant)).toEqual([
      'neuron_dynamics: cross-epoch (made otherwise)',
      ...otherwise
    ]);
  });
});
