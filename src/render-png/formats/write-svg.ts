import type { PlotlyGraph } from '../page/plotly-page.ts';
import { childrenOf, parseStyle, type SvgNode } from '../page/svg-node.ts';
import { isSelfContained } from './self-contained.ts';

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
 * Attributes that name, or refer to, what Plotly named by chance: clip paths, gradients, patterns.
 */
const namingAttributes = new Set(['id', 'clip-path', 'mask', 'fill', 'stroke']);
/**
 * Stands for Plotly's chance name until the content has given one, which keeps two pictures on one
 * page apart.
 */
const uidMark = '\u{e000}';

/**
 * Returns what plotly.js has drawn as one SVG file that stands alone: width and height in px, the
 * paper's colour behind it, without what only serves the mouse, and with no reference to anything
 * outside of it. The same figure gives the same bytes.
 */
export function writeSvg(
  graph: PlotlyGraph,
  { width, height }: { readonly width: number; readonly height: number }
): string {
  const { _paper, _toppaper, _uid, paper_bgcolor, width: across, height: down } = graph._fullLayout;
  const body = [...childrenOf(_paper.node()), ...childrenOf(_toppaper.node())]
    .map((node) => writeElement(node, _uid))
    .join('');
  const head =
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"` +
    ` width="${width}" height="${height}" viewBox="0 0 ${across} ${down}">` +
    `<rect width="${across}" height="${down}" fill="${escapeXml(paper_bgcolor)}"/>`;
  return `${head}${body.replaceAll(uidMark, contentName(body))}</svg>\n`;
}

function writeElement(node: SvgNode, uid: string): string {
  if (node.nodeType === 3) return escapeXml(node.nodeValue ?? '');
  if (node.nodeType !== 1) return '';
  const name = node.localName;
  const style = parseStyle(node.getAttribute('style'));
  if (style.get('display') === 'none') return '';
  if (name === 'text' && style.get('visibility') === 'hidden') return '';
  const classes = (node.getAttribute('class') ?? '').split(/\s+/).filter((part) => part !== '');
  if (classes.some((part) => droppedClasses.has(part))) return '';
  let content = '';
  for (const child of childrenOf(node)) content += writeElement(child, uid);
  // What refers to another place never gets here as a figure of ours; a link is its text.
  if (name === 'a') return content;
  if (name === 'path' && !node.getAttribute('d')) return '';
  if (content === '' && (name === 'g' || name === 'defs' || name === 'text')) return '';
  return `<${name}${writeAttributes(node, style, uid)}${content === '' ? '/>' : `>${content}</${name}>`}`;
}

function writeAttributes(node: SvgNode, style: ReadonlyMap<string, string>, uid: string): string {
  let text = '';
  for (let i = 0; i < node.attributes.length; i++) {
    const { name: key, value } = node.attributes[i];
    if (droppedAttributes.has(key) || key === 'style' || key.startsWith('xmlns')) continue;
    if (value === '' && (key === 'transform' || key === 'class')) continue;
    if (key.endsWith('href') && !/^(#|data:image\/)/.test(value)) continue;
    if (key.startsWith('on') || (value.includes('(') && !isSelfContained(value))) continue;
    const marked = namingAttributes.has(key) ? value.replaceAll(uid, uidMark) : value;
    // The DOM keeps the namespace beside the name; SVG 1.1 readers want the prefix.
    text += ` ${key === 'href' ? 'xlink:href' : key}="${escapeXml(marked)}"`;
  }
  // A class of Plotly's style sheet, which does not travel with the file.
  if (/\bcrisp\b/.test(node.getAttribute('class') ?? '')) text += ' shape-rendering="crispEdges"';
  let css = '';
  for (const [key, value] of style) {
    if (droppedStyles.has(key) || defaultStyles[key] === value) continue;
    if (!isSelfContained(value)) continue;
    const marked = value.includes('url(') ? value.replaceAll(uid, uidMark) : value;
    css += `${css === '' ? '' : ';'}${key}:${marked.replaceAll('"', "'")}`;
  }
  if (css !== '') text += ` style="${escapeXml(css)}"`;
  // For readers that know SVG 1.1 but not `white-space`.
  return node.localName === 'text' ? `${text} xml:space="preserve"` : text;
}

function escapeXml(text: string): string {
  return text
    .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Cs}/gu, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(
      /[\t\r\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
      (char) => `&#x${char.codePointAt(0)!.toString(16)};`
    );
}

/** FNV-1a of the text, in base 36. */
function contentName(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(36);
}
