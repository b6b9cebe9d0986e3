import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkpointPath, findVariant, readLosses, writeLosses } from '../src/loader/index.ts';
import { benchResults, program } from './trained-run.ts';

type Json = Record<string, unknown>;

const trained = 250;
const spread = 100;

/** Where the run of 25,000 epochs lies: alone, as it is what opens without a name. */
export const longResults = join(benchResults, 'long');

/**
 * Returns the name of a run of 25,000 epochs with 250 checkpoints × 512 neurons, p=113, analyzed.
 * What is trained are 250 epochs, each saved; they are spread over 25,000 before the analysis, so
 * that files, curves and cursor have the sizes of a long run.
 */
export async function longRun(): Promise<string> {
  const whole = join(longResults, 'is-whole');
  if (existsSync(whole)) return readFileSync(whole, 'utf8');
  rmSync(longResults, { recursive: true, force: true });
  console.log('training and analyzing the long run of the benchmarks: p=113, 250 checkpoints …');
  const call = (...words: string[]) =>
    execFileSync(process.execPath, [program, ...words, '--results', longResults], {
      stdio: 'ignore'
    });
  const recipe = ['--prime', '113', '--epochs', String(trained), '--checkpoints', '0:249:1'];
  call('train', 'modulo_addition_1layer', ...recipe);
  const variant = await findVariant(longResults, 'p113');
  for (let epoch = trained - 1; epoch > 0; epoch--)
    renameSync(checkpointPath(variant, epoch), checkpointPath(variant, epoch * spread));
  const { train, test } = await readLosses(variant);
  const losses = { train: spreadOut(train), test: spreadOut(test) };
  await writeLosses(variant, 0, losses);
  const change = (name: string, changed: (json: Json) => Json) => {
    const path = join(variant.path, name);
    writeFileSync(path, JSON.stringify(changed(JSON.parse(readFileSync(path, 'utf8')))));
  };
  change('config.json', ({ recipe, ...others }) => ({
    ...others,
    recipe: { ...(recipe as Json), epochs: trained * spread }
  }));
  change('metadata.json', (others) => ({
    ...others,
    train_losses: [...losses.train],
    test_losses: [...losses.test],
    num_epochs: trained * spread
  }));
  for (const name of readdirSync(variant.path))
    if (name.startsWith('optimizer')) rmSync(join(variant.path, name));
  call('analyze', variant.name);
  writeFileSync(whole, variant.name);
  return variant.name;
}

/** Between two epochs that were trained the losses go straight. */
function spreadOut(losses: Float64Array): Float64Array {
  return Float64Array.from({ length: losses.length * spread }, (_, i) => {
    const from = Math.floor(i / spread);
    const to = Math.min(from + 1, losses.length - 1);
    return losses[from] + ((i % spread) / spread) * (losses[to] - losses[from]);
  });
}
