import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type Collect = (options: { readonly type: 'minor' | 'major' }) => void;

let collect: Collect | null = null;

/**
 * Frees what was read a moment ago and is not needed any more. V8 counts few bytes for an array of
 * megabytes and would let a hundred of them lie; this takes a millisecond.
 */
export function sweep(type: 'minor' | 'major' = 'minor'): void {
  if (collect === null) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as Collect;
  }
  collect({ type });
}
