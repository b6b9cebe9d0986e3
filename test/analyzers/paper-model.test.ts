import { expect, it } from 'vitest';
import { findAnalyzer } from '../../src/analyzers/index.ts';
import { headKinds } from '../../src/visualizations/heads/heads.ts';
import { importRun } from '../../src/workbench/import/import-run.ts';
import { traceVariant } from '../../src/workbench/trace/index.ts';
import { measured } from '../helpers/measured.ts';
import { shared } from '../helpers/shared.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

const epoch = 49_999;
const imported = async (file: string) =>
  (await importRun({ results: temporaryFolder(), file })).variant;

/** Energy by frequency of Fourier norms, strongest frequency first. */
function frequencies(norms: ArrayLike<number>): readonly number[] {
  return Array.from({ length: (norms.length - 1) / 2 }, (_, k) => k + 1).sort(
    (j, k) => norms[2 * k - 1] ** 2 + norms[2 * k] ** 2 - norms[2 * j - 1] ** 2 - norms[2 * j] ** 2
  );
}

it('the paper’s model reads and writes with its known frequencies, each a nearly full rotation', async (context) => {
  const file = shared('data/paper/low_precision_mod_addition.pth');
  if (file === null) return context.skip();
  const variant = await imported(file);
  const found = await measured(variant, findAnalyzer('unembedding_fourier'), epoch);
  expect(frequencies(found.embedding.data).slice(0, 5)).toEqual([23, 6, 39, 3, 35]);
  expect(frequencies(found.unembedding.data).slice(0, 4)).toEqual([23, 39, 6, 3]);
  for (const k of [23, 6, 39, 3, 35])
    expect(found.embedding_circularity.data[k - 1]).toBeGreaterThan(0.9);

  const scales = await measured(variant, findAnalyzer('multiscale_structure'), epoch);
  expect(headKinds(scales)).toEqual([
    ...['fine, edged', 'fine, edged'],
    ...['coarse, smooth', 'coarse, smooth']
  ]);
});

it('the trace over all pairs of the paper’s model counts the 12762 right answers', async (context) => {
  const file = shared('data/paper/low_precision_mod_addition.pth');
  if (file === null) return context.skip();
  const { subject, partner } = await traceVariant(await imported(file), { input: 'all' });
  const right = ({ rows, accuracy }: typeof subject) => rows.length * accuracy[2];
  expect([subject.rows.length, partner!.rows.length]).toEqual([3830, 8939]);
  expect(right(subject) + right(partner!)).toBeCloseTo(12_762, 6);
  expect(subject.rank[2]).toBeLessThan(1.01);
  expect(subject.rank[0]).toBeGreaterThan(50);
});
