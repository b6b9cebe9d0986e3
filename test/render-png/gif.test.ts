import sharp from 'sharp';
import { expect, test } from 'vitest';
import { countColors, paletteMapper } from '../../src/render-png/formats/gif-palette.ts';
import { writeGif } from '../../src/render-png/formats/write-gif.ts';

const palette = Array.from({ length: 255 }, (_, i) => (i << 16) | ((255 - i) << 8) | (i ^ 85));

/** Numbers from 0 to `below` that do not repeat soon. */
function noise(length: number, below: number, seed: number): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) % below;
  });
}

async function decode(gif: Uint8Array, page: number): Promise<number[]> {
  const data = await sharp(gif, { page }).removeAlpha().raw().toBuffer();
  return Array.from({ length: data.length / 3 }, (_, i) => data.readUIntBE(3 * i, 3));
}

test('every pixel of every frame survives, beyond the 4096 codes of a table', async () => {
  const [width, height] = [211, 97];
  const first = noise(width * height, 255, 1);
  const second = first.slice();
  second.set(noise(900, 255, 2), 5000);
  const frames = [first, second, noise(width * height, 3, 3)];
  const gif = await writeGif({ width, height, palette, frames, delay: 7 });
  for (const [page, frame] of frames.entries()) {
    expect(await decode(gif, page)).toEqual(Array.from(frame, (index) => palette[index]));
  }
});

test('equal frames are kept, each with its time', async () => {
  const frame = noise(100, 255, 4);
  const frames = [frame, frame, frame];
  const gif = await writeGif({ width: 10, height: 10, palette, frames, delay: 20 });
  const { pages, delay, loop } = await sharp(gif, { pages: -1 }).metadata();
  expect({ pages, delay, loop }).toEqual({ pages: 3, delay: [200, 200, 200], loop: 0 });
});

test('a picture of one colour and a picture of one pixel are written', async () => {
  for (const [width, height] of [
    [300, 300],
    [1, 1]
  ] as const) {
    const frames = [new Uint8Array(width * height).fill(9)];
    const gif = await writeGif({ width, height, palette: palette.slice(0, 12), frames, delay: 1 });
    expect(new Set(await decode(gif, 0))).toEqual(new Set([palette[9]]));
  }
});

test('few colours stay exact and many come close', () => {
  const pixels = noise(3 * 20_000, 256, 5);
  pixels.fill(255, 0, 30_000);
  const count = countColors();
  count.add(pixels);
  const chosen = count.palette();
  expect(chosen.length).toBeLessThanOrEqual(255);
  const indices = paletteMapper(chosen)(pixels);
  expect(chosen[indices[0]]).toBe(0xffffff);
  let error = 0;
  for (const [i, index] of indices.entries()) {
    error += Math.abs(((chosen[index] >> 8) & 255) - pixels[3 * i + 1]);
  }
  expect(error / indices.length).toBeLessThan(12);

  const few = countColors();
  few.add(Uint8Array.of(255, 255, 255, 254, 255, 255, 255, 255, 255, 78, 121, 167));
  expect(few.palette()).toEqual([0xffffff, 0x4e79a7]);
});
