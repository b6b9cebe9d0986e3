import { gridLines } from '../../src/cells/cells.ts';
import { colorAt } from '../../src/figure/colors.ts';
import type { Figure, HeatmapTrace } from '../../src/figure/figure.ts';
import { drawFigure } from '../../src/render-terminal/index.ts';
import { planFigure, type Subplot } from '../../src/render-terminal/plan/plan.ts';
import { dataAt, type Scale } from '../../src/render-terminal/plan/scale.ts';
import { axisOf, isNamed, placesOf } from './names.ts';
import { numberOf } from './tick-text.ts';

type Size = { readonly width: number; readonly height: number };

/** Returns what is wrong with the ticks and cells of a figure in a panel of that many cells. */
export function panelFaults(figure: Figure, size: Size): string[] {
  const text = gridLines(drawFigure(figure, { ...size, colors: 'none' })).map((line) =>
    line.padEnd(size.width)
  );
  const painted = drawFigure(withoutCursor(figure), { ...size, colors: 'true', levels: 256 });
  const { subplots } = planFigure(figure, size);
  return subplots.flatMap((subplot) => {
    const ticks = [
      ...sideTicks(text, subplot),
      ...(subplot.overlay ? [] : bottomTicks(text, subplot))
    ];
    return [
      ...ticks.flatMap((tick) => tickFault(figure, tick)),
      ...countFaults(figure, subplot, ticks),
      ...cellFaults(figure, painted, subplot, ticks)
    ].map((fault) => `${subplot.id}: ${fault}`);
  });
}

/** A tick as it stands on the screen: its text and what the row or column beside it shows, from lower to higher. */
interface Tick {
  readonly axis: string;
  readonly text: string;
  readonly from: number;
  readonly to: number;
  /** Row or column of the screen. */
  readonly at: number;
}

function interval(scale: Scale, low: number, high: number): { from: number; to: number } {
  const ends = [dataAt(scale, low), dataAt(scale, high)];
  return { from: Math.min(...ends), to: Math.max(...ends) };
}

function sideTicks(text: readonly string[], { plot, outer, overlay, y, yAxis }: Subplot): Tick[] {
  const edge = overlay ? plot.left + plot.width : plot.left - 1;
  const found: Tick[] = [];
  for (let row = 0; row < plot.height; row++) {
    const line = text[plot.top + row];
    if (line[edge] !== (overlay ? '├' : '┤')) continue;
    const words = overlay ? line.slice(edge + 1) : line.slice(outer.left, edge);
    const own = words.trim();
    if (own === '') continue;
    const place = interval(y, 1 - (row + 1) / plot.height, 1 - row / plot.height);
    found.push({ axis: yAxis, text: own, ...place, at: plot.top + row });
  }
  return found;
}

function bottomTicks(text: readonly string[], subplot: Subplot): Tick[] {
  const { plot, outer, x, xAxis, tickRow, axisRow } = subplot;
  if (tickRow < 0) return [];
  const [least, most] = [outer.left, Math.min(outer.left + outer.width, text[0].length)];
  const line = text[tickRow].slice(least, most);
  const titles = Array.from({ length: x.title.length }, (_, n) => `${x.title.slice(0, n)}…`);
  const known = [...subplot.xTicks.map((tick) => tick.text), x.title, ...titles].filter(Boolean);
  const parts = partsOf(line, known);
  return parts.flatMap(({ part, index }) => {
    if (part === x.title || titles.includes(part)) return [];
    const left = least + index;
    const middle = left + Math.floor(part.length / 2);
    // a text at the edge of the panel is moved inwards
    const isMoved = left === least || left + part.length === most;
    const columns = isMoved ? [left, left + part.length - 1] : [middle, middle];
    const marks = axisRow < 0 ? [] : marked(text[axisRow], columns);
    const [from, to] = marks.length > 0 ? [marks[0], marks.at(-1)] : columns;
    const place = interval(x, (from! - plot.left) / plot.width, (to! + 1 - plot.left) / plot.width);
    return [{ axis: xAxis, text: part, ...place, at: from }];
  });
}

/** The words of a line with their places; texts with spaces of their own are known. */
function partsOf(line: string, known: readonly string[]): { part: string; index: number }[] {
  const ordered = [...known].sort((a, b) => b.length - a.length);
  const found: { part: string; index: number }[] = [];
  for (let index = 0; index < line.length; index++) {
    if (line[index] === ' ') continue;
    const rest = `${line.slice(index)} `;
    const part = ordered.find((text) => rest.startsWith(`${text} `)) ?? /^\S+/.exec(rest)![0];
    found.push({ part, index });
    index += part.length;
  }
  return found;
}

