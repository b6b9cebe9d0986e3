import { inflateSync } from 'node:zlib';

/** An image as colours: 0xRRGGBBAA for each pixel, row by row. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint32Array;
}

/** Decodes an indexed PNG of the filters 0 and 2; everything else throws. */
export function decodePng(bytes: Uint8Array): Pixels {
  const png = Buffer.from(bytes);
  if (png.toString('latin1', 1, 4) !== 'PNG') throw new Error('no PNG');
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    chunks.set(png.toString('latin1', at + 4, at + 8), png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const header = chunks.get('IHDR')!;
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const [bits, type] = [header[8], header[9]];
  if (type !== 3 || !chunks.has('IEND')) throw new Error('not an indexed PNG');
  const colors = chunks.get('PLTE')!;
  const opacities = chunks.get('tRNS') ?? Buffer.alloc(0);
  const data = inflateSync(chunks.get('IDAT')!);
  const stride = Math.ceil((width * bits) / 8);
  const rgba = new Uint32Array(width * height);
  const above = new Uint8Array(stride);
  for (let y = 0; y < height; y++) {
    const line = data.subarray(y * (stride + 1), (y + 1) * (stride + 1));
    if (line[0] !== 0 && line[0] !== 2) throw new Error(`filter ${line[0]}`);
    for (let i = 0; i < stride; i++)
      above[i] = (line[i + 1] + (line[0] === 2 ? above[i] : 0)) & 255;
    for (let x = 0; x < width; x++) {
      const at = x * bits;
      const index = (above[at >> 3] >> (8 - bits - (at & 7))) & ((1 << bits) - 1);
      const rgb = colors.readUIntBE(index * 3, 3);
      rgba[y * width + x] = rgb * 256 + (opacities[index] ?? 255);
    }
  }
  return { width, height, rgba };
}

/** Decodes sixels after their `q`: raster attributes, registers in percent, repeats. */
export function decodeSixel(text: string): Pixels {
  const size = /^"1;1;(\d+);(\d+)/.exec(text);
  if (!size) throw new Error('no raster attributes');
  const [width, height] = [Number(size[1]), Number(size[2])];
  const rgba = new Uint32Array(width * height);
  const registers = new Map<number, number>();
  let [x, top, color, count] = [0, 0, 0, 1];
  const pattern = /#(\d+)(?:;2;(\d+);(\d+);(\d+))?|!(\d+)|[$-]|[?-~]/g;
  for (const [piece, register, r, g, b, repeat] of text.slice(size[0].length).matchAll(pattern)) {
    if (r !== undefined) {
      const [red, green, blue] = [r, g, b].map((part) => Math.round((Number(part) / 100) * 255));
      registers.set(Number(register), ((red << 16) | (green << 8) | blue) * 256 + 255);
    } else if (register !== undefined) color = registers.get(Number(register))!;
    else if (repeat !== undefined) count = Number(repeat);
    else if (piece === '$') x = 0;
    else if (piece === '-') [x, top] = [0, top + 6];
    else {
      const bits = piece.charCodeAt(0) - 63;
      for (; count > 0; count--, x++)
        for (let y = 0; y < 6; y++)
          if (bits & (1 << y)) {
            if (x >= width || top + y >= height) throw new Error('beyond the image');
            rgba[(top + y) * width + x] = color;
          }
      count = 1;
    }
  }
  return { width, height, rgba };
}
