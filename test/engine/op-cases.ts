import type { Lazy } from '../../src/engine/index.ts';
import * as engine from '../../src/engine/index.ts';
import {
  at,
  fill,
  indices,
  map,
  partner,
  type Random,
  type Ref,
  reduce,
  size,
  someShape,
  truths,
  values,
  whole,
  wholes
} from './reference.ts';

/** One random application of an op with what plain TypeScript says it gives. */
export interface Case {
  readonly operands: readonly Ref[];
  readonly build: (...operands: Lazy[]) => Lazy;
  readonly expected: Ref;
  /** True if the gradient is zero by definition, whatever the slope. */
  readonly cut?: boolean;
}

type Make = (next: Random) => Case;

const unary =
  (build: (x: Lazy) => Lazy, f: (x: number) => number, from = -2, to = 2): Make =>
  (next) => {
    const x = values(next, someShape(next), from, to);
    return { operands: [x], build, expected: map(f)(x) };
  };

const binary =
  (
    build: (a: Lazy, b: Lazy) => Lazy,
    f: (a: number, b: number) => number | boolean,
    draw: (next: Random, shape: readonly number[]) => Ref = values,
    type?: engine.Kind
  ): Make =>
  (next) => {
    const shape = someShape(next);
    const pair = [draw(next, shape), draw(next, partner(next, shape))];
    const [a, b] = (next() < 0.5 ? pair : pair.toReversed()) as [Ref, Ref];
    return { operands: [a, b], build, expected: map(f, type)(a, b) };
  };

const positive = (next: Random, shape: readonly number[]) => values(next, shape, 0.3, 2);
const coarse = (next: Random, shape: readonly number[]) => fill(shape, () => whole(next, 3) - 1);
const compared = (build: (a: Lazy, b: Lazy) => Lazy, f: (a: number, b: number) => boolean) =>
  binary(build, f, coarse, 'bool');
const logical = (build: (a: Lazy, b: Lazy) => Lazy, f: (a: number, b: number) => boolean) =>
  binary(build, f, truths, 'bool');

const reduced =
  (
    build: (x: Lazy, axes?: number[], keepdims?: boolean) => Lazy,
    f: (values: number[]) => number
  ): Make =>
  (next) => {
    const x = values(next, someShape(next));
    const axes = x.shape.map((_, axis) => axis).filter(() => next() < 0.6);
    const keepdims = next() < 0.5;
    return {
      operands: [x],
      build: (lazy) => build(lazy, axes, keepdims),
      expected: reduce(x, axes, keepdims, f)
    };
  };

const total = (list: number[]) => list.reduce((sum, x) => sum + x, 0);

const picked =
  (build: (x: Lazy, axis: number) => Lazy, best: (...list: number[]) => number): Make =>
  (next) => {
    const x = coarse(next, someShape(next));
    const axis = whole(next, x.shape.length);
    return {
      operands: [x],
      build: (lazy) => build(lazy, axis - (next() < 0.5 ? x.shape.length : 0)),
      expected: reduce(x, [axis], false, (list) => list.indexOf(best(...list)), 'int')
    };
  };

const normalised =
  (build: (x: Lazy, axis: number) => Lazy, f: (x: number, list: number[]) => number): Make =>
  (next) => {
    const x = values(next, someShape(next), -5, 5);
    const axis = whole(next, x.shape.length);
    const line = (index: number[]) =>
      Array.from({ length: x.shape[axis] }, (_, i) => at(x, index.with(axis, i)));
    return {
      operands: [x],
      build: (lazy) => build(lazy, axis),
      expected: fill(x.shape, (index) => f(at(x, index), line(index)))
    };
  };

const spread = (list: number[]) => total(list.map(Math.exp));

