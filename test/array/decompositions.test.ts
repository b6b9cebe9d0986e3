import { describe, expect, it } from 'vitest';
import { generalEigen } from '../../src/array/linear/general-eigen.ts';
import { generalEigenvalues } from '../../src/array/linear/general-eigenvalues.ts';
import { gram } from '../../src/array/linear/gram.ts';
import { principalComponents } from '../../src/array/linear/principal-components.ts';
import { symmetricEigen } from '../../src/array/linear/symmetric-eigen.ts';
import { circleFit } from '../../src/array/paths/circle-fit.ts';

const noise = (n: number) =>
  Float64Array.from({ length: n }, (_, i) => Math.sin(12.9898 * i * i + i));

/** By NumPy 2.4: SVD of the centred points, and Kåsa's least squares. */
const SQUARES = [5.15006808, 4.88757512, 2.56344356, 1.74486249];
const AXIS = [-0.55211743, 0.70060129, -0.43781168, 0.1124505];
const CIRCLE = [1.013522486007967, -0.9761662434713401, 2.0135473183109562, 0.003968901451516977];

describe('eigenvalues of a real matrix', () => {
  const n = 6;
  const matrix = Float64Array.from({ length: 36 }, (_, k) => {
    const [i, j] = [Math.floor(k / 6), k % 6];
    return Math.sin((i + 1) * (j + 2) * 0.7) + Math.cos(j) * 0.3 * i;
  });

  it('are those of NumPy, largest modulus first, pairs together', () => {
    const { re, im } = generalEigenvalues(matrix, n);
    const expected = [2.4526723, -0.20388641, -0.20388641, -1.17569264, -0.28687474, -0.02662059];
    expected.forEach((value, i) => {
      expect(re[i]).toBeCloseTo(value, 8);
      expect(im[i]).toBeCloseTo([0, 1.83791375, -1.83791375][i] ?? 0, 8);
    });
  });

  it.each([1, 2, 3, 10, 40])('of n×n noise belong, n = %d to unit vectors', (size) => {
    const a = noise(size * size);
    const { values, vectors } = generalEigen(a, size);
    for (let v = 0; v < size; v++) {
      let length = 0;
      for (let i = 0; i < size; i++) {
        const [x, y] = [vectors.re[v * size + i], vectors.im[v * size + i]];
        length += x * x + y * y;
        let [r, s] = [0, 0];
        for (let j = 0; j < size; j++) {
          r += a[i * size + j] * vectors.re[v * size + j];
          s += a[i * size + j] * vectors.im[v * size + j];
        }
        expect(r).toBeCloseTo(values.re[v] * x - values.im[v] * y, 10);
        expect(s).toBeCloseTo(values.re[v] * y + values.im[v] * x, 10);
      }
      expect(length).toBeCloseTo(1, 12);
    }
  });

  it('of a rotation are on the unit circle; of zeros 0; of a matrix with NaN NaN', () => {
    const [c, s] = [Math.cos(0.4), Math.sin(0.4)];
    const { re, im } = generalEigenvalues([c, -s, s, c], 2);
    expect([re[0], im[0], im[1]]).toEqual([c, expect.closeTo(s, 14), expect.closeTo(-s, 14)]);
    expect([...generalEigen([0, 0, 0, 0], 2).values.re]).toEqual([0, 0]);
    expect(generalEigen([0, 0, 0, 0], 2).vectors.re.every(Number.isFinite)).toBe(true);
    expect(generalEigenvalues([1, Number.NaN, 0, 1], 2).re[0]).toBeNaN();
  });

  it('of a symmetric matrix are the symmetric ones', () => {
    const a = gram(noise(8 * 5), 8, 5);
    const expected = [...symmetricEigen(a, 8).values].sort((x, y) => Math.abs(y) - Math.abs(x));
    generalEigenvalues(a, 8).re.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i], 10);
    });
  });
});

describe('the largest eigenvectors alone', () => {
  it('are those of the whole', () => {
    const a = gram(noise(30 * 40), 30, 40);
    const all = symmetricEigen(a, 30);
    const some = symmetricEigen(a, 30, 4);
    expect(some.values).toEqual(all.values);
    expect(some.vectors).toEqual(all.vectors.subarray(0, 4 * 30));
  });
});

describe('the Gram matrix', () => {
  it.each([
    [1, 3],
    [5, 7],
    [8, 2500],
    [11, 1]
  ])('of %d×%d numbers holds every product of two rows', (rows, columns) => {
    const a = noise(rows * columns);
    const found = gram(a, rows, columns);
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < rows; j++) {
        let total = 0;
        for (let k = 0; k < columns; k++) total += a[i * columns + k] * a[j * columns + k];
        expect(found[i * rows + j]).toBeCloseTo(total, 9);
      }
  });

  it('adds up over slices of the columns', () => {
    const whole = gram(noise(12), 3, 4);
    const half = (from: number) =>
      Float64Array.from({ length: 6 }, (_, i) => noise(12)[Math.floor(i / 2) * 4 + from + (i % 2)]);
    const sum = gram(half(2), 3, 2, gram(half(0), 3, 2));
    whole.forEach((value, i) => {
      expect(sum[i]).toBeCloseTo(value, 12);
    });
  });
});

