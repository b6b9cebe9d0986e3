import type { Alignment } from '../compare/alignments.ts';
import type { SeedLines } from '../compare/seed-groups.ts';
import type { Way } from '../compare/ways.ts';

/** Values of options by their names. */
export type GivenOptions = Readonly<Record<string, boolean | string | number | null>>;

/** What lines of several variants are counted by, made into, and seen against. */
export interface ViewComparison {
  readonly way?: Way;
  readonly align?: Alignment;
  readonly seeds?: SeedLines;
  /** A variant, or with `epoch` one of its epochs. */
  readonly against?: { readonly variant: string; readonly epoch?: number };
}

/** One panel of a view: a figure, or a text in Markdown. */
export interface ViewPanel {
  /** Id of the figure; absent for a text. */
  readonly figure?: string;
  readonly text?: string;
  /** What stands in the border in place of the figure's own title. */
  readonly title?: string;
  /** Options of the figure that are not at their defaults, by camelCase name. */
  readonly options?: GivenOptions;
  /** The variants that it is of; without them those of the view. One for figures of an epoch. */
  readonly variants?: readonly string[];
  /** The epoch that it is of, its nearest stored one; without it that of the view. */
  readonly epoch?: number;
  readonly compare?: Pick<ViewComparison, 'align' | 'seeds' | 'against'>;
}

/**
 * A view as its users write it (docs/views.md): what is open, and the figures in rows. The explorer
 * opens it, and saves its present layout as one.
 */
export interface ViewSpec {
  readonly title: string;
  /** About the whole, in Markdown. */
  readonly text?: string;
  /** The variant that panels without one are of. */
  readonly variant?: string;
  readonly epoch?: number;
  readonly neuron?: number;
  /** The input that traces follow. */
  readonly input?: string;
  /** Variants that are picked for comparison. */
  readonly picked?: readonly string[];
  readonly compare?: ViewComparison;
  /** The panels, row by row; those of a row share its width. */
  readonly rows: readonly (readonly ViewPanel[])[];
  /** How high the rows are beside each other; all alike by default. */
  readonly heights?: readonly number[];
  /** The line that says what happened stands above. */
  readonly sentence?: boolean;
  /** `false`: it is about all epochs at once, without an epoch cursor. */
  readonly epoch_control?: boolean;
  /** The panel under focus, counted from 1. */
  readonly focus?: number;
  /** The panel under focus fills the screen. */
  readonly maximised?: boolean;
}
