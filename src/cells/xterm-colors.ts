import { oklab } from './color.ts';

const CUBE = [0, 95, 135, 175, 215, 255];

/**
 * Returns the RGB of entry `index` of xterm's palette; entries 0–15 as xterm ships them, though
 * themes change those.
 */
export function xtermRgb(index: number): number {
  if (index < 16) return ANSI[index];
  if (index >= 232) return (8 + 10 * (index - 232)) * 0x010101;
  const n = index - 16;
  return (CUBE[Math.floor(n / 36)] << 16) | (CUBE[Math.floor(n / 6) % 6] << 8) | CUBE[n % 6];
}

const ANSI = [
  0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5, 0x7f7f7f,
  0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff
];

const LAB = new Float64Array(256 * 3);
for (let index = 0; index < 256; index++) LAB.set(oklab(xtermRgb(index)), index * 3);

/**
 * Returns the index (16–255: the entries that no theme changes) nearest to an RGB colour in Oklab.
 */
export function nearest256(rgb: number): number {
  return nearest(rgb, 16, 256);
}

/**
 * Returns the index (0–15) nearest to an RGB colour in Oklab, by xterm's own values of these
 * entries.
 */
export function nearest16(rgb: number): number {
  return nearest(rgb, 0, 16);
}

function nearest(rgb: number, from: number, to: number): number {
  const [l, a, b] = oklab(rgb);
  let best = from;
  let least = Number.POSITIVE_INFINITY;
  for (let index = from; index < to; index++) {
    const dl = LAB[index * 3] - l;
    const da = LAB[index * 3 + 1] - a;
    const db = LAB[index * 3 + 2] - b;
    const distance = dl * dl + da * da + db * db;
    if (distance >= least) continue;
    least = distance;
    best = index;
  }
  return best;
}
