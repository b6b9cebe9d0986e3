import { expect, test } from 'vitest';
import { compile, input } from '../../src/engine/index.ts';
import { findArchitecture } from '../../src/model/index.ts';

const model = findArchitecture('learned_emb_mlp').build({
  tokens: 5,
  dModel: 4,
  heads: 1,
  dMlp: 6
});

function expectNear(found: ArrayLike<number>, from: number, expected: readonly number[]) {
  expected.forEach((x, i) => {
    expect(Math.abs(found[from + i] - x)).toBeLessThan(1e-6);
  });
}

/** Expected numbers are those of PyTorch 2.13 after torch.manual_seed(11): two nn.Embedding, two nn.Linear(bias=False). */
test('the initial weights are those of nn.Embedding and nn.Linear', () => {
  const weights = model.initial(11);
  const data = (name: string) => weights[name].data;
  expectNear(data('embed_a.weight'), 0, [-0.51079756, 1.028271794, -0.35315159, 0.122991316]);
  expectNear(data('embed_b.weight'), 17, [-0.248327896, -0.077271536, 0.079825342]);
  expectNear(data('W_in.weight'), 0, [0.088371754, 0.300214231, 0.041836798]);
  expectNear(data('W_out.weight'), 27, [-0.037732687, -0.013000511, -0.02875966]);
});

test('the logits are PyTorch’s on the sum of the embeddings', async () => {
  const lazy = Object.fromEntries(
    model.weights.map(({ name, shape }) => [name, input(name, shape)])
  );
  const pairs = { tokens: [Int32Array.of(0, 3, 4), Int32Array.of(0, 1, 2)] };
  const program = await compile({ logits: model.logits(lazy, pairs) }, { device: 'cpu' });
  const { logits } = await program.run(model.initial(11));
  await program.dispose();
  expectNear(
    logits.data,
    0,
    [
      0.04030152, 0.035677359, -0.038624831, -0.00039076, -0.003197172, 0.083798975, -0.055641863,
      -0.048530683, 0.28423962, 0.015362099, 0.105412893, -0.162045866, 0.123849481, 0.182165518,
      0.050234653
    ]
  );
});
