import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findAnalyzer } from '../../src/analyzers/index.ts';
import { readNpz, writeNpz } from '../../src/codec/index.ts';
import {
  artifactEpochs,
  readArtifact,
  readProvenance,
  readSummary,
  type Variant,
  writeCheckpoint
} from '../../src/loader/index.ts';
import { findArchitecture } from '../../src/model/index.ts';
import {
  type AnalysisProgress,
  analyzeVariant,
  analyzeVariants,
  findGaps
} from '../../src/workbench/analysis/index.ts';
import { runAnalysis } from '../../src/workbench/analysis/run-analysis.ts';
import { inlineHost } from '../helpers/inline-host.ts';
import { randomRun } from '../helpers/random-run.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { userErrorOf } from '../helpers/user-error.ts';

const two = { analyzers: ['coarseness', 'neuron_freq_norm'], device: 'cpu' } as const;
const fileOf = (variant: Variant, file: string) => `${variant.path}/artifacts/${file}`;

/** Every npz below artifacts with its bytes, and with when it was written. */
function files(variant: Variant): Record<string, { bytes: string; written: number }> {
  const root = `${variant.path}/artifacts`;
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /(^|\/)[^.][^/]*\.npz$/.test(name)
  );
  return Object.fromEntries(
    names.sort().map((name) => {
      const path = `${root}/${name}`;
      return [
        name,
        { bytes: readFileSync(path, 'base64'), written: statSync(path, { bigint: false }).mtimeMs }
      ];
    })
  );
}

/** Names of files that differ in bytes or were written again. */
function changed(before: ReturnType<typeof files>, after: ReturnType<typeof files>): string[] {
  return Object.keys(after).filter((name) => before[name]?.written !== after[name].written);
}

describe('filling gaps', () => {
  it('writes what is missing and nothing else', async () => {
    const variant = await randomRun(temporaryFolder());
    const first = await analyzeVariant(variant, two);
    expect(first).toMatchObject({ checkpoints: 3, artifacts: 6, device: 'cpu', failures: [] });
    const complete = files(variant);
    rmSync(fileOf(variant, 'coarseness/epoch_00010.npz'));
    expect(await findGaps(variant, two)).toEqual([
      { analyzer: 'coarseness', missing: 'artifacts', epochs: [10] }
    ]);
    const second = await analyzeVariant(variant, two);
    expect(second).toMatchObject({
      checkpoints: 1,
      artifacts: 1,
      remade: ['coarseness/summary.npz']
    });
    const filled = files(variant);
    expect(changed(complete, filled)).toEqual([
      'coarseness/epoch_00010.npz',
      'coarseness/summary.npz'
    ]);
    for (const [name, { bytes }] of Object.entries(filled))
      expect(complete[name].bytes).toBe(bytes);
  });

  it('of a complete variant does nothing at all', async () => {
    const variant = await randomRun(temporaryFolder());
    await analyzeVariant(variant, two);
    const before = files(variant);
    const report = await analyzeVariant(variant, two);
    expect(report).toMatchObject({ checkpoints: 0, artifacts: 0, remade: [], device: null });
    expect(changed(before, files(variant))).toEqual([]);
    expect(await findGaps(variant, two)).toEqual([]);
  });

  it('takes the epochs that a SPEC names; the summary has those rows', async () => {
    const variant = await randomRun(temporaryFolder(), [0, 10, 20, 30]);
    await analyzeVariant(variant, { ...two, epochs: '0:30:20' });
    expect(await artifactEpochs(variant, 'coarseness')).toEqual([0, 20]);
    await analyzeVariant(variant, { ...two, epochs: [10] });
    expect([...(await readSummary(variant, 'coarseness')).epochs.data]).toEqual([0, 10, 20]);
    const error = await userErrorOf(() => analyzeVariant(variant, { ...two, epochs: '7' }));
    expect(error.message).toBe('no stored epoch: 7');
  });

  it('adds new checkpoints to summaries and cross-epoch files', async () => {
    const variant = await randomRun(temporaryFolder(), [0, 10]);
    const options = { analyzers: ['neuron_dynamics'], device: 'cpu' } as const;
    const first = await analyzeVariant(variant, options);
    expect(first.remade).toEqual([
      'neuron_freq_norm/summary.npz',
      'neuron_dynamics/cross_epoch.npz'
    ]);
    const model = findArchitecture('transformer').build({
      tokens: 7,
      dModel: 8,
      heads: 2,
      dMlp: 12
    });
    await writeCheckpoint(variant, 20, { ...model.initial(3), ...model.frozen });
    const report = await analyzeVariant(variant, options);
    expect(report).toMatchObject({ checkpoints: 1, remade: first.remade });
    expect(await findGaps(variant, options)).toEqual([]);
  });

  it('with force computes everything again, to the same bytes', async () => {
    const variant = await randomRun(temporaryFolder());
    await analyzeVariant(variant, two);
    const before = files(variant);
    expect(await analyzeVariant(variant, { ...two, force: true })).toMatchObject({ artifacts: 6 });
    const after = files(variant);
    expect(changed(before, after)).toEqual(Object.keys(before));
    for (const [name, { bytes }] of Object.entries(after)) expect(bytes).toBe(before[name].bytes);
  });

  it('tells how far it is', async () => {
    const variant = await randomRun(temporaryFolder());
    const seen: AnalysisProgress[] = [];
    await analyzeVariant(variant, { ...two, onProgress: (progress) => seen.push(progress) });
    expect(seen.map(({ done, total, epoch }) => [done, total, epoch])).toEqual([
      [1, 3, 0],
      [2, 3, 10],
      [3, 3, 20]
    ]);
    expect(seen.at(-1)!.eta).toBe(0);
    expect(seen[0].rate).toBeGreaterThan(0);
  });

  it('goes through several variants', async () => {
    const results = temporaryFolder();
    const variants = [await randomRun(results), await randomRun(results, [5], { prime: 5 })];
    const reports = await analyzeVariants(variants, two);
    expect(reports.map(({ checkpoints }) => checkpoints)).toEqual([3, 1]);
  });

  it('stops when asked, keeps what is done, and goes on from there', async () => {
    const epochs = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
    const variant = await randomRun(temporaryFolder(), epochs);
    const stop = new AbortController();
    const stopped = await analyzeVariant(variant, {
      ...two,
      signal: stop.signal,
      onProgress: () => stop.abort()
    });
    expect(stopped.isAborted).toBe(true);
    expect(stopped.checkpoints).toBeGreaterThan(0);
    expect(stopped.checkpoints).toBeLessThan(10);
    const report = await analyzeVariant(variant, two);
    // What was under way at the stop may be whole on disk and in neither count.
    expect(stopped.checkpoints + report.checkpoints).toBeLessThanOrEqual(10);
    expect(report.checkpoints).toBeGreaterThan(0);
    expect(await artifactEpochs(variant, 'coarseness')).toEqual(epochs);
    expect(await findGaps(variant, two)).toEqual([]);
  });
});

