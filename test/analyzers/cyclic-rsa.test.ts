import { describe, expect, it } from 'vitest';
import cyclicRsa, { rsaSites } from '../../src/analyzers/answers/cyclic-rsa.ts';
import { randperm } from '../../src/array/random/randperm.ts';
import { torchGenerator } from '../../src/array/random/torch-generator.ts';
import { float64 } from '../../src/array/tensor.ts';
import { factsOf } from '../../src/workbench/run/conform.ts';
import { measured } from '../helpers/measured.ts';
import { randomRun } from '../helpers/random-run.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

const prime = 17;

/** What the analyzer says where every site holds these numbers of (a, b). */
async function seen(place: (a: number, b: number) => readonly number[]) {
  const variant = await randomRun(temporaryFolder(), [0], { prime });
  const rows = randperm(torchGenerator(0), prime ** 2)
    .slice(0, 240)
    .sort();
  const points = Array.from(rows, (row) => place(Math.floor(row / prime), row % prime));
  const array = float64(Float64Array.from(points.flat()), [rows.length, points[0].length]);
  const arrays = Object.fromEntries(Object.keys(rsaSites).map((site) => [site, array]));
  const found = cyclicRsa.finish!(arrays, { epoch: 0, ...factsOf(variant) });
  return (key: string) => found[`output_${key}`].data[0];
}

const turn = (k: number, x: number) => [
  Math.cos((2 * Math.PI * k * x) / prime),
  Math.sin((2 * Math.PI * k * x) / prime)
];

describe('similarity by circles', () => {
  it.each([
    ['a', (a: number) => turn(3, a)],
    ['b', (_: number, b: number) => turn(5, b)],
    ['sum', (a: number, b: number) => turn(2, a + b)],
    ['difference', (a: number, b: number) => turn(4, a - b)]
  ] as const)('is all by %s where the representation is its circle', async (concept, place) => {
    const found = await seen(place);
    expect(found(concept)).toBeGreaterThan(0.99);
    expect(found('explained')).toBeLessThanOrEqual(1);
    for (const other of ['a', 'b', 'sum', 'difference'])
      if (other !== concept) expect(found(other)).toBeLessThan(0.01);
  });

  it('shares between two circles of the same size', async () => {
    const found = await seen((a, b) => [...turn(1, a), ...turn(1, b)]);
    expect(found('a')).toBeCloseTo(found('b'), 1);
    expect(found('a') + found('b')).toBeGreaterThan(0.97);
  });

  it('finds no circle in noise', async () => {
    const noise = torchGenerator(7);
    const found = await seen(() => Array.from({ length: 64 }, () => noise.next() / 2 ** 32 - 0.5));
    expect(found('explained')).toBeLessThan(0.05);
    expect(Math.abs(found('label_correlation'))).toBeLessThan(0.05);
  });

  it('is measured on a model at every site', async () => {
    const variant = await randomRun(temporaryFolder(), [0], { prime });
    const found = await measured(variant, cyclicRsa);
    for (const site of Object.keys(rsaSites)) {
      expect(found[`${site}_explained`].data[0]).toBeGreaterThan(0);
      expect(found[`${site}_sum_spectrum`].data).toHaveLength(8);
    }
  });
});
