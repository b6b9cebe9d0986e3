/** An animation in colours of one palette. */
export interface Animation {
  /** In px. */
  readonly width: number;
  readonly height: number;
  /** At most 255 colours as 0xRRGGBB; one more entry stays for "as before". */
  readonly palette: readonly number[];
  /** Palette index of each pixel, row by row, one array per frame; they are taken one by one. */
  readonly frames: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  /** How long a frame stays, in hundredths of a second. */
  readonly delay: number;
}

/**
 * Returns an animated GIF that repeats for ever (GIF89a). All frames share the palette, so that
 * nothing flickers; a frame stores only the rectangle that changed, and a frame equal to the one
 * before it is kept with its time.
 */
export async function writeGif({
  width,
  height,
  palette,
  frames,
  delay
}: Animation): Promise<Uint8Array> {
  const unchanged = palette.length;
  const parts: Uint8Array[] = [header(width, height, palette)];
  const encode = lzwEncoder();
  let before: Uint8Array | null = null;
  for await (const frame of frames) {
    const area: Area =
      before === null ? { x: 0, y: 0, width, height } : changedArea(before, frame, width);
    const pixels = cut(frame, before, area, width, unchanged);
    parts.push(frameHead(area, delay, unchanged), encode(pixels));
    before = frame;
  }
  parts.push(Uint8Array.of(0x3b));
  return Buffer.concat(parts);
}

interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function header(width: number, height: number, palette: readonly number[]): Uint8Array {
  const bytes = Buffer.alloc(13 + 3 * 256 + 19);
  bytes.write('GIF89a', 'latin1');
  bytes.writeUInt16LE(width, 6);
  bytes.writeUInt16LE(height, 8);
  // A palette of 256 colours for all frames, 8 bits per channel.
  bytes[10] = 0xf7;
  palette.forEach((color, i) => {
    bytes.writeUIntBE(color, 13 + 3 * i, 3);
  });
  // The extension that makes it repeat: 0 times means for ever.
  bytes.set([0x21, 0xff, 11], 13 + 768);
  bytes.write('NETSCAPE2.0', 13 + 768 + 3, 'latin1');
  bytes.set([3, 1, 0, 0, 0], 13 + 768 + 14);
  return bytes;
}

function frameHead(area: Area, delay: number, unchanged: number): Uint8Array {
  const bytes = Buffer.alloc(18);
  // Graphic control: the next frame is drawn over this one, and one index is transparent.
  bytes.set([0x21, 0xf9, 4, 0b101, 0, 0, unchanged, 0, 0x2c]);
  bytes.writeUInt16LE(delay, 4);
  bytes.writeUInt16LE(area.x, 9);
  bytes.writeUInt16LE(area.y, 11);
  bytes.writeUInt16LE(area.width, 13);
  bytes.writeUInt16LE(area.height, 15);
  return bytes;
}

/** The smallest rectangle around the pixels that differ; one pixel where none does. */
function changedArea(before: Uint8Array, after: Uint8Array, width: number): Area {
  let [left, right, top, bottom] = [width, -1, -1, -1];
  for (let i = 0; i < after.length; i++) {
    if (after[i] === before[i]) continue;
    const x = i % width;
    const y = (i - x) / width;
    if (top < 0) top = y;
    bottom = y;
    if (x < left) left = x;
    if (x > right) right = x;
  }
  if (right < 0) return { x: 0, y: 0, width: 1, height: 1 };
  return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

/** The pixels of an area, those as before replaced by the transparent index. */
function cut(
  frame: Uint8Array,
  before: Uint8Array | null,
  area: Area,
  width: number,
  unchanged: number
): Uint8Array {
  if (before === null) return frame;
  const pixels = new Uint8Array(area.width * area.height);
  for (let y = 0; y < area.height; y++) {
    const from = (area.y + y) * width + area.x;
    for (let x = 0; x < area.width; x++) {
      const color = frame[from + x];
      pixels[y * area.width + x] = color === before[from + x] ? unchanged : color;
    }
  }
  return pixels;
}

/**
 * Returns an encoder of 8-bit pixels to GIF's LZW, in sub-blocks with their lengths; its table is
 * reused.
 */
function lzwEncoder(): (pixels: Uint8Array) => Uint8Array {
  const clear = 256;
  // (code of the string so far, next pixel) to the code of both; an entry counts if it carries the
  // present round.
  const table = new Int32Array(4096 * 256);
  let round = 0;
  return (pixels) => {
    const bytes = new ByteBlocks();
    let size = 9;
    let next = clear + 2;
    const restart = () => {
      round++;
      next = clear + 2;
      size = 9;
    };
    restart();
    bytes.push(clear, size);
    let code = pixels[0] ?? 0;
    for (let i = 1; i < pixels.length; i++) {
      const pixel = pixels[i];
      const slot = code * 256 + pixel;
      const known = table[slot];
      if (known >>> 12 === round) {
        code = known & 0xfff;
        continue;
      }
      bytes.push(code, size);
      if (next < 4096) {
        if (next === 1 << size) size++;
        table[slot] = (round << 12) | next++;
      } else {
        bytes.push(clear, size);
        restart();
      }
      code = pixel;
    }
    bytes.push(code, size);
    if (next === 1 << size && size < 12) size++;
    bytes.push(clear + 1, size);
    return bytes.finish();
  };
}

/** Codes of changing width, lowest bit first, cut into blocks of at most 255 bytes. */
class ByteBlocks {
  #bytes = new Uint8Array(1 << 16);
  #length = 0;
  #bits = 0;
  #held = 0;

  push(code: number, size: number): void {
    this.#bits |= code << this.#held;
    this.#held += size;
    while (this.#held >= 8) {
      this.#byte(this.#bits & 0xff);
      this.#bits >>>= 8;
      this.#held -= 8;
    }
  }

  finish(): Uint8Array {
    if (this.#held > 0) this.#byte(this.#bits & 0xff);
    const parts: Uint8Array[] = [Uint8Array.of(8)];
    for (let at = 0; at < this.#length; at += 255) {
      const block = this.#bytes.subarray(at, Math.min(at + 255, this.#length));
      parts.push(Uint8Array.of(block.length), block);
    }
    parts.push(Uint8Array.of(0));
    return Buffer.concat(parts);
  }

  #byte(byte: number): void {
    if (this.#length === this.#bytes.length) {
      const larger = new Uint8Array(2 * this.#length);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes[this.#length++] = byte;
  }
}
