import { describe, expect, test } from 'vitest';
import { float32, type Tensor } from '../../src/array/tensor.ts';
import { compile, gradients, input } from '../../src/engine/index.ts';
import { crossEntropy, type LossForm } from '../../src/training/cross-entropy.ts';

/** −log softmax of the label and its gradient, with the largest logit kept out of the sum: exact for tiny losses too. */
function exact(row: readonly number[], label: number) {
  const largest = Math.max(...row);
  const first = row.indexOf(largest);
  const shares = row.map((x) => Math.exp(x - largest));
  const others = shares.reduce((sum, x, i) => (i === first ? sum : sum + x), 0);
  const loss = Math.log1p(others) + (largest - row[label]);
  const slopes = shares.map((x) => x / (1 + others));
  slopes[label] = -slopes.reduce((sum, x, i) => (i === label ? sum : sum + x), 0);
  return { loss, slopes };
}

async function computed(rows: readonly (readonly number[])[], labels: Int32Array, form: LossForm) {
  const width = rows[0].length;
  const logits = input('logits', [rows.length, width]);
  const { total, correct } = crossEntropy([{ logits, labels }], form);
  const [slopes] = gradients(total, [logits]);
  const program = await compile({ total, correct, slopes }, { device: 'cpu' });
  const fed = float32(Float32Array.from(rows.flat()), [rows.length, width]);
  const seen = (await program.run({ logits: fed })) as Record<
    'total' | 'correct' | 'slopes',
    Tensor
  >;
  await program.dispose();
  return seen;
}

const cases: readonly (readonly [string, readonly number[], number])[] = [
  ['an even row', [0, 0, 0, 0], 2],
  ['a common row', [1, -2, 0.5, 3], 0],
  ['a loss of 1e-9', [30, 9, 8, 2], 0],
  ['a loss of 1e-17', [40, 0, 0, 1], 0],
  ['a loss of 90', [90, 0, 0, 1], 1],
  ['two of the largest', [7, 7, 1, 0], 1],
  ['four quarters but one', [-1000, 2, 2, 2], 3]
];

describe.each(['wide', 'narrow'] as const)('the %s cross entropy', (form) => {
  test.each(cases)('is right for %s, and so is its gradient', async (_, row, label) => {
    const { total, slopes } = await computed([row], Int32Array.of(label), form);
    const wanted = exact(row, label);
    // Float64 holds 1 + rest to 1e-16; the narrow form holds 7 digits of any rest.
    const [digits, least] = form === 'wide' ? [1e-7, 2e-16] : [1e-6, 0];
    expect(Math.abs(total.data[0] - wanted.loss)).toBeLessThanOrEqual(digits * wanted.loss + least);
    wanted.slopes.forEach((slope, i) => {
      const off = Math.abs(slopes.data[i] - slope);
      expect(off).toBeLessThanOrEqual(digits * Math.abs(slope) + least + 1e-38);
    });
  });

  test('is the same of labels that are known only when the graph runs', async () => {
    const rows = cases.map(([, row]) => row);
    const labels = Int32Array.from(cases.map(([, , label]) => label));
    const [n, width] = [rows.length, 4];
    const logits = input('logits', [n, width]);
    const { total, each, offsets } = crossEntropy(
      [{ logits, labels: input('labels', [n, width]) }],
      form
    );
    const [slopes] = gradients(total, [logits]);
    const program = await compile({ total, each, offsets, slopes }, { device: 'cpu' });
    const ones = Float32Array.from({ length: n * width }, (_, i) =>
      Number(labels[Math.floor(i / width)] === i % width)
    );
    const found = await program.run({
      logits: float32(Float32Array.from(rows.flat()), [n, width]),
      labels: float32(ones, [n, width])
    });
    await program.dispose();
    const wanted = await computed(rows, labels, form);
    expect(found.total.data).toEqual(wanted.total.data);
    expect(found.slopes.data).toEqual(wanted.slopes.data);
    cases.forEach(([name, row, label], i) => {
      expect(found.each.data[i], name).toBeCloseTo(exact(row, label).loss, 5);
      expect(found.offsets.data[i], name).toBeCloseTo(Math.max(...row) - row[label], 12);
    });
  });

  test('is the sum over rows of any number of passes, and counts right answers', async () => {
    const rows = cases.map(([, row]) => row);
    const labels = Int32Array.from(cases.map(([, , label]) => label));
    const { total, correct } = await computed(rows, labels, form);
    const wanted = cases.reduce((sum, [, row, label]) => sum + exact(row, label).loss, 0);
    expect(total.data[0]).toBeCloseTo(wanted, 4);
    expect(correct.data[0]).toBe(5);
  });
});

test('a plain float32 sum would lose what the narrow form keeps', () => {
  expect(Math.log(Math.fround(1 + Math.exp(-21)))).toBe(0);
});
