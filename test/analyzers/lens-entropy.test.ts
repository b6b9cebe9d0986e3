import { describe, expect, it } from 'vitest';
import calibration from '../../src/analyzers/answers/calibration.ts';
import lensEntropy from '../../src/analyzers/answers/lens-entropy.ts';
import type { NamedArrays } from '../../src/array/tensor.ts';
import { measured } from '../helpers/measured.ts';
import { randomRun } from '../helpers/random-run.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

describe('the logit lens', () => {
  it('after the MLP is the answer of the model', async () => {
    const variant = await randomRun(temporaryFolder());
    const lens = await measured(variant, lensEntropy);
    const model = await measured(variant, calibration);
    for (const side of ['test', 'train']) {
      expect(lens[`${side}_mlp_entropy`].data[0]).toBeCloseTo(model[`${side}_entropy`].data[0], 5);
      expect(lens[`${side}_mlp_loss`].data[0]).toBeCloseTo(model[`${side}_nll`].data[0], 5);
      expect(lens[`${side}_mlp_accuracy`].data[0]).toBe(model[`${side}_accuracy`].data[0]);
    }
  });

  it('sees a uniform guess where nothing was written', async () => {
    const variant = await randomRun(temporaryFolder());
    const silent = (weights: NamedArrays) => ({
      ...weights,
      'embed.W_E': { ...weights['embed.W_E'], data: weights['embed.W_E'].data.map(() => 0) },
      'pos_embed.W_pos': {
        ...weights['pos_embed.W_pos'],
        data: weights['pos_embed.W_pos'].data.map(() => 0)
      }
    });
    const lens = await measured(variant, lensEntropy, 0, silent as never);
    const answers = Number(variant.config.d_vocab_out ?? variant.parameters.prime);
    expect(lens.test_embedding_entropy.data[0]).toBeCloseTo(Math.log(answers), 6);
    expect(lens.test_embedding_loss.data[0]).toBeCloseTo(Math.log(answers), 6);
  });
});
