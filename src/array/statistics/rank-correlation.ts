/**
 * Returns Spearman's rank correlation of two series of one length: Pearson's of their ranks, ties
 * sharing their mean rank; -1..1, NaN for fewer than two values or where all of one side are equal.
 */
export function rankCorrelation(one: ArrayLike<number>, other: ArrayLike<number>): number {
  const [a, b] = [ranks(one), ranks(other)];
  const middle = (a.length - 1) / 2;
  let [product, first, second] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] - middle, b[i] - middle];
    product += x * y;
    first += x * x;
    second += y * y;
  }
  return first > 0 && second > 0 ? product / Math.sqrt(first * second) : Number.NaN;
}

/** Returns the ranks of values, from 0, those of equal values averaged. */
export function ranks(values: ArrayLike<number>): Float64Array {
  const order = Array.from({ length: values.length }, (_, i) => i).sort(
    (i, j) => values[i] - values[j]
  );
  const found = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to + 1 < order.length && values[order[to + 1]] === values[order[from]]) to++;
    for (let place = from; place <= to; place++) found[order[place]] = (from + to) / 2;
    from = to + 1;
  }
  return found;
}
