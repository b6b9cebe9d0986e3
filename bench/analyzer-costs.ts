import { type Analyzer, analyzers } from '../src/analyzers/index.ts';
import { checkpointEpochs, type Variant } from '../src/loader/index.ts';
import { checkpointGraph } from '../src/workbench/analysis/checkpoint-graph.ts';
import { readWeights } from '../src/workbench/analysis/checkpoint-reader.ts';
import { parametersOf } from '../src/workbench/analysis/chosen-analyzers.ts';
import { hostSteps } from '../src/workbench/analysis/host-steps.ts';
import { compileMeasures } from '../src/workbench/analysis/measures.ts';

const runs = 7;

/** One line per analyzer: its name, milliseconds per checkpoint of engine and host, seconds across all checkpoints. */
export async function analyzerCosts(variant: Variant): Promise<readonly (readonly string[])[]> {
  const lines: string[][] = [];
  for (const analyzer of analyzers) {
    const { engine, host } = await perCheckpoint(variant, analyzer);
    const across = await acrossRun(variant, analyzer);
    const shown = (value: number | null, digits: number) => value?.toFixed(digits) ?? '–';
    lines.push([analyzer.id, shown(engine, 1), shown(host, 1), shown(across, 2)]);
  }
  return lines;
}

interface PerCheckpoint {
  /** Milliseconds in the engine, alone in its graph. */
  readonly engine: number | null;
  /** Milliseconds of host steps and writing. */
  readonly host: number | null;
}

async function perCheckpoint(variant: Variant, analyzer: Analyzer): Promise<PerCheckpoint> {
  if (!analyzer.measure && !analyzer.repeat) return { engine: null, host: null };
  const measures = await compileMeasures([analyzer], checkpointGraph(variant), { device: 'cpu' });
  const steps = hostSteps(() => analyzer);
  const epochs = await checkpointEpochs(variant);
  const weightsAt = async (epoch: number, names: readonly string[]) => {
    const read = await readWeights(variant, epoch, names);
    if ('error' in read) throw read.error;
    return read.weights;
  };
  const end = epochs.at(-1)!;
  const last = { epoch: end, weights: await weightsAt(end, measures.lastTensors) };
  const engine: number[] = [];
  const host: number[] = [];
  for (let run = 0; run < (analyzer.repeat ? 3 : runs); run++) {
    const epoch = epochs[Math.floor((run * epochs.length) / runs)];
    const weights = await weightsAt(epoch, measures.tensors);
    const started = performance.now();
    const measured = await measures.run(weights, last);
    const between = performance.now();
    await steps.finish(variant, analyzer.id, epoch, measured[analyzer.id]);
    engine.push(between - started);
    host.push(performance.now() - between);
  }
  await measures.dispose();
  return { engine: median(engine), host: median(host) };
}

async function acrossRun(variant: Variant, analyzer: Analyzer): Promise<number | null> {
  if (!analyzer.across || analyzer.measure) return null;
  const started = performance.now();
  await hostSteps((id) => analyzers.find((one) => one.id === id)!).across(
    variant,
    analyzer.id,
    parametersOf(analyzer, {})
  );
  return (performance.now() - started) / 1000;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}
