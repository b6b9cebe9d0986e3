import { mean } from '../../array/statistics/mean.ts';
import { standardDeviation } from '../../array/statistics/standard-deviation.ts';
import { rowsOf } from '../../array/tensor.ts';
import { compile, input } from '../../engine/index.ts';
import { findArchitecture, type ModelSettings, type StateDict } from '../../model/index.ts';
import {
  findTask,
  type Parameters,
  type SplitFacts,
  splitMethods,
  splitOf
} from '../../task/index.ts';

/** How a split was drawn, in the words of config.json. */
export interface SplitRule {
  readonly method: (typeof splitMethods)[number];
  readonly fraction: number;
  readonly dataSeed: number;
}

/** The task of the runs that are imported. */
const TASK = 'modular_addition';

/** Returns the parameters of the task of a run that adds, by the sizes of its model. */
export function modulusOf({ tokens }: ModelSettings): Parameters {
  return Object.fromEntries(Object.keys(findTask(TASK).parameters).map((name) => [name, tokens]));
}

/** Returns what decides which rows a run trained on, for a rule and the parameters of its task. */
export function splitFacts(rule: SplitRule, parameters: Parameters, seed = 0): SplitFacts {
  const { fraction, dataSeed: data_seed, method } = rule;
  return {
    parameters: { ...parameters, seed, data_seed, fraction },
    config: { data_split: method }
  };
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
  const scored = rules.map((rule) => ({ rule, t: separation(logs, rule, modulusOf(settings)) }));
  const best = scored.reduce((a, b) => (b.t > a.t ? b : a));
  return best.t >= CLEAR ? best.rule : null;
}

function separation(logs: Float64Array, rule: SplitRule, parameters: Parameters): number {
  const { train, test } = splitOf(splitFacts(rule, parameters));
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
  const examples = findTask(TASK).grid(modulusOf(settings));
  const nodes = Object.fromEntries(
    Object.entries(weights)
      .filter(([, { dtype }]) => dtype === 'float32')
      .map(([name, { shape }]) => [name, input(name, shape)])
  );
  const model = findArchitecture('transformer').build(settings);
  const program = await compile({ logits: model.logits(nodes, examples) }, { device: 'cpu' });
  try {
    const { logits } = await program.run(weights);
    const rows = rowsOf(logits);
    return Float64Array.from(examples.labels, (label, row) => {
      const own = rows[row];
      let others = 0;
      for (let c = 0; c < own.length; c++) if (c !== label) others += Math.exp(own[c] - own[label]);
      return Math.log1p(others);
    });
  } finally {
    await program.dispose();
  }
}