function marked(line: string, [from = 0, to = 0]: readonly number[]): number[] {
  return [...line].flatMap((char, i) => (i >= from && i <= to && '┬┴'.includes(char) ? [i] : []));
}

function tickFault(figure: Figure, { axis, text, from, to }: Tick): string[] {
  const own = axisOf(figure, axis);
  const value = numberOf(text);
  const slack = 1e-6 * Math.max(Math.abs(from), Math.abs(to));
  const isThere = value >= from - slack && value <= to + slack;
  const isRight =
    own.tickvals || own.type === 'category'
      ? isNamed(figure, axis, text, from, to) || isThere
      : isThere;
  return isRight
    ? []
    : [`${axis} says ${text} between ${from.toPrecision(4)} and ${to.toPrecision(4)}`];
}

/** Numbers need two ticks to be read, no two alike, none cut. */
function countFaults(figure: Figure, subplot: Subplot, ticks: readonly Tick[]): string[] {
  return [subplot.xAxis, subplot.yAxis].flatMap((id) => {
    const { tickvals, type, showticklabels } = axisOf(figure, id);
    const own = ticks.filter(({ axis }) => axis === id).map(({ text }) => text);
    if (own.some((text) => text.includes('…'))) return [`${id} is cut: ${own.join(' | ')}`];
    if (new Set(own).size < own.length) return [`${id} has equal ticks: ${own.join(' | ')}`];
    const isNumberedElsewhere = id === subplot.xAxis && subplot.tickRow < 0;
    const isFree = !tickvals && type !== 'category' && showticklabels !== false;
    const isRoomy = id.startsWith('x')
      ? subplot.plot.width >= 20
      : subplot.plot.height >= 4 && subplot.outer.width >= 16;
    return isFree && isRoomy && !isNumberedElsewhere && own.length < 2
      ? [`${id} has ${own.length} ticks`]
      : [];
  });
}

/** Beside a tick lie cells of the row that it names. Only where no pixel stands for several cells. */
function cellFaults(
  figure: Figure,
  grid: ReturnType<typeof drawFigure>,
  subplot: Subplot,
  ticks: readonly Tick[]
): string[] {
  const maps = subplot.traces.flatMap(({ trace }) => (trace.type === 'heatmap' ? [trace] : []));
  const { plot } = subplot;
  return maps.flatMap((map) => {
    const [xs, ys] = [placesOf(figure, subplot.xAxis, map), placesOf(figure, subplot.yAxis, map)];
    if (maps.length > 1 || ys.length > plot.height || xs.length > plot.width) return [];
    return ticks
      .filter(({ axis }) => axis === subplot.yAxis)
      .flatMap(({ text, from, to, at }) => {
        const row = ys.findIndex((y) => y >= from && y <= to);
        if (row < 0) return [];
        return xs.flatMap((x, column) => {
          const span = (subplot.x.high - subplot.x.low) / plot.width;
          const c = Math.floor((x - subplot.x.low) / span);
          const wanted = colorOf(map, map.z[row][column]);
          const cell = at * grid.width + plot.left + c;
          if (wanted < 0 || grid.chars[cell] === undefined) return [];
          const found = [grid.fg[cell], grid.bg[cell]].filter((color) => color >= 0);
          return found.some((color) => isClose(color, wanted))
            ? []
            : [`row ${text} has ${found.map(hex)} for ${hex(wanted)} in column ${column}`];
        });
      })
      .slice(0, 3);
  });
}

function colorOf(map: HeatmapTrace, value: number): number {
  if (!Number.isFinite(value)) return -1;
  const color = colorAt(map.colorscale!, (value - map.zmin!) / (map.zmax! - map.zmin!));
  return Number.parseInt(color.slice(1), 16);
}

function hex(color: number): string {
  return color.toString(16);
}

function isClose(one: number, other: number): boolean {
  return [16, 8, 0].every(
    (bits) => Math.abs(((one >> bits) & 255) - ((other >> bits) & 255)) <= 12
  );
}

function withoutCursor({ data, layout }: Figure): Figure {
  return { data, layout: { ...layout, shapes: [], annotations: [] } };
}
