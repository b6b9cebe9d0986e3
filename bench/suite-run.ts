// Runs analyzers on the first variant of a results folder and prints what they cost: those named, else the family's
// whole suite, first what it does per checkpoint.
import { type Analyzer, findAnalyzer } from '../src/analyzers/index.ts';
import type { Device } from '../src/engine/index.ts';
import { listVariants, readFamily } from '../src/loader/index.ts';
import { analyzeVariant } from '../src/workbench/analysis/index.ts';

const [results = '', ...named] = process.argv.slice(2);
// Where to compute, by default where the program would.
const device = (process.env.GROKSCOPE_BENCH_DEVICE ?? 'auto') as Device;
const [variant] = await listVariants(results);
const analyzers = named.length > 0 ? named : (await readFamily(variant.family)).analyzers;
const isPerEpoch = ({ measure, repeat }: Analyzer) => Boolean(measure ?? repeat);
const perEpoch = analyzers.filter((id) => isPerEpoch(findAnalyzer(id)));
const peak = () => process.resourceUsage().maxRSS / 1024;

const times: number[] = [];
const onProgress = () => void times.push(performance.now());
const first = await analyzeVariant(variant, { analyzers: perEpoch, device, onProgress });
const peakOfEpochs = peak();
const second = await analyzeVariant(variant, { analyzers, device });
const steady = (times.at(-1)! - times[0]) / (times.length - 1) / 1000;
const numbers = {
  checkpoints: first.checkpoints,
  steady,
  whole: first.seconds,
  across: second.seconds,
  peakOfEpochs,
  peak: peak()
};
console.log(JSON.stringify(numbers));
