import { text } from './options.ts';

/** The choice of pairs that a command looks at. */
export const probeOptions = {
  probe: text('look at some pairs only: a<b, train, wrap, 4+29,7+11 … (see list probes)'),
  probeFile: text('read them from a file, one pair or condition per line')
};

/** Only one of them may be given. */
export const probeConflict = ['probe', 'probeFile'] as const;