describe('principal components', () => {
  const points = Float64Array.from({ length: 28 }, (_, k) =>
    Math.sin((Math.floor(k / 4) + 1) * ((k % 4) + 1) * 0.61)
  );
  const flipped = (values: Float64Array) => (values[0] < 0 ? values.map((v) => -v) : values);

  it('are those of NumPy up to sign, for tall and wide', () => {
    const { squares, axes } = principalComponents(points, 7, 4);
    SQUARES.forEach((value, i) => {
      expect(squares[i]).toBeCloseTo(value, 7);
    });
    flipped(axes.slice(0, 4)).forEach((value, i) => {
      expect(value).toBeCloseTo(Math.sign(AXIS[0]) * AXIS[i], 7);
    });
    const wide = Float64Array.from({ length: 28 * 3 }, (_, k) => {
      const [row, column] = [Math.floor(k / 12), k % 12];
      return column < 4 ? points[row * 4 + column] : 0;
    });
    const padded = principalComponents(wide, 7, 12, 2);
    expect(padded.scores).toHaveLength(14);
    expect(padded.squares[1]).toBeCloseTo(SQUARES[1], 7);
    flipped(padded.axes.slice(0, 12)).forEach((value, i) => {
      expect(value).toBeCloseTo(i < 4 ? Math.sign(AXIS[0]) * AXIS[i] : 0, 7);
    });
  });

  it('give the points back and have orthonormal axes', () => {
    const { mean, axes, scores } = principalComponents(points, 7, 4);
    for (let i = 0; i < 7; i++)
      for (let j = 0; j < 4; j++) {
        let value = mean[j];
        for (let c = 0; c < 4; c++) value += scores[i * 4 + c] * axes[c * 4 + j];
        expect(value).toBeCloseTo(points[i * 4 + j], 12);
      }
    const identity = gram(axes, 4, 4);
    identity.forEach((value, k) => {
      expect(value).toBeCloseTo(k % 5 === 0 ? 1 : 0, 12);
    });
  });

  it('of points on a line are one; of equal points none', () => {
    const line = Float64Array.from({ length: 15 }, (_, k) => Math.floor(k / 3) * [1, 2, -1][k % 3]);
    const { squares } = principalComponents(line, 5, 3);
    expect(squares[0]).toBeCloseTo(60, 10);
    expect(squares[1]).toBeCloseTo(0, 10);
    const same = principalComponents(new Float64Array(12).fill(3), 2, 6);
    expect([...same.squares, ...same.scores, ...same.axes].every((value) => value === 0)).toBe(
      true
    );
  });
});

describe('the circle through points', () => {
  const around = (t: readonly number[], f: (t: number) => number) => t.map(f);
  const angles = [0, 0.3, 1, 2, 2.5, 4];

  it('is found exactly where they are on one, also on an arc', () => {
    for (const t of [angles, [0, 0.1, 0.2, 0.3]]) {
      const circle = circleFit(
        around(t, (angle) => 3 + 0.5 * Math.cos(angle)),
        around(t, (angle) => -7 + 0.5 * Math.sin(angle))
      )!;
      expect(circle.x).toBeCloseTo(3, 9);
      expect(circle.y).toBeCloseTo(-7, 9);
      expect(circle.radius).toBeCloseTo(0.5, 9);
      expect(circle.meanSquare).toBeLessThan(1e-18);
    }
  });

  it('is NumPy’s least-squares circle where they are not', () => {
    const circle = circleFit(
      around(angles, (t) => 1 + 2 * Math.cos(t) + 0.1 * Math.sin(7 * t)),
      around(angles, (t) => -1 + 2 * Math.sin(t) + 0.05 * Math.cos(5 * t))
    )!;
    expect(circle.x).toBeCloseTo(CIRCLE[0], 9);
    expect(circle.y).toBeCloseTo(CIRCLE[1], 9);
    expect(circle.radius).toBeCloseTo(CIRCLE[2], 9);
    expect(circle.meanSquare).toBeCloseTo(CIRCLE[3], 9);
  });

  it('is none for a line, for two points, for one repeated', () => {
    expect(circleFit([0, 1, 2, 3], [1, 3, 5, 7])).toBeNull();
    expect(circleFit([0, 1], [0, 1])).toBeNull();
    expect(circleFit([2, 2, 2, 2], [1, 1, 1, 1])).toBeNull();
  });
});
