import { type Canvas, columnOf, gridRowOf } from './canvas.ts';
import { BOLD, DEFAULT_COLOR, ITALIC, putCell, putText } from './cells.ts';
import { drawsHalves, levelLooks } from './draw-heatmap.ts';
import { colorRange } from './heatmap-levels.ts';
import { legendTraces, type Plan, type Subplot } from './plan.ts';
import { cut, formatValue, plainLabel } from './text.ts';
import { inked } from './trace-dots.ts';

/** Draws the axes of a subplot: tick labels, lines, titles. */
export function drawAxes(canvas: Canvas, plan: Plan, subplot: Subplot): void {
  if (subplot.overlay) drawRightAxis(canvas, subplot);
  else {
    drawLeftAxis(canvas, subplot);
    drawBottomAxis(canvas, subplot);
    drawHeader(canvas, plan, subplot);
  }
}

function glyph(canvas: Canvas, mark: string, ascii: string): number {
  return (canvas.marks === 'ascii' ? ascii : mark).codePointAt(0)!;
}

function drawLeftAxis(canvas: Canvas, subplot: Subplot): void {
  const { grid, palette } = canvas;
  const { plot, outer } = subplot;
  const gutter = plot.left - outer.left;
  if (gutter < 1) return;
  for (let row = plot.top; row < plot.top + plot.height; row++)
    putCell(grid, plot.left - 1, row, glyph(canvas, '│', '|'), palette.axis);
  for (const tick of subplot.yTicks) {
    const row = gridRowOf(subplot, tick.value);
    if (row < 0) continue;
    putCell(grid, plot.left - 1, row, glyph(canvas, '┤', '+'), palette.axis);
    if (gutter < 3) continue;
    const text = cut(tick.text, gutter - 2, canvas.marks === 'ascii');
    putText(grid, plot.left - 2 - text.length, row, text, palette.label);
  }
}

function drawRightAxis(canvas: Canvas, subplot: Subplot): void {
  const { plot } = subplot;
  const column = plot.left + plot.width;
  const color = canvas.styles[subplot.traces[0]?.index ?? 0]?.color ?? canvas.palette.label;
  for (const tick of subplot.yTicks) {
    const row = gridRowOf(subplot, tick.value);
    if (row < 0) continue;
    putCell(canvas.grid, column, row, glyph(canvas, '├', '+'), canvas.palette.axis);
    putText(canvas.grid, column + 1, row, ` ${tick.text}`, color);
  }
}

function drawBottomAxis(canvas: Canvas, subplot: Subplot): void {
  const { grid, palette } = canvas;
  const { plot, axisRow, tickRow } = subplot;
  if (axisRow >= 0) {
    putCell(grid, plot.left - 1, axisRow, glyph(canvas, '└', '+'), palette.axis);
    for (let c = 0; c < plot.width; c++)
      putCell(grid, plot.left + c, axisRow, glyph(canvas, '─', '-'), palette.axis);
  }
  if (tickRow < 0 || plot.width < 4) return;
  const taken = new Uint8Array(grid.width + 2);
  const place = (text: string, column: number, color: number, style: number): boolean => {
    const least = Math.max(0, subplot.outer.left);
    const most = Math.min(grid.width, subplot.outer.left + subplot.outer.width) - text.length;
    const from = Math.max(least, Math.min(most, column - Math.floor(text.length / 2)));
    if (from < 0 || text.length > subplot.outer.width) return false;
    for (let c = from - 1; c < from + text.length + 1; c++) if (taken[c + 1]) return false;
    for (let c = from; c < from + text.length; c++) taken[c + 1] = 1;
    putText(grid, from, tickRow, text, color, style);
    return true;
  };
  for (const shape of subplot.shapes) {
    if (shape.name !== 'cursor' || shape.x0 !== shape.x1) continue;
    const column = columnOf(subplot, shape.x0);
    const style = palette.depth === 'none' ? 0 : BOLD;
    if (column >= 0) place(formatValue(shape.x0), column, palette.cursor, style);
    if (column >= 0 && axisRow >= 0)
      putCell(grid, column, axisRow, glyph(canvas, '┴', '+'), palette.cursor);
  }
  const { title } = subplot.x;
  const titled = subplot.titleRow >= 0;
  const end = plot.left + plot.width;
  const room = subplot.xTicks.reduce((sum, tick) => sum + tick.text.length + 2, title.length + 2);
  if (title && !titled && room <= plot.width) {
    place(
      title,
      end - Math.ceil(title.length / 2),
      palette.axis,
      ITALIC * Number(palette.depth !== 'none')
    );
  }
  for (const tick of subplot.xTicks) {
    const column = columnOf(subplot, tick.value);
    if (column < 0) continue;
    if (place(tick.text, column, palette.label, 0) && axisRow >= 0)
      putCell(grid, column, axisRow, glyph(canvas, '┬', '+'), palette.axis);
  }
  if (titled) {
    const text = cut(title, plot.width, canvas.marks === 'ascii');
    putText(
      grid,
      plot.left + Math.floor((plot.width - text.length) / 2),
      subplot.titleRow,
      text,
      palette.label
    );
  }
}

