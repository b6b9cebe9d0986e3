import type { Analyzer } from '../../analyzers/index.ts';
import type { Structure, Task } from '../../task/index.ts';

const lacks: Readonly<Record<Structure, string>> = {
  cyclic: 'its numbers do not turn a circle by a and b in their usual order',
  sum: 'its answer is not (a + b) mod p'
};

/** Returns why an analyzer's numbers mean nothing for a task; null where they mean something. */
export function lackOf({ structure }: Analyzer, task: Task): string | null {
  return structure === undefined || task.structure.includes(structure) ? null : lacks[structure];
}
