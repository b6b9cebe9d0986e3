// Reads a results folder, grokscope's or the Python workbench's. Run: node examples/read-results.mjs RESULTS
import { keyFrequencies, listVariants, lossFacts, open, readCheckpoint } from 'grokscope';

const results = process.argv[2] ?? 'results';

for (const variant of await listVariants(results)) {
  if (variant.problem) {
    console.log(`${variant.name}: ${variant.problem}`);
    continue;
  }
  const run = await open(variant.path);
  const { losses, checkpoints } = run.data;
  const facts = lossFacts(losses.train, losses.test);
  console.log(`${variant.name} (era ${variant.era})`);
  console.log(
    `  ${facts.epochs} epochs, turn ${facts.grokkedAt ?? 'none'}, test ${facts.finalTestLoss}`
  );
  console.log(`  checkpoints ${checkpoints.length}, last ${checkpoints.at(-1)}`);

  const weights = await readCheckpoint(variant, checkpoints.at(-1), ['embed.W_E']);
  console.log(`  W_E is ${weights['embed.W_E'].shape.join(' × ')}`);

  console.log(`  figures ${run.figures.join(', ')}`);
  if (run.figures.includes('coarseness_trajectory')) {
    const { epochs, mean_coarseness } = await run.summary('coarseness');
    console.log(`  mean coarseness ${mean_coarseness.data.at(-1)} at epoch ${epochs.data.at(-1)}`);
  }
  if (run.data.artifacts('neuron_freq_norm').length > 0) {
    const last = await run.artifact('neuron_freq_norm');
    console.log(`  key frequencies ${keyFrequencies(last).join(', ') || 'none'}`);
  }
}
