import type { Argv } from 'yargs';

/** Options that every command takes. */
export interface CommonArguments {
  /** The results folder as given; the loader resolves the default. */
  readonly results?: string;
  readonly json: boolean;
}

/** One command of the program; the list in `commands/index.ts` is all there are. */
export interface Command {
  /** The yargs command line, e.g. `export <variant> <figure>`. */
  readonly command: string;
  readonly about: string;
  /** True for the one that runs when no command is given. */
  readonly isDefault?: boolean;
  /** Example calls with what they do. */
  readonly examples?: readonly (readonly [string, string])[];
  options(argv: Argv<CommonArguments>): Argv<CommonArguments>;
  /** Does the work; returns the exit code if it is not 0. */
  run(argv: CommonArguments): Promise<number | undefined>;
}

/** Declares a command whose options beyond the common ones are `A`; the shared code needs not know them. */
export function command<A = unknown>(declared: {
  readonly command: string;
  readonly about: string;
  readonly isDefault?: boolean;
  readonly examples?: readonly (readonly [string, string])[];
  options(argv: Argv<CommonArguments>): Argv<CommonArguments & A>;
  run(argv: CommonArguments & A): Promise<number | undefined>;
}): Command {
  return declared as unknown as Command;
}
