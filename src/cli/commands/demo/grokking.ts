import { analyzers } from '../../../analyzers/index.ts';
import { findVariant, readLosses, readSummary } from '../../../loader/index.ts';
import { formatLoss } from '../../../text/format.ts';
import { keyFrequencies, lossFacts } from '../../../workbench/run/facts.ts';
import { type RunData, readRun } from '../../../workbench/run/run-data.ts';
import { print, printJson } from '../../output/output.ts';
import { exportAll } from './export-all.ts';

/**
 * The demo's run: it memorises, generalises with a delay and ends with blob neurons, within half a
 * minute on two cores. Found by `bench/demo-search.ts`; docs/demo.md has the table.
 */
export const demoRecipe = {
  parameters: { prime: 61, seed: 1, fraction: 0.55 },
  dModel: 64,
  dMlp: 256,
  weightDecay: 1.3,
  epochs: 1200,
  checkpoints: '0:1200:20'
} as const;

/** Whether the run has all its epochs. */
export async function isGrokkingTrained(results: string, name: string): Promise<boolean> {
  const variant = await findVariant(results, name).catch(() => null);
  if (!variant) return false;
  const { train } = await readLosses(variant).catch(() => ({ train: [] }));
  return train.length >= demoRecipe.epochs;
}

/** Prints what the run found, and exports figures. */
export async function reportGrokking(results: string, name: string, json: boolean): Promise<void> {
  const variant = await findVariant(results, name);
  const run = await readRun(
    variant,
    analyzers.map(({ id }) => id)
  );
  const found = await findings(run);
  const exports = await exportFigures(run, results, found);
  if (json) {
    printJson({ variant: variant.name, path: variant.path, ...found, exports });
    return;
  }
  print(`\n${variant.name}`);
  print(`  memorized at epoch    ${found.memorizedAt ?? 'never'}  (train loss ≤ 0.01)`);
  print(
    `  grokked at epoch      ${found.grokkedAt ?? 'never'}  (test loss 80 % below its peak of ${formatLoss(found.peakTestLoss)})`
  );
  print(`  generalized at epoch  ${found.generalizedAt ?? 'never'}  (test loss ≤ 0.01)`);
  print(
    `  final losses          train ${formatLoss(found.finalTrainLoss)}, test ${formatLoss(found.finalTestLoss)}`
  );
  print(`  key frequencies       ${found.keyFrequencies.join(', ') || 'none'}`);
  print(
    `  blob neurons          ${found.blobCount} of ${found.neurons}  (the three lowest frequencies carry at least 70 % of their energy)`
  );
  print('\nexported');
  for (const path of exports) print(`  ${path}`);
  print(`\nexplore it: grokscope explore ${variant.name} --results ${results}`);
}

async function findings(run: RunData) {
  const { train, test } = run.losses;
  const summary = await readSummary(run.variant, 'coarseness');
  const last = run.artifacts('neuron_freq_norm').at(-1) as number;
  const spectra = await run.read({ from: 'epoch', analyzer: 'neuron_freq_norm' }, { epoch: last });
  return {
    ...lossFacts(train, test),
    keyFrequencies: keyFrequencies(spectra),
    blobCount: summary.blob_count?.data.at(-1) ?? 0,
    neurons: spectra.norm_matrix?.shape[1] ?? 0
  };
}

function exportFigures(
  run: RunData,
  results: string,
  { grokkedAt, keyFrequencies: [lowest] }: Awaited<ReturnType<typeof findings>>
): Promise<readonly string[]> {
  const last = run.epochs.at(-1) as number;
  const turn = grokkedAt ?? last;
  const nearest = run.epochs.reduce((best, epoch) =>
    Math.abs(epoch - turn) < Math.abs(best - turn) ? epoch : best
  );
  const neurons = lowest === undefined ? 'active' : `k${lowest}`;
  return exportAll(run, results, [
    { id: 'loss_curves', epochs: [nearest] },
    { id: 'coarseness_trajectory', epochs: [nearest] },
    { id: 'neuron_grid', epochs: [last], set: { neurons } },
    { id: 'neuron_freq_clusters', epochs: [last] },
    { id: 'dominant_frequencies', epochs: [last] },
    { id: 'coarseness_distribution', epochs: run.epochs, format: 'gif' as const }
  ]);
}