function drawHeader(canvas: Canvas, plan: Plan, subplot: Subplot): void {
  const { header, outer, y } = subplot;
  if (header < 0) return;
  const { palette, grid } = canvas;
  const ascii = canvas.marks === 'ascii';
  let used = 0;
  if (y.title) {
    const text = cut(y.title, Math.max(0, Math.floor(outer.width / 2)), ascii);
    used =
      putText(
        grid,
        outer.left,
        header,
        text,
        palette.label,
        palette.depth === 'none' ? 0 : ITALIC
      ) + 2;
  }
  const right = outer.left + outer.width;
  if (plan.legendRow < 0 && drawLegend(canvas, header, outer.left + used, right)) return;
  drawScaleLine(canvas, subplot, outer.left + used, right);
}

/** Draws the legend right-aligned between two columns, cutting names so that all fit; returns whether there is one. */
export function drawLegend(canvas: Canvas, row: number, from: number, to: number): boolean {
  const entries = legendTraces(canvas.figure).map(({ trace, index }) => ({
    name: plainLabel(trace.name ?? '', canvas.marks === 'ascii'),
    trace,
    style: canvas.styles[index]!
  }));
  if (entries.length < (canvas.figure.layout.showlegend === true ? 1 : 2)) return false;
  const sample = canvas.marks === 'ascii' ? 1 : canvas.palette.depth === 'none' ? 4 : 2;
  const longest = Math.max(...entries.map(({ name }) => name.length));
  const widthAt = (limit: number) =>
    entries.reduce((sum, { name }) => sum + sample + 1 + Math.min(name.length, limit) + 2, -2);
  let limit = longest;
  while (limit > 3 && widthAt(limit) > to - from) limit--;
  const fitting = widthAt(limit) <= to - from ? entries : fitted(entries, limit, sample, to - from);
  const width = fitting.reduce((n, { name }) => n + sample + 3 + Math.min(name.length, limit), -2);
  let column = to - width;
  for (const { name, trace, style } of fitting) {
    drawSample(canvas, column, row, trace.type, style, sample);
    const text = cut(name, limit, canvas.marks === 'ascii');
    putText(canvas.grid, column + sample + 1, row, text, style.color);
    column += sample + 3 + text.length;
  }
  return true;
}

function fitted<T extends { readonly name: string }>(
  entries: readonly T[],
  limit: number,
  sample: number,
  room: number
): T[] {
  const kept: T[] = [];
  let width = -2;
  for (const entry of entries) {
    width += sample + 3 + Math.min(entry.name.length, limit);
    if (width > room) break;
    kept.push(entry);
  }
  return kept;
}

function drawSample(
  canvas: Canvas,
  column: number,
  row: number,
  type: string,
  style: Canvas['styles'][number],
  width: number
): void {
  const { marks, palette, grid } = canvas;
  const shaded = palette.depth === 'none' || marks === 'ascii';
  for (let c = 0; c < width; c++) {
    let char = marks === 'ascii' ? style.glyph : '─';
    if (type === 'bar') char = shaded ? style.shade : c === 0 ? '█' : ' ';
    else if (marks === 'braille' && style.dash) {
      const bits = (inked(style.dash, c * 2) ? 4 : 0) | (inked(style.dash, c * 2 + 1) ? 32 : 0);
      char = bits ? String.fromCodePoint(0x2800 + bits) : ' ';
    } else if (marks === 'block' && style.dash) char = inked(style.dash, c * 2) ? '▄' : ' ';
    putCell(grid, column + c, row, char.codePointAt(0)!, style.color);
  }
}

