import { expect, test } from 'vitest';
import { fourierBasis } from '../../src/array/linear/fourier-basis.ts';
import { singularValues } from '../../src/array/linear/singular-values.ts';
import { symmetricEigen } from '../../src/array/linear/symmetric-eigen.ts';
import { symmetricEigenvalues } from '../../src/array/linear/symmetric-eigenvalues.ts';
import { participationRatio } from '../../src/array/statistics/participation-ratio.ts';

/** np.sin(np.outer(np.arange(5) + 1, np.arange(8) + 1) * .37), and its singular values by NumPy 2.4. */
const matrix = Float64Array.from({ length: 40 }, (_, i) =>
  Math.sin((Math.floor(i / 8) + 1) * ((i % 8) + 1) * 0.37)
);
const singular = [
  2.060435749501504, 2.0604357494112655, 2.0604357027264455, 2.0604235533230675, 2.058469472309898
];

/** np.cos(np.outer(np.arange(6), np.arange(6)) * .9), its eigenvalues and first eigenvector by NumPy 2.4. */
const symmetric = Float64Array.from({ length: 36 }, (_, i) =>
  Math.cos(Math.floor(i / 6) * (i % 6) * 0.9)
);
const eigenvalues = [
  2.6472486777883812, 1.5822400497827, 0.04645739967386029, -0.0775334856041864,
  -2.2073131433630704, -2.6429140963842332
];
const first = [
  0.7694643640571347, 0.0014909759977771442, 0.2719413436246252, 0.35804496890091353,
  0.3599165848492628, 0.27610528292581366
];

test('singular values are those of NumPy for wide and tall matrices', () => {
  const turned = Float64Array.from(matrix, (_, i) => matrix[(i % 5) * 8 + Math.floor(i / 5)]);
  for (const found of [singularValues(matrix, 5, 8), singularValues(turned, 8, 5)])
    for (const [i, value] of found.entries()) expect(value).toBeCloseTo(singular[i], 12);
});

test('eigenvalues are those of NumPy, with and without vectors', () => {
  const { values } = symmetricEigen(symmetric, 6);
  for (const found of [values, symmetricEigenvalues(symmetric, 6)])
    for (const [i, value] of found.entries()) expect(value).toBeCloseTo(eigenvalues[i], 13);
});

test('eigenvectors are unit, orthogonal, and belong to their values', () => {
  const { values, vectors } = symmetricEigen(symmetric, 6);
  const sign = Math.sign(vectors[0] * first[0]);
  first.forEach((expected, i) => {
    expect(sign * vectors[i]).toBeCloseTo(expected, 13);
  });
  for (let i = 0; i < 6; i++) {
    const row = vectors.subarray(i * 6, i * 6 + 6);
    for (let j = 0; j < 6; j++) {
      const dot = row.reduce((sum, value, k) => sum + value * vectors[j * 6 + k], 0);
      expect(dot).toBeCloseTo(i === j ? 1 : 0, 14);
      const image = row.reduce((sum, value, k) => sum + value * symmetric[j * 6 + k], 0);
      expect(image).toBeCloseTo(values[i] * row[j], 13);
    }
  }
});

test('degenerate matrices have eigenvalues too: zero, identity, 1×1, equal rows', () => {
  expect([...symmetricEigen(new Float64Array(9), 3).values]).toEqual([0, 0, 0]);
  expect([...symmetricEigenvalues([1, 0, 0, 1], 2)]).toEqual([1, 1]);
  expect([...symmetricEigen([7], 1).values]).toEqual([7]);
  expect([...singularValues([], 0, 4)]).toEqual([]);
  const ones = singularValues(new Float64Array(12).fill(1), 3, 4);
  expect(ones[0]).toBeCloseTo(Math.sqrt(12), 14);
  expect(ones[2]).toBeLessThan(1e-7);
});

test('a matrix with NaN gives NaN and returns', () => {
  expect(singularValues([1, Number.NaN, 3, 4], 2, 2)[0]).toBeNaN();
  expect(symmetricEigen([1, Number.NaN, Number.NaN, 4], 2).values).toHaveLength(2);
});

test('the participation ratio is 1 for one value alone, n for n equal ones, and NumPy’s number between', () => {
  expect(participationRatio([0, 5, 0])).toBe(1);
  expect(participationRatio([2, 2, 2, 2])).toBeCloseTo(4, 14);
  expect(participationRatio([0, 0])).toBe(0);
  expect(participationRatio(singular)).toBeCloseTo(4.999999273407968, 12);
});

test.each([3, 13, 113])('the Fourier basis of %d is orthonormal: constant, sin k, cos k', (p) => {
  const { data, shape } = fourierBasis(p);
  expect(shape).toEqual([p, p]);
  for (let i = 0; i < p; i++)
    for (const j of [i, (i + 1) % p, 0]) {
      let dot = 0;
      for (let k = 0; k < p; k++) dot += data[i * p + k] * data[j * p + k];
      expect(dot).toBeCloseTo(i === j ? 1 : 0, 12);
    }
  expect(data[p]).toBe(0);
  expect(data[2 * p]).toBeCloseTo(Math.sqrt(2 / p), 14);
});
