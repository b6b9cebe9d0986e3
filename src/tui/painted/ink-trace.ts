/** Follows the cursor through what Ink writes, to learn which cells it touched. */
export interface InkTrace {
  /** The screen was erased and the cursor is at its top left corner. */
  home(columns: number, rows: number): void;
  /** Reads a piece of output (whole sequences). */
  read(text: string): void;
  /**
   * Calls back per touched row with the first touched column (Ink erases from there to the end),
   * then forgets.
   */
  take(touched: (row: number, column: number) => void): void;
}

/**
 * Creates a trace for a screen of the given size; a line feed is taken to return to column 0, as
 * terminals do for Ink.
 */
export function inkTrace(columns: number, rows: number): InkTrace {
  let size = { columns, rows };
  let row = 0;
  let column = 0;
  let from = untouched(rows);

  function touch(at: number, start: number): void {
    if (at >= 0 && at < size.rows) from[at] = Math.min(from[at], start);
  }

  function touchAll(first = 0): void {
    for (let at = first; at < size.rows; at++) from[at] = 0;
  }

  function feed(): void {
    column = 0;
    if (++row < size.rows) return;
    // The screen scrolled: nothing is where it was.
    row = size.rows - 1;
    touchAll();
  }

  function control(final: string, parameters: string): void {
    const [first, second] = parameters.split(';').map(Number);
    const by = first || 1;
    if (final === 'A') row = Math.max(0, row - by);
    else if (final === 'B') row = Math.min(size.rows - 1, row + by);
    else if (final === 'C') column += by;
    else if (final === 'D') column = Math.max(0, column - by);
    else if (final === 'E' || final === 'F') {
      row = Math.min(size.rows - 1, Math.max(0, row + (final === 'E' ? by : -by)));
      column = 0;
    } else if (final === 'G') column = by - 1;
    else if (final === 'H') {
      row = by - 1;
      column = (second || 1) - 1;
    } else if (final === 'K') touch(row, first === 0 || Number.isNaN(first) ? column : 0);
    else if (final === 'J') {
      touch(row, first === 0 ? column : 0);
      touchAll(first === 0 ? row + 1 : 0);
    }
  }

  return {
    home(newColumns, newRows) {
      size = { columns: newColumns, rows: newRows };
      row = 0;
      column = 0;
      from = untouched(newRows);
    },
    read(text) {
      const pattern =
        /\x1b\[([0-9;]*)([A-Za-z])|\x1b\[\?[0-9;]*[a-z]|\x1b[78]|\n|\r|[^\x1b\n\r]+|\x1b/g;
      for (const [piece, parameters, final] of text.matchAll(pattern)) {
        if (final !== undefined) control(final, parameters ?? '');
        else if (piece === '\n') feed();
        else if (piece === '\r') column = 0;
        else if (piece[0] !== '\x1b') {
          touch(row, column);
          column = Math.min(size.columns, column + piece.length);
        } else if (piece.length === 1) touchAll();
      }
    },
    take(touched) {
      for (let at = 0; at < size.rows; at++) {
        if (from[at] < size.columns) touched(at, from[at]);
      }
      from.fill(Number.POSITIVE_INFINITY);
    }
  };
}

function untouched(rows: number): Float64Array {
  return new Float64Array(rows).fill(Number.POSITIVE_INFINITY);
}
