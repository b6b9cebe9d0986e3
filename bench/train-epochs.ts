// Trains the default recipe (p=113) in a process of its own, on a device (argument 2, by default the CPU), with some
// layers (argument 3, by default one), and prints the median milliseconds per epoch and the last losses.
import type { Device } from '../src/engine/index.ts';
import { defaultRecipe, train } from '../src/training/index.ts';

const epochs = Number(process.argv[2] ?? 33);
const device = (process.argv[3] ?? 'cpu') as Device;
const layers = Number(process.argv[4] ?? 1);
const warmup = 3;
const times: number[] = [];
const started = performance.now();
let last = started;
let first = 0;
let losses: readonly number[] = [];
for await (const event of train({ ...defaultRecipe, epochs, layers }, { device })) {
  if (event.kind !== 'epoch') continue;
  const now = performance.now();
  if (event.epoch === 0) first = now - started;
  times.push(now - last);
  losses = [event.trainLoss, event.testLoss];
  last = now;
}
const sorted = times.slice(warmup).sort((a, b) => a - b);
const epoch_ms = sorted[sorted.length >> 1];
console.log(JSON.stringify({ epoch_ms, first_epoch_ms: first, losses }));
