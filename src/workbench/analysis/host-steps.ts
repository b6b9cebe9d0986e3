import { type Analyzer, arraysOfModel, type RunArtifacts } from '../../analyzers/index.ts';
import type { NamedArrays } from '../../array/tensor.ts';
import {
  analysisCommand,
  readAcross,
  readCheckpoint,
  type Variant,
  wholeCheckpoints,
  writeAcross,
  writeArtifact,
  writeSummary
} from '../../loader/index.ts';
import { runFilesOf } from '../language/run-files.ts';
import { conform, factsOf, knownSizes } from '../run/conform.ts';
import { modelOf } from '../run/model-of.ts';
import { storedArtifact } from '../run/stored-artifact.ts';
import { wholeArtifacts } from '../run/whole-artifacts.ts';
import { layerIn } from './checkpoint-graph.ts';
import type { Parameters } from './chosen-analyzers.ts';
import { decidingEpochs } from './deciding-epochs.ts';
import { completed, demanding } from './present-arrays.ts';
import { stacked } from './stacked-rows.ts';

/** The work on the host that follows the engine, analyzer by analyzer; all of it writes files. */
export interface HostSteps {
  /**
   * Finishes, checks and writes the artifact of one epoch; resolves to the error where it cannot be
   * made. Rejects where it cannot be written.
   */
  finish(
    variant: Variant,
    analyzer: string,
    epoch: number,
    measured: NamedArrays
  ): Promise<Error | null>;
  /**
   * Makes summary.npz anew from the artifacts on disk; rows of epochs without an artifact stay as
   * they were.
   */
  summarize(variant: Variant, analyzer: string, parameters: Parameters): Promise<void>;
  /** Makes cross_epoch.npz anew. */
  across(variant: Variant, analyzer: string, parameters: Parameters): Promise<void>;
}

/**
 * Returns the host steps of the analyzers that `find` knows. Nothing stays in memory between them.
 */
export function hostSteps(find: (id: string) => Analyzer): HostSteps {
  return {
    async finish(variant, id, epoch, measured) {
      const { config } = variant;
      let arrays: NamedArrays;
      try {
        const analyzer = find(id);
        const made = analyzer.finish?.(measured, { epoch, ...factsOf(variant) }) ?? measured;
        const sizes = knownSizes(variant);
        const declared = arraysOfModel(analyzer.arrays, config);
        arrays = conform(made, declared, sizes, `${id} at epoch ${epoch}`);
      } catch (error) {
        return error instanceof Error ? error : new Error(String(error));
      }
      await writeArtifact(variant, id, epoch, arrays);
      return null;
    },

    async summarize(variant, id, parameters) {
      const { summarize, summary, arrays } = find(id);
      if (!summarize || !summary) return;
      const { config } = variant;
      const [specs, declared] = [summary, arrays].map((all) => arraysOfModel(all, config));
      const sizes = knownSizes(variant);
      const state = {};
      const epochs = await wholeArtifacts(variant, id);
      const rows: NamedArrays[] = [];
      for (const epoch of epochs) {
        const stored = completed(
          await storedArtifact(variant, id, epoch),
          declared,
          sizes,
          `${id} at epoch ${epoch}`,
          remedy(variant, id)
        );
        const row = summarize(stored, { epoch, ...factsOf(variant) }, parameters, state);
        rows.push(conform(row, specs, sizes, `summary of ${id}`));
      }
      if (rows.length > 0) await writeSummary(variant, id, epochs, stacked(rows));
    },

    async across(variant, id, parameters) {
      const { across, acrossArrays = {}, reads = [] } = find(id);
      if (!across) return;
      const epochs = new Map<string, readonly number[]>();
      for (const read of [id, ...reads]) epochs.set(read, await wholeArtifacts(variant, read));
      for (const needed of [id, ...reads])
        if ((await decidingEpochs(variant, find(needed), find)).length === 0) return;
      const { config } = variant;
      const run: RunArtifacts = {
        context: factsOf(variant),
        checkpoints: await wholeCheckpoints(variant),
        epochs: (analyzer) => epochs.get(analyzer) ?? [],
        load: async (read, epoch) =>
          demanding(
            await storedArtifact(variant, read, epoch),
            arraysOfModel(find(read).arrays, config),
            `${read} at epoch ${epoch}`,
            remedy(variant, read)
          ),
        across: async (read) =>
          demanding(
            await readAcross(variant, read),
            arraysOfModel(find(read).acrossArrays ?? {}, config),
            `${read} across epochs`,
            remedy(variant, read)
          ),
        files: runFilesOf(variant),
        checkpoint: (epoch, names) => layerCheckpoint(variant, epoch, parameters.layer, names)
      };
      const arrays = await across(run, parameters);
      const sizes = knownSizes(variant);
      const declared = arraysOfModel(acrossArrays, config);
      await writeAcross(variant, id, conform(arrays, declared, sizes, `${id} across epochs`));
    }
  };
}

/** The tensors of a checkpoint by the names asked for, where `block.` stands for a layer. */
async function layerCheckpoint(
  variant: Variant,
  epoch: number,
  layer: unknown,
  names?: readonly string[]
): Promise<NamedArrays> {
  if (!names?.some((name) => name.startsWith('block.')))
    return readCheckpoint(variant, epoch, names);
  const at = layerIn(modelOf(variant), typeof layer === 'number' ? layer : null);
  const stored = names.map((name) => name.replace(/^block\./, `blocks.${at}.`));
  const weights = await readCheckpoint(variant, epoch, stored);
  return Object.fromEntries(names.map((name, i) => [name, weights[stored[i]]]));
}

/** Remakes files that other programs made without some arrays, where the model has them. */
function remedy(variant: Variant, analyzer: string): string {
  return `if its model has it, run: ${analysisCommand(variant)} --analyzer ${analyzer} --force`;
}
