// Reads a results folder, grokscope's or the Python workbench's. Run: node examples/read-results.mjs RESULTS
import {
  checkpointEpochs,
  keyFrequencies,
  listVariants,
  lossFacts,
  openVariant,
  readArtifact,
  readCheckpoint,
  readLosses,
  readSummary
} from 'grokscope';

const results = process.argv[2] ?? 'results';

for (const variant of await listVariants(results)) {
  if (variant.problem) {
    console.log(`${variant.name}: ${variant.problem}`);
    continue;
  }
  const { train, test } = await readLosses(variant);
  const facts = lossFacts(train, test);
  const epochs = await checkpointEpochs(variant);
  console.log(`${variant.name} (era ${variant.era})`);
  console.log(
    `  ${facts.epochs} epochs, turn ${facts.grokkedAt ?? 'none'}, test ${facts.finalTestLoss}`
  );
  console.log(`  checkpoints ${epochs.length}, last ${epochs.at(-1)}`);

  const weights = await readCheckpoint(variant, epochs.at(-1), ['embed.W_E']);
  console.log(`  W_E is ${weights['embed.W_E'].shape.join(' × ')}`);

  const opened = await openVariant(variant.path);
  console.log(`  figures ${opened.figures.join(', ')}`);
  if (opened.figures.includes('coarseness_trajectory')) {
    const { epochs: at, mean_coarseness } = await readSummary(variant, 'coarseness');
    console.log(`  mean coarseness ${mean_coarseness.data.at(-1)} at epoch ${at.data.at(-1)}`);
  }
  const spectra = opened.run.artifacts('neuron_freq_norm');
  if (spectra.length > 0) {
    const last = await readArtifact(variant, 'neuron_freq_norm', spectra.at(-1));
    console.log(`  key frequencies ${keyFrequencies(last).join(', ') || 'none'}`);
  }
}
