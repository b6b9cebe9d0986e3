import type { Device, Target } from '../../engine/index.ts';
import type { Appended } from '../../loader/index.ts';
import type { GivenParameters } from './chosen-analyzers.ts';

/** How far an analysis is. */
export interface AnalysisProgress {
  readonly variant: string;
  /** The checkpoint that was just finished. */
  readonly epoch: number;
  /** Checkpoints finished, of those that need something. */
  readonly done: number;
  readonly total: number;
  /** Checkpoints per second so far. */
  readonly rate: number;
  /** Seconds left at that rate. */
  readonly eta: number;
}

/** How to analyze; everything that is missing, by default. */
export interface AnalyzeOptions {
  /** Ids; the family's analyzers by default. */
  readonly analyzers?: readonly string[];
  /** Checkpoints to analyze, as epochs or an epoch SPEC; all by default. */
  readonly epochs?: string | readonly number[];
  readonly device?: Device;
  /** CPU threads per kernel; all cores by default. */
  readonly threads?: number;
  /** Recompute what exists. */
  readonly force?: boolean;
  /** Parameters of analyzers; those not given keep the value their files were made with. */
  readonly parameters?: GivenParameters;
  readonly onProgress?: (progress: AnalysisProgress) => void;
  /** Stops after the checkpoints under way; what is done stays. */
  readonly signal?: AbortSignal;
}

/**
 * A checkpoint that could not be analyzed, an artifact, summary or cross-epoch file that could not
 * be made, or a whole variant.
 */
export interface CheckpointFailure {
  /** Null for a file about the whole run, and for the variant itself. */
  readonly epoch: number | null;
  /** `parameter_trajectory/cross_epoch.npz`, `coarseness/epoch_00400.npz`. */
  readonly file?: string;
  /** A UserError, with a remedy, or else our own bug. */
  readonly error: Error;
}

/** What an analysis did with one variant. */
export interface AnalysisReport {
  readonly variant: string;
  /** Null where no checkpoint needed anything. */
  readonly device: Target | null;
  /** Checkpoints analyzed. */
  readonly checkpoints: number;
  /** Per-epoch artifacts written. */
  readonly artifacts: number;
  /** Summaries and cross-epoch files written: `coarseness/summary.npz` … */
  readonly remade: readonly string[];
  /** What could not be done; all else was. Any means exit code 1. */
  readonly failures: readonly CheckpointFailure[];
  readonly isAborted: boolean;
  readonly seconds: number;
  /** Of a language model: what was added to its history; null where nothing could be. */
  readonly history?: Appended | null;
}
