import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type Collect = (options: { readonly type: 'minor' | 'major' }) => void;

let known: Collect | null = null;
let least = Number.POSITIVE_INFINITY;

/** Bytes of arrays that may lie about before all of the memory is looked through. */
const most = 16 * 2 ** 20;
/** Bytes of arrays that may be new before the youngest are looked through. */
const young = 2 * 2 ** 20;
let seen = Number.POSITIVE_INFINITY;

/**
 * Frees what was read a moment ago and is not needed any more. V8 counts few bytes for an array of
 * megabytes and lets a hundred of them lie. It takes a millisecond, rarely twenty.
 */
export function sweep(): void {
  seen = Math.min(seen, getHeapStatistics().external_memory);
  if (getHeapStatistics().external_memory < seen + young) return;
  collector()({ type: 'minor' });
  relieve();
  seen = getHeapStatistics().external_memory;
}

/** Looks through all of the memory where more arrays lie about than may. */
export function relieve(): void {
  if (getHeapStatistics().external_memory > least + most) collector()({ type: 'major' });
  else if (least < getHeapStatistics().external_memory) return;
  least = getHeapStatistics().external_memory;
}

function collector(): Collect {
  if (known === null) {
    setFlagsFromString('--expose-gc');
    known = runInNewContext('gc') as Collect;
  }
  return known;
}
