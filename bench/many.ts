import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startInTerminal } from './explorer-terminal.ts';
import { makeMany } from './many-variants.ts';
import type { Bench, BenchRow } from './run.ts';
import { benchResults, program } from './trained-run.ts';

const family = 'modulo_addition_1layer';
const folder = join(benchResults, 'many');
const extremes = join(folder, 'extremes');
const thousands = join(folder, 'thousands');

/** Thousands of variants, checkpoints and losses, made here: what every command that looks at all of them takes. */
const bench: Bench = async () => {
  makeFolders();
  const rows = [
    commandRow('list variants', 1.5),
    commandRow('table', 60),
    commandRow('compare all --figure coarseness_trajectory', 60),
    commandRow('anomalies', 60)
  ];
  const hasTerminal = spawnSync('script', ['--version']).status === 0;
  const explorers: readonly (readonly [string, string, string, number])[] = [
    ['a folder of 5,000 variants', thousands, 'p59 s3', 1],
    ['20,000 checkpoints', extremes, 'p101', 1],
    ['1,000,000 epochs', extremes, 'p103', 2]
  ];
  for (const explorer of hasTerminal ? explorers : []) rows.push(await explorerRow(...explorer));
  return { rows };
};
export default bench;

function makeFolders(): void {
  const model = join(folder, 'model');
  if (existsSync(extremes)) return;
  console.log('making 5,000 variants …');
  const run = (...words: string[]) =>
    execFileSync(process.execPath, [program, ...words, '--results', model], { stdio: 'ignore' });
  const small = '--prime 11 --d-model 32 --d-mlp 32 --heads 2 --epochs 30 --checkpoints 0:30:10';
  const read = ['coarseness', 'neuron_freq_norm', 'effective_dimensionality'];
  const more = ['unembedding_fourier', 'parameter_trajectory', 'trajectory_loops'];
  rmSync(folder, { recursive: true, force: true });
  run('train', family, ...small.split(' '));
  run('analyze', '--all', ...[...read, ...more].flatMap((id) => ['--analyzer', id]));
  const [name = ''] = readdirSync(join(model, family));
  const from = join(model, family, name);
  makeMany(thousands, from, { variants: 5000, checkpoints: 0, epochs: 0 });
  makeMany(extremes, from, { variants: 0 });
}

function commandRow(words: string, budget: number): BenchRow {
  const started = performance.now();
  const call = [program, ...words.split(' '), '--results', thousands];
  execFileSync(process.execPath, call, { stdio: 'ignore', maxBuffer: 2 ** 26 });
  return row(`\`${words}\`, 5,000 variants`, (performance.now() - started) / 1000, budget);
}

async function explorerRow(
  what: string,
  results: string,
  variant: string,
  budget: number
): Promise<BenchRow> {
  const state = join(tmpdir(), `grokscope-many-${process.pid}`);
  const command = [process.execPath, program, 'explore', variant, '--results', results];
  const env = { TERM: 'xterm-256color', COLORTERM: 'truecolor', LANG: 'C.UTF-8' };
  const size = { columns: 160, rows: 48 };
  const started = performance.now();
  const terminal = await startInTerminal(command, size, { ...env, GROKSCOPE_STATE_DIR: state });
  try {
    while (!terminal.output.includes('Loss')) await new Promise((next) => setTimeout(next, 5));
    return row(`explorer on ${what}: first figures`, (performance.now() - started) / 1000, budget);
  } finally {
    await terminal.close();
    rmSync(state, { recursive: true, force: true });
  }
}

function row(what: string, seconds: number, budget: number): BenchRow {
  return {
    what,
    measured: `${seconds.toPrecision(2)} s`,
    against: `${budget} s`,
    ratio: (seconds / budget).toFixed(2),
    note: 'one process, from its start'
  };
}
