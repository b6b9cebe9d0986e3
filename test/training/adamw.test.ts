import { expect, test } from 'vitest';
import { float32 } from '../../src/array/tensor.ts';
import { compile, input } from '../../src/engine/index.ts';
import { adamw, stepRates } from '../../src/training/adamw.ts';
import { defaultRecipe, type TrainingRecipe } from '../../src/training/index.ts';

const cases: readonly (readonly [
  string,
  Partial<TrainingRecipe>,
  Record<string, readonly number[]>
])[] = [
  [
    'the default recipe',
    {},
    {
      weights: [0.49923810362815857, -1.2454955577850342, 1.9917532205581665, 0],
      first: [0.29063501954078674, -0.5812700390815735, 0.0008719050092622638, 0],
      second: [0.22011452913284302, 0.8804581165313721, 1.981030891329283e-6, 0]
    }
  ],
  [
    'warm-up and other settings',
    { lr: 0.05, weightDecay: 0.3, beta1: 0.8, beta2: 0.95, eps: 1e-4, warmup: 3 },
    {
      weights: [0.4892163872718811, -1.1952557563781738, 1.9005329608917236, 0],
      first: [0.6299200057983398, -1.2598400115966797, 0.0018897601403295994, 0],
      second: [0.53300541639328, 2.13202166557312, 4.797048859472852e-6, 0]
    }
  ]
];

/** Expected numbers are those of torch.optim.AdamW with the gradients [1, −2, 0.003, 0]·(t − 1.5). */
test.each(cases)('five steps equal PyTorch’s with %s', async (_, changes, torch) => {
  const recipe = { ...defaultRecipe, ...changes };
  const vector = (name: string) => input(name, [4]);
  const moments = { weights: vector('weights'), first: vector('first'), second: vector('second') };
  const next = adamw(moments, vector('gradient'), input('rates', [3]), recipe);
  const program = await compile({ ...next }, { device: 'cpu' });
  const zeros = () => float32(new Float32Array(4), [4]);
  let state: Parameters<typeof program.run>[0] = {
    weights: float32(Float32Array.of(0.5, -1.25, 2, 0), [4]),
    first: zeros(),
    second: zeros()
  };
  for (let epoch = 0; epoch < 5; epoch++) {
    const gradient = float32(
      Float32Array.from([1, -2, 0.003, 0], (x) => x * (epoch - 1.5)),
      [4]
    );
    const rates = float32(stepRates(recipe, epoch), [3]);
    state = await program.run({ ...state, gradient, rates });
  }
  await program.dispose();
  for (const [name, values] of Object.entries(torch))
    values.forEach((x, i) => {
      const off = Math.abs(state[name].data[i] - x);
      expect(off, `${name}[${i}]`).toBeLessThanOrEqual(2e-7 * Math.abs(x));
    });
});
