import type { PanelEntry, PanelGroup } from '../../workbench/explorer/explorer-workbench.ts';

/** Cells of the screen, 0-based from the top left corner. */
export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A terminal's size in cells. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/**
 * A panel on the screen: its border, the hole that the plot is painted into, and the painted part
 * of its lower border.
 */
export interface PanelBox {
  readonly panel: PanelEntry;
  readonly rect: Rect;
  readonly hole: Rect;
  readonly footer: Rect;
  /**
   * Painted lines under the plot, or beside a square one (values at the cursor); only for the
   * maximised panel.
   */
  readonly readout: Rect | null;
}

/** Where everything is for one size and state. */
export interface Layout {
  /** False below 80×24: then only a message is shown. */
  readonly isLargeEnough: boolean;
  readonly body: Rect;
  readonly sidebar: Rect | null;
  readonly panels: readonly PanelBox[];
  /** Rows of panels: the first shown, how many are shown, how many there are. */
  readonly page: { readonly top: number; readonly shown: number; readonly total: number };
}

/** The least size that the explorer works in. */
const leastSize: Size = { columns: 80, rows: 24 };

const leastPanelWidth = 38;
const idealPanelHeight = 13;
const mostPerRow = 3;

/**
 * Returns the part of the screen between header and bottom line, without the sidebar and the line
 * that says what happened (`hasLead`).
 */
export function bodyRect({ columns, rows }: Size, sidebar: SidebarWidth, hasLead: boolean): Rect {
  const left = sidebarWidth(columns, sidebar);
  const top = hasLead ? 2 : 1;
  const height = Math.max(0, rows - 1 - top);
  return { left, top, width: Math.max(0, columns - left), height };
}

/** How wide the sidebar is: not there, a list of names, or a table with numbers. */
export type SidebarWidth = 'none' | 'list' | 'table';

/** A list takes a fifth of the screen, 26 to 40 columns; a table up to 72, at most the half. */
function sidebarWidth(columns: number, sidebar: SidebarWidth): number {
  if (sidebar === 'none') return 0;
  const list = Math.min(40, Math.max(26, Math.round(columns / 5)));
  return sidebar === 'list' ? list : Math.max(list, Math.min(72, columns >> 1));
}

/**
 * Returns the panels in rows: the first group alone, later groups side by side where they fit
 * whole, larger ones over several rows; at most 3 a row, none narrower than 38 columns.
 */
export function panelRows(
  groups: readonly PanelGroup[],
  width: number
): readonly (readonly PanelEntry[])[] {
  const most = mostIn(width);
  const rows: PanelEntry[][] = [];
  let room = 0;
  groups.forEach(({ panels }, index) => {
    if (panels.length > 0 && panels.length <= room) {
      rows.at(-1)?.push(...panels);
      room -= panels.length;
      return;
    }
    const count = Math.ceil(panels.length / most);
    for (let row = 0; row < count; row++) {
      const from = Math.ceil((row * panels.length) / count);
      rows.push(panels.slice(from, Math.ceil(((row + 1) * panels.length) / count)));
    }
    room = index === 0 ? 0 : most - (rows.at(-1)?.length ?? most);
  });
  return rows;
}

/**
 * Returns the rows of a page: of the overview, or of a group alone, whose first panel has a row for
 * itself.
 */
export function pageRows(
  groups: readonly PanelGroup[],
  width: number,
  isAlone: boolean
): readonly (readonly PanelEntry[])[] {
  if (!isAlone) return panelRows(groups, width);
  const [lead, ...panels] = groups.flatMap((group) => group.panels);
  return lead ? [[lead], ...panelRows([{ title: '', panels }], width)] : [];
}

/** A page of panels: its rows, and below each of them what shrinks to a line. */
export interface Page {
  readonly rows: readonly (readonly PanelEntry[])[];
  readonly strips: readonly (readonly PanelEntry[])[];
}

/**
 * Returns the page of some groups: panels that are flat (0 throughout the run) have no place in
 * its rows, but a line below the row of the panel before them; where all are flat, none is.
 */
export function pageOf(
  groups: readonly PanelGroup[],
  width: number,
  isAlone: boolean,
  flat: ReadonlySet<string> = nothing
): Page {
  const all = groups.flatMap(({ panels }) => panels);
  const lasting = all.filter(({ id }) => !flat.has(id));
  if (lasting.length === 0 || lasting.length === all.length) {
    const rows = pageRows(groups, width, isAlone);
    return { rows, strips: rows.map(() => []) };
  }
  const high = groups.map((group) => ({
    ...group,
    panels: group.panels.filter(({ id }) => !flat.has(id))
  }));
  const rows = pageRows(high, width, isAlone);
  const strips: PanelEntry[][] = rows.map(() => []);
  let row = 0;
  for (const panel of all)
    if (flat.has(panel.id)) strips[row].push(panel);
    else row = rows.findIndex((panels) => panels.includes(panel));
  return { rows, strips };
}

const nothing: ReadonlySet<string> = new Set();

/** Returns the row of a page that a panel is in or below, -1 for none. */
export function rowOfPanel({ rows, strips }: Page, id: string | undefined): number {
  return rows.findIndex((panels, row) =>
    [...panels, ...strips[row]].some((panel) => panel.id === id)
  );
}

/**
 * Returns how many rows of panels fit a body of this height, of `total`; rows are about 13 lines
 * high.
 */
export function rowsShown(height: number, total: number): number {
  return Math.max(1, Math.min(total, Math.round(height / idealPanelHeight)));
}

