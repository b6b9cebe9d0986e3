// The measures of each checkpoint of a language model RUN with PROBES.json, written to disk: prints the seconds of all, per
// checkpoint, and of each but the first, which compiles too, as JSON.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSummary } from '../src/loader/index.ts';
import { analyzeVariant } from '../src/workbench/analysis/index.ts';
import { importLanguage } from '../src/workbench/import/import-language.ts';

const [run, probeFile] = process.argv.slice(2) as [string, string];
const results = mkdtempSync(join(tmpdir(), 'grokscope-bench-'));
const { variant, steps } = await importLanguage({ results, run, probeFile });
const analyzers = [
  ...['probe_answers', 'probe_skills', 'probe_calibration', 'probe_entropy', 'probe_embeddings'],
  ...['layer_drift', 'parameter_stability']
];
const started = performance.now();
const ends: number[] = [];
await analyzeVariant(variant, {
  analyzers,
  threads: Number(process.env.THREADS ?? 2),
  onProgress: () => ends.push(performance.now())
});
const ended = performance.now();
const { accuracy, mean_token_log_probability: logs } = await readSummary(variant, 'probe_answers');
rmSync(results, { recursive: true });
console.log(
  JSON.stringify({
    all: (ended - started) / 1000 / steps.length,
    further: (ended - ends[0]) / 1000 / (steps.length - 1),
    right: accuracy.data.at(-1),
    logProbability: logs.data.at(-1)
  })
);
