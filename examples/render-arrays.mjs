// Draws figures from plain arrays: no results folder, no model. Run: node examples/render-arrays.mjs [FOLDER]
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  exportFigure,
  plainText,
  renderCoarsenessDistribution,
  renderCoarsenessTrajectory,
  renderNeuronFreqTrajectory
} from 'grokscope';

const folder = process.argv[2] ?? 'results/exports';

// A coarseness summary as `analyze` writes it: one number per stored epoch.
const trajectory = renderCoarsenessTrajectory(
  {
    epochs: [0, 500, 1000, 1500, 2000],
    mean_coarseness: [0.12, 0.18, 0.35, 0.62, 0.71],
    p25_coarseness: [0.05, 0.08, 0.15, 0.4, 0.55],
    p75_coarseness: [0.2, 0.27, 0.5, 0.8, 0.88]
  },
  { currentEpoch: 1500, blobThreshold: 0.7 }
);
console.log(plainText(trajectory, { width: 80, height: 12 }));

// One epoch: the coarseness of each neuron.
const coarseness = Float64Array.from({ length: 64 }, (_, neuron) => (neuron / 63) ** 2);
const distribution = renderCoarsenessDistribution({ coarseness }, { epoch: 1500, nBins: 10 });

// Frequencies count from 0; cells below the threshold are masked.
const switching = renderNeuronFreqTrajectory(
  {
    epochs: [0, 500, 1000],
    dominant_freq: [
      [0, 5, 2],
      [3, 5, 2],
      [3, 0, 2]
    ],
    max_frac: [
      [0.2, 0.9, 0.6],
      [0.8, 0.9, 0.7],
      [0.9, 0.7, 0.8]
    ]
  },
  { prime: 13, sortedByFinal: true, title: 'Three neurons' }
);

await mkdir(folder, { recursive: true });
for (const [name, figure] of Object.entries({ trajectory, distribution, switching })) {
  const path = join(folder, `${name}.html`);
  await writeFile(path, await exportFigure(figure, { format: 'html' }));
  console.log(path);
}
