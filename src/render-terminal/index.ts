export { type DrawnPanel, type DrawOptions, drawFigure, drawPanel } from './draw/draw-figure.ts';
export { pixelNote } from './draw/pooling.ts';
export { describeFigure } from './plain/describe.ts';
export { type PlainOptions, plainText } from './plain/plain-text.ts';
export { type Reading, type Readings, readings, readout } from './plain/readout.ts';
export { placeOf, type Subject, subjectAt } from './plain/subject.ts';
export { legendTraces } from './plan/legend-traces.ts';
export type { FigureSize } from './plan/plan.ts';
export { type Cursor, type CursorStops, cursorStops } from './plan/value-cursor.ts';
