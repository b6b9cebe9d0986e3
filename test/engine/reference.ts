import type { Kind } from '../../src/engine/index.ts';

/** A plain row-major array with the kind it is fed as. */
export interface Ref {
  readonly shape: readonly number[];
  readonly data: Float64Array;
  readonly type: Kind;
}

export type Random = () => number;

/** A seeded generator of numbers in [0, 1). */
export function random(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const size = (shape: readonly number[]) => shape.reduce((product, n) => product * n, 1);

/** Calls `visit` with each index of a shape, in row-major order. */
export function indices(shape: readonly number[]): number[][] {
  return Array.from({ length: size(shape) }, (_, flat) => {
    const index: number[] = [];
    let rest = flat;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index.unshift(rest % shape[axis]);
      rest = Math.floor(rest / shape[axis]);
    }
    return index;
  });
}

/** The element at an index; a longer index is read by numpy's broadcasting. */
export function at(x: Ref, index: readonly number[]): number {
  const own = index.slice(index.length - x.shape.length);
  const flat = x.shape.reduce((sum, n, axis) => sum * n + (n === 1 ? 0 : own[axis]), 0);
  return x.data[flat];
}

/** The array whose element at each index is `value(index)`. */
export function fill(
  shape: readonly number[],
  value: (index: number[]) => number | boolean,
  type: Kind = 'float'
): Ref {
  return { shape, type, data: Float64Array.from(indices(shape), (index) => Number(value(index))) };
}

/** An elementwise function with numpy's broadcasting. */
export function map(f: (...values: number[]) => number | boolean, type?: Kind) {
  return (...xs: Ref[]): Ref => {
    const rank = Math.max(...xs.map((x) => x.shape.length));
    const shape = Array.from({ length: rank }, (_, axis) =>
      Math.max(...xs.map((x) => x.shape[axis - rank + x.shape.length] ?? 1))
    );
    return fill(shape, (index) => f(...xs.map((x) => at(x, index))), type ?? xs.at(-1)!.type);
  };
}

/** A reduction over axes of the list of values found there. */
export function reduce(
  x: Ref,
  axes: readonly number[],
  keepdims: boolean,
  f: (values: number[]) => number,
  type: Kind = x.type
): Ref {
  const kept = x.shape.map((n, axis) => (axes.includes(axis) ? 1 : n));
  const groups = new Map<string, number[]>(indices(kept).map((index) => [index.join(), []]));
  for (const index of indices(x.shape)) {
    const place = index.map((i, axis) => (axes.includes(axis) ? 0 : i)).join();
    groups.get(place)!.push(at(x, index));
  }
  const shape = keepdims ? kept : x.shape.filter((_, axis) => !axes.includes(axis));
  return { shape, type, data: Float64Array.from(groups.values(), f) };
}

/** Random shapes of rank 1 to 3 with sizes 1 to 5. */
export function someShape(next: Random, least = 1): number[] {
  return Array.from({ length: least + Math.floor(next() * (4 - least)) }, () => 1 + whole(next, 5));
}

export const whole = (next: Random, below: number) => Math.floor(next() * below);

/** Random values in [from, to). */
export function values(next: Random, shape: readonly number[], from = -2, to = 2): Ref {
  return fill(shape, () => from + (to - from) * next());
}

/** Random whole numbers in [0, below). */
export function wholes(next: Random, shape: readonly number[], below: number): Ref {
  return fill(shape, () => whole(next, below), 'int');
}

/** Random truth values. */
export function truths(next: Random, shape: readonly number[]): Ref {
  return fill(shape, () => next() < 0.5, 'bool');
}

/** Two shapes that broadcast together: axes dropped from the front or set to 1. */
export function partner(next: Random, shape: readonly number[]): number[] {
  const drop = whole(next, shape.length + 1);
  return shape.slice(next() < 0.5 ? drop : 0).map((n) => (next() < 0.3 ? 1 : n));
}
