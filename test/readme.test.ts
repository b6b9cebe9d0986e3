import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoRecipe } from '../src/cli/commands/demo/grokking.ts';
import { readArtifact, readSummary } from '../src/loader/index.ts';
import { analyzeVariant } from '../src/workbench/analysis/index.ts';
import { keyFrequencies, lossFacts } from '../src/workbench/run/facts.ts';
import { type TrainReport, trainVariant } from '../src/workbench/train/train-variant.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'grokscope-'));
const family = 'modulo_addition_1layer';
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs command lines as the README gives them, in a folder of the test's own. */
async function shell(line: string): Promise<void> {
  const program = `grokscope() { '${process.execPath}' '${root}bin/grokscope.js' "$@"; }`;
  const options = { cwd: folder, maxBuffer: 2 ** 26 };
  await promisify(execFile)('bash', ['-ec', `${program}\n${line}`], options);
}

/** The commands of a section; those that need a terminal are left to the explorer's tests. */
function commandsOf(title: string): readonly string[] {
  const section = readme.split(`## ${title}\n`)[1]?.split('\n## ')[0] ?? '';
  const lines = section.replaceAll('\\\n', ' ').match(/^ {4}grokscope .*$/gm) ?? [];
  return lines.map((line) => line.trim()).filter((line) => !line.startsWith('grokscope explore'));
}

let run: TrainReport;
beforeAll(async () => {
  run = await trainVariant({
    results: join(folder, 'results'),
    family,
    device: 'cpu',
    changes: { ...demoRecipe, checkpoints: '0:1200:300' }
  });
  await analyzeVariant(run.variant, { device: 'cpu' });
});

describe('the README', () => {
  it('tells the numbers of the demo’s run, within what rounding moves', async () => {
    const { variant, losses, epochs } = run;
    const told = (words: RegExp) => Number(words.exec(readme.replaceAll('\n', ' '))?.[1]);
    const near = (found: number | null, epoch: number) =>
      expect(Math.abs((found ?? 0) - epoch) / epoch).toBeLessThan(0.05);
    const facts = lossFacts(losses.train, losses.test);
    near(facts.memorizedAt, told(/train loss ≤ 0\.01 at epoch (\d+)/));
    near(facts.grokkedAt, told(/fallen by 80 % at epoch (\d+)/));
    near(facts.generalizedAt, told(/at most 0\.01 from epoch (\d+)/));
    const spectra = await readArtifact(variant, 'neuron_freq_norm', epochs - 1);
    expect(keyFrequencies(spectra)).toEqual([2, 22]);
    const { blob_count: blobs } = await readSummary(variant, 'coarseness');
    near(blobs!.data.at(-1)!, told(/and (\d+) of the 256 neurons end as blobs/));
  });

  it('has three minutes of commands that work to the letter where the demo has run', async () => {
    const commands = commandsOf('Three minutes');
    expect(commands.length).toBeGreaterThan(9);
    for (const command of commands) await shell(command.replace('--epochs 1500', '--epochs 21'));
  });
});
