import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { analyzers } from '../../../analyzers/index.ts';
import type { Stopped } from '../../../error/stopped.ts';
import { UserError } from '../../../error/user-error.ts';
import {
  findVariant,
  readFamily,
  readLosses,
  readSummary,
  recipeWith,
  resultsFolder,
  variantName
} from '../../../loader/index.ts';
import { snakeCase } from '../../../option/option.ts';
import { openExporter } from '../../../render-png/index.ts';
import { formatLoss } from '../../../text/format.ts';
import { findVisualization } from '../../../visualizations/index.ts';
import { exportRun } from '../../../workbench/export/export-run.ts';
import { keyFrequencies, lossFacts } from '../../../workbench/run/facts.ts';
import { type RunData, readRun } from '../../../workbench/run/run-data.ts';
import { interruptSignal } from '../../output/interrupt.ts';
import { print, printJson, remark } from '../../output/output.ts';
import { openExplorer } from '../explore/run.ts';

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

const family = 'modulo_addition_1layer';

/** What `grokscope demo` was asked. */
export interface DemoRequest {
  readonly results?: string;
  readonly json: boolean;
  readonly force: boolean;
  readonly explore: boolean;
}

/**
 * Trains the demo run as a user would, and opens the explorer on it, or prints and exports what it
 * found.
 */
export async function demo(request: DemoRequest): Promise<number> {
  const results = resultsFolder(request.results);
  const known = await readFamily(family);
  const name = variantName(recipeWith(known, demoRecipe), known);
  const isLive =
    request.explore &&
    !request.json &&
    process.stdout.isTTY === true &&
    process.stdin.isTTY === true;
  const isDone = !request.force && (await isTrained(results, name));
  if (isLive) return watchLive(results, name, request.force, isDone);
  if (isDone) remark(`${name} is trained already (--force trains it again)`);
  else await trainDemo(results, request.force, 'inherit', interruptSignal());
  return report(results, name, request.json);
}

async function isTrained(results: string, name: string): Promise<boolean> {
  const variant = await findVariant(results, name).catch(() => null);
  if (!variant) return false;
  const { train } = await readLosses(variant).catch(() => ({ train: [] }));
  return train.length >= demoRecipe.epochs;
}

function trainWords(results: string, force: boolean): string[] {
  const program = process.argv[1] as string;
  const { parameters, ...others } = demoRecipe;
  const changes = Object.entries({ ...parameters, ...others }).flatMap(([key, value]) => [
    `--${snakeCase(key).replaceAll('_', '-')}`,
    String(value)
  ]);
  const how = ['--results', results, '--analyze', force ? '--force' : '--resume'];
  return [program, 'train', family, ...changes, ...how];
}

/**
 * Starts the training; a stop that `signal` tells is passed on, and rejects with it once the
 * training has saved.
 */
function trainDemo(
  results: string,
  force: boolean,
  output: 'inherit' | number,
  signal?: AbortSignal
) {
  const out = output === 'inherit' ? process.stderr.fd : output;
  const words = ['--disable-sigusr1', ...trainWords(results, force)];
  const child = spawn(process.execPath, words, {
    stdio: ['ignore', out, out, 'pipe'],
    env: { ...process.env, GROKSCOPE_PARENT_FD: '3' }
  });
  const control = child.stdio[3] as Writable;
  control.on('error', () => {}); // it has ended by itself
  const stop = () => control.write(`${(signal!.reason as Stopped).signal}\n`);
  signal?.addEventListener('abort', stop, { once: true });
  const again = 'run the demo again: it goes on from there';
  const ended = new Promise<void>((done, failed) => {
    child.on('error', failed);
    child.on('exit', (code) => {
      if (signal?.aborted) {
        remark(again);
        failed(signal.reason);
      } else if (code === 0) done();
      else failed(new UserError(`training stopped with exit code ${code}`, again));
    });
  });
  return Object.assign(ended, { child });
}

async function watchLive(
  results: string,
  name: string,
  force: boolean,
  isDone: boolean
): Promise<number> {
  if (isDone) {
    await openExplorer({ results, variant: name });
    return 0;
  }
  mkdirSync(results, { recursive: true });
  const log = openSync(join(results, 'demo.log'), 'w');
  const training = trainDemo(results, force, log);
  const stopped = training.catch(() => {});
  try {
    await appeared(results, name, training);
    await openExplorer({ results, variant: name });
  } finally {
    if (training.child.exitCode === null) training.child.kill('SIGINT');
    await stopped;
    closeSync(log);
  }
  print(
    `the run is in ${join(results, family, name)}\nopen it again: grokscope explore ${name} --results ${results}`
  );
  if (!(await isTrained(results, name)))
    print('its training was stopped and saved; the demo goes on from there');
  return 0;
}

/** Waits until the variant has its first checkpoint, so that the explorer opens on something. */
async function appeared(results: string, name: string, training: Promise<void>): Promise<void> {
  let failure: unknown = null;
  training.catch((error: unknown) => {
    failure = error;
  });
  for (let tries = 0; tries < 300; tries++) {
    if (failure) throw failure;
    const variant = await findVariant(results, name).catch(() => null);
    if (variant && variant.state !== 'untrained') return;
    await new Promise((wake) => setTimeout(wake, 100));
  }
  throw new UserError('the demo run did not start within 30 s', `see ${join(results, 'demo.log')}`);
}

async function report(results: string, name: string, json: boolean): Promise<number> {
  const variant = await findVariant(results, name);
  const run = await readRun(
    variant,
    analyzers.map(({ id }) => id)
  );
  const found = await findings(run);
  const exports = await exportFigures(run, results, found);
  if (json) {
    printJson({ variant: variant.name, path: variant.path, ...found, exports });
    return 0;
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
  return 0;
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

async function exportFigures(
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
  const wanted = [
    { id: 'loss_curves', epochs: [nearest] },
    { id: 'coarseness_trajectory', epochs: [nearest] },
    { id: 'neuron_grid', epochs: [last], set: { neurons } },
    { id: 'neuron_freq_clusters', epochs: [last] },
    { id: 'dominant_frequencies', epochs: [last] },
    { id: 'coarseness_distribution', epochs: run.epochs, format: 'gif' as const }
  ];
  const paths: string[] = [];
  const exporter = openExporter();
  const signal = interruptSignal();
  try {
    for (const { id, format = 'png' as const, ...request } of wanted) {
      remark(`exporting ${id}.${format}`);
      const figure = findVisualization(id);
      paths.push(await exportRun(run, figure, { ...request, format, results, exporter, signal }));
    }
  } finally {
    exporter.close();
  }
  return paths;
}
