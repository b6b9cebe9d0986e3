import { pathPoints } from './path-points.ts';
import { childrenOf, type SvgNode } from './svg-node.ts';
import { textBox } from './text-runs.ts';
import {
  type Box,
  compose,
  joinBoxes,
  mapBox,
  parseTransform,
  type Transform
} from './transform.ts';

const notDrawn = new Set(['defs', 'clipPath', 'linearGradient', 'pattern', 'title', 'style']);

/**
 * Returns the rectangle around what an SVG element draws, in the element's own coordinates
 * (`getBBox`), or null where it draws nothing. Strokes do not count, as in browsers.
 */
export function ownBox(element: SvgNode): Box | null {
  const number = (name: string) => Number.parseFloat(element.getAttribute(name) ?? '') || 0;
  switch (element.localName) {
    case 'text':
    case 'tspan':
      return textBox(element);
    case 'rect':
    case 'image':
    case 'foreignObject': {
      const [left, top] = [number('x'), number('y')];
      return { left, top, right: left + number('width'), bottom: top + number('height') };
    }
    case 'circle': {
      const [x, y, r] = [number('cx'), number('cy'), number('r')];
      return { left: x - r, top: y - r, right: x + r, bottom: y + r };
    }
    case 'line': {
      const [x1, x2, y1, y2] = [number('x1'), number('x2'), number('y1'), number('y2')];
      return boxAround([
        [x1, y1],
        [x2, y2]
      ]);
    }
    case 'path':
      return boxAround(pathPoints(element.getAttribute('d') ?? ''));
    default:
      return childrenBox(element);
  }
}

/** Returns the map from an element's own coordinates to those of the page. */
export function pageTransform(element: SvgNode): Transform {
  const own = parseTransform(element.getAttribute('transform'));
  const parent = element.parentNode;
  if (parent === null || parent.nodeType !== 1 || parent.localName === 'div') return own;
  return compose(pageTransform(parent), own);
}

/**
 * Returns the upright rectangle around an SVG element on the page (`getBoundingClientRect`), all
 * zero where it draws nothing.
 */
export function clientBox(element: SvgNode): Box {
  const box = ownBox(element);
  if (box === null) return { left: 0, top: 0, right: 0, bottom: 0 };
  return mapBox(pageTransform(element), box);
}

function childrenBox(element: SvgNode): Box | null {
  let result: Box | null = null;
  for (const child of childrenOf(element)) {
    if (child.nodeType !== 1 || notDrawn.has(child.localName)) continue;
    if (child.getAttribute('style')?.includes('display: none')) continue;
    const box = ownBox(child);
    if (box === null) continue;
    result = joinBoxes(result, mapBox(parseTransform(child.getAttribute('transform')), box));
  }
  return result;
}

function boxAround(points: readonly (readonly [number, number])[]): Box | null {
  let box: Box | null = null;
  for (const [x, y] of points) box = joinBoxes(box, { left: x, top: y, right: x, bottom: y });
  return box;
}
