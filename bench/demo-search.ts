// Looks for a recipe for the demo: it memorises first, generalises with a delay, and ends with blob neurons.
//   node bench/demo-search.ts RESULTS [key=value,value …]      e.g. seed=1,2,3 fraction=0.4,0.5 prime=59,61
// Prints one line per run and goes on where it was stopped; a run ends 200 epochs after its test loss is ≤ 0.001.
import { readSummary } from '../src/loader/index.ts';
import { allParameters, pick } from '../src/task/index.ts';
import { analyzeVariants } from '../src/workbench/analysis/index.ts';
import { keyFrequencies, lossFacts } from '../src/workbench/run/facts.ts';
import { readRun } from '../src/workbench/run/run-data.ts';
import { trainVariant } from '../src/workbench/train/train-variant.ts';

const [results = 'demo-search', ...grid] = process.argv.slice(2);
const parameters = { prime: 59, fraction: 0.5 };
const base = { dModel: 64, dMlp: 256, epochs: 3000, checkpoints: '0' };
const settled = 200;

let recipes: Record<string, number>[] = [{}];
for (const word of grid) {
  const [key = '', values = ''] = word.split('=');
  recipes = values
    .split(',')
    .flatMap((value) => recipes.map((recipe) => ({ ...recipe, [key]: Number(value) })));
}
for (const changes of recipes) {
  const others = Object.fromEntries(
    Object.entries(changes).filter(([key]) => !Object.hasOwn(allParameters, key))
  );
  const stop = new AbortController();
  let good = 0;
  const { variant, losses, epochs } = await trainVariant({
    results,
    family: 'modulo_addition_1layer',
    changes: { ...base, ...others, parameters: { ...parameters, ...pick(changes, allParameters) } },
    device: 'cpu',
    threads: 1,
    resume: true,
    signal: stop.signal,
    onEpoch({ testLoss }) {
      good = testLoss <= 1e-3 ? good + 1 : 0;
      if (good >= settled) stop.abort();
    }
  });
  const ids = ['coarseness', 'neuron_freq_norm'];
  await analyzeVariants([variant], { analyzers: ids, threads: 1 });
  const run = await readRun(variant, ids);
  const summary = await readSummary(variant, 'coarseness');
  const epoch = epochs - 1;
  const spectra = await run.read({ from: 'epoch', analyzer: 'neuron_freq_norm' }, { epoch });
  const { memorizedAt, grokkedAt, generalizedAt, peakTestLoss } = lossFacts(
    losses.train,
    losses.test
  );
  const told = Object.entries(changes).map((pair) => pair.join(' '));
  console.log(
    [
      ...told,
      `memorized ${memorizedAt}, turn ${grokkedAt}, test ≤ 0.01 ${generalizedAt}, peak ${peakTestLoss?.toFixed(1)}`,
      `k ${keyFrequencies(spectra).join(',')}`,
      `blobs ${summary.blob_count?.data.at(-1)} of ${base.dMlp} at epoch ${epoch}`
    ].join(' | ')
  );
}
