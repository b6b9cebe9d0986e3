import { reshape, transpose } from '../../engine/index.ts';
import { analyzer } from '../analyzer.ts';
import { onGrid } from '../measures/on-grid.ts';

/** The attention weights of every head for all pairs. */
export default analyzer({
  id: 'attention_patterns',
  title: 'Attention patterns',
  about: 'How much each head attends from every position to every position, for all pairs.',
  layered: true,
  version: 1,
  structure: 'pairs',
  probed: true,
  /** [head, to (query), from (key), a, b]; positions a, b, =. */
  arrays: { patterns: ['n_heads', 'n_ctx', 'n_ctx', 'prime', 'prime'] },
  measure(graph) {
    const { prime } = graph.sizes;
    const full = onGrid(graph.activation('block.attn.hook_pattern_full'), graph); // [p*p, head, query, key]
    const [, heads, positions] = full.shape as [number, number, number];
    const moved = transpose(full, [1, 2, 3, 0]);
    return { patterns: reshape(moved, [heads, positions, positions, prime, prime]) };
  }
});
