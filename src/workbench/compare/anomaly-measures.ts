/** A number of the table by which variants are compared with their peers. */
export interface AnomalyMeasure {
  /** Column of the table, or one of the numbers of anomaly-numbers.ts. */
  readonly column: string;
  /** What it is called in a sentence. */
  readonly noun: string;
  readonly above: string;
  readonly below: string;
  /**
   * Words for what never happened; without them a variant that lacks the number is not compared by
   * it.
   */
  readonly never?: string;
  /** Losses differ by factors: their logarithms are compared. */
  readonly isLog?: true;
  /**
   * Differences below this are no anomaly, however alike the peers: a share of their median, or a
   * count.
   */
  readonly floor: { readonly share: number } | { readonly count: number };
  /** The figure that shows it. */
  readonly figure: string;
}

/** Ten per cent, where logarithms are compared. */
const factor = { count: Math.log(1.1) };
const epochs = { share: 0.02 };

/** All measures, in the order of a run. */
export const anomalyMeasures: readonly AnomalyMeasure[] = [
  {
    column: 'memorized_epoch',
    noun: 'memorization',
    above: 'later',
    below: 'earlier',
    never: 'never memorizes',
    floor: epochs,
    figure: 'loss_curves'
  },
  loss('peak_test_loss', 'peak of the test loss'),
  {
    column: 'grokking_epoch',
    noun: 'turn',
    above: 'later',
    below: 'earlier',
    never: 'never turns',
    floor: epochs,
    figure: 'loss_curves'
  },
  {
    column: 'descent_width',
    noun: 'second descent',
    above: 'longer',
    below: 'shorter',
    floor: { share: 0.05 },
    figure: 'loss_curves'
  },
  {
    column: 'generalized_epoch',
    noun: 'generalization',
    above: 'later',
    below: 'earlier',
    never: 'never reaches a test loss of 0.01',
    floor: epochs,
    figure: 'loss_curves'
  },
  loss('final_train_loss', 'final training loss'),
  loss('final_test_loss', 'final test loss'),
  loss('rebound', 'rebound of the test loss'),
  count('spikes', 'spikes of the training loss', 'loss_curves'),
  {
    column: 'first_epoch_total',
    noun: 'first specialized neurons',
    above: 'later',
    below: 'earlier',
    never: 'never has specialized neurons',
    floor: epochs,
    figure: 'specialization_trajectory'
  },
  count('key_frequencies', 'key frequencies', 'specialization_by_frequency'),
  count('final_specialized_total', 'specialized neurons', 'specialization_trajectory'),
  count('final_specialized_low', 'neurons of low frequencies', 'specialization_trajectory'),
  count('final_specialized_mid', 'neurons of middle frequencies', 'specialization_trajectory'),
  count('final_specialized_high', 'neurons of high frequencies', 'specialization_trajectory'),
  count('blob_count', 'blob neurons', 'blob_count_trajectory'),
  {
    column: 'mean_coarseness',
    noun: 'mean coarseness',
    above: 'higher',
    below: 'lower',
    floor: { count: 0.01 },
    figure: 'coarseness_trajectory'
  },
  {
    column: 'pr_w_in_below_30',
    noun: 'collapse of W_in to rank 30',
    above: 'later',
    below: 'earlier',
    never: 'never lets the rank of W_in fall below 30',
    floor: epochs,
    figure: 'dimensionality_trajectory'
  },
  {
    column: 'embedding_balance',
    noun: 'least balance of sin and cos in the embedding',
    above: 'higher',
    below: 'lower',
    floor: { count: 0.02 },
    figure: 'fourier_balance'
  },
  {
    column: 'embedding_circularity',
    noun: 'least roundness of its frequencies',
    above: 'higher',
    below: 'lower',
    floor: { count: 0.02 },
    figure: 'fourier_balance'
  },
  {
    column: 'loop_crossing_epoch',
    noun: 'crossing of its own path in PC2/PC3',
    above: 'later',
    below: 'earlier',
    never: 'never crosses its own path in PC2/PC3',
    floor: epochs,
    figure: 'trajectory_loops'
  },
  {
    column: 'loop_openness',
    noun: 'openness of its path in PC2/PC3',
    above: 'higher',
    below: 'lower',
    floor: { count: 0.02 },
    figure: 'trajectory_loops'
  },
  {
    column: 'consensus_epoch',
    noun: 'all heads on one frequency',
    above: 'later',
    below: 'earlier',
    never: 'never has all heads on one frequency',
    floor: epochs,
    figure: 'head_consensus'
  }
];

function loss(column: string, noun: string): AnomalyMeasure {
  const words = { noun, above: 'higher', below: 'lower' };
  return { column, ...words, isLog: true, floor: factor, figure: 'loss_curves' };
}

function count(column: string, noun: string, figure: string): AnomalyMeasure {
  return { column, noun, above: 'more', below: 'fewer', floor: { count: 1 }, figure };
}
