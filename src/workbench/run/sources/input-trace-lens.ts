import { float64, int32, type NamedArrays, vector } from '../../../array/tensor.ts';
import { type PairsTrace, traceVariant, type VariantTrace } from '../../trace/index.ts';
import type { Source, SourceRequest } from './source.ts';

/**
 * The trace of some pairs and their partners through training: `epochs` [e], `tokens`; per side
 * (`subject_`, `partner_`) `rows` [pair], `side` (1 train, 0 test, −1 both), `probability` and
 * `rank` [e, stage], `answer` [e, stage], `attention` [e, head, key] and `contribution` [e,
 * neuron]. Options `input` and `against` are probes.
 */
const inputTraceLens: Source = {
  id: 'input_trace_lens',
  about: 'What the model does with one input, or with some, at every checkpoint.',
  layered: true,
  structure: 'pairs',
  weights: ['unembed.W_U'],
  keyOf: (request) => JSON.stringify(probesOf(request)),
  async load(variant, request) {
    const traced = await traceVariant(variant, probesOf(request));
    const { epochs, tokens, subject, partner } = traced;
    return {
      epochs: int32(Int32Array.from(epochs), [epochs.length]),
      tokens: vector([tokens]),
      ...arraysOf('subject', subject, traced),
      ...(partner && arraysOf('partner', partner, traced))
    };
  }
};
export default inputTraceLens;

function probesOf({ options }: SourceRequest) {
  const { input, against } = options as Readonly<Record<'input' | 'against', string | null>>;
  return { input, against };
}

function arraysOf(
  name: string,
  trace: PairsTrace,
  { epochs, stages, heads, keys, neurons }: VariantTrace
): NamedArrays {
  const e = epochs.length;
  const perStage = (data: Float64Array) => float64(data, [e, stages.length]);
  return {
    [`${name}_rows`]: int32(trace.rows, [trace.rows.length]),
    [`${name}_side`]: vector([{ train: 1, test: 0, mixed: -1 }[trace.side]]),
    [`${name}_probability`]: perStage(trace.probability),
    [`${name}_rank`]: perStage(trace.rank),
    [`${name}_answer`]: perStage(trace.answer),
    [`${name}_attention`]: float64(trace.attention, [e, heads, keys]),
    [`${name}_contribution`]: float64(trace.contribution, [e, neurons])
  };
}
