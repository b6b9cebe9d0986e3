import type { Argv, Options } from 'yargs';

/**
 * One option or positional argument as data: what yargs is told, and from which the type of its
 * value follows.
 */
export type Declared = Options & { readonly describe: string };

/** Options or positional arguments by camelCase name; users write them in kebab-case. */
export type DeclaredOptions = Readonly<Record<string, Declared>>;

type ValueOf<O> = O extends { readonly array: true }
  ? O extends { readonly demandOption: true }
    ? string[]
    : string[] | undefined
  : O extends { readonly choices: readonly (infer C)[] }
    ? C | Absent<O>
    : O extends { readonly type: 'boolean' }
      ? boolean
      : O extends { readonly type: 'number' }
        ? number | Absent<O>
        : string | Absent<O>;

type Absent<O> = O extends { readonly default: unknown } | { readonly demandOption: true }
  ? never
  : undefined;

/** The values of declared options, as a command's `run` gets them. */
export type ValuesOf<O extends DeclaredOptions> = { readonly [K in keyof O]: ValueOf<O[K]> };

/** A text. */
export function text(describe: string) {
  return { type: 'string', requiresArg: true, describe } as const;
}

/** A number, absent unless it is given. */
export function number(describe: string) {
  return { type: 'number', requiresArg: true, describe } as const;
}

/** A number with a default. */
export function numberOr(value: number, describe: string) {
  return { type: 'number', requiresArg: true, default: value, describe } as const;
}

/** A switch, off unless said. */
export function flag(describe: string, isOn = false) {
  return { type: 'boolean', default: isOn, describe } as const;
}

/** Texts of an option that may be repeated. */
export function list(describe: string) {
  return { type: 'array', string: true, array: true, requiresArg: true, describe } as const;
}

/** One of some words, absent unless it is given. */
export function choice<const C extends string>(choices: readonly C[], describe: string) {
  return { choices, requiresArg: true, describe } as const;
}

/** One of some words with a default. */
export function choiceOr<const C extends string>(
  value: C,
  choices: readonly C[],
  describe: string
) {
  return { choices, default: value, requiresArg: true, describe } as const;
}

/** A positional argument that must be given. */
export function required(describe: string) {
  return { type: 'string', demandOption: true, describe } as const;
}

/** A positional argument that may be left out. */
export function optional(describe: string) {
  return { type: 'string', describe } as const;
}

/** Positional arguments, as many as are given. */
export function several(describe: string) {
  return { type: 'string', array: true, describe } as const;
}

/** What the help says of an option that depends on the other words of the line. */
export interface OptionNote {
  /** In place of its description. */
  readonly about?: string;
  /** Said behind it. */
  readonly default: unknown;
}

/**
 * Tells yargs of positional arguments and options. `notes`, by name, change what the help says:
 * what a family has is known only once it is named. An option with the note null is not shown.
 */
export function declare<A>(
  argv: Argv<A>,
  positionals: DeclaredOptions,
  options: DeclaredOptions,
  notes: Readonly<Record<string, OptionNote | null>> = {}
): Argv<A> {
  for (const [name, { requiresArg: _, ...facts }] of Object.entries(positionals))
    argv.positional(name, facts as Parameters<typeof argv.positional>[1]);
  for (const [name, facts] of Object.entries(options)) {
    const note = notes[name];
    const describe = note
      ? `${note.about ?? facts.describe} (default ${note.default})`
      : facts.describe;
    argv.option(kebabCase(name), { ...facts, describe, hidden: note === null });
  }
  return argv;
}

/** Returns the name users write for an option of a command: `dataSeed` → `data-seed`. */
export function kebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Where commands that compute do it. */
export const computeOptions = {
  device: choiceOr('auto', ['auto', 'cpu', 'webgpu', 'cuda'], 'where to compute'),
  threads: number('CPU threads (default: all cores)')
};
