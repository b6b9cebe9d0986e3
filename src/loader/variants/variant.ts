import type { RunParameters } from '../../task/index.ts';

/**
 * Which generation of the Python workbench's layout a variant's folder has: A stacked artifacts, B
 * no data seed in the name, C the current one, which grokscope writes. Reading is the same for all.
 */
export type Era = 'A' | 'B' | 'C';

/** How far a variant has come, by its files: ○ untrained, ● trained, ◉ analyzed. */
export type VariantState = 'untrained' | 'trained' | 'analyzed';

/**
 * A chosen set of pairs; some analyzers have artifacts of their own for it, beside those over all
 * pairs.
 */
export interface ProbeSet {
  /**
   * Name of its folders and files: what it says, shortened, and a hash of its pairs;
   * `probe_a_lt_b_1f3c9a2e`.
   */
  readonly id: string;
  /** As it was asked for, on one line and without comments: `a<b`. */
  readonly text: string;
  /** Rows of the grid, ascending. */
  readonly rows: Int32Array;
  /** The analyzers whose artifacts depend on it. */
  readonly analyzers: readonly string[];
}

/** A run of a language model that lies somewhere else, as config.json tells it. */
export interface LanguageRun {
  /** Absolute path of the folder that holds its checkpoints, or is one. */
  readonly source: string;
  /** Absolute path of the model that it was trained from, seen as step 0; null for none. */
  readonly base: string | null;
  /** Absolute path of the file that records which steps each training file was used at. */
  readonly dataFiles: string | null;
  /** Hash of what it is asked, see `TextProbeSet`. */
  readonly probes: string;
}

/** One training run on disk. */
export interface Variant {
  /** Family id, `modulo_addition_1layer`; era A's `modulo_addition` reads as that too. */
  readonly family: string;
  /** Folder name; untrusted text, show it through `printable`. */
  readonly name: string;
  /** Absolute path of the folder. */
  readonly path: string;
  readonly era: Era;
  /**
   * What tells it apart from others of its family, in the order in which it is shown: the
   * parameters of its task, its seeds, the share of the rows that it trained on. One that neither
   * config nor name tells is absent (then there is a `problem`). {} of an imported language model.
   */
  readonly parameters: RunParameters;
  /**
   * config.json as it is, Python keys, numbers written as text read; folders without one get the
   * keys that their names and weights tell.
   */
  readonly config: Readonly<Record<string, unknown>>;
  readonly state: VariantState;
  /**
   * Through which pairs it is seen: their artifacts are read and written instead of those over all
   * pairs.
   */
  readonly probe?: ProbeSet;
  /**
   * Of a language model: where its checkpoints are read and which probes it is asked. Its own
   * folder holds no weights.
   */
  readonly language?: LanguageRun;
  /** Of what another program logged of a run: absolute path of the log. It has no checkpoints. */
  readonly log?: string;
  /** Which run its folder held when it was pinned; artifacts are then written beside no other. */
  readonly run?: string;
  /** Why the variant cannot be used, if so: a damaged config.json, say. Listed nevertheless. */
  readonly problem?: string;
}

/** The signs of the states in lists: ○ ● ◉. */
export const stateSigns: Readonly<Record<VariantState, string>> = {
  untrained: '○',
  trained: '●',
  analyzed: '◉'
};
