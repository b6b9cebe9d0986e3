/** What this folder reads of a DOM node: jsdom's, or any that behaves alike. */
export interface SvgNode {
  /** 1 element, 3 text. */
  readonly nodeType: number;
  /** The element's name without a prefix, lower case except for SVG's camel case. */
  readonly localName: string;
  readonly nodeValue: string | null;
  readonly parentNode: SvgNode | null;
  readonly firstChild: SvgNode | null;
  readonly nextSibling: SvgNode | null;
  readonly attributes: ArrayLike<{ readonly name: string; readonly value: string }>;
  getAttribute(name: string): string | null;
}

/** Returns the child nodes, in order. */
export function* childrenOf(node: SvgNode): Generator<SvgNode> {
  for (let child = node.firstChild; child !== null; child = child.nextSibling) yield child;
}

/**
 * Returns the declarations of a `style` attribute; later ones win. Values hold no `;` in Plotly's
 * SVG.
 */
export function parseStyle(text: string | null): Map<string, string> {
  const style = new Map<string, string>();
  if (!text) return style;
  for (const declaration of text.split(';')) {
    const colon = declaration.indexOf(':');
    if (colon > 0)
      style.set(declaration.slice(0, colon).trim(), declaration.slice(colon + 1).trim());
  }
  return style;
}