describe('summaries', () => {
  it('are made from stored artifacts alone when only they are missing', async () => {
    const variant = await randomRun(temporaryFolder());
    await analyzeVariant(variant, two);
    const before = files(variant);
    rmSync(fileOf(variant, 'neuron_freq_norm/summary.npz'));
    rmSync(`${variant.path}/checkpoints`, { recursive: true });
    expect(await findGaps(variant, two)).toEqual([
      { analyzer: 'neuron_freq_norm', missing: 'summary (absent)', epochs: [0, 10, 20] }
    ]);
    await analyzeVariant(variant, two);
    const after = files(variant);
    expect(changed(before, after)).toEqual(['neuron_freq_norm/summary.npz']);
    const name = 'neuron_freq_norm/summary.npz';
    expect(after[name].bytes).toBe(before[name].bytes);
  });

  it('that lack arrays get them, and keep arrays that grokscope does not know', async () => {
    const variant = await randomRun(temporaryFolder());
    await analyzeVariant(variant, two);
    const path = fileOf(variant, 'neuron_freq_norm/summary.npz');
    const { switch_count, commitment_epoch, ...rest } = readNpz(readFileSync(path));
    const theirs = { dtype: 'float64', shape: [3], data: Float64Array.of(1, 2, 3) } as const;
    writeFileSync(path, writeNpz({ ...rest, theirs }));
    expect(await findGaps(variant, two)).toEqual([
      { analyzer: 'neuron_freq_norm', missing: 'summary (lacks arrays)', epochs: [0, 10, 20] }
    ]);
    const before = files(variant);
    await analyzeVariant(variant, two);
    expect(changed(before, files(variant))).toEqual(['neuron_freq_norm/summary.npz']);
    const summary = await readSummary(variant, 'neuron_freq_norm');
    expect(summary).toMatchObject({ ...rest, switch_count, commitment_epoch, theirs });
  });

  it('keep the rows of epochs whose artifact is gone', async () => {
    const variant = await randomRun(temporaryFolder());
    await analyzeVariant(variant, two);
    const before = await readSummary(variant, 'coarseness');
    rmSync(fileOf(variant, 'coarseness/epoch_00010.npz'));
    rmSync(`${variant.path}/checkpoints/checkpoint_epoch_00010.safetensors`);
    await analyzeVariant(variant, { ...two, force: true });
    expect(await readSummary(variant, 'coarseness')).toEqual(before);
  });

  it('that are damaged are replaced', async () => {
    const variant = await randomRun(temporaryFolder());
    await analyzeVariant(variant, two);
    const before = await readSummary(variant, 'coarseness');
    writeFileSync(fileOf(variant, 'coarseness/summary.npz'), 'PK');
    expect((await findGaps(variant, two))[0].missing).toBe('summary (damaged)');
    await analyzeVariant(variant, two);
    expect(await readSummary(variant, 'coarseness')).toEqual(before);
  });
});

