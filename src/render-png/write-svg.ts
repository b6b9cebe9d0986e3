import type { PlotlyGraph } from './plotly-page.ts';
import { childrenOf, parseStyle, type SvgNode } from './svg-node.ts';

/** Only interaction reads these. */
const droppedAttributes = new Set([
  'data-unformatted',
  'data-math',
  'data-notex',
  'pointer-events',
  'tabindex'
]);
const droppedStyles = new Set(['pointer-events', 'cursor', 'visibility', 'will-change']);
/** Values that say what holds anyway. */
const defaultStyles: Readonly<Record<string, string>> = {
  'font-style': 'normal',
  'font-weight': 'normal',
  'font-variant': 'normal',
  display: '',
  opacity: '1',
  'stroke-opacity': '1',
  'fill-opacity': '1'
};
const droppedClasses = new Set([
  'draglayer',
  'hoverlayer',
  'selectionlayer',
  'zoomlayer',
  'menulayer'
]);

/**
 * Returns what plotly.js has drawn as one SVG file that stands alone: width and height in px, the paper's colour behind it,
 * without what only serves the mouse. The same figure gives the same bytes.
 */
export function writeSvg(
  graph: PlotlyGraph,
  { width, height }: { readonly width: number; readonly height: number }
): string {
  const { _paper, _toppaper, _uid, paper_bgcolor } = graph._fullLayout;
  const body = [...childrenOf(_paper.node()), ...childrenOf(_toppaper.node())]
    .map(writeElement)
    .join('');
  const head =
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"` +
    ` width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">` +
    `<rect width="${width}" height="${height}" fill="${escapeXml(paper_bgcolor)}"/>`;
  // Plotly names its clip paths by chance; a name from the content keeps two pictures on one page apart.
  const stable = body.replaceAll(_uid, '');
  return `${head}${body.replaceAll(_uid, contentName(stable))}</svg>\n`;
}

function writeElement(node: SvgNode): string {
  if (node.nodeType === 3) return escapeXml(node.nodeValue ?? '');
  if (node.nodeType !== 1) return '';
  const name = node.localName;
  const style = parseStyle(node.getAttribute('style'));
  if (style.get('display') === 'none') return '';
  if (name === 'text' && style.get('visibility') === 'hidden') return '';
  const classes = (node.getAttribute('class') ?? '').split(/\s+/).filter((part) => part !== '');
  if (classes.some((part) => droppedClasses.has(part))) return '';
  let content = '';
  for (const child of childrenOf(node)) content += writeElement(child);
  if (name === 'path' && !node.getAttribute('d')) return '';
  if (content === '' && (name === 'g' || name === 'defs' || name === 'text')) return '';
  return `<${name}${writeAttributes(node, name, style)}${content === '' ? '/>' : `>${content}</${name}>`}`;
}

function writeAttributes(node: SvgNode, name: string, style: ReadonlyMap<string, string>): string {
  let text = '';
  for (let i = 0; i < node.attributes.length; i++) {
    const { name: key, value } = node.attributes[i]!;
    if (droppedAttributes.has(key) || key === 'style' || key.startsWith('xmlns')) continue;
    if (value === '' && (key === 'transform' || key === 'class')) continue;
    text += ` ${key}="${escapeXml(value)}"`;
  }
  // A class of Plotly's style sheet, which does not travel with the file.
  if (/\bcrisp\b/.test(node.getAttribute('class') ?? '')) text += ' shape-rendering="crispEdges"';
  let css = '';
  for (const [key, value] of style) {
    if (droppedStyles.has(key) || defaultStyles[key] === value) continue;
    css += `${css === '' ? '' : ';'}${key}:${value.replaceAll('"', "'")}`;
  }
  if (css !== '') text += ` style="${escapeXml(css)}"`;
  // For readers that know SVG 1.1 but not `white-space`.
  return name === 'text' ? `${text} xml:space="preserve"` : text;
}

function escapeXml(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
}

/** FNV-1a of the text, in base 36. */
function contentName(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(36);
}
