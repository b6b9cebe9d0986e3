import { float32, int32, type NamedArrays, type Tensor } from '../../array/tensor.ts';
import { matmul, swapLast } from '../../engine/index.ts';
import { type AnalysisContext, analyzer } from '../analyzer.ts';
import { basisOf, numberEmbedding, numberUnembedding } from '../measures/embedding-spectrum.ts';

/**
 * Magnitude and phase of every frequency in what each neuron reads (θ = W_E W_in) and writes (ξ =
 * W_out W_U).
 */
export default analyzer({
  id: 'neuron_fourier',
  title: 'Neuron weights by frequency',
  about:
    'Which frequency, at which phase, each neuron’s weights read from the numbers and write to the answers.',
  structure: 'cyclic',
  layered: true,
  version: 1,
  /**
   * Magnitude √(s² + c²) and phase atan2(−s, c) of input (alpha, phi) and output (beta, psi);
   * frequencies from 1.
   */
  arrays: {
    alpha_mk: ['d_mlp', 'frequency'],
    phi_mk: ['d_mlp', 'frequency'],
    beta_mk: ['d_mlp', 'frequency'],
    psi_mk: ['d_mlp', 'frequency'],
    freq_indices: { dims: ['frequency'], dtype: 'int32' }
  },
  measure({ sizes: { prime }, weight }) {
    const read = matmul(numberEmbedding(weight('embed.W_E'), prime), weight('block.mlp.W_in')); // [p, d_mlp]
    const written = matmul(
      weight('block.mlp.W_out'),
      numberUnembedding(weight('unembed.W_U'), prime)
    ); // [d_mlp, p]
    return {
      input: matmul(basisOf(prime), read),
      output: matmul(basisOf(prime), swapLast(written))
    };
  },
  finish: ({ input, output }, { sizes: { prime } }: AnalysisContext) => {
    const [alpha_mk, phi_mk] = polar(input);
    const [beta_mk, psi_mk] = polar(output);
    const frequencies = (prime - 1) / 2;
    const freq_indices = int32(
      Int32Array.from({ length: frequencies }, (_, k) => k + 1),
      [frequencies]
    );
    return { alpha_mk, phi_mk, beta_mk, psi_mk, freq_indices } as NamedArrays;
  }
});

/** Coefficients [p, n] → magnitudes and phases, [n, F]. */
function polar({ data, shape }: Tensor): [Tensor, Tensor] {
  const [prime, n] = shape as [number, number];
  const frequencies = (prime - 1) / 2;
  const magnitude = new Float32Array(n * frequencies);
  const phase = new Float32Array(n * frequencies);
  for (let k = 0; k < frequencies; k++) {
    for (let column = 0; column < n; column++) {
      const sine = data[(2 * k + 1) * n + column];
      const cosine = data[(2 * k + 2) * n + column];
      magnitude[column * frequencies + k] = Math.hypot(sine, cosine);
      phase[column * frequencies + k] = Math.atan2(-sine, cosine);
    }
  }
  return [float32(magnitude, [n, frequencies]), float32(phase, [n, frequencies])];
}
