import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findPyTorch } from './pytorch.ts';
import type { Bench } from './run.ts';
import { benchResults } from './trained-run.ts';

const script = (name: string) => fileURLToPath(new URL(`./${name}`, import.meta.url));
const folder = join(benchResults, 'language');

interface Cost {
  readonly total: number;
  /** MiB. */
  readonly peak: number;
  /** Largest log-probability at the measured positions: both must say the same. */
  readonly top: number;
}

/** 64 sequences of 64 tokens through a random model of the shape of Qwen3-0.6B, weights in bf16. */
const bench: Bench = async () => {
  const torch = findPyTorch();
  if (torch === null) return { skipped: 'it needs PyTorch, which makes the model too' };
  const called = (command: string, ...words: readonly string[]): string =>
    execFileSync(command, words, { encoding: 'utf8', env: { ...process.env, THREADS: '2' } });
  mkdirSync(folder, { recursive: true });
  if (!existsSync(join(folder, 'config.json')))
    called(torch.python, script('torch_language.py'), 'make', folder);
  const rounds = 3;
  const [ours, theirs]: [Cost[], Cost[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    ours.push(JSON.parse(called(process.execPath, script('language-run.ts'), folder)));
    theirs.push(JSON.parse(called(torch.python, script('torch_language.py'), 'run', folder)));
  }
  if (Math.abs(ours[0].top - theirs[0].top) > 1e-3)
    throw new Error('the two compute different models');
  const best = (costs: readonly Cost[], key: 'total' | 'peak') =>
    Math.min(...costs.map((cost) => cost[key]));
  const row = (what: string, key: 'total' | 'peak', unit: string, digits: number) => {
    const [own, other] = [best(ours, key), best(theirs, key)];
    return {
      what,
      measured: `${own.toFixed(digits)} ${unit}`,
      against: `${other.toFixed(digits)} ${unit}`,
      ratio: (own / other).toFixed(2),
      note: `best of ${rounds}, two threads, ${torch.words} in float32 as people write it`
    };
  };
  return {
    rows: [
      row('one checkpoint of 0.6 B, with reading it', 'total', 's', 1),
      row('peak memory', 'peak', 'MiB', 0)
    ]
  };
};
export default bench;
