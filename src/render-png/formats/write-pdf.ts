import { PDFDocument, type SKRSContext2D } from '@napi-rs/canvas';
import type { PlotlyGraph } from '../page/plotly-page.ts';
import { childrenOf } from '../page/svg-node.ts';
import { paintSvg } from './paint-svg.ts';

/** Points per px. */
const point = 0.75;

/**
 * Returns what plotly.js has drawn as a PDF of one page: vector shapes, texts that can be selected,
 * our font inside. Width and height in px.
 */
export async function writePdf(
  graph: PlotlyGraph,
  {
    width,
    height,
    title
  }: { readonly width: number; readonly height: number; readonly title: string }
): Promise<Uint8Array> {
  const pdf = new PDFDocument({ title, creator: 'grokscope' });
  // Pages have whole points; the paper reaches their edge.
  const [across, down] = [Math.ceil(width * point), Math.ceil(height * point)];
  const context = pdf.beginPage(across, down) as unknown as SKRSContext2D;
  context.scale(point, point);
  // A small figure is laid out larger than its file.
  const share = width / graph._fullLayout.width;
  context.scale(share, share);
  const paper = { width: across / point / share, height: down / point / share };
  await paintGraph(graph, context, paper);
  pdf.endPage();
  return pdf.close();
}

/** Paints what plotly.js has drawn, its paper included, onto a canvas. */
export async function paintGraph(
  graph: PlotlyGraph,
  context: SKRSContext2D,
  { width, height }: { readonly width: number; readonly height: number }
): Promise<void> {
  const { _paper, _toppaper, paper_bgcolor } = graph._fullLayout;
  context.fillStyle = paper_bgcolor;
  context.fillRect(0, 0, width, height);
  await paintSvg([...childrenOf(_paper.node()), ...childrenOf(_toppaper.node())], context);
}
