import { float32 } from '../../array/tensor.ts';
import { analyzer } from '../analyzer.ts';

/** Where the model puts each prompt: its mean residual stream, after half and all of the blocks. */
export default analyzer({
  id: 'probe_embeddings',
  title: 'Embeddings',
  about: 'The mean residual stream over the tokens of each prompt, halfway and at the end.',
  version: 1,
  structure: 'text',
  /** `last` is after the final norm, `middle` after ⌊layers/2⌋ blocks; answers are not in them. */
  arrays: {
    last: { dims: ['n_probes', 'd_model'], dtype: 'float32' },
    middle: { dims: ['n_probes', 'd_model'], dtype: 'float32' }
  },
  async read(checkpoint) {
    const { embeddings } = await checkpoint.answers();
    const shape = [checkpoint.probes.length, embeddings.last.length / checkpoint.probes.length];
    return { last: float32(embeddings.last, shape), middle: float32(embeddings.middle, shape) };
  }
});
