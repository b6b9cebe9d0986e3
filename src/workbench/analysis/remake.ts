import type { Variant } from '../../loader/index.ts';
import { wholeArtifacts } from '../run/whole-artifacts.ts';
import { type AnalyzerState, isFine } from './gaps.ts';
import type { Host } from './host.ts';
import type { CheckpointFailure } from './options.ts';

/**
 * Makes the summaries and cross-epoch files anew that are absent, stale or concerned by new
 * artifacts (`fresh`: the analyzers that have some), each after those it reads; returns which, in
 * the order of the analyzers. One that cannot be made (it reads a damaged checkpoint, say) is added
 * to `failures` and the others go on.
 */
export async function remake(
  variant: Variant,
  states: readonly AnalyzerState[],
  fresh: ReadonlySet<string>,
  host: Host,
  force: boolean,
  failures: CheckpointFailure[]
): Promise<readonly string[]> {
  const failed = new Map<string, CheckpointFailure>();
  const make = async (file: string, request: Parameters<Host['ask']>[0]): Promise<boolean> => {
    try {
      await host.ask(request);
      return true;
    } catch (error) {
      failed.set(file, { epoch: null, file, error: error as Error });
      return false;
    }
  };

  const summarized = states.map(async ({ analyzer: { id }, summary, parameters }) => {
    const isDue = force || fresh.has(id) || !isFine(summary);
    if (summary === null || !isDue || (await wholeArtifacts(variant, id)).length === 0)
      return false;
    return make(`${id}/summary.npz`, { kind: 'summarize', variant, analyzer: id, parameters });
  });
  const summaries = await settled(summarized);

  const begun = new Map<string, Promise<boolean>>();
  const across = async ({ analyzer, across: state, parameters }: AnalyzerState) => {
    const { id, reads = [] } = analyzer;
    const before = await Promise.all(reads.map((read) => begun.get(read) ?? false));
    const isNew = before.includes(true) || [id, ...reads].some((read) => fresh.has(read));
    if (state === null || !(force || isNew || !isFine(state))) return false;
    return make(`${id}/cross_epoch.npz`, { kind: 'across', variant, analyzer: id, parameters });
  };
  // What an analyzer reads stands before it.
  for (const state of states) begun.set(state.analyzer.id, across(state));
  const crossed = await settled([...begun.values()]);

  const files = (name: string, isMade: readonly boolean[]) =>
    states.map(({ analyzer: { id } }, i) => [`${id}/${name}`, isMade[i]] as const);
  const all = [...files('summary.npz', summaries), ...files('cross_epoch.npz', crossed)];
  failures.push(...all.flatMap(([file]) => failed.get(file) ?? []));
  return all.filter(([, isMade]) => isMade).map(([file]) => file);
}

/** Waits for all before it throws what one of them threw. */
async function settled<T>(work: readonly Promise<T>[]): Promise<readonly T[]> {
  await Promise.allSettled(work);
  return Promise.all(work);
}
