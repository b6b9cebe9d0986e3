import type { Figure } from '../../figure/figure.ts';
import type { Kind } from '../../visualizations/visualization.ts';
import type { Alignment } from '../compare/alignments.ts';
import type { SeedLines } from '../compare/seed-groups.ts';
import type { NeuronRow } from '../run/neuron-list.ts';
import type { ViewPanel, ViewSpec } from '../views/view-spec.ts';

export type { Alignment, NeuronRow, SeedLines };

/** How far a variant has come: its configuration only, checkpoints, or artifacts as well. */
export type VariantState = 'untrained' | 'trained' | 'analyzed';

/** One row of the sidebar. */
export interface VariantEntry {
  /** Folder name: the key by which everything else names the variant. */
  readonly name: string;
  readonly family: string;
  /** What tells it apart within its family, short: `p113 s999`, `p59 s1 frac0.5`. */
  readonly label: string;
  readonly state: VariantState;
  /** The grokking onset, null where there is none (or it is not known without much reading). */
  readonly turn: number | null;
  /** When its losses or checkpoints were last written, in ms since 1970. */
  readonly trainedAt?: number;
}

/** What a row of the variants tells of one; null and [] for what is not known. */
export interface VariantSummary {
  /** The grokking onset: the first fall of the test loss by 80 % from its peak. */
  readonly turn: number | null;
  readonly testLoss: number | null;
  /** log₁₀ of the test loss at evenly spaced epochs. */
  readonly curve: readonly number[];
  /** Key frequencies at the last analyzed epoch. */
  readonly frequencies: readonly number[];
  /** Of a run in training: seconds until it ends, null while that is not known. */
  readonly training?: { readonly remaining: number | null };
}

/** An option of a figure that a user may choose: not one that the shared cursors fill in. */
export interface PanelOption {
  /** Its camelCase name. */
  readonly name: string;
  readonly about: string;
  readonly type: 'boolean' | 'choice' | 'number' | 'text';
  readonly default: boolean | string | number | null;
  /** Of a choice; else []. */
  readonly choices: readonly string[];
  /** Of a number. */
  readonly least?: number | undefined;
  readonly most?: number | undefined;
  readonly isInteger?: boolean | undefined;
}

/**
 * Name of the option that figures of an epoch have in the explorer alone: ranges of their colours
 * and axes are `locked` (those of all epochs) or `per_frame`.
 */
export const RANGES = 'ranges';

/** One figure that an open variant can show. */
export interface PanelEntry {
  /** The visualization's id; in a user's view a name of its own. */
  readonly id: string;
  /** The visualization's id where the panel is of a user's view. */
  readonly figure?: string;
  /** What a user's view says of the panel. */
  readonly place?: ViewPanel;
  readonly title: string;
  /** One sentence: the question it answers. */
  readonly about: string;
  readonly kind: Kind;
  /** True where the figure depends on the global neuron. */
  readonly hasNeuron: boolean;
  /** True where the figure is one square map. */
  readonly isSquare?: boolean;
  /** What can be chosen of it, in the figure's order. */
  readonly options: readonly PanelOption[];
}

/** One prompt that a language model is asked. */
export interface ProbeEntry {
  readonly id: string;
  readonly prompt: string;
  readonly expected: string | null;
}

/**
 * Panels that belong together: a cross-epoch summary and the per-epoch details that it leads to.
 */
export interface PanelGroup {
  readonly title: string;
  readonly panels: readonly PanelEntry[];
  /**
   * True where the group as a view of its own is about all epochs at once and has no epoch control.
   */
  readonly isCrossEpoch?: boolean;
}

/** A view of some variant of the results folder: its number is the same in every variant. */
export interface ViewPlace {
  readonly title: string;
  /** Why the open variant lacks it, in words; null where it has the view. */
  readonly absence: string | null;
}

/** An epoch with a name: test peak, turn, spike. */
export interface EpochEvent {
  readonly epoch: number;
  readonly label: string;
}

/**
 * All that the explorer knows about the variant it shows; a plain value, replaced as a whole when
 * the run grows.
 */
export interface RunDescription extends VariantEntry {
  /** Absolute path of the variant's folder. */
  readonly path: string;
  /** Through which pairs it is seen (`a<b`), null for all. */
  readonly probe: string | null;
  /**
   * Stored epochs (checkpoints or artifacts), ascending; the epoch cursor moves over these only.
   */
  readonly epochs: readonly number[];
  /**
   * The epoch to open at and to follow: the last one, or while a run trains the last that is
   * analyzed.
   */
  readonly newest: number;
  /** Groups in the family's order, losses first; panels whose data is missing are absent. */
  readonly groups: readonly PanelGroup[];
  /** The views by their numbers, absent ones too; without them the groups are counted. */
  readonly views?: readonly ViewPlace[];
  readonly events: readonly EpochEvent[];
  /** What happened, in a line: `memorized 348 · turn 437 ± 258 · k 5, 15 · 0 blobs`; may be ''. */
  readonly sentence: string;
  /**
   * How far the other detectors are from the turn (median, epochs): how much its definition
   * matters; null without a turn.
   */
  readonly turnMargin: number | null;
  /** What the run counts. */
  readonly time: 'epoch' | 'step';
  /**
   * Number of neurons (d_mlp), of a language model of probes: what `n` steps through; they are 0 …
   * neurons-1.
   */
  readonly neurons: number;
  /** Both numbers of an input are below this; absent where inputs are no pairs. */
  readonly tokens?: number;
  /** What a language model is asked, in the order of its artifacts; null for other runs. */
  readonly probes: readonly ProbeEntry[] | null;
  /** A process is training it right now. */
  readonly isTraining: boolean;
  /** Epochs that the recipe asks for, null where unknown. */
  readonly epochsPlanned: number | null;
  /** `cpu · 2 threads`, `cuda`. */
  readonly device: string;
  /**
   * Lines for the info view: [name, value], in order (recipe, facts, what is analyzed, what is
   * missing).
   */
  readonly facts: readonly (readonly [string, string])[];
  /**
   * The command that would add what is missing most (`grokscope analyze …`), null where nothing is.
   */
  readonly remedy: string | null;
}

