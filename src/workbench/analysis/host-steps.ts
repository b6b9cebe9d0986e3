import type { Analyzer, RunArtifacts } from '../../analyzers/index.ts';
import type { NamedArrays } from '../../array/tensor.ts';
import {
  artifactEpochs,
  checkpointEpochs,
  readAcross,
  readArtifact,
  readCheckpoint,
  type Variant,
  writeAcross,
  writeArtifact,
  writeSummary
} from '../../loader/index.ts';
import type { Parameters } from './chosen-analyzers.ts';
import { conform, knownSizes } from './conform.ts';
import { decidingEpochs } from './deciding-epochs.ts';
import { stacked } from './stacked-rows.ts';

/** The work on the host that follows the engine, analyzer by analyzer; all of it writes files. */
export interface HostSteps {
  /** Finishes, checks and writes the artifact of one epoch. */
  finish(variant: Variant, analyzer: string, epoch: number, measured: NamedArrays): Promise<void>;
  /** Makes summary.npz anew from the artifacts on disk; rows of epochs without an artifact stay as they were. */
  summarize(variant: Variant, analyzer: string, parameters: Parameters): Promise<void>;
  /** Makes cross_epoch.npz anew. */
  across(variant: Variant, analyzer: string, parameters: Parameters): Promise<void>;
}

/** Returns the host steps of the analyzers that `find` knows. Nothing stays in memory between them. */
export function hostSteps(find: (id: string) => Analyzer): HostSteps {
  return {
    async finish(variant, id, epoch, measured) {
      const analyzer = find(id);
      const { prime, config } = variant;
      const made = analyzer.finish?.(measured, { epoch, ...factsOf(variant) }) ?? measured;
      const sizes = knownSizes(prime, config);
      const arrays = conform(made, analyzer.arrays, sizes, `${id} at epoch ${epoch}`);
      await writeArtifact(variant, id, epoch, arrays);
    },

    async summarize(variant, id, parameters) {
      const { summarize, summary: specs } = find(id);
      if (!summarize || !specs) return;
      const { prime, config } = variant;
      const sizes = knownSizes(prime, config);
      const state = {};
      const epochs = await artifactEpochs(variant, id);
      const rows: NamedArrays[] = [];
      for (const epoch of epochs) {
        const stored = await readArtifact(variant, id, epoch);
        const row = summarize(stored, { epoch, ...factsOf(variant) }, parameters, state);
        rows.push(conform(row, specs, sizes, `summary of ${id}`));
      }
      if (rows.length > 0) await writeSummary(variant, id, epochs, stacked(rows));
    },

    async across(variant, id, parameters) {
      const { across, acrossArrays = {}, reads = [] } = find(id);
      if (!across) return;
      const epochs = new Map<string, readonly number[]>();
      for (const read of [id, ...reads]) epochs.set(read, await artifactEpochs(variant, read));
      for (const needed of [id, ...reads])
        if ((await decidingEpochs(variant, find(needed), find)).length === 0) return;
      const { prime, config } = variant;
      const run: RunArtifacts = {
        context: factsOf(variant),
        checkpoints: await checkpointEpochs(variant),
        epochs: (analyzer) => epochs.get(analyzer) ?? [],
        load: (analyzer, epoch) => readArtifact(variant, analyzer, epoch),
        across: (analyzer) => readAcross(variant, analyzer),
        checkpoint: (epoch, names) => readCheckpoint(variant, epoch, names)
      };
      const arrays = await across(run, parameters);
      const sizes = knownSizes(prime, config);
      await writeAcross(variant, id, conform(arrays, acrossArrays, sizes, `${id} across epochs`));
    }
  };
}

function factsOf(variant: Variant): RunArtifacts['context'] {
  const { prime, config, dataSeed, fraction, probe } = variant;
  return { prime, config, dataSeed, fraction, ...(probe && { rows: probe.rows }) };
}
