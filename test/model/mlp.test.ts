import { expect, test } from 'vitest';
import { compile, input } from '../../src/engine/index.ts';
import { findArchitecture } from '../../src/model/index.ts';
import { userErrorOf } from '../helpers/user-error.ts';

const model = findArchitecture('two_layer_mlp').build({ tokens: 5, dModel: 1, heads: 1, dMlp: 6 });

/** Expected numbers are those of two `nn.Linear(bias=False)` made after torch.manual_seed(11). */
test('the initial weights are those of nn.Linear', () => {
  const weights = model.initial(11);
  const first = [-0.221965507, -0.008504545, 0.307159305, -0.209721357, 0.053090483];
  const last = [0.347694397, 0.385395586, 0.210765496, -0.034832571, -0.393595934, 0.02932775];
  first.forEach((x, i) => {
    expect(Math.abs(weights['W_in.weight'].data[i] - x)).toBeLessThan(2e-7);
  });
  last.forEach((x, i) => {
    expect(Math.abs(weights['W_out.weight'].data[4 * 6 + i] - x)).toBeLessThan(2e-7);
  });
});

test('the logits are PyTorch’s on the two one-hot numbers side by side', async () => {
  const weights = model.initial(11);
  const lazy = Object.fromEntries(
    model.weights.map(({ name, shape }) => [name, input(name, shape)])
  );
  const pairs = { tokens: [Int32Array.of(0, 3, 4), Int32Array.of(0, 1, 2)] };
  const program = await compile(
    {
      logits: model.logits(lazy, pairs),
      post: model.activations['blocks.0.mlp.hook_post'](lazy, pairs)
    },
    { device: 'cpu' }
  );
  const { logits, post } = await program.run(weights);
  await program.dispose();
  const torch = [
    0.026053812, -0.041795511, -0.012868696, -0.0238251, 0.003101366, -0.041392256, 0.023931721,
    -0.05044201, -0.084602289, -0.005429349, -0.191419497, 0.04140101, 0.074785098, 0.071468458,
    0.164512143
  ];
  torch.forEach((x, i) => {
    expect(Math.abs(logits.data[i] - x)).toBeLessThan(1e-6);
  });
  expect(post.shape).toEqual([3, 6]);
});

test('an unknown architecture is an error that names the known ones', async () => {
  const error = await userErrorOf(() => findArchitecture('lstm'));
  expect([error.message, error.hint]).toEqual([
    'unknown model: lstm',
    'known models: transformer, two_layer_mlp, learned_emb_mlp'
  ]);
});