describe('parameters', () => {
  const total = async (variant: Variant) => [
    ...(await readSummary(variant, 'neuron_freq_norm')).specialized_count_total.data
  ];

  it('change the summary only, stay until others are given, and are in the manifest', async () => {
    const variant = await randomRun(temporaryFolder());
    await analyzeVariant(variant, two);
    const usual = await total(variant);
    const before = files(variant);
    const parameters = { specialization_threshold: '0.2', n_range_buckets: 2 };
    expect(await findGaps(variant, { ...two, parameters })).toEqual([
      { analyzer: 'neuron_freq_norm', missing: 'summary (made otherwise)', epochs: [0, 10, 20] }
    ]);
    await analyzeVariant(variant, { ...two, parameters });
    expect(changed(before, files(variant))).toEqual(['neuron_freq_norm/summary.npz']);
    expect(await total(variant)).not.toEqual(usual);
    const { neuron_freq_norm } = await readProvenance(variant);
    expect(neuron_freq_norm).toMatchObject({
      version: 1,
      epochs: [0, 10, 20],
      parameters: { specializationThreshold: 0.2, nRangeBuckets: 2 }
    });
    expect(await analyzeVariant(variant, two)).toMatchObject({ remade: [] });
    await analyzeVariant(variant, { ...two, parameters: { specializationThreshold: 0.9 } });
    expect(await total(variant)).toEqual(usual);
  });

  it('that no analyzer has, or out of range, are refused before anything is written', async () => {
    const variant = await randomRun(temporaryFolder());
    const wrong = { ...two, parameters: { threshold: 0.5 } };
    const unknown = await userErrorOf(() => analyzeVariant(variant, wrong));
    expect(unknown.message).toBe('unknown parameter: threshold');
    expect(unknown.hint).toContain('specialization_threshold');
    const outside = { ...two, parameters: { specialization_threshold: 2 } };
    const range = await userErrorOf(() => analyzeVariant(variant, outside));
    expect(range).toMatchObject({ message: 'invalid specialization_threshold: 2', exitCode: 2 });
    expect(readdirSync(variant.path)).not.toContain('artifacts');
  });
});

describe('versions', () => {
  it('a newer version of an analyzer makes older artifacts of ours anew, not those of others', async () => {
    const variant = await randomRun(temporaryFolder());
    await analyzeVariant(variant, { ...two, epochs: '0,10' });
    const coarseness = findAnalyzer('coarseness');
    const foreign = await readArtifact(variant, 'coarseness', 0);
    writeFileSync(fileOf(variant, 'coarseness/epoch_00020.npz'), writeNpz(foreign));
    const newer = { ...coarseness, version: 2 };
    const host = inlineHost(() => newer);
    const before = files(variant);
    const report = await runAnalysis(variant, [newer], host, { device: 'cpu' });
    expect(report).toMatchObject({ checkpoints: 2, remade: ['coarseness/summary.npz'] });
    expect(changed(before, files(variant))).toEqual([
      'coarseness/epoch_00000.npz',
      'coarseness/epoch_00010.npz',
      'coarseness/summary.npz'
    ]);
    const again = await runAnalysis(variant, [newer], host, { device: 'cpu' });
    expect(again).toMatchObject({ checkpoints: 0, remade: [] });
  });
});
