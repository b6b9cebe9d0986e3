import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The launcher of the program that is measured. */
export const program =
  process.env.GROKSCOPE_BENCH_PROGRAM ??
  fileURLToPath(new URL('../bin/grokscope.js', import.meta.url));

/** Where the run of the benchmarks is kept between calls. */
export const benchResults =
  process.env.GROKSCOPE_BENCH_RESULTS ?? fileURLToPath(new URL('../.bench', import.meta.url));

/** A run for benchmarks: p=113, 950 epochs, a checkpoint every 10; trained and analyzed where it is not there yet. Returns its name. */
export function trainedRun(): string {
  const words = [program, 'list', 'variants', '--results', benchResults, '--json'];
  // Without a variant there the list is an error.
  const { status, stdout } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  const found: { name: string; state: string; epochs: number }[] =
    status === 0 ? JSON.parse(stdout) : [];
  const run = found.find(({ state, epochs }) => state === 'analyzed' && epochs === 950);
  if (run) return run.name;
  console.log('training the run of the benchmarks: p=113, 950 epochs …');
  const recipe = ['--prime', '113', '--epochs', '950', '--checkpoints', '0:940:10'];
  const train = ['train', 'modulo_addition_1layer', '--results', benchResults, ...recipe];
  execFileSync(process.execPath, [program, ...train, '--analyze', '--resume'], { stdio: 'ignore' });
  return trainedRun();
}
