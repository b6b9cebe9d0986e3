import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type Collect = (options: { readonly type: 'minor' | 'major' }) => void;

let collect: Collect | null = null;
let least = Number.POSITIVE_INFINITY;

/** Bytes of arrays that may lie about before all of the memory is looked through. */
const most = 12 * 2 ** 20;

/**
 * Frees what was read a moment ago and is not needed any more. V8 counts few bytes for an array of
 * megabytes and lets a hundred of them lie. It takes a millisecond, rarely twenty.
 */
export function sweep(): void {
  if (collect === null) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as Collect;
  }
  collect({ type: 'minor' });
  if (getHeapStatistics().external_memory > least + most) {
    collect({ type: 'major' });
    least = getHeapStatistics().external_memory;
  } else least = Math.min(least, getHeapStatistics().external_memory);
}
