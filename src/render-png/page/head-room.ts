import { clientBox } from './client-box.ts';
import type { SvgNode } from './svg-node.ts';
import type { Box } from './transform.ts';

/** What this asks of the element that plotly.js drew into. */
interface DrawnFigure {
  readonly _fullLayout: { readonly margin: { readonly t: number } };
  querySelector(selector: string): SvgNode | null;
}

/** Space in px between title and legend, on one line or on two. */
const apart = { across: 16, down: 4 };

/**
 * Returns what puts the legend on a line of its own below the title, with room for it above the
 * plot, where both share one line and are too long for it; null where they do not meet. Asks the
 * drawn figure; height in px.
 */
export function headRoom(graph: DrawnFigure, height: number): object | null {
  const title = boxOf(graph, '.gtitle');
  const legend = boxOf(graph, '.legend .bg');
  if (!title || !legend || !meet(title, legend)) return null;
  const top = title.bottom + apart.down;
  const legendHeight = legend.bottom - legend.top;
  return {
    'legend.x': 0,
    'legend.xanchor': 'left',
    'legend.y': 1 - top / height,
    'margin.t': graph._fullLayout.margin.t + legendHeight + apart.down
  };
}

function meet(title: Box, legend: Box): boolean {
  return (
    legend.left < title.right + apart.across &&
    title.left < legend.right &&
    legend.top < title.bottom &&
    title.top < legend.bottom
  );
}

function boxOf(graph: DrawnFigure, selector: string): Box | null {
  const node = graph.querySelector(selector);
  return node === null ? null : clientBox(node);
}