/** What a figure depends on besides the variant. `epoch` is one of the variant's `epochs`. */
export interface FigureRequest {
  readonly epoch: number;
  readonly neuron: number;
  /**
   * Options by name in either spelling; a visualization takes those that it has, so that all
   * figures share them.
   */
  readonly set?: Readonly<Record<string, unknown>>;
  /**
   * Variants whose lines are laid over each other, the open one among them; figures that have no
   * such lines are drawn of the open one alone.
   */
  readonly beside?: readonly string[];
  /** What their epochs are counted by. */
  readonly align?: Alignment;
  /** A line for each of them, or a median for those that differ in their seeds alone. */
  readonly seeds?: SeedLines;
  /** The one of them whose lines are taken from those of the others. */
  readonly against?: string;
  /**
   * The variant is seen beside others (itself one of `variants`): in the ranges of all of them, at
   * its stored epoch that corresponds by `align` to `epoch`, which is one of `from`. None of them
   * need be open but `from`.
   */
  readonly among?: { readonly variants: readonly string[]; readonly from: string };
  /** The variant need not be open; its stored epoch nearest to the asked one is drawn. */
  readonly isElsewhere?: boolean;
}

/** A figure by its id, and how it is wanted. */
export interface FigureAsk {
  readonly id: string;
  readonly request: FigureRequest;
}

/** File formats that the export menu offers. */
export type ExportFormat = 'png' | 'svg' | 'pdf' | 'gif' | 'html' | 'json';

/**
 * A figure to write to a file. A GIF takes all stored epochs and ignores `epoch` for figures that
 * move with it.
 */
export interface ExportRequest extends FigureRequest {
  readonly format: ExportFormat;
  /** False where the figure is seen without its epoch cursor. */
  readonly cursor?: boolean;
}

/** Progress of a job: `done` of `total` steps, with a word on what is going on. */
export type OnProgress = (done: number, total: number, text?: string) => void;

/**
 * Everything that the explorer asks of the workbench. Every rejection with a UserError is shown in
 * the status line (message and hint); any other error ends the explorer with a stack.
 */
export interface ExplorerWorkbench {
  /** Absolute path of the results folder. */
  readonly results: string;
  /** All variants, in the order to show them; empty where the folder is empty or absent. */
  listVariants(): Promise<readonly VariantEntry[]>;
  /**
   * Reads what there is of a variant (no artifacts yet), through some of its pairs if given; clears
   * what is cached of it. Rejects with a UserError when it or the pairs are unknown.
   */
  openRun(name: string, probe?: string | null): Promise<RunDescription>;
  /**
   * Returns the figure at once when its data is in memory, so that scrubbing paints without
   * waiting, else a promise. Axes and colour ranges are locked across epochs, but for those that
   * `set` has per frame; run figures carry the
   * epoch as a shape named `cursor`. The same request returns the same object while it is cached
   * (the explorer's own caches compare identities). Throws or rejects with a UserError where the
   * artifact of that epoch is missing or broken.
   */
  figure(variant: string, id: string, request: FigureRequest): Figure | Promise<Figure>;
  /** The stored epoch that a figure with `among` is of; null where that is not known (yet). */
  epochOf(variant: string, id: string, request: FigureRequest): number | null;
  /** Reads what a row of the variants tells of one. */
  summarize(variant: string): Promise<VariantSummary>;
  /**
   * Returns what makes variants odd among their peers, in sentences by their names, the oddest
   * first; those that are not odd are absent. Reads all variants; ends early when the signal does.
   */
  oddities(signal: AbortSignal): Promise<Readonly<Record<string, readonly string[]>>>;
  /** Returns what is known of each neuron of an open variant. Rejects with a UserError. */
  neurons(variant: string): Promise<readonly NeuronRow[]>;
  /**
   * Starts to read what figures need at these epochs instead of their own, nearest first; returns
   * at once and never throws. A later call replaces an earlier one whose reads have not begun.
   * Without data to read it leaves no work behind (idle = 0 % CPU).
   */
  prefetch(variant: string, figures: readonly FigureAsk[], epochs: readonly number[]): void;
  /**
   * Writes the figure to a file in a child process; resolves to its absolute path. Aborting kills
   * the child and leaves nothing half-written.
   */
  exportFigure(
    variant: string,
    id: string,
    request: ExportRequest,
    onProgress: OnProgress,
    signal: AbortSignal
  ): Promise<string>;
  /**
   * Calls back with the variant as it now is when losses, checkpoints or artifacts were added, at
   * most about five times a second. Cached figures that the change outdates are dropped before the
   * call. No timers while nothing happens.
   */
  watch(variant: string, onChange: (variant: RunDescription) => void): { close(): void };
  /** Returns what is known of a figure before any variant is open, for views of users. */
  panelOf(id: string): PanelEntry;
  /**
   * Saves a view among those of the results folder and returns its path. Rejects with a UserError
   * where one of that name exists, unless `isForced`.
   */
  saveView(name: string, view: ViewSpec, isForced: boolean): Promise<string>;
  /** Frees worker threads, watchers and caches. */
  close(): Promise<void>;
}
