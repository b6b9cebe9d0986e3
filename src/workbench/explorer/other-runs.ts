import { LRUCache } from 'lru-cache';
import { analyzers } from '../../analyzers/index.ts';
import type { NamedArrays } from '../../array/tensor.ts';
import { findVariant } from '../../loader/index.ts';
import { type RunCache, type RunData, readRun } from '../run/run-data.ts';

/** Runs beside the open one: opened when they are asked for, the least used let go. */
export interface OtherRuns {
  /** Reads a run, or returns what was read of it. Rejects with a UserError. */
  of(name: string): Promise<RunData>;
  /** The run where it was read already, else null. */
  at(name: string): RunData | null;
  /** Lets go of all: their files may be others now. */
  clear(): void;
}

interface Entry {
  readonly reading: Promise<RunData>;
  run: RunData | null;
}

const ids = analyzers.map(({ id }) => id);
const mostRuns = 24;
/** What all of them together keep of their artifacts. */
const mostBytes = 24 * 2 ** 20;

/** Creates the runs of a results folder; `opened` gives the one that is open for drawing. */
export function otherRuns(folder: string, opened: (name: string) => RunData | null): OtherRuns {
  const entries = new LRUCache<string, Entry>({ max: mostRuns });
  const arrays = new LRUCache<string, NamedArrays>({
    maxSize: mostBytes,
    sizeCalculation: (some) =>
      1 + Object.values(some).reduce((sum, { data }) => sum + data.byteLength, 0)
  });
  return {
    of(name) {
      const open = opened(name);
      if (open) return Promise.resolve(open);
      const known = entries.get(name);
      if (known) return known.reading;
      const reading = findVariant(folder, name).then((found) =>
        readRun(found, ids, partOf(arrays, name))
      );
      const entry: Entry = { reading, run: null };
      entries.set(name, entry);
      reading.then(
        (run) => {
          entry.run = run;
        },
        () => entries.delete(name)
      );
      return reading;
    },
    at: (name) => opened(name) ?? entries.get(name)?.run ?? null,
    clear() {
      entries.clear();
      arrays.clear();
    }
  };
}

/** The part of a common cache that is about one run. */
function partOf(all: LRUCache<string, NamedArrays>, name: string): RunCache {
  const of = (key: string) => `${name}\n${key}`;
  return {
    get: (key) => all.get(of(key)),
    set: (key, value) => all.set(of(key), value),
    delete: (key) => all.delete(of(key)),
    keys: () =>
      [...all.keys()].filter((key) => key.startsWith(of(''))).map((key) => key.slice(of('').length))
  };
}
