import { expect, it, onTestFinished } from 'vitest';
import { listVariants, writeLosses } from '../../src/loader/index.ts';
import { findAnomalies } from '../../src/workbench/compare/anomalies.ts';
import { explorerSource } from '../../src/workbench/explorer/explorer-source.ts';
import { randomRun } from '../helpers/random-run.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

it('what is odd of variants is what grokscope anomalies finds, unless it is no longer wanted', async () => {
  const results = temporaryFolder();
  const losses = [0.1, 0.11, 0.12, 0.1, 0.13, 40];
  for (const [seed, loss] of losses.entries()) {
    const variant = await randomRun(results, [0], { seed });
    const flat = new Float64Array(50).fill(loss);
    await writeLosses(variant, 0, { train: flat, test: flat });
  }
  const source = explorerSource(results);
  onTestFinished(() => source.close());
  const variants = await listVariants(results);
  const { variants: reports } = await findAnomalies(variants, variants);
  const expected = reports.filter(({ anomalies }) => anomalies.length > 0);
  expect(expected.map(({ variant }) => variant)).toContain(variants[5].name);
  const odd = await source.oddities(new AbortController().signal);
  expect(odd).toEqual(
    Object.fromEntries(
      expected.map(({ variant, anomalies }) => [variant, anomalies.map(({ sentence }) => sentence)])
    )
  );
  await expect(source.oddities(AbortSignal.abort())).rejects.toThrow();
});
