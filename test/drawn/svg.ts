/** An element of an SVG file with the sum of the translations around it. */
export interface SvgElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly SvgElement[];
  readonly text: string;
  /** Where its coordinates begin, in px of the file. */
  readonly at: readonly [x: number, y: number];
}

interface Open extends SvgElement {
  readonly children: SvgElement[];
  text: string;
}

const tag = /<(\/?)([\w:]+)((?:\s+[\w:-]+="[^"]*")*)\s*(\/?)>|([^<]+)/g;

/** Returns the root of an SVG file as we write it: attributes in double quotes, translations as the only transforms that place. */
export function parseSvg(svg: string): SvgElement {
  const root: Open = { name: '', attributes: {}, children: [], text: '', at: [0, 0] };
  const open = [root];
  for (const [, closing, name, attributes = '', alone, text] of svg.matchAll(tag)) {
    const parent = open.at(-1)!;
    if (text !== undefined) for (const one of open) one.text += unescapeXml(text);
    else if (closing) open.pop();
    else {
      const own = Object.fromEntries(
        [...attributes.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, key, value]) => [
          key!,
          unescapeXml(value!)
        ])
      );
      const moved = /translate\(([-\d.e]+)[, ]*([-\d.e]*)\)/.exec(own.transform ?? '');
      const [x, y] = parent.at;
      const at = [x + Number(moved?.[1] ?? 0), y + Number(moved?.[2] || 0)] as const;
      const made: Open = { name: name!, attributes: own, children: [], text: '', at };
      parent.children.push(made);
      if (!alone) open.push(made);
    }
  }
  return root.children[0];
}

/** Returns all elements below that have a class, in order. */
export function withClass(root: SvgElement, wanted: string): SvgElement[] {
  const found: SvgElement[] = [];
  const visit = (element: SvgElement) => {
    if ((element.attributes.class ?? '').split(' ').includes(wanted)) found.push(element);
    element.children.forEach(visit);
  };
  visit(root);
  return found;
}

function unescapeXml(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}
