export { type ColorDepth, chooseColors, chooseMarks, type Marks } from '../cells/capability.ts';
export {
  BOLD,
  blankGrid,
  type CellGrid,
  copyCells,
  DEFAULT_COLOR,
  DIM,
  gridLines,
  ITALIC,
  paletteColor,
  putCell,
  putText,
  REVERSE,
  type Rect,
  UNDERLINE
} from '../cells/cells.ts';
export { diffCells } from '../cells/diff.ts';
export type { Background } from '../cells/palette.ts';
export { type DrawOptions, drawFigure } from './draw/draw-figure.ts';
export { describeFigure } from './plain/describe.ts';
export { type PlainOptions, plainText } from './plain/plain-text.ts';
export { type Reading, type Readings, readings, readout } from './plain/readout.ts';
export type { FigureSize } from './plan/plan.ts';
export {
  type Cursor,
  type CursorStops,
  cellToData,
  cursorStops,
  dataToCell,
  firstCursor,
  moveCursor,
  plotArea,
  snapCursor,
  subplotIds
} from './plan/value-cursor.ts';
