import type { Figure } from '../../figure/figure.ts';
import type {
  FigureRequest,
  PanelEntry,
  RunDescription
} from '../../workbench/explorer/explorer-workbench.ts';
import { labelOf } from '../state/compared.ts';
import { momentsOf } from '../state/epoch-marks.ts';
import { figureOf, otherVariant, requestOf } from '../state/options.ts';
import { baselineOf, baselineText, hasEpochControl, type State } from '../state/state.ts';
import { withoutCursor } from '../state/without-cursor.ts';
import { withEventLines } from './event-lines.ts';
import type { FigureBoard, Pinned } from './figure-board.ts';

/** Returns the run by which figures of another variant than the open one are asked for. */
export type NamedRun = (open: RunDescription, name: string) => RunDescription;

/** Returns the figure of a panel as the board has it; `runOf` names runs that are not open. */
export function figureAt(
  board: FigureBoard,
  state: State,
  open: RunDescription,
  panel: PanelEntry,
  runOf: NamedRun = (run, name) => ({ ...run, name })
): Pinned {
  const name = otherVariant(state, panel);
  const run = name === null ? open : runOf(open, name);
  const role = panel.place ? panel.id : '';
  const request = requestOf(state, panel);
  const found = board.at(run, figureOf(panel), request, role);
  if (panel.place?.epoch === undefined) return found;
  return { ...found, epoch: board.epochOf(run.name, figureOf(panel), request) ?? found.epoch };
}

/** What a panel is seen against. */
export interface PanelBaseline {
  readonly variant: string;
  readonly epoch: number;
  readonly request: FigureRequest;
  /** What it is called. */
  readonly text: string;
}

/**
 * Returns what a panel is seen against: what its place in a user's view says, else what is pinned.
 */
export function panelBaseline(state: State, panel: PanelEntry): PanelBaseline | null {
  const open = state.variant?.name ?? '';
  const asked = requestOf(state, panel);
  const own = panel.place?.compare?.against;
  if (own) {
    const { variant, epoch = asked.epoch } = own;
    const isOwnEpoch = own.epoch !== undefined;
    const from = isOwnEpoch ? variant : (asked.among?.from ?? open);
    const among = { variants: [variant], from };
    const words = [labelOf(state, variant), isOwnEpoch ? `epoch ${epoch}` : ''];
    const request = { ...asked, epoch, among };
    return { variant, epoch, request, text: words.filter(Boolean).join(', ') };
  }
  const pinned = baselineOf(state);
  if (!pinned || panel.place?.variants || panel.place?.epoch !== undefined) return null;
  const { variant, epoch } = pinned;
  const isElsewhere = variant !== open;
  const base = { ...asked, epoch };
  const isAligned = state.align !== 'epoch' && (state.baseline?.epoch ?? null) === null;
  const among = { variants: [open, variant], from: open };
  const elsewhere = isAligned ? { ...base, align: state.align, among } : { ...base, isElsewhere };
  return { ...pinned, request: isElsewhere ? elsewhere : base, text: baselineText(state) };
}

/**
 * Returns a figure with lines for the events, or where epochs mean nothing without the epoch
 * cursor.
 */
export function dressed(state: State, figure: Figure): Figure {
  if (!hasEpochControl(state)) return withoutCursor(figure);
  return state.showsEvents ? withEventLines(figure, momentsOf(state)) : figure;
}
