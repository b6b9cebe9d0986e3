import { colorAt } from '../../src/figure/colors.ts';
import type { Figure, HeatmapTrace } from '../../src/figure/figure.ts';
import { drawableFigure } from '../../src/render-png/formats/figure-json.ts';
import { writeSvg } from '../../src/render-png/formats/write-svg.ts';
import { withFont } from '../../src/render-png/page/font.ts';
import { openPlotlyPage, type PlotlyPage } from '../../src/render-png/page/plotly-page.ts';
import { withWholeLogTicks } from '../../src/render-png/page/whole-log-ticks.ts';
import { openRaster } from '../../src/render-png/process/open-raster.ts';
import { axesOf, axisOf, hoverOf, isNamed, placesOf, sideOf } from './names.ts';
import { parseSvg, type SvgElement, withClass } from './svg.ts';
import { numberOf, wordsOf } from './tick-text.ts';

let page: PlotlyPage | undefined;

/** An axis as it was drawn: its range from low end to high end, and the px of the file where these lie. */
export interface DrawnAxis {
  readonly id: string;
  readonly isLog: boolean;
  readonly range: readonly [number, number];
  readonly px: readonly [number, number];
}

/** A tick in the file. */
export interface Tick {
  readonly px: number;
  readonly text: string;
}

/** Returns the page with a figure drawn on it as exports do, in a size in px. */
export async function drawnPage(
  figure: Figure,
  size: { width: number; height: number }
): Promise<PlotlyPage> {
  page ??= openPlotlyPage();
  await page.draw(drawableFigure(withFont(withWholeLogTicks(figure))), size);
  return page;
}

/** Returns a figure as it is exported, without its epoch cursor: the file, its elements and where its axes lie. */
export async function exported(figure: Figure, size: { width: number; height: number }) {
  const shapes = figure.layout.shapes?.filter(({ name }) => name !== 'cursor') ?? [];
  const bare = { data: figure.data, layout: { ...figure.layout, shapes } };
  const page = await drawnPage(bare, size);
  // biome-ignore lint/suspicious/noExplicitAny: where Plotly keeps the range that it chose
  const full = page.graph._fullLayout as any;
  const axes = axesOf(figure).map(({ id }): DrawnAxis => {
    const { range, _offset, _length, type } = full[`${id[0]}axis${id.slice(1)}`];
    const ends = [_offset, _offset + _length] as const;
    return {
      id,
      isLog: type === 'log',
      range,
      px: id[0] === 'x' ? ends : [ends[1], ends[0]]
    };
  });
  const svg = writeSvg(page.graph, size);
  return { svg, axes, root: parseSvg(svg) };
}

function valueAt({ range, px, isLog }: DrawnAxis, at: number): number {
  const value = range[0] + ((at - px[0]) / (px[1] - px[0])) * (range[1] - range[0]);
  return isLog ? 10 ** value : value;
}

function pxOf({ range, px, isLog }: DrawnAxis, value: number): number {
  const at = isLog ? Math.log10(value) : value;
  return px[0] + ((at - range[0]) / (range[1] - range[0])) * (px[1] - px[0]);
}

/** Returns the ticks of an axis in the file. */
export function ticksOf(root: SvgElement, id: string): Tick[] {
  return withClass(root, `${id}tick`)
    .filter(({ name }) => name === 'g')
    .map(({ children: [text] }) => ({ px: text.at[id[0] === 'x' ? 0 : 1], text: text.text }));
}

/** Returns what is wrong with the ticks of an axis: none, equal ones, or one that says something else than lies there. */
export function tickFaults(figure: Figure, drawn: DrawnAxis, ticks: readonly Tick[]): string[] {
  const { id } = drawn;
  const own = axisOf(figure, id);
  const faults: string[] = [];
  const isFree = own.tickvals === undefined && own.showticklabels !== false;
  if (isFree && ticks.length < 2) faults.push(`${id} has ${ticks.length} ticks`);
  if (new Set(ticks.map(({ text }) => text)).size < ticks.length)
    faults.push(`${id} has equal ticks: ${ticks.map(({ text }) => text).join(' | ')}`);
  for (const { px, text } of ticks) {
    const [from, to] = [valueAt(drawn, px - 1), valueAt(drawn, px + 1)].sort((a, b) => a - b) as [
      number,
      number
    ];
    const value = numberOf(text);
    const isThere = value >= from && value <= to;
    const isOwn = own.tickvals !== undefined || own.type === 'category';
    if (
      isOwn ? !isNamed(figure, id, text, from, to) && !(isThere && !saysMore(figure, id)) : !isThere
    )
      faults.push(`${id} says ${text} at ${valueAt(drawn, px).toPrecision(4)}`);
  }
  return faults;
}

