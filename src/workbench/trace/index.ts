export type { Stage } from './trace-graph.ts';
export { equation } from './trace-pairs.ts';
export {
  type PairsTrace,
  type TraceRequest,
  traceVariant,
  type VariantTrace
} from './trace-variant.ts';
