import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findAnalyzer } from '../../src/analyzers/index.ts';
import type { NamedArrays } from '../../src/array/tensor.ts';
import { UserError } from '../../src/error/user-error.ts';
import {
  hasAcross,
  readAcross,
  readArtifact,
  readSummary,
  type Variant,
  writeAcross,
  writeArtifact
} from '../../src/loader/index.ts';
import { parametersOf } from '../../src/workbench/analysis/chosen-analyzers.ts';
import { hostSteps } from '../../src/workbench/analysis/host-steps.ts';
import { analyzeVariant } from '../../src/workbench/analysis/index.ts';
import { pairAnalyzers } from '../helpers/pair-analyzers.ts';
import { randomRun } from '../helpers/random-run.ts';

const epochs = [0, 10, 20];
const results = mkdtempSync(join(tmpdir(), 'grokscope-'));
afterAll(() => rmSync(results, { recursive: true }));
const steps = hostSteps(findAnalyzer);
let variant: Variant;

beforeAll(async () => {
  variant = await randomRun(results, epochs);
  const ids = pairAnalyzers.filter(({ repeat }) => !repeat).map(({ id }) => id);
  const { failures } = await analyzeVariant(variant, { analyzers: ids, device: 'cpu' });
  expect(failures).toEqual([]);
});

function without(arrays: NamedArrays, key: string): NamedArrays {
  const { [key]: _, ...rest } = arrays;
  return rest;
}

/** Does a step; what is absent may make it impossible, but then says so. */
async function done(step: Promise<void>): Promise<'made' | string> {
  try {
    await step;
    return 'made';
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).hint).toContain('grokscope analyze');
    return (error as UserError).message;
  }
}

/** What was not made is not made because of that array. */
function expectNamed(outcome: string, key: string): void {
  if (outcome !== 'made') expect(outcome).toMatch(new RegExp(`^missing array in .+: ${key}$`));
}

const summarizing = pairAnalyzers.filter(({ summary, repeat }) => summary && !repeat);
const crossing = pairAnalyzers.filter(({ across, repeat }) => across && !repeat);

describe('artifacts that lack an array, as other programs leave them', () => {
  it.each(summarizing.map(({ id }) => id))(
    '%s is summarized, or says what is absent',
    async (id) => {
      const analyzer = findAnalyzer(id);
      const stored = await Promise.all(epochs.map((epoch) => readArtifact(variant, id, epoch)));
      for (const key of Object.keys(analyzer.arrays)) {
        for (const [i, epoch] of epochs.entries())
          await writeArtifact(variant, id, epoch, without(stored[i], key));
        expectNamed(await done(steps.summarize(variant, id, parametersOf(analyzer, {}))), key);
      }
      for (const [i, epoch] of epochs.entries()) await writeArtifact(variant, id, epoch, stored[i]);
    }
  );

  it.each(crossing.map(({ id }) => id))(
    '%s is made across epochs, or says what is absent',
    async (id) => {
      const analyzer = findAnalyzer(id);
      const make = () => done(steps.across(variant, id, parametersOf(analyzer, {})));
      for (const read of [id, ...(analyzer.reads ?? [])]) {
        const source = findAnalyzer(read);
        if (Object.keys(source.arrays).length > 0) {
          const stored = await Promise.all(
            epochs.map((epoch) => readArtifact(variant, read, epoch))
          );
          for (const key of Object.keys(source.arrays)) {
            for (const [i, epoch] of epochs.entries())
              await writeArtifact(variant, read, epoch, without(stored[i], key));
            expectNamed(await make(), key);
          }
          for (const [i, epoch] of epochs.entries())
            await writeArtifact(variant, read, epoch, stored[i]);
        }
        if (read === id || !hasAcross(variant, read)) continue;
        const stored = await readAcross(variant, read);
        for (const key of Object.keys(source.acrossArrays ?? {})) {
          await writeAcross(variant, read, without(stored, key));
          expectNamed(await make(), key);
        }
        await writeAcross(variant, read, stored);
      }
    }
  );

  it('what is there of several sites is summarized, the others are not a number', async () => {
    const id = 'repr_geometry';
    const whole = await readSummary(variant, id);
    for (const epoch of epochs) {
      const stored = Object.entries(await readArtifact(variant, id, epoch));
      const own = stored.filter(([key]) => key.startsWith('mlp_out'));
      await writeArtifact(variant, id, epoch, Object.fromEntries(own));
    }
    await steps.summarize(variant, id, parametersOf(findAnalyzer(id), {}));
    const summary = await readSummary(variant, id);
    for (const [key, { data }] of Object.entries(whole)) {
      const isThere = key === 'epochs' || key.startsWith('mlp_out');
      expect([...summary[key].data], key).toEqual(
        isThere ? [...data] : data.length === 3 && [NaN, NaN, NaN]
      );
    }
  });
});