function matmulCase(next: Random): Case {
  const [m, k, n] = [1 + whole(next, 6), 1 + whole(next, 6), 1 + whole(next, 6)] as const;
  const batch = someShape(next).slice(0, whole(next, 3));
  const flips = [next() < 0.4, next() < 0.4] as const;
  const leads = next() < 0.5 ? [batch, partner(next, batch)] : [partner(next, batch), batch];
  const flip = (shape: readonly number[], swap: boolean) =>
    swap ? [...shape.slice(0, -2), shape.at(-1)!, shape.at(-2)!] : shape;
  const a = values(next, flip([...leads[0], m, k], flips[0]));
  const b = values(next, flip([...leads[1], k, n], flips[1]));
  const read = (x: Ref, swap: boolean, lead: number[], i: number, j: number) =>
    at(x, swap ? [...lead, j, i] : [...lead, i, j]);
  const shape = [...map((x) => x)(values(next, batch)).shape, m, n];
  return {
    operands: [a, b],
    build: (x, y) =>
      engine.matmul(flips[0] ? engine.swapLast(x) : x, flips[1] ? engine.swapLast(y) : y),
    expected: fill(shape, (index) => {
      const [lead, i, j] = [index.slice(0, -2), index.at(-2)!, index.at(-1)!];
      const term = (_: unknown, l: number) =>
        read(a, flips[0], lead, i, l) * read(b, flips[1], lead, l, j);
      return total(Array.from({ length: k }, term));
    })
  };
}

function scatterCase(next: Random, places: number, width: number): Case {
  const lead = next() < 0.5 ? [] : [2];
  const axis = lead.length;
  const spots = wholes(next, [1 + whole(next, 9), ...(next() < 0.5 ? [2] : [])], places);
  const x = values(next, [...lead, ...spots.shape, width]);
  const sums = fill([...lead, places, width], () => 0);
  for (const index of indices(x.shape)) {
    const spot = at(spots, index.slice(axis, axis + spots.shape.length));
    const place = [...index.slice(0, axis), spot, index.at(-1)!];
    const flat = sums.shape.reduce((sum, n, i) => sum * n + place[i], 0);
    sums.data[flat] = sums.data[flat] + at(x, index);
  }
  return {
    operands: [x, spots],
    build: (a, b) => engine.scatterAdd(a, b, axis, places),
    expected: sums
  };
}

