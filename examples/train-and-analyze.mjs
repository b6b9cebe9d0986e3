// Trains a tiny run, analyzes it and prints its numbers. Run: node examples/train-and-analyze.mjs [RESULTS]
import { findGaps, open, plainText, trainVariant, variantTable } from 'grokscope';

const results = process.argv[2] ?? 'results';

const { variant, losses } = await trainVariant({
  results,
  family: 'modulo_addition_1layer',
  changes: {
    parameters: { prime: 13, fraction: 0.6 },
    dModel: 32,
    heads: 2,
    dMlp: 64,
    epochs: 200,
    checkpoints: '0:200:20'
  },
  resume: true // a second run finds it trained
});
console.log(`${variant.name}: ${losses.train.length} epochs, test loss ${losses.test.at(-1)}`);

const run = await open(variant.path);
const report = await run.analyze({
  parameters: { specializationThreshold: 0.8 },
  onProgress: ({ done, total }) => process.stderr.write(`\ranalyzed ${done} of ${total} `)
});
console.log(`\n${report.artifacts} artifacts, remade ${report.remade.join(', ') || 'nothing'}`);
console.log(`gaps left: ${(await findGaps(variant)).length}`);

const { columns, rows } = await variantTable([variant], { k: 5 });
for (const { id, about } of columns) console.log(`${id}: ${rows[0].cells[id] ?? '–'}  (${about})`);

console.log(plainText(await run.figure('specialization_trajectory'), { width: 80, height: 10 }));
