import { describe, expect, test } from 'vitest';
import {
  cast,
  compile,
  constant,
  gradients,
  input,
  type Lazy,
  listOps,
  mul,
  sum
} from '../../src/engine/index.ts';
import { type Case, cases } from './op-cases.ts';
import { type Ref, random, values } from './reference.ts';

const rounds = 4;

const lazies = (drawn: Case): Lazy[] =>
  drawn.operands.map(({ shape, type }, i) => input(`x${i}`, shape, type));

const feeds = (operands: readonly Ref[]) =>
  Object.fromEntries(
    operands.map(({ shape, data }, i) => [`x${i}`, { dtype: 'float64' as const, shape, data }])
  );

/** Draws the cases of an op: each maker several times. */
function drawn(id: string): Case[] {
  const seed = [...id].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7);
  const next = random(seed);
  return (cases[id] ?? []).flatMap((make) => Array.from({ length: rounds }, () => make(next)));
}

test.each(listOps().map((op) => op.id))('the case list knows op %s', (id) => {
  expect(cases).toHaveProperty(id);
});

describe.each(listOps().map((op) => op.id))('%s', (id) => {
  test.each(['float32', 'float64'] as const)(
    'agrees with plain TypeScript in %s',
    async (dtype) => {
      for (const one of drawn(id)) {
        const y = one.build(...lazies(one));
        expect(y.shape).toEqual(one.expected.shape);
        expect(y.type).toBe(one.expected.type);
        const program = await compile({ y }, { dtype, device: 'cpu', threads: 1 });
        const { y: got } = await program.run(feeds(one.operands));
        await program.dispose();
        expect(got.shape).toEqual(one.expected.shape);
        const tolerance = dtype === 'float32' ? 2e-5 : 1e-11;
        one.expected.data.forEach((wanted, i) => {
          expect(Math.abs(got.data[i] - wanted)).toBeLessThanOrEqual(
            tolerance * Math.max(1, Math.abs(wanted))
          );
        });
      }
    }
  );
});

describe.each(
  listOps()
    .filter((op) => op.gradient)
    .map((op) => op.id)
)('gradient of %s', (id) => {
  test('agrees with central differences in float64', async () => {
    for (const one of drawn(id)) {
      if (one.expected.type !== 'float') continue;
      const xs = lazies(one);
      const weights = constant(values(random(3), one.expected.shape).data, one.expected.shape);
      const loss = sum(cast(mul(one.build(...xs), weights), 'double'));
      const float = xs.filter((x) => x.type === 'float');
      const outputs = Object.fromEntries(gradients(loss, float).map((g, i) => [`g${i}`, g]));
      const options = { dtype: 'float64', device: 'cpu', threads: 1 } as const;
      const program = await compile({ loss, ...outputs }, options);
      const exact = await program.run(feeds(one.operands));
      for (const [i, x] of float.entries()) {
        const { data, shape } = one.operands[xs.indexOf(x)];
        expect(exact[`g${i}`].shape).toEqual(shape);
        for (let at = 0; at < data.length; at += 1 + Math.floor(data.length / 12)) {
          const step = 1e-5;
          const moved = async (by: number) => {
            const operands = one.operands.map((operand) =>
              operand.data === data ? { ...operand, data: data.with(at, data[at] + by) } : operand
            );
            return (await program.run(feeds(operands))).loss.data[0];
          };
          const slope = ((await moved(step)) - (await moved(-step))) / (2 * step);
          expect(exact[`g${i}`].data[at]).toBeCloseTo(one.cut ? 0 : slope, 6);
        }
      }
      await program.dispose();
    }
  });
});
