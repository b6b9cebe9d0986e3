import { expect, it } from 'vitest';
import { findArchitecture } from '../../src/model/index.ts';
import { findTask } from '../../src/task/index.ts';
import { analysisBytes, checkMemory, trainingBytes } from '../../src/workbench/run/memory.ts';
import { userErrorOf } from '../helpers/user-error.ts';

const MB = 1e6;
const addition = findTask('modular_addition');

/** Largest resident sizes of the program, measured on two cores of an x86-64 machine with 23 GB under Node 24. */
const measured: readonly (readonly [
  prime: number,
  dModel: number,
  dMlp: number,
  training: number,
  analysis: number
])[] = [
  [59, 128, 512, 163, 248],
  [113, 128, 512, 188, 354],
  [113, 128, 2048, 279, 827],
  [113, 512, 512, 340, 495],
  [251, 128, 512, 442, 1106]
];

it.each(measured)(
  'p=%i, d_model %i, d_mlp %i: the estimates are near what was measured',
  (prime, dModel, dMlp, training, analysis) => {
    const layout = addition.layout({ prime });
    const sizes = { ...layout, layers: 1, dModel, dMlp };
    const model = findArchitecture('transformer').build({ ...sizes, heads: 4 });
    const isNear = (estimate: number, mebibytes: number) => {
      expect(estimate / (mebibytes * 1.048576 * MB)).toBeGreaterThan(0.7);
      expect(estimate / (mebibytes * 1.048576 * MB)).toBeLessThan(1.5);
    };
    isNear(trainingBytes(sizes), training);
    isNear(analysisBytes({ parameters: { prime }, config: {} } as never, model), analysis);
  }
);

it('work that does not fit is refused with what it needs and what is there', async () => {
  const needed = trainingBytes({
    ...addition.layout({ prime: 509 }),
    layers: 1,
    dModel: 4096,
    dMlp: 16384
  });
  const error = await userErrorOf(async () => checkMemory('training', needed, 8 * 2 ** 30));
  expect(error.message).toMatch(/^too large .+: training needs about \d+\.\d GiB of 8\.0 GiB$/);
  const usual = { ...addition.layout({ prime: 113 }), layers: 1, dModel: 128, dMlp: 512 };
  expect(() => checkMemory('training', trainingBytes(usual))).not.toThrow();
});