/** True where hovering names places along the axis, so that its own ticks must say the same. */
function saysMore(figure: Figure, id: string): boolean {
  return figure.data.some(
    (trace) => trace.type === 'heatmap' && (trace[`${sideOf(id)}axis`] ?? id[0]) === id
  );
}

/** Colours beside a bar's numbers: each number lies where its colour is that of a cell of that value. */
export function colorBarFaults(figure: Figure, root: SvgElement): string[] {
  return figure.data.flatMap((trace, i) => {
    const bar = withClass(root, `cbt${i}`)[0];
    if (!bar) return [];
    const [low, high] = colorsOf(trace);
    const fill = withClass(bar, 'cbfills')[0];
    const boxes = fill.children.map(({ at, attributes }) => [
      at[1] + Number(attributes.y),
      at[1] + Number(attributes.y) + Number(attributes.height)
    ]);
    const top = Math.min(...boxes.flat());
    const bottom = Math.max(...boxes.flat());
    return withClass(bar, `ycbt${i}tick`)
      .filter(({ name }) => name === 'g')
      .flatMap(({ children: [text] }) => {
        const value = high - ((text.at[1] - top) / (bottom - top)) * (high - low);
        const slack = (2 * (high - low)) / (bottom - top);
        const said = numberOf(text.text);
        const own =
          trace.type === 'heatmap'
            ? trace.colorbar
            : trace.type === 'scatter'
              ? trace.marker?.colorbar
              : undefined;
        const isRight = own?.ticktext
          ? own.ticktext[own.tickvals!.findIndex((one) => Math.abs(one - value) <= slack)] ===
              text.text && isSaid(trace, value, slack, text.text)
          : Math.abs(said - value) <= slack;
        return isRight ? [] : [`the colour bar says ${text.text} at ${value.toPrecision(4)}`];
      });
  });
}

function colorsOf(trace: Figure['data'][number]): [number, number] {
  if (trace.type === 'heatmap') return [trace.zmin!, trace.zmax!];
  if (trace.type === 'scatter') return [trace.marker!.cmin!, trace.marker!.cmax!];
  throw new Error('bars have no colour bar');
}

/** True where cells of this value say the words too, or none has it. */
function isSaid(
  trace: Figure['data'][number],
  value: number,
  slack: number,
  text: string
): boolean {
  if (trace.type !== 'heatmap') return true;
  const cells = trace.z.flatMap((row, r) => Array.from(row, (z, c) => ({ z, r, c })));
  return cells
    .filter(({ z }) => Math.abs(z - value) <= slack)
    .every(({ r, c }) =>
      wordsOf(text).every((word) => wordsOf(hoverOf(trace, r, c)).includes(word))
    );
}

/** Cells have the colour of their value: looked up in the picture at the places that the axes say. */
export async function cellFaults(
  figure: Figure,
  svg: string,
  axes: readonly DrawnAxis[]
): Promise<string[]> {
  const maps = figure.data.filter((trace) => trace.type === 'heatmap');
  if (maps.length === 0) return [];
  const { pixels, width } = await (await openRaster()).toPixels(svg, 1);
  const faults: string[] = [];
  for (const map of maps) {
    const x = axes.find(({ id }) => id === (map.xaxis ?? 'x'))!;
    const y = axes.find(({ id }) => id === (map.yaxis ?? 'y'))!;
    const [xs, ys] = [placesOf(figure, x.id, map), placesOf(figure, y.id, map)];
    for (const row of spread(ys.length))
      for (const column of spread(xs.length)) {
        const wanted = colorOf(map, map.z[row][column]);
        const at = 3 * (Math.floor(pxOf(y, ys[row])) * width + Math.floor(pxOf(x, xs[column])));
        const found = [...pixels.subarray(at, at + 3)];
        if (wanted && found.some((one, i) => Math.abs(one - wanted[i]) > 12))
          faults.push(`${map.name} has ${found} for ${wanted} in row ${row}, column ${column}`);
      }
  }
  return faults.slice(0, 5);
}

function colorOf(map: HeatmapTrace, value: number): number[] | null {
  if (!Number.isFinite(value)) return null;
  const share = (value - map.zmin!) / (map.zmax! - map.zmin!);
  const color = colorAt(map.colorscale!, share);
  return color.startsWith('#')
    ? [1, 3, 5].map((i) => Number.parseInt(color.slice(i, i + 2), 16))
    : null;
}

/** Up to seven indices from first to last. */
function spread(count: number): number[] {
  const n = Math.min(7, count);
  return Array.from({ length: n }, (_, i) => Math.round((i * (count - 1)) / Math.max(1, n - 1)));
}
