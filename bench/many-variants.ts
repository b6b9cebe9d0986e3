import { copyFileSync, linkSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { torchGenerator } from '../src/array/random/torch-generator.ts';
import { uniform } from '../src/array/random/uniform.ts';

const family = 'modulo_addition_1layer';
const primes = [59, 67, 71, 97, 113];

/** Losses of a run that memorises, peaks and groks, with some noise; `at` is the turn. */
function losses(epochs: number, at: number, seed: number) {
  const noise = uniform(torchGenerator(seed), epochs, -1, 1);
  const curve = (level: (epoch: number) => number) =>
    Array.from({ length: epochs }, (_, e) =>
      Number((level(e) * (1 + 0.01 * noise[e])).toPrecision(9))
    );
  const train = curve((e) => 4.6 * Math.exp((-12 * e) / at) + 1e-7);
  const test = curve((e) =>
    e < at
      ? 4.6 + 2 * Math.sin((Math.PI * e) / at)
      : 4.6 * Math.exp((-20 * (e - at)) / epochs) + 1e-7
  );
  return { train, test };
}

function writeRun(path: string, prime: number, seed: number, epochs: number): void {
  const config = { prime, model_seed: seed, data_seed: 598, training_fraction: 0.5, d_model: 32 };
  const { train, test } = losses(epochs, Math.round(epochs * (0.4 + 0.03 * (seed % 7))), seed);
  writeFileSync(join(path, 'config.json'), JSON.stringify(config));
  const metadata = { train_losses: train, test_losses: test, num_epochs: epochs };
  writeFileSync(join(path, 'metadata.json'), JSON.stringify(metadata));
}

/** Links the files of an analyzed variant: nothing that is not read takes room. */
function linkTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    const [source, target] = [join(from, name), join(to, name)];
    if (statSync(source).isDirectory()) linkTree(source, target);
    else if (!/^(config|metadata)\.json$|^losses$/.test(name)) linkSync(source, target);
  }
}

/**
 * Makes `variants` runs of 300 epochs with the artifacts of an analyzed one, one run with `checkpoints` checkpoints and
 * artifacts of one analyzer, and one with `epochs` losses.
 * @param model an analyzed variant, on the same disk
 */
export function makeMany(
  results: string,
  model: string,
  { variants = 5000, checkpoints = 20_000, epochs = 1_000_000 } = {}
): void {
  const folder = (name: string) => join(results, family, `${family}_${name}`);
  for (let i = 0; i < variants; i++) {
    const [prime, seed] = [primes[i % primes.length], Math.floor(i / primes.length)];
    const path = folder(`p${prime}_seed${seed}_dseed598`);
    linkTree(model, path);
    writeRun(path, prime, seed, 300);
  }
  if (checkpoints > 0) manyCheckpoints(model, folder('p101_seed1_dseed598'), checkpoints);
  if (epochs === 0) return;
  const long = folder('p103_seed1_dseed598');
  linkTree(model, long);
  writeRun(long, 103, 1, epochs);
}

function manyCheckpoints(model: string, many: string, checkpoints: number): void {
  linkTree(model, many);
  writeRun(many, 101, 1, checkpoints);
  for (const sub of ['checkpoints', 'artifacts/coarseness', 'artifacts/neuron_freq_norm']) {
    const [first] = readdirSync(join(model, sub)).filter((name) => /epoch_\d+\./.test(name));
    if (first === undefined) continue;
    for (let epoch = 0; epoch < checkpoints; epoch++) {
      const target = join(many, sub, first.replace(/\d+/, String(epoch).padStart(5, '0')));
      try {
        linkSync(join(model, sub, first), target);
      } catch (error) {
        // Some file systems allow 65,000 names per file; those of the model are there already.
        if ((error as NodeJS.ErrnoException).code === 'EMLINK')
          copyFileSync(join(model, sub, first), target);
      }
    }
  }
}
