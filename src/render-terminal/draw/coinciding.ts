import type { Dots } from './dots.ts';

/** A curve's own dots. */
export interface OwnDots {
  readonly owner: number;
  readonly dots: Dots;
}

/** Columns in a row from which on curves count as coinciding, not as crossing. */
const LEAST_RUN = 6;
/** Columns that each of coinciding curves is seen for in turn. */
const TURN = 2;

/**
 * Shows curves that lie under others for many columns: there each of them is seen in turn, a few
 * columns at a time. `curves` are in the order in which they were drawn into `dots`.
 */
export function showCoinciding(dots: Dots, curves: readonly OwnDots[]): void {
  const rows = dots.columns > 0 ? dots.bits.length / dots.columns : 0;
  // for every column the curves that are seen in turn with the one that lies over them
  const under = new Map<number, OwnDots[]>();
  for (const curve of curves) {
    let from = 0;
    for (let column = 0; column <= dots.columns; column++) {
      if (column < dots.columns && isHidden(dots, curve, column, rows)) continue;
      if (column - from >= LEAST_RUN)
        for (let c = from; c < column; c++) under.set(c, [...(under.get(c) ?? []), curve]);
      from = column + 1;
    }
  }
  for (const [column, hidden] of under) {
    const turn = Math.floor(column / TURN) % (hidden.length + 1);
    if (turn < hidden.length) show(dots, hidden[turn], column, rows);
  }
}

/** Whether a curve is drawn in a column, but nothing of it is seen and others have its dots. */
function isHidden(dots: Dots, { owner, dots: own }: OwnDots, column: number, rows: number) {
  let isDrawn = false;
  for (let row = 0; row < rows; row++) {
    const cell = row * dots.columns + column;
    const bits = own.bits[cell];
    if (bits === 0) continue;
    if (dots.owner[cell] === owner || (bits & dots.bits[cell]) === 0) return false;
    isDrawn = true;
  }
  return isDrawn;
}

function show(dots: Dots, { owner, dots: own }: OwnDots, column: number, rows: number): void {
  for (let row = 0; row < rows; row++) {
    const cell = row * dots.columns + column;
    if (own.bits[cell] === 0) continue;
    dots.owner[cell] = owner;
    dots.bits[cell] = own.bits[cell];
  }
}
