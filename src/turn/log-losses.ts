/** Below this a float64 loss says nothing more; its logarithm stands for a loss of 0. */
const floor = 1e-16;

/**
 * Returns the natural logarithms of losses, one per epoch; an entry that is no finite number takes
 * the value before it (the first finite one at the start), so that one bad epoch moves nothing.
 * Empty where no entry is finite.
 */
export function logLosses(losses: ArrayLike<number>): Float64Array {
  const first = Array.prototype.find.call(losses, Number.isFinite) as number | undefined;
  if (first === undefined) return new Float64Array(0);
  const logs = new Float64Array(losses.length);
  let last = Math.log(Math.max(first, floor));
  for (let e = 0; e < logs.length; e++) {
    const loss = losses[e];
    if (Number.isFinite(loss)) last = Math.log(Math.max(loss, floor));
    logs[e] = last;
  }
  return logs;
}
