import { describe, expect, it } from 'vitest';
import walshSpectrum from '../../src/analyzers/answers/walsh-spectrum.ts';
import { torchGenerator } from '../../src/array/random/torch-generator.ts';
import { uniform } from '../../src/array/random/uniform.ts';
import { float64 } from '../../src/array/tensor.ts';

const bits = 5;
const count = 2 ** bits;
const bitsOf = (row: number) => [...row.toString(2).padStart(bits, '0')].map(Number);

function spectrum(values: readonly number[], relevant = 3) {
  const difference = float64(Float64Array.from(values), [values.length]);
  const parameters = { bits, relevant, seed: 0, data_seed: 0, fraction: 0.5 };
  const context = { epoch: 0, sizes: { bits, relevant }, parameters, config: {} };
  return walshSpectrum.finish!({ difference }, context);
}

const rows = Array.from({ length: count }, (_, row) => row);
const sign = (row: number, set: readonly number[]) =>
  (-1) ** set.reduce((sum, bit) => sum + bitsOf(row)[bit], 0);

describe('the Walsh spectrum', () => {
  it('of the parity asked for is that parity alone', () => {
    const { parity, by_degree, influence } = spectrum(rows.map((row) => 3 * sign(row, [0, 1, 2])));
    expect(parity.data[0]).toBeCloseTo(1, 12);
    expect([...by_degree.data]).toEqual([0, 0, 0, 1, 0, 0]);
    expect([...influence.data]).toEqual([1, 1, 1, 0, 0]);
    expect(spectrum(rows).relevant.data[0]).toBe(3);
  });

  it('of a mixture has the squares of its weights as shares', () => {
    const values = rows.map((row) => 2 + 4 * sign(row, [4]) - 1 * sign(row, [0, 1, 2]));
    const { parity, by_degree, influence } = spectrum(values);
    expect(parity.data[0]).toBeCloseTo(1 / 21, 12);
    const near = (found: ArrayLike<number>, wanted: readonly number[]) =>
      wanted.forEach((x, i) => {
        expect(found[i]).toBeCloseTo(x / 21, 12);
      });
    near(by_degree.data, [4, 16, 0, 1, 0, 0]);
    near(influence.data, [1, 1, 1, 0, 16]);
  });

  it('of any function is what the sums over all sets of bits give', () => {
    const values = [...uniform(torchGenerator(4), count, -1, 1)];
    const { parity, by_degree, influence } = spectrum(values, 2);
    const sets = rows.map((row) => bitsOf(row).flatMap((bit, i) => (bit ? [i] : [])));
    const powers = sets.map(
      (set) => values.reduce((sum, value, row) => sum + value * sign(row, set), 0) ** 2
    );
    const total = powers.reduce((sum, power) => sum + power, 0);
    const share = (holds: (set: readonly number[]) => boolean) =>
      powers.reduce((sum, power, i) => (holds(sets[i]) ? sum + power : sum), 0) / total;
    expect(parity.data[0]).toBeCloseTo(
      share((set) => set.join() === '0,1'),
      12
    );
    for (let degree = 0; degree <= bits; degree++)
      expect(by_degree.data[degree]).toBeCloseTo(
        share((set) => set.length === degree),
        12
      );
    for (let bit = 0; bit < bits; bit++)
      expect(influence.data[bit]).toBeCloseTo(
        share((set) => set.includes(bit)),
        12
      );
  });

  it('of logits that do not differ is 0', () => {
    const { parity, by_degree } = spectrum(rows.map(() => 0));
    expect(parity.data[0]).toBe(0);
    expect([...by_degree.data]).toEqual([0, 0, 0, 0, 0, 0]);
  });
});
