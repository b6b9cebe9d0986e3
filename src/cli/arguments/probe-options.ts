import type { Argv } from 'yargs';

/** Which pairs a command looks at. */
export interface ProbeArguments {
  probe?: string;
  probeFile?: string;
}

/** Adds the choice of pairs to a command line. */
export function probeOptions<A>(argv: Argv<A>): Argv<A & ProbeArguments> {
  return argv
    .option('probe', {
      type: 'string',
      requiresArg: true,
      describe: 'look at some pairs only: a<b, train, wrap, 4+29,7+11 … (see list probes)'
    })
    .option('probe-file', {
      type: 'string',
      requiresArg: true,
      describe: 'read them from a file, one pair or condition per line'
    })
    .conflicts('probe', 'probe-file') as unknown as Argv<A & ProbeArguments>;
}
