import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { randomRun } from '../helpers/random-run.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

const analysis = fileURLToPath(new URL('../../src/workbench/analysis/index.ts', import.meta.url));

/** Analyzes in the main thread and in a worker, both of which load ONNX Runtime; prints its process id. */
const script = `
const { readVariant } = await import(${JSON.stringify(analysis.replace('workbench/analysis', 'loader'))});
const { analyzeVariant } = await import(${JSON.stringify(analysis)});
const variant = await readVariant(process.argv[1]);
const report = await analyzeVariant(variant, { device: 'cpu', analyzers: ['coarseness', 'parameter_trajectory'] });
console.log(JSON.stringify([process.pid, report.remade.length]));
`;

it('ONNX Runtime sends nothing home: no id, no cache and no log of its telemetry appears', async () => {
  const variant = await randomRun(temporaryFolder());
  const home = temporaryFolder();
  const { ORT_DISABLE_TELEMETRY: _, CI: __, ...outside } = process.env;
  const env = { ...outside, HOME: home, XDG_CACHE_HOME: join(home, 'cache') };
  const words = ['--input-type=module', '--eval', script, variant.path];
  const [pid, remade] = JSON.parse(
    execFileSync(process.execPath, words, { encoding: 'utf8', env })
  );
  expect(remade).toBe(2);
  expect(readdirSync(home)).toEqual([]);
  expect(existsSync(`/tmp/mat-debug-${pid}.log`)).toBe(false);
});
