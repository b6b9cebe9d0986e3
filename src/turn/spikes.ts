import { argmax } from '../array/statistics/argmax.ts';
import { firstAtMost } from './first-lasting.ts';
import { logLosses } from './log-losses.ts';

/** A moment at which the training loss shoots up and comes back. */
export interface Spike {
  /** Epoch of its top. */
  readonly epoch: number;
  /** How many times the loss before it. */
  readonly factor: number;
}

const reach = 50;
const longest = 1000;

/**
 * Returns the spikes of a training loss, in order: rises to at least ten times its least value of
 * the 50 epochs before (as in slingshots: Thilak et al. 2022) that are back below twice that value
 * within 1000 epochs.
 */
export function spikes(trainLosses: ArrayLike<number>): readonly Spike[] {
  const logs = logLosses(trainLosses);
  const found: Spike[] = [];
  // Epochs whose loss may be the least of the next ones, losses ascending.
  let least: number[] = [];
  for (let e = 0; e < logs.length; e++) {
    if (least.length > 0 && least[0] < e - reach) least.shift();
    const base = least.length > 0 ? logs[least[0]] : Infinity;
    if (logs[e] - base >= Math.log(10)) {
      const back = firstAtMost(logs, base + Math.log(2), e);
      least = [];
      if (back !== null && back - e <= longest) {
        const top = argmax(logs.subarray(e, back)) + e;
        found.push({ epoch: top, factor: Math.exp(logs[top] - base) });
        e = back;
      }
    }
    while (least.length > 0 && logs[least.at(-1)!] >= logs[e]) least.pop();
    least.push(e);
  }
  return found;
}
