import { type Analyzer, analyzers, findAnalyzer } from '../../analyzers/index.ts';
import { readArtifact, readProvenance, updateManifest, type Variant } from '../../loader/index.ts';
import { type AnalyzerState, isFine } from './gaps.ts';
import type { EpochTask } from './plan.ts';

/**
 * Notes in the manifest, before anything is written, which version will make the artifacts that are
 * not there yet and with which parameters they are measured; those measured with others are
 * outdated from then on. A run that is killed or stopped, or measures only some epochs, so leaves
 * no file whose version or parameters are unknown. Parameters of summaries stay those of the files
 * that exist. Cross-epoch files of other analyzers that read what is made anew are noted as
 * unfinished.
 */
export async function stampStarted(
  variant: Variant,
  states: readonly AnalyzerState[],
  tasks: readonly EpochTask[]
): Promise<void> {
  const records = states.flatMap((state) => {
    const { analyzer, missing, isRemeasured } = state;
    const own = tasks.filter(({ analyzers }) => analyzers.includes(analyzer));
    if (own.length === 0) return [];
    const epochs = own.map(({ epoch }) => epoch).filter((epoch) => missing.includes(epoch));
    const parameters = measuredBy(state);
    const { id, version } = analyzer;
    const run = { isAnew: isRemeasured, isUnfinished: true };
    return [{ analyzer: id, version, parameters, epochs, ...run }];
  });
  const all = [...records, ...(await followers(variant, states, tasks))];
  if (all.length > 0) await updateManifest(variant, all);
}

/** Records of analyzers that are not part of a run but read files that it replaces. */
async function followers(
  variant: Variant,
  states: readonly AnalyzerState[],
  tasks: readonly EpochTask[]
) {
  const replaced = states
    .filter(
      ({ analyzer, stored, across }) =>
        !isFine(across) ||
        tasks.some((task) => task.analyzers.includes(analyzer) && stored.includes(task.epoch))
    )
    .map(({ analyzer }) => analyzer.id);
  if (replaced.length === 0) return [];
  const known = await readProvenance(variant);
  const isFollowing = ({ reads = [] }: Analyzer): boolean =>
    reads.some((id) => replaced.includes(id) || isFollowing(findAnalyzer(id)));
  return analyzers
    .filter(({ id }) => !states.some(({ analyzer }) => analyzer.id === id))
    .filter((analyzer) => known[analyzer.id] !== undefined && isFollowing(analyzer))
    .map(({ id }) => {
      const { version, parameters } = known[id];
      return { analyzer: id, version, parameters, epochs: [], isUnfinished: true };
    });
}

/**
 * Notes in the manifest what was made: epochs, version, and the parameters unless the run was
 * stopped before using them.
 */
export async function stampFinished(
  variant: Variant,
  states: readonly AnalyzerState[],
  written: ReadonlyMap<number, readonly string[]>,
  remade: readonly string[],
  isAborted: boolean
): Promise<void> {
  const records = [];
  for (const state of states) {
    const { analyzer, parameters, isUnfinished } = state;
    const { id, version } = analyzer;
    const epochs = [...written].filter(([, ids]) => ids.includes(id)).map(([epoch]) => epoch);
    const last = epochs.at(-1);
    const isDone = isUnfinished && !isAborted;
    const isRemade = remade.some((file) => file.startsWith(`${id}/`));
    if (last === undefined && !isRemade && !isDone) continue;
    const arrays = last === undefined ? {} : { arrays: await readArtifact(variant, id, last) };
    const used = isAborted ? measuredBy(state) : parameters;
    const record = { analyzer: id, version, parameters: used, epochs, ...arrays };
    records.push({ ...record, isUnfinished: isAborted });
  }
  if (records.length > 0) await updateManifest(variant, records);
}

/**
 * The parameters that artifacts are measured with now, and those that summaries and cross-epoch
 * files were made with.
 */
function measuredBy({ analyzer, parameters, recorded }: AnalyzerState): AnalyzerState['recorded'] {
  const keys = analyzer.measuredWith ?? [];
  return { ...recorded, ...Object.fromEntries(keys.map((key) => [key, parameters[key]])) };
}
