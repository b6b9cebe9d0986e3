import { UserError } from '../../error/user-error.ts';
import type { Figure } from '../../figure/figure.ts';
import type {
  ExplorerWorkbench,
  FigureRequest,
  RunDescription
} from '../../workbench/explorer/explorer-workbench.ts';

/** What a panel has to show at the moment. */
export interface Pinned {
  /** The newest figure that is there; null before the first one and where there is none. */
  readonly figure: Figure | null;
  /** The epoch that the figure is of. */
  readonly epoch: number | null;
  /** True where it is seen against what is pinned. */
  readonly isCompared?: boolean;
  /** True where this is what was asked for; false while that is still being read. */
  readonly isCurrent: boolean;
  /** Why there is no figure: message and remedy. */
  readonly error: { readonly message: string; readonly hint: string | undefined } | null;
}

/**
 * Keeps the last figure of every panel, so that a frame never waits: what is not in memory is
 * fetched and painted later.
 */
export interface FigureBoard {
  /**
   * Returns the panel's figure at once, and begins to fetch the asked one where it is not there.
   * `role` tells figures of one panel apart that are on the screen together.
   */
  at(variant: RunDescription, id: string, request: FigureRequest, role?: string): Pinned;
  /** The figure for a panel that is not on the screen yet, where it is there at once. */
  ahead(variant: RunDescription, id: string, request: FigureRequest): Figure | null;
  /** The stored epoch that a figure beside others is of; null where that is not known yet. */
  epochOf(variant: string, id: string, request: FigureRequest): number | null;
  /** Forgets everything of other variants than these. */
  keepOnly(...variants: readonly string[]): void;
}

interface Slot {
  requested: string;
  variant: RunDescription | null;
  pending: boolean;
  pinned: Pinned;
}

interface Ask {
  readonly requested: string;
  readonly variant: RunDescription;
  readonly epoch: number;
}

const nothing: Pinned = { figure: null, epoch: null, isCurrent: false, error: null };

/**
 * Creates a board; `onArrival` is called when something that was fetched can be painted, `onCrash`
 * with what is no UserError.
 */
export function figureBoard(
  workbench: Pick<ExplorerWorkbench, 'figure'> & Partial<Pick<ExplorerWorkbench, 'epochOf'>>,
  onArrival: () => void,
  onCrash: (error: unknown) => void
): FigureBoard {
  const slots = new Map<string, Slot>();

  function settle(
    slot: Slot,
    { requested, variant, epoch }: Ask,
    outcome: Figure | unknown,
    isFigure: boolean
  ): void {
    // The same epoch of a variant that was opened again, through other pairs perhaps, is another
    // figure.
    const isCurrent = slot.requested === requested && slot.variant === variant;
    if (isFigure) slot.pinned = { figure: outcome as Figure, epoch, isCurrent, error: null };
    else if (outcome instanceof UserError) {
      slot.pinned = {
        figure: null,
        epoch,
        isCurrent,
        error: { message: outcome.message, hint: outcome.hint }
      };
    } else onCrash(outcome);
  }

  return {
    at(variant, id, request, role = '') {
      const key = `${variant.name}\n${id}\n${role}`;
      const slot = slots.get(key) ?? {
        requested: '',
        variant: null,
        pending: false,
        pinned: nothing
      };
      slots.set(key, slot);
      const { epoch, neuron, ...others } = request;
      const requested = `${epoch} ${neuron} ${JSON.stringify(others)}`;
      if (
        slot.requested === requested &&
        slot.variant === variant &&
        (slot.pinned.isCurrent || slot.pending)
      )
        return slot.pinned;
      slot.requested = requested;
      slot.variant = variant;
      slot.pinned = { ...slot.pinned, isCurrent: false };
      // One fetch at a time: whoever scrubs faster than the disk gets the epoch that is under the
      // cursor next.
      if (slot.pending) return slot.pinned;
      const ask = { requested, variant, epoch: request.epoch };
      try {
        const found = workbench.figure(variant.name, id, request);
        if (found instanceof Promise) {
          slot.pending = true;
          found
            .then(
              (figure) => settle(slot, ask, figure, true),
              (error: unknown) => settle(slot, ask, error, false)
            )
            .finally(() => {
              slot.pending = false;
              onArrival();
            });
        } else settle(slot, ask, found, true);
      } catch (error) {
        settle(slot, ask, error, false);
      }
      return slot.pinned;
    },
    ahead(variant, id, request) {
      try {
        const found = workbench.figure(variant.name, id, request);
        if (!(found instanceof Promise)) return found;
        found.catch(() => {}); // told when it is on the screen
      } catch {}
      return null;
    },
    epochOf: (variant, id, request) => workbench.epochOf?.(variant, id, request) ?? null,
    keepOnly(...variants) {
      const kept = new Set(variants);
      for (const key of slots.keys())
        if (!kept.has(key.slice(0, key.indexOf('\n')))) slots.delete(key);
    }
  };
}