/** What the layout depends on. */
export interface LayoutInput {
  readonly size: Size;
  readonly groups: readonly PanelGroup[];
  readonly sidebar: SidebarWidth;
  /** A line under the header says what happened. */
  readonly hasLead?: boolean;
  /** True for a view: one group, whose first row is higher than the others. */
  readonly isAlone?: boolean;
  /** Ids of the panels that shrink to a line. */
  readonly flat?: ReadonlySet<string>;
  /** The rows of a user's view, in place of those that the groups make, and how high they are. */
  readonly rows?: readonly (readonly PanelEntry[])[] | null;
  readonly heights?: readonly number[] | undefined;
  /** First row of panels to show. */
  readonly top: number;
  /** The panel that fills the body, null for the overview. */
  readonly maximised: PanelEntry | null;
}

/** Lays the screen out: pure arithmetic, for any size down to 1×1. */
export function layoutOf(input: LayoutInput): Layout {
  const { size, groups, hasLead = false, isAlone = false, top, maximised } = input;
  const isLargeEnough = size.columns >= leastSize.columns && size.rows >= leastSize.rows;
  const body = bodyRect(size, input.sidebar, hasLead);
  const sidebar =
    input.sidebar !== 'none'
      ? { left: 0, top: body.top, width: body.left, height: body.height }
      : null;
  const empty = { isLargeEnough, body, sidebar, panels: [], page: { top: 0, shown: 0, total: 0 } };
  if (!isLargeEnough) return { ...empty, sidebar: null };
  const beside = maximised?.isSquare ? besideSquare(body) : 0;
  if (maximised && beside > 0) {
    const left = boxOf(maximised, { ...body, width: body.width - beside });
    const { hole } = left;
    const readout = { ...hole, left: hole.left + hole.width + 1, width: beside - 1 };
    const whole = boxOf(maximised, body);
    return {
      ...empty,
      panels: [{ ...whole, hole, readout }],
      page: { top: 0, shown: 1, total: 1 }
    };
  }
  if (maximised) {
    const readoutHeight = Math.min(6, Math.max(3, Math.floor(body.height / 7)));
    return {
      ...empty,
      panels: [boxOf(maximised, body, readoutHeight)],
      page: { top: 0, shown: 1, total: 1 }
    };
  }
  const page = pageOf(groups, body.width, isAlone, input.flat);
  const { rows, strips } = input.rows ? { rows: input.rows, strips: [] } : page;
  if (rows.length === 0) return empty;
  const shown = rowsShown(body.height, rows.length);
  const first = Math.min(Math.max(0, top), rows.length - shown);
  // The first row of a view counts for one and a half.
  const isTall = isAlone && !input.rows && first === 0 && shown > 1;
  const weights = Array.from(
    { length: shown },
    (_, row) => input.heights?.[first + row] ?? (isTall && row === 0 ? 1.5 : 1)
  );
  const above = (row: number) => weights.slice(0, row).reduce((sum, one) => sum + one, 0);
  const edge = (row: number) => share(body.height, above(shown), above(row));
  const panels = rows.slice(first, first + shown).flatMap((row, index) => {
    const lines = inLines(strips[first + index] ?? [], body.width);
    const [upper, lower] = [edge(index), edge(index + 1) - lines.length];
    return [
      ...sideBySide(row, body, upper, lower - upper),
      ...lines.flatMap((line, at) => sideBySide(line, body, lower + at, 1))
    ];
  });
  return { ...empty, panels, page: { top: first, shown, total: rows.length } };
}

/** Boxes of the same width over the width of the body. */
function sideBySide(
  panels: readonly PanelEntry[],
  body: Rect,
  top: number,
  height: number
): PanelBox[] {
  return panels.map((panel, column) => {
    const [start, end] = [
      share(body.width, panels.length, column),
      share(body.width, panels.length, column + 1)
    ];
    const left = body.left + start;
    return boxOf(panel, { left, top: body.top + top, width: end - start, height });
  });
}

/** As many side by side as panels are. */
function inLines(panels: readonly PanelEntry[], width: number): readonly (readonly PanelEntry[])[] {
  const most = mostIn(width);
  return Array.from({ length: Math.ceil(panels.length / most) }, (_, line) =>
    panels.slice(line * most, (line + 1) * most)
  );
}

function mostIn(width: number): number {
  return Math.min(mostPerRow, Math.max(1, Math.floor(width / leastPanelWidth)));
}

/** Columns that axes and a colour bar take beside a square plot. */
const squareMargin = 20;
const leastReadout = 30;
const mostReadout = 60;

/** How many columns are left for values beside a square plot, 0 where there are too few. */
function besideSquare({ width, height }: Rect): number {
  const free = width - 2 * height - squareMargin;
  return free < leastReadout ? 0 : Math.min(mostReadout, free);
}

function share(whole: number, parts: number, index: number): number {
  return Math.round((whole * index) / parts);
}

function boxOf(panel: PanelEntry, rect: Rect, readoutHeight = 0): PanelBox {
  const { left, top, width, height } = rect;
  const inner = { left: left + 1, width: Math.max(0, width - 2) };
  const plotHeight = Math.max(0, height - 2 - readoutHeight);
  return {
    panel,
    rect,
    hole: { ...inner, top: top + 1, height: plotHeight },
    footer: { ...inner, top: top + height - 1, height: 1 },
    readout:
      readoutHeight > 0 ? { ...inner, top: top + 1 + plotHeight, height: readoutHeight } : null
  };
}
