import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type Analyzer,
  type ArraySpecs,
  analyzers,
  arraysOfModel,
  findAnalyzer
} from '../../src/analyzers/index.ts';
import { readAcross, readArtifact, readSummary } from '../../src/loader/index.ts';
import { resolveOptions } from '../../src/option/option.ts';
import { analyzeVariant } from '../../src/workbench/analysis/index.ts';
import { conform, knownSizes } from '../../src/workbench/run/conform.ts';
import { lackOf } from '../../src/workbench/run/suited.ts';
import { measured } from '../helpers/measured.ts';
import { randomParityRun, randomRun } from '../helpers/random-run.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { userErrorOf } from '../helpers/user-error.ts';

const folder = new URL('../../src/analyzers/', import.meta.url);
const files = globSync('*/*.ts', { cwd: folder })
  .filter((path) => /^export default/m.test(readFileSync(new URL(path, folder), 'utf8')))
  .map((path) => basename(path, '.ts'));

describe('the list of analyzers', () => {
  it('holds every file, each named as its id, alphabetically', () => {
    const ids = analyzers.map(({ id }) => id);
    expect(ids.map((id) => id.replaceAll('_', '-'))).toEqual([...files].sort());
  });

  it('names the known ids when one is unknown', async () => {
    const error = await userErrorOf(() => findAnalyzer('zzz'));
    expect(error.message).toBe('unknown analyzer: zzz');
    expect(error.hint).toContain('coarseness, cyclic_rsa');
    expect(error.exitCode).toBe(2);
  });

  it.each(analyzers)('$id says in one sentence what it measures', ({ title, about, version }) => {
    expect(about).toMatch(/^[A-Z][^.]*\.$/);
    expect(title).toMatch(/^[A-Z]/);
    expect(version).toBeGreaterThanOrEqual(1);
  });

  it.each(analyzers)('$id has the steps that its arrays ask for', (analyzer) => {
    const measures = analyzer.measure ?? analyzer.repeat ?? analyzer.read;
    expect(measures !== undefined).toBe(Object.keys(analyzer.arrays).length > 0);
    expect(analyzer.summarize !== undefined).toBe(analyzer.summary !== undefined);
    expect(analyzer.across !== undefined).toBe(analyzer.acrossArrays !== undefined);
    if (analyzer.across) {
      expect(Object.keys(analyzer.acrossArrays!)).toContain('epochs');
      for (const id of analyzer.reads ?? []) {
        const { arrays, acrossArrays = {} } = findAnalyzer(id);
        expect({ ...arrays, ...acrossArrays }).not.toEqual({});
      }
    }
  });

  it.each(analyzers)('$id has parameters with sentences and valid defaults', ({ parameters }) => {
    for (const { about } of Object.values(parameters ?? {})) expect(about).toMatch(/^[A-Z].*\.$/);
    expect(() => resolveOptions(parameters ?? {}, {})).not.toThrow();
  });
});

/** A tiny run of a task that the analyzer is about. */
function runFor({ structure }: Analyzer) {
  return (structure === 'binary' ? randomParityRun : randomRun)(temporaryFolder());
}

/** Those of language models are tried on real runs in test/language. */
const onGrids = analyzers.filter(({ structure }) => structure !== 'text');

describe('on a tiny run', () => {
  it.each(onGrids.filter(({ arrays }) => Object.keys(arrays).length > 0))(
    '$id makes the declared arrays, finite, the same twice',
    async (analyzer) => {
      const variant = await runFor(analyzer);
      const first = await measured(variant, analyzer);
      const own = (specs: ArraySpecs) => arraysOfModel(specs, variant.config);
      const sizes = knownSizes(variant);
      const arrays = conform(first, own(analyzer.arrays), sizes, analyzer.id);
      for (const { data } of Object.values(arrays)) expect(data.every(Number.isFinite)).toBe(true);
      expect(await measured(variant, analyzer)).toEqual(first);
    }
  );

  it.each([
    ['pairs', randomRun, [] as string[]],
    ['bits', randomParityRun, ['lens_entropy']] // an MLP has no residual stream
  ])(
    'all those of %s together write artifacts, summaries and cross-epoch files as declared',
    async (_, make, impossible) => {
      const epochs = [0, 10, 20];
      const variant = await make(temporaryFolder(), epochs);
      const all = analyzers.filter((analyzer) => lackOf(analyzer, variant) === null);
      const asked = { analyzers: all.map(({ id }) => id), device: 'cpu' } as const;
      const { failures } = await analyzeVariant(variant, asked);
      for (const { file } of failures)
        expect(
          impossible.some((id) => file?.startsWith(id)),
          file
        ).toBe(true);
      const own = (specs: ArraySpecs) => arraysOfModel(specs, variant.config);
      const sizes = knownSizes(variant);
      for (const { id, arrays, summary, acrossArrays } of all) {
        if (impossible.includes(id)) continue;
        if (Object.keys(arrays).length > 0) {
          const stored = await readArtifact(variant, id, 10);
          expect(conform(stored, own(arrays), sizes, id)).toEqual(stored);
        }
        if (summary) {
          const { epochs: rows, ...columns } = await readSummary(variant, id);
          expect([...rows.data]).toEqual(epochs);
          expect(Object.keys(columns)).toEqual(Object.keys(own(summary)));
        }
        if (acrossArrays) {
          const stored = await readAcross(variant, id);
          expect(conform(stored, own(acrossArrays), sizes, id)).toEqual(stored);
        }
      }
    }
  );
});
