import { concat, type Lazy, slice } from '../../engine/index.ts';

/**
 * Returns `f` of parts of `x` along an axis, joined along `onto`: what `f` makes on the way is then
 * held for one part at a time. `f` must treat what lies along that axis independently.
 */
export function inParts(
  x: Lazy,
  axis: number,
  f: (part: Lazy) => Lazy,
  { parts = 8, onto = axis }: { readonly parts?: number; readonly onto?: number } = {}
): Lazy {
  const size = x.shape[axis];
  if (size < 16 * parts) return f(x);
  const edge = (i: number) => Math.floor((i * size) / parts);
  const made = Array.from({ length: parts }, (_, i) =>
    f(slice(x, [edge(i)], [edge(i + 1)], [axis]))
  );
  return concat(made, onto);
}