/** Draws a heat map's colours as one line, `0 ▕████▏ 1`, where no colour bar stands beside it. */
function drawScaleLine(canvas: Canvas, subplot: Subplot, from: number, to: number): void {
  const found = subplot.traces.find(({ trace }) => trace.type === 'heatmap');
  if (found?.trace.type !== 'heatmap' || subplot.barWidth > 0) return;
  const { trace } = found;
  if (trace.showscale === false) return;
  const [low, high] = colorRange(trace);
  const [a, b] = [formatValue(low, 3), formatValue(high, 3)];
  const width = Math.min(16, to - from - a.length - b.length - 2);
  if (width < 4) return;
  const { grid, palette } = canvas;
  const look = levelLooks(canvas, trace, canvas.levels);
  let column = to - width - a.length - b.length - 2;
  column += putText(grid, column, subplot.header, `${a} `, palette.label);
  for (let c = 0; c < width; c++, column++) {
    const level = Math.floor((c * canvas.levels) / width);
    putCell(grid, column, subplot.header, look.chars[level]!, look.fg[level]!, look.bg[level]!);
  }
  putText(grid, column, subplot.header, ` ${b}`, palette.label);
}

/** Draws the colour bar at the right of a heat map. */
export function drawColorBar(canvas: Canvas, subplot: Subplot): void {
  const found = subplot.traces.find(({ trace }) => trace.type === 'heatmap');
  if (subplot.barWidth === 0 || found?.trace.type !== 'heatmap') return;
  const { trace } = found;
  const { plot } = subplot;
  const { grid, palette } = canvas;
  const half = drawsHalves(canvas);
  const look = levelLooks(canvas, trace, canvas.levels);
  const left = plot.left + plot.width + 1;
  for (let row = 0; row < plot.height; row++) {
    const level = (at: number) => Math.min(canvas.levels - 1, Math.floor(at * canvas.levels));
    const upper = level(1 - (row + (half ? 0.25 : 0.5)) / plot.height);
    const lower = level(1 - (row + (half ? 0.75 : 0.5)) / plot.height);
    for (let c = 0; c < 2; c++)
      if (half && upper !== lower)
        putCell(grid, left + c, plot.top + row, 0x2580, look.bg[upper]!, look.bg[lower]!);
      else
        putCell(
          grid,
          left + c,
          plot.top + row,
          look.chars[upper]!,
          look.fg[upper]!,
          look.bg[upper]!
        );
  }
  const [low, high] = colorRange(trace);
  const label = (text: string, row: number) =>
    putText(grid, left + 3, row, text, palette.label, 0, subplot.barWidth - 4);
  label(formatValue(high, 3), plot.top);
  label(formatValue(low, 3), plot.top + plot.height - 1);
  if (plot.height >= 7)
    label(formatValue((low + high) / 2, 3), plot.top + Math.floor(plot.height / 2));
  const title = trace.colorbar?.title?.text;
  if (title && subplot.header >= 0) {
    const text = cut(plainLabel(title), subplot.barWidth + 8, canvas.marks === 'ascii');
    const end = subplot.outer.left + subplot.outer.width;
    putText(
      grid,
      Math.max(left, 0) + text.length <= end ? left : end - text.length,
      subplot.header,
      text,
      palette.label
    );
  }
}

/** Draws the labels of thresholds and events on cells that are still free. */
export function drawAnnotations(canvas: Canvas, subplot: Subplot): void {
  const { plot } = subplot;
  if (subplot.overlay) return;
  const cursors = subplot.shapes.filter(({ name }) => name === 'cursor').map(({ x0 }) => x0);
  for (const { text, x, y, xref = 'x', yref = 'y', xanchor } of subplot.annotations) {
    if (xref === subplot.xAxis && cursors.includes(x)) continue; // the axis shows the cursor's value
    const label = plainLabel(text, canvas.marks === 'ascii');
    const paperX = xref === 'paper' || xref.includes('domain');
    const paperY = yref === 'paper' || yref.includes('domain');
    const column = paperX ? plot.left + Math.round(x * (plot.width - 1)) : columnOf(subplot, x);
    const row = paperY
      ? Math.max(plot.top, plot.top + Math.round((1 - y) * (plot.height - 1)))
      : gridRowOf(subplot, y);
    if (column < 0 || row < 0 || label.length > plot.width) continue;
    const shift = paperX && xanchor === 'right' ? label.length : -1;
    const from = Math.max(
      plot.left,
      Math.min(plot.left + plot.width - label.length, column - shift)
    );
    if (isFree(canvas, from, row, label.length))
      putText(canvas.grid, from, row, label, canvas.palette.label);
  }
}

function isFree(canvas: Canvas, from: number, row: number, length: number): boolean {
  const { grid } = canvas;
  for (let c = from; c < from + length; c++) {
    const char = grid.chars[row * grid.width + c]!;
    if (char !== 32 && char !== 0x2504 && char !== 0x2d) return false;
    if (grid.fg[row * grid.width + c] !== DEFAULT_COLOR && char === 32) return false;
  }
  return true;
}
