import { readArtifact, updateManifest, type Variant } from '../../loader/index.ts';
import type { AnalyzerState } from './gaps.ts';
import type { EpochTask } from './plan.ts';

/**
 * Notes in the manifest, before anything is written, which version will make the artifacts that are not there yet. A
 * killed run so leaves no file whose version is unknown; parameters stay those of the files that exist.
 */
export async function stampStarted(
  variant: Variant,
  states: readonly AnalyzerState[],
  tasks: readonly EpochTask[]
): Promise<void> {
  const records = states.flatMap(({ analyzer, missing, recorded }) => {
    const own = tasks.filter(({ analyzers }) => analyzers.includes(analyzer));
    if (own.length === 0) return [];
    const epochs = own.map(({ epoch }) => epoch).filter((epoch) => missing.includes(epoch));
    return [{ analyzer: analyzer.id, version: analyzer.version, parameters: recorded, epochs }];
  });
  if (records.length > 0) await updateManifest(variant, records);
}

/** Notes in the manifest what was made: epochs, version, and the parameters unless the run was stopped before using them. */
export async function stampFinished(
  variant: Variant,
  states: readonly AnalyzerState[],
  written: ReadonlyMap<number, readonly string[]>,
  remade: readonly string[],
  isAborted: boolean
): Promise<void> {
  const records = [];
  for (const { analyzer, parameters, recorded } of states) {
    const { id, version } = analyzer;
    const epochs = [...written].filter(([, ids]) => ids.includes(id)).map(([epoch]) => epoch);
    const last = epochs.at(-1);
    if (last === undefined && !remade.some((file) => file.startsWith(`${id}/`))) continue;
    const arrays = last === undefined ? {} : { arrays: await readArtifact(variant, id, last) };
    const used = isAborted ? recorded : parameters;
    records.push({ analyzer: id, version, parameters: used, epochs, ...arrays });
  }
  if (records.length > 0) await updateManifest(variant, records);
}
