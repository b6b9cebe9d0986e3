// A forward pass of a language model in FOLDER, layer by layer: prints seconds and peak memory as JSON.
import type { Tensor } from '../src/array/tensor.ts';
import { batchesOf, eachLogits, languageForward } from '../src/workbench/language/forward.ts';
import { openLanguageModel } from '../src/workbench/language/language-model.ts';

const folder = process.argv[2]!;
const threads = Number(process.env.THREADS ?? 2);
/** The last positions of each sequence, those of an answer. */
const ANSWER = 4;
const started = performance.now();
const model = await openLanguageModel(folder);
const { width, vocabulary } = model.settings;
const sequences = Array.from({ length: 64 }, (_, row) =>
  Int32Array.from({ length: 64 }, (_, t) => ((row * 64 + t) * 37) % vocabulary)
);
const batches = batchesOf(sequences, model.settings);
const last = await languageForward(model, batches, { threads });
const body = performance.now();
const count = sequences.length * ANSWER;
const data = new Float32Array(count * width);
const streamOf = (row: number): Float32Array => {
  const b = batches.findIndex(({ rows }) => rows.includes(row));
  const { rows, length } = batches[b];
  const from = rows.indexOf(row) * length * width;
  return (last[b].data as Float32Array).subarray(from, from + length * width);
};
for (const row of sequences.keys())
  data.set(streamOf(row).subarray((64 - ANSWER) * width), row * ANSWER * width);
const most = new Float64Array(count).fill(-Infinity);
const sums = new Float64Array(count);
const rows: Tensor = { dtype: 'float32', shape: [count, width], data };
await eachLogits(
  model,
  rows,
  (_, { data: logits, shape }) => {
    const tokens = shape[1];
    for (let row = 0; row < count; row++) {
      let top = most[row];
      const [from, end] = [row * tokens, (row + 1) * tokens];
      for (let k = from; k < end; k++) if (logits[k] > top) top = logits[k];
      let sum = sums[row] * Math.exp(most[row] - top);
      for (let k = from; k < end; k++) sum += Math.exp(logits[k] - top);
      [most[row], sums[row]] = [top, sum];
    }
  },
  { threads }
);
const ended = performance.now();
const seconds = (from: number, to: number) => Number(((to - from) / 1000).toFixed(2));
console.log(
  JSON.stringify({
    body: seconds(started, body),
    logits: seconds(body, ended),
    total: seconds(started, ended),
    peak: Math.round(process.resourceUsage().maxRSS / 1024),
    first: [...streamOf(0).subarray(0, 4)],
    top: Math.max(...Array.from(sums, (sum) => -Math.log(sum)))
  })
);
await model.close();
