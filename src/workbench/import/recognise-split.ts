import { mean } from '../../array/statistics/mean.ts';
import { standardDeviation } from '../../array/statistics/standard-deviation.ts';
import { rowsOf } from '../../array/tensor.ts';
import { compile, input } from '../../engine/index.ts';
import { findArchitecture, type StateDict } from '../../model/index.ts';
import { findTask, type SplitFacts, splitMethods, splitOf } from '../../task/index.ts';

/** How a split was drawn, in the words of config.json. */
export interface SplitRule {
  readonly method: (typeof splitMethods)[number];
  readonly fraction: number;
  readonly dataSeed: number;
}

/** Standard errors by which the mean log loss of the trained pairs must be lower. */
const CLEAR = 6;

/** Splits that are tried: seeds of both methods at the usual fraction. */
const usualSplits: readonly SplitRule[] = splitMethods.flatMap((method) =>
  [0, 1, 2, 3, 4, 42, 598, 999].map((dataSeed) => ({ method, fraction: 0.3, dataSeed }))
);

/**
 * Returns the rule whose trained pairs the model answers with clearly lower loss than the others (a
 * Welch test on log losses, t ≥ 6), null where none stands out: not trained yet, or grokked beyond
 * a difference.
 */
export async function recognisedSplit(
  { settings, weights }: StateDict,
  rules: readonly SplitRule[] = usualSplits
): Promise<SplitRule | null> {
  const logs = (await lossesOfPairs({ settings, weights })).map((loss) =>
    Math.log(Math.max(loss, 1e-300))
  );
  const scored = rules.map((rule) => ({ rule, t: separation(logs, rule, settings.prime) }));
  const best = scored.reduce((a, b) => (b.t > a.t ? b : a));
  return best.t >= CLEAR ? best.rule : null;
}

function separation(logs: Float64Array, rule: SplitRule, prime: number): number {
  const facts: SplitFacts = { ...rule, prime, config: { data_split: rule.method } };
  const { train, test } = splitOf(facts);
  const [seen, unseen] = [train, test].map((rows) =>
    Float64Array.from(rows, (row) => logs[row])
  ) as [Float64Array, Float64Array];
  const spread = (values: Float64Array) => standardDeviation(values) ** 2 / values.length;
  return (mean(unseen) - mean(seen)) / Math.sqrt(spread(seen) + spread(unseen));
}

/** The cross entropy of every pair, float64 from float32 logits. */
async function lossesOfPairs({
  settings,
  weights
}: Pick<StateDict, 'settings' | 'weights'>): Promise<Float64Array> {
  const { labels, ...pairs } = findTask('modular_addition').grid(settings.prime);
  const nodes = Object.fromEntries(
    Object.entries(weights)
      .filter(([, { dtype }]) => dtype === 'float32')
      .map(([name, { shape }]) => [name, input(name, shape)])
  );
  const model = findArchitecture('transformer').build(settings);
  const program = await compile({ logits: model.logits(nodes, pairs) }, { device: 'cpu' });
  try {
    const { logits } = await program.run(weights);
    const rows = rowsOf(logits);
    return Float64Array.from(labels, (label, row) => {
      const own = rows[row];
      let others = 0;
      for (let c = 0; c < own.length; c++) if (c !== label) others += Math.exp(own[c] - own[label]);
      return Math.log1p(others);
    });
  } finally {
    await program.dispose();
  }
}
