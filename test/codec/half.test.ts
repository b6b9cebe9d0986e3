import { expect, test } from 'vitest';
import { fromFloat16, toFloat16 } from '../../src/codec/half.ts';

test('every float16 pattern becomes a number and the same pattern again', () => {
  const patterns = Uint16Array.from({ length: 65_536 }, (_, i) => i);
  const back = toFloat16(fromFloat16(patterns));
  for (const pattern of patterns) {
    const isNan = (pattern & 0x7c00) === 0x7c00 && (pattern & 0x3ff) !== 0;
    if (back[pattern] !== (isNan ? 0x7e00 : pattern)) expect(back[pattern]).toBe(pattern);
  }
});

test('numbers between two float16 round to the nearest, halves to the even one', () => {
  const half = (value: number) => fromFloat16(toFloat16([value]))[0];
  expect(half(1 + 2 ** -11)).toBe(1);
  expect(half(1 + 3 * 2 ** -11)).toBe(1 + 2 ** -9);
  expect(half(2 - 2 ** -12)).toBe(2);
  expect(half(2 ** -25)).toBe(0);
  expect(half(3 * 2 ** -25)).toBe(2 ** -23);
  expect(half(65519)).toBe(65504);
  expect(half(65520)).toBe(Infinity);
  expect(half(-1e9)).toBe(-Infinity);
});
