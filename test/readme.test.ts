import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'grokscope-'));
const program = `grokscope() { '${process.execPath}' '${root}bin/grokscope.js' "$@"; }`;
let demo = '';

/** Runs a command line as the README gives it, in the test's folder. */
async function shell(line: string): Promise<string> {
  const options = { cwd: folder, maxBuffer: 2 ** 26 };
  return (await promisify(execFile)('bash', ['-c', `${program}\n${line}`], options)).stdout;
}

/** The commands of a section; those that need a terminal are left to the explorer's tests. */
function commandsOf(title: string): readonly string[] {
  const section = readme.split(`## ${title}\n`)[1]?.split('\n## ')[0] ?? '';
  const lines = section.replaceAll('\\\n', ' ').match(/^ {4}grokscope .*$/gm) ?? [];
  return lines.map((line) => line.trim()).filter((line) => !line.startsWith('grokscope explore'));
}

beforeAll(async () => {
  demo = await shell('grokscope demo --json 2>/dev/null');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the README to the letter, where the demo has run', () => {
  it('its numbers are those of the demo, within what rounding moves', () => {
    const found = JSON.parse(demo);
    const told = (words: RegExp) => Number(words.exec(readme)?.[1]);
    const moved = (epoch: number, by: number) =>
      expect(Math.abs(epoch - by) / by).toBeLessThan(0.05);
    moved(found.memorizedAt, told(/train loss ≤ 0\.01 at epoch (\d+)/));
    moved(found.grokkedAt, told(/fallen by 80 % at epoch (\d+)/));
    moved(found.generalizedAt, told(/at most 0\.01 from epoch (\d+)/));
    expect(found.keyFrequencies).toContain(2);
    expect(found.blobCount).toBeGreaterThan(40);
  });

  it('every command of the three minutes works', async () => {
    const commands = commandsOf('Three minutes');
    expect(commands.length).toBeGreaterThan(9);
    for (const command of commands) await shell(command);
  });
});
