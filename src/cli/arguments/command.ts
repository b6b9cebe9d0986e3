import type { Argv } from 'yargs';
import {
  type DeclaredOptions,
  declare,
  kebabCase,
  type OptionNote,
  type ValuesOf
} from './options.ts';

/** Options that every command takes. */
export interface CommonArguments {
  /** The results folder as given; the loader resolves the default. */
  readonly results?: string;
  readonly json: boolean;
}

/** What the user reads of a command. */
interface Described {
  /** The yargs command line, e.g. `export <variant> <figure>`. */
  readonly command: string;
  readonly about: string;
  /** True for the one that runs when no command is given. */
  readonly isDefault?: boolean;
  /** Example calls with what they do. */
  readonly examples?: readonly (readonly [string, string])[];
  /**
   * Returns what its help says of options, by name, from the whole command line.
   */
  readonly notes?: (
    line: readonly string[]
  ) => Promise<Readonly<Record<string, OptionNote | null>>>;
}

/** One command of the program; the list in `commands/index.ts` is all there are. */
export interface Command extends Described {
  /** Tells yargs of its arguments; `notes` as {@link Described.notes} gives them. */
  options(
    argv: Argv<CommonArguments>,
    notes?: Readonly<Record<string, OptionNote | null>>
  ): Argv<CommonArguments>;
  /** Does the work; returns the exit code if it is not 0. */
  run(argv: CommonArguments): Promise<number | undefined>;
}

/** What a command declares: the types of its arguments follow from it. */
interface DeclaredCommand<P extends DeclaredOptions, O extends DeclaredOptions> extends Described {
  readonly positionals?: P;
  readonly options?: O;
  /** Pairs of options of which only one may be given. */
  readonly conflicts?: readonly (readonly [keyof O & string, keyof O & string])[];
  run(request: CommonArguments & ValuesOf<P> & ValuesOf<O>): Promise<number | undefined>;
}

type None = Readonly<Record<never, never>>;

/** Makes a command of its declaration; the shared code needs not know its arguments. */
export function command<
  const P extends DeclaredOptions = None,
  const O extends DeclaredOptions = None
>(declared: DeclaredCommand<P, O>): Command {
  const { positionals = {}, options = {}, conflicts = [] } = declared;
  return {
    ...declared,
    options(argv, notes) {
      declare(argv, positionals, options, notes);
      for (const [one, other] of conflicts) argv.conflicts(kebabCase(one), kebabCase(other));
      return argv;
    },
    run: (argv) => declared.run(argv as CommonArguments & ValuesOf<P> & ValuesOf<O>)
  };
}
