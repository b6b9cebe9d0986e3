/** An affine map of SVG: x' = a x + c y + e, y' = b x + d y + f. */
export type Transform = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** A rectangle in px. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The map that moves nothing. */
export const identity: Transform = [1, 0, 0, 1, 0, 0];

/** Returns the map of an SVG `transform` attribute; what it cannot read counts as nothing. */
export function parseTransform(text: string | null): Transform {
  let result = identity;
  if (!text) return result;
  for (const [, name, list = ''] of text.matchAll(/(\w+)\s*\(([^)]*)\)/g)) {
    const n = list.split(/[\s,]+/).filter((part) => part !== '');
    const [p = 0, q, r = 0, ...more] = n.map(Number);
    if (name === 'translate') result = compose(result, [1, 0, 0, 1, p, q ?? 0]);
    else if (name === 'scale') result = compose(result, [p, 0, 0, q ?? p, 0, 0]);
    else if (name === 'rotate') result = compose(result, rotation(p, q ?? 0, r));
    else if (name === 'matrix') {
      result = compose(result, [p, q ?? 0, r, more[0] ?? 0, more[1] ?? 0, more[2] ?? 0]);
    }
  }
  return result;
}

/** Returns the map that does `inner` first and `outer` then. */
export function compose(outer: Transform, inner: Transform): Transform {
  const [a, b, c, d, e, f] = outer;
  const [A, B, C, D, E, F] = inner;
  return [
    a * A + c * B,
    b * A + d * B,
    a * C + c * D,
    b * C + d * D,
    a * E + c * F + e,
    b * E + d * F + f
  ];
}

/** Returns the smallest upright rectangle around a mapped rectangle. */
export function mapBox([a, b, c, d, e, f]: Transform, box: Box): Box {
  const xs = [];
  const ys = [];
  for (const x of [box.left, box.right]) {
    for (const y of [box.top, box.bottom]) {
      xs.push(a * x + c * y + e);
      ys.push(b * x + d * y + f);
    }
  }
  return {
    left: Math.min(...xs),
    top: Math.min(...ys),
    right: Math.max(...xs),
    bottom: Math.max(...ys)
  };
}

/** Returns the smallest rectangle around two, either of which may be absent. */
export function joinBoxes(a: Box | null, b: Box | null): Box | null {
  if (a === null || b === null) return a ?? b;
  return {
    left: Math.min(a.left, b.left),
    top: Math.min(a.top, b.top),
    right: Math.max(a.right, b.right),
    bottom: Math.max(a.bottom, b.bottom)
  };
}

/** Turns by degrees, clockwise as SVG does, around (x, y). */
function rotation(degrees: number, x: number, y: number): Transform {
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return [cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y];
}
