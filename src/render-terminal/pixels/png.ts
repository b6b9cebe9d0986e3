import { constants, crc32, deflateSync } from 'node:zlib';
import type { Raster } from './raster.ts';

/** A part of an image, in pixels. */
export interface PixelRect {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** The colour type of a PNG whose pixels are indices. */
const INDEXED = 3;

/**
 * Returns a part of an image as an indexed PNG with as few colours and bits per pixel as it needs.
 */
export function encodePng(raster: Raster, rect: PixelRect): Buffer {
  const { used, indices } = usedInks(raster, rect);
  const bits = used.length <= 2 ? 1 : used.length <= 4 ? 2 : used.length <= 16 ? 4 : 8;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(rect.width, 0);
  header.writeUInt32BE(rect.height, 4);
  header.set([bits, INDEXED, 0, 0, 0], 8);
  const { rgb, alpha } = raster.inks;
  const colors = Buffer.from(
    used.flatMap((i) => [rgb[i] >> 16, (rgb[i] >> 8) & 255, rgb[i] & 255])
  );
  const opacities = used.map((i) => alpha[i]);
  while (opacities.at(-1) === 255) opacities.pop();
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', colors),
    ...(opacities.length > 0 ? [chunk('tRNS', Buffer.from(opacities))] : []),
    chunk('IDAT', deflateSync(scanlines(raster, rect, bits, indices), COMPRESSION)),
    chunk('IEND', Buffer.alloc(0))
  ]);
}

/** Half the time of the default, and within some percent of its size on maps and curves. */
const COMPRESSION = { level: 6, memLevel: 8, strategy: constants.Z_FILTERED } as const;

/** The inks that a part of an image has, those that are not opaque first, and their new indices. */
function usedInks(
  { at, width, inks }: Raster,
  rect: PixelRect
): { readonly used: readonly number[]; readonly indices: Uint8Array } {
  const isUsed = new Uint8Array(256);
  for (let y = 0; y < rect.height; y++) {
    const from = (rect.top + y) * width + rect.left;
    for (let i = from; i < from + rect.width; i++) isUsed[at[i]] = 1;
  }
  const used = [...isUsed.keys()]
    .filter((i) => isUsed[i] === 1)
    .sort((a, b) => Number(inks.alpha[a] === 255) - Number(inks.alpha[b] === 255));
  const indices = new Uint8Array(256);
  used.forEach((i, index) => {
    indices[i] = index;
  });
  return { used, indices };
}

/**
 * The rows of pixels, each after its filter: 2 (the difference to the row above) where it repeats
 * that.
 */
function scanlines(
  { at, width }: Raster,
  rect: PixelRect,
  bits: number,
  indices: Uint8Array
): Uint8Array {
  const stride = Math.ceil((rect.width * bits) / 8);
  const lines = new Uint8Array((stride + 1) * rect.height);
  for (let y = 0; y < rect.height; y++) {
    const from = (rect.top + y) * width + rect.left;
    const to = y * (stride + 1);
    if (y > 0 && isRepeated(at, from, from - width, rect.width)) {
      lines[to] = 2;
      continue;
    }
    const end = from + rect.width;
    for (let byte = 1, i = from; i < end; byte++) {
      let packed = 0;
      for (let shift = 8 - bits; shift >= 0 && i < end; shift -= bits, i++)
        packed |= indices[at[i]] << shift;
      lines[to + byte] = packed;
    }
  }
  return lines;
}

function isRepeated(at: Uint8Array, row: number, above: number, width: number): boolean {
  for (let i = 0; i < width; i++) if (at[row + i] !== at[above + i]) return false;
  return true;
}

function chunk(name: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}
