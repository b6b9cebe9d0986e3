// Trains the default recipe (p=113) in a process of its own and prints the median milliseconds per epoch.
import { defaultRecipe, train } from '../src/training/index.ts';

const epochs = Number(process.argv[2] ?? 33);
const warmup = 3;
const times: number[] = [];
const started = performance.now();
let last = started;
let first = 0;
for await (const event of train({ ...defaultRecipe, epochs }, { device: 'cpu' })) {
  if (event.kind !== 'epoch') continue;
  const now = performance.now();
  if (event.epoch === 0) first = now - started;
  times.push(now - last);
  last = now;
}
const sorted = times.slice(warmup).sort((a, b) => a - b);
console.log(JSON.stringify({ epoch_ms: sorted[sorted.length >> 1], first_epoch_ms: first }));
