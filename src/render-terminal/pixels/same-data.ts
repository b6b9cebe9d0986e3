import type { Figure, Layout } from '../../figure/figure.ts';

/** What of a trace is not drawn. */
const UNSEEN = new Set(['text', 'customdata', 'hovertemplate', 'hoverinfo', 'legendgroup']);
/** Longer lists are not gone through: they are the same only where they are one. */
const LONGEST = 20_000;

/**
 * Returns whether two figures show the same apart from cursors and words: nothing but these has to
 * be drawn again while the epoch cursor moves over a curve.
 */
export function showsSame(a: Figure, b: Figure): boolean {
  if (a.data.length !== b.data.length) return false;
  for (let i = 0; i < a.data.length; i++) if (!isAlike(a.data[i], b.data[i])) return false;
  return isAlike(stillOf(a.layout), stillOf(b.layout));
}

function stillOf({ title: _, annotations: __, shapes = [], ...layout }: Layout) {
  return { ...layout, shapes: shapes.filter(({ name }) => name !== 'cursor') };
}

function isAlike(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.length <= LONGEST && a.every((one, i) => isAlike(one, b[i]));
  if (ArrayBuffer.isView(a) && ArrayBuffer.isView(b))
    return a.constructor === b.constructor && bytesOf(a).equals(bytesOf(b));
  if (Array.isArray(a) || Array.isArray(b) || ArrayBuffer.isView(a) || ArrayBuffer.isView(b))
    return false;
  const keys = Object.keys(a).filter((key) => !UNSEEN.has(key));
  if (keys.length !== Object.keys(b).filter((key) => !UNSEEN.has(key)).length) return false;
  return keys.every((key) => isAlike(a[key as keyof typeof a], b[key as keyof typeof b]));
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Buffer {
  return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
}
