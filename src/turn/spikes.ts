import { logLosses } from './log-losses.ts';

/** A moment at which the training loss shoots up and comes back. */
export interface Spike {
  /** Epoch of its top. */
  readonly epoch: number;
  /** How many times the loss before it. */
  readonly factor: number;
}

/**
 * Returns the spikes of a training loss, in order: rises to at least ten times its least value of the 50 epochs before
 * (as in slingshots: Thilak et al. 2022). A spike lasts until the loss is back below twice that value.
 */
export function spikes(trainLosses: ArrayLike<number>): readonly Spike[] {
  const logs = logLosses(trainLosses);
  const reach = 50;
  const found: Spike[] = [];
  // Epochs whose loss may be the least of the next ones, losses ascending.
  const least: number[] = [];
  for (let e = 0; e < logs.length; e++) {
    while (least.length > 0 && least[0]! < e - reach) least.shift();
    const base = least.length > 0 ? logs[least[0]!]! : Infinity;
    if (logs[e]! - base >= Math.log(10)) {
      let top = e;
      while (e < logs.length && logs[e]! > base + Math.log(2)) {
        if (logs[e]! > logs[top]!) top = e;
        e++;
      }
      found.push({ epoch: top, factor: Math.exp(logs[top]! - base) });
      least.length = 0;
    }
    if (e >= logs.length) break;
    while (least.length > 0 && logs[least.at(-1)!]! >= logs[e]!) least.pop();
    least.push(e);
  }
  return found;
}
