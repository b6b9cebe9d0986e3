export { type ColorDepth, chooseColors, chooseMarks, type Marks } from './capability.ts';
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
} from './cells.ts';
export { describeFigure } from './describe.ts';
export { diffCells } from './diff.ts';
export { type DrawOptions, drawFigure } from './draw-figure.ts';
export type { Background } from './palette.ts';
export { type PlainOptions, plainText } from './plain-text.ts';
export type { FigureSize } from './plan.ts';
export { type Reading, type Readings, readings, readout } from './readout.ts';
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
} from './value-cursor.ts';