/** Makers of random cases by op id; several where an op has several ways to be emitted. */
export const cases: Readonly<Record<string, readonly Make[]>> = {
  constant: [
    (next) => {
      const x = values(next, someShape(next));
      return { operands: [], build: () => engine.constant(x.data, x.shape), expected: x };
    }
  ],
  input: [
    (next) => {
      const x = values(next, someShape(next));
      return { operands: [x], build: (lazy) => lazy, expected: x };
    }
  ],
  neg: [unary(engine.neg, (x) => -x)],
  square: [unary(engine.square, (x) => x * x)],
  sqrt: [unary(engine.sqrt, Math.sqrt, 0.1, 4)],
  abs: [unary(engine.abs, Math.abs)],
  exp: [unary(engine.exp, Math.exp)],
  log: [unary(engine.log, Math.log, 0.1, 4)],
  sin: [unary(engine.sin, Math.sin, -6, 6)],
  cos: [unary(engine.cos, Math.cos, -6, 6)],
  tanh: [unary(engine.tanh, Math.tanh)],
  erf: [unary(engine.erf, erf)],
  silu: [unary(engine.silu, (x) => x / (1 + Math.exp(-x)), -6, 6)],
  sigmoid: [unary(engine.sigmoid, (x) => 1 / (1 + Math.exp(-x)))],
  relu: [unary(engine.relu, (x) => Math.max(x, 0))],
  reciprocal: [unary(engine.reciprocal, (x) => 1 / x, 0.2, 3)],
  sign: [unary(engine.sign, Math.sign)],
  heaviside: [unary(engine.heaviside, (x) => Number(x > 0))],
  stopGradient: [
    (next) => {
      const x = values(next, someShape(next));
      return { operands: [x], build: (lazy) => engine.stopGradient(lazy), expected: x, cut: true };
    }
  ],
  floor: [unary(engine.floor, Math.floor)],
  not: [
    (next) => {
      const x = truths(next, someShape(next));
      return { operands: [x], build: engine.not, expected: map((v) => !v)(x) };
    }
  ],
  add: [binary(engine.add, (a, b) => a + b)],
  sub: [binary(engine.sub, (a, b) => a - b)],
  mul: [binary(engine.mul, (a, b) => a * b)],
  div: [binary(engine.div, (a, b) => a / b, positive)],
  pow: [binary(engine.pow, (a, b) => a ** b, positive)],
  maximum: [binary(engine.maximum, Math.max)],
  minimum: [binary(engine.minimum, Math.min)],
  greater: [compared(engine.greater, (a, b) => a > b)],
  greaterEqual: [compared(engine.greaterEqual, (a, b) => a >= b)],
  less: [compared(engine.less, (a, b) => a < b)],
  lessEqual: [compared(engine.lessEqual, (a, b) => a <= b)],
  equal: [compared(engine.equal, (a, b) => a === b)],
  and: [logical(engine.and, (a, b) => a === 1 && b === 1)],
  or: [logical(engine.or, (a, b) => a === 1 || b === 1)],
  where: [
    (next) => {
      const shape = someShape(next);
      const condition = truths(next, partner(next, shape));
      const [a, b] = [values(next, shape), values(next, partner(next, shape))];
      const expected = map((c, x, y) => (c ? x : y))(condition, a, b);
      return { operands: [condition, a, b], build: engine.where, expected };
    }
  ],
  cast: [
    (next) => {
      const x = values(next, someShape(next));
      const build = (lazy: Lazy) => engine.cast(engine.cast(lazy, 'double'), 'float');
      return { operands: [x], build, expected: x };
    },
    (next) => {
      const x = values(next, someShape(next));
      const build = (lazy: Lazy) => engine.cast(lazy, 'int');
      return { operands: [x], build, expected: map(Math.trunc, 'int')(x) };
    },
    (next) => {
      const x = truths(next, someShape(next));
      const build = (lazy: Lazy) => engine.cast(lazy, 'float');
      return { operands: [x], build, expected: map((v) => v, 'float')(x) };
    }
  ],
  matmul: [matmulCase],
  transpose: [
    (next) => {
      const x = values(next, someShape(next));
      const perm = x.shape.map((_, axis) => axis);
      for (const i of perm.keys()) {
        const j = whole(next, perm.length);
        [perm[i], perm[j]] = [perm[j], perm[i]];
      }
      const expected = fill(
        perm.map((axis) => x.shape[axis]),
        (index) =>
          at(
            x,
            perm.map((_, axis) => index[perm.indexOf(axis)])
          )
      );
      return { operands: [x], build: (lazy) => engine.transpose(lazy, perm), expected };
    }
  ],
  reshape: [
    (next) => {
      const x = values(next, [2, 1 + whole(next, 4), 3]);
      const shape = next() < 0.5 ? [-1, 2] : [6, -1, 1];
      const full = shape.map((n) => (n < 0 ? size(x.shape) / Math.abs(size(shape)) : n));
      const expected = { ...x, shape: full };
      return { operands: [x], build: (lazy) => engine.reshape(lazy, shape), expected };
    }
  ],
  broadcastTo: [
    (next) => {
      const shape = someShape(next);
      const x = values(next, partner(next, shape));
      const expected = fill(shape, (index) => at(x, index));
      return { operands: [x], build: (lazy) => engine.broadcastTo(lazy, shape), expected };
    }
  ],
  slice: [
    (next) => {
      const x = values(next, someShape(next, 2));
      const starts = x.shape.map((n) => whole(next, n));
      const ends = x.shape.map((n, axis) => starts[axis] + 1 + whole(next, n - starts[axis]));
      const expected = fill(
        starts.map((start, axis) => ends[axis] - start),
        (index) =>
          at(
            x,
            index.map((i, axis) => i + starts[axis])
          )
      );
      return { operands: [x], build: (lazy) => engine.slice(lazy, starts, ends), expected };
    },
    (next) => {
      const x = values(next, [3, 5]);
      const expected = fill([3, 2], ([i, j]) => at(x, [i, j + 2]));
      return { operands: [x], build: (lazy) => engine.slice(lazy, [-3], [-1], [-1]), expected };
    }
  ],
  pad: [
    (next) => {
      const x = values(next, someShape(next));
      const [before, after] = [
        x.shape.map(() => whole(next, 3)),
        x.shape.map(() => whole(next, 3))
      ];
      const expected = fill(
        x.shape.map((n, axis) => before[axis] + n + after[axis]),
        (index) => {
          const own = index.map((i, axis) => i - before[axis]);
          return own.every((i, axis) => i >= 0 && i < x.shape[axis]) ? at(x, own) : 0;
        }
      );
      return { operands: [x], build: (lazy) => engine.pad(lazy, before, after), expected };
    }
  ],
  concat: [
    (next) => {
      const shape = someShape(next);
      const axis = whole(next, shape.length);
      const parts = [0, 1, 2].map(() => values(next, shape.with(axis, 1 + whole(next, 4))));
      const ends = parts.map((_, i) => total(parts.slice(0, i + 1).map((p) => p.shape[axis])));
      const expected = fill(shape.with(axis, ends[2]), (index) => {
        const part = ends.findIndex((end) => index[axis] < end);
        return at(parts[part], index.with(axis, index[axis] - (ends[part - 1] ?? 0)));
      });
      return { operands: parts, build: (...xs) => engine.concat(xs, axis), expected };
    }
  ],
  gather: [
    (next) => {
      const x = values(next, someShape(next));
      const axis = whole(next, x.shape.length);
      const spots = wholes(next, someShape(next), x.shape[axis]);
      const rank = spots.shape.length;
      const expected = fill(x.shape.toSpliced(axis, 1, ...spots.shape), (index) =>
        at(x, index.toSpliced(axis, rank, at(spots, index.slice(axis, axis + rank))))
      );
      return { operands: [x, spots], build: (a, b) => engine.gather(a, b, axis), expected };
    }
  ],
  scatterAdd: [
    (next) => scatterCase(next, 5, 16 + whole(next, 8)),
    (next) => scatterCase(next, 5, 3),
    (next) => scatterCase(next, 300, 17)
  ],
  takeAlong: [
    (next) => {
      const x = values(next, someShape(next));
      const axis = whole(next, x.shape.length);
      const spots = wholes(next, x.shape.with(axis, 1 + whole(next, 6)), x.shape[axis]);
      const expected = fill(spots.shape, (index) => at(x, index.with(axis, at(spots, index))));
      return { operands: [x, spots], build: (a, b) => engine.takeAlong(a, b, axis), expected };
    }
  ],
  addAlong: [
    (next) => {
      const x = values(next, someShape(next));
      const axis = whole(next, x.shape.length);
      const spots = wholes(next, x.shape, 4);
      const sums = fill(x.shape.with(axis, 4), () => 0);
      for (const index of indices(x.shape)) {
        const place = index.with(axis, at(spots, index));
        const flat = sums.shape.reduce((sum, n, i) => sum * n + place[i], 0);
        sums.data[flat] = sums.data[flat] + at(x, index);
      }
      const build = (a: Lazy, b: Lazy) => engine.addAlong(a, b, axis, 4);
      return { operands: [x, spots], build, expected: sums };
    }
  ],
  sum: [reduced(engine.sum, total)],
  mean: [reduced(engine.mean, (list) => total(list) / list.length)],
  max: [reduced(engine.max, (list) => Math.max(...list))],
  min: [reduced(engine.min, (list) => Math.min(...list))],
  argmax: [picked(engine.argmax, Math.max)],
  rmsNorm: [
    (next) => {
      const x = values(next, someShape(next, 2));
      const length = x.shape.at(-1)!;
      const scale = values(next, [length]);
      const expected = fill(x.shape, (index) => {
        const others = Array.from({ length }, (_, k) => at(x, index.with(-1, k)) ** 2);
        return (
          (at(x, index) * scale.data[index.at(-1)!]) / Math.sqrt(total(others) / length + 0.01)
        );
      });
      return { operands: [x, scale], build: (a, b) => engine.rmsNorm(a, b, 0.01), expected };
    }
  ],
  softmax: [normalised(engine.softmax, (x, list) => Math.exp(x) / spread(list))],
  logSoftmax: [normalised(engine.logSoftmax, (x, list) => x - Math.log(spread(list)))]
};

/** erf by its Maclaurin series, exact to rounding for |x| ≤ 3. */
function erf(x: number): number {
  let [term, total] = [x, x];
  for (let n = 1; n < 60; n++) {
    term *= (-x * x) / n;
    total += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * total;
}
