/** When items are learned and forgotten over some checkpoints, [item] each. */
export interface LearningEvents {
  /** Checkpoint at which an item is right for the first time; −1 for never. */
  readonly first: Int32Array;
  /** First checkpoint from which it is right several times in a row; −1 for never. */
  readonly learned: Int32Array;
  /** First checkpoint from which it is right until the end; −1 where it ends wrong. */
  readonly forGood: Int32Array;
  /** How often it was right and then wrong (Toneva et al. 2019, arXiv:1812.05159). */
  readonly forgotten: Int32Array;
  /** Share of the checkpoints at which it is right. */
  readonly share: Float64Array;
  /** How many items became right, and wrong, at each checkpoint, [checkpoint]; 0 at the first. */
  readonly gains: Int32Array;
  readonly losses: Int32Array;
}

/**
 * Returns when items are learned and forgotten.
 * @param correct 1 where an item is right, by checkpoint, [item] each
 * @param isCounted which items count among `gains` and `losses`; all by default
 * @param streak checkpoints in a row that count as learned
 */
export function learningEvents(
  correct: readonly ArrayLike<number>[],
  isCounted: (item: number) => boolean = () => true,
  streak = 3
): LearningEvents {
  const count = correct[0]?.length ?? 0;
  const never = () => new Int32Array(count).fill(-1);
  const [first, learned, forGood] = [never(), never(), never()];
  const forgotten = new Int32Array(count);
  const share = new Float64Array(count);
  const gains = new Int32Array(correct.length);
  const losses = new Int32Array(correct.length);
  for (let item = 0; item < count; item++) {
    let since = -1;
    let right = 0;
    correct.forEach((row, t) => {
      const [is, was] = [row[item] === 1, since >= 0];
      if (is) right++;
      if (is && !was) since = t;
      if (!is) since = -1;
      if (is && first[item] < 0) first[item] = t;
      if (is && learned[item] < 0 && t - since + 1 >= streak) learned[item] = since;
      if (!is && was) forgotten[item]++;
      if (t > 0 && is !== was && isCounted(item)) (is ? gains : losses)[t]++;
    });
    forGood[item] = since;
    share[item] = right / correct.length;
  }
  return { first, learned, forGood, forgotten, share, gains, losses };
}
