import { fontSize } from '../../figure/theme.ts';
import { clientBox } from './client-box.ts';
import type { SvgNode } from './svg-node.ts';

/** What this asks of the element that plotly.js drew into. */
interface DrawnLegend {
  readonly _fullData: readonly { readonly showlegend?: boolean; readonly name?: string }[];
  querySelector(selector: string): SvgNode | null;
  querySelectorAll(selector: string): Iterable<SvgNode>;
}

/** The share of a figure's height that a legend may take. */
const most = 0.26;

/** What plotly.js is told of a legend that is too high: its layout, and traces that leave it. */
export interface LegendChanges {
  readonly layout: Readonly<Record<string, unknown>>;
  /** Indices of traces, and what the last one that stays is called. */
  readonly hidden: readonly number[];
  readonly last: { readonly index: number; readonly name: string } | null;
}

/**
 * Returns what keeps a legend from taking the room of its figure: a smaller font, then as many
 * entries as fit, the last of which says how many more there are; null where it is low enough.
 * Height in px.
 */
export function legendChanges(
  graph: DrawnLegend,
  height: number,
  isSmall: boolean
): LegendChanges | null {
  const box = graph.querySelector('.legend .bg');
  if (!box) return null;
  const { top, bottom } = clientBox(box);
  if (bottom - top <= most * height) return null;
  if (!isSmall) return { layout: { 'legend.font.size': fontSize.label }, hidden: [], last: null };
  const rows = [...graph.querySelectorAll('.legend .traces')].map((entry) => clientBox(entry));
  const shown = graph._fullData.flatMap(({ showlegend }, i) => (showlegend === false ? [] : [i]));
  const fitting = rows.filter((row) => row.bottom - top <= most * height).length;
  const count = Math.max(1, fitting);
  if (count >= shown.length || rows.length !== shown.length) return null;
  const hidden = shown.slice(count);
  const index = shown[count - 1];
  const name = `${graph._fullData[index].name ?? ''} … ${hidden.length} more`;
  return { layout: {}, hidden, last: { index, name } };
}
