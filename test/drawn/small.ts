import type { Figure } from '../../src/figure/figure.ts';
import { clientBox } from '../../src/render-png/page/client-box.ts';
import type { SvgNode } from '../../src/render-png/page/svg-node.ts';
import { drawnPage } from './exported.ts';

/** A text of a drawn figure and the rectangle that it takes, in px of the layout. */
interface Placed {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Returns the text of a drawn element. */
export const said = (node: SvgNode): string => {
  let text = node.nodeType === 3 ? (node.nodeValue ?? '') : '';
  for (let child = node.firstChild; child !== null; child = child.nextSibling) text += said(child);
  return text;
};
const isHidden = (node: SvgNode | null): boolean =>
  node !== null &&
  node.nodeType === 1 &&
  (/display: none|visibility: hidden/.test(node.getAttribute('style') ?? '') ||
    isHidden(node.parentNode));

/** Returns what keeps a figure of a size in px from being read: texts on each other or cut by its edge, a plot that is a strip. */
export async function smallFaults(
  figure: Figure,
  size: { readonly width: number; readonly height: number }
): Promise<string[]> {
  const { graph } = await drawnPage(figure, size);
  // biome-ignore lint/suspicious/noExplicitAny: where Plotly keeps the size of the plot
  const { width, height, _size } = graph._fullLayout as any;
  const texts = [...graph.querySelectorAll('text')].flatMap((node): Placed[] => {
    const text = said(node).replaceAll('\u200b', '').trim();
    // a single sign marks a place
    return (text.length < 2 && !/\w/.test(text)) || isHidden(node)
      ? []
      : [{ text, ...clientBox(node) }];
  });
  const faults = texts.flatMap(({ text, left, top, right, bottom }) =>
    left < -1 || top < -1 || right > width + 1 || bottom > height + 1 ? [`cut: ${text}`] : []
  );
  texts.forEach((a, i) => {
    for (const b of texts.slice(0, i)) {
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      // the box of a line is higher than its letters
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      const low = Math.min(a.bottom - a.top, b.bottom - b.top);
      if (across > 1 && down > 0.3 * low) faults.push(`${b.text} on ${a.text}`);
    }
  });
  if (_size.h < 0.4 * height) faults.push(`a plot of ${Math.round((100 * _size.h) / height)} %`);
  faults.push(...orderFaults(figure, texts));
  return faults;
}

/** Names beside a plot stand in the order of the lines that they name. */
function orderFaults({ layout }: Figure, texts: readonly Placed[]): string[] {
  const names = (layout.annotations ?? []).flatMap(({ text, xref, yref, y }) => {
    const placed = texts.filter((one) => one.text === text);
    const isBeside = xref === 'paper' && yref !== 'paper' && placed.length === 1;
    return isBeside ? [{ text, axis: yref, y: Number(y), top: placed[0].top }] : [];
  });
  return names.flatMap((one) =>
    names
      .filter(({ axis, y, top }) => axis === one.axis && y > one.y && top > one.top)
      .map(({ text }) => `${text} under ${one.text}`)
  );
}
