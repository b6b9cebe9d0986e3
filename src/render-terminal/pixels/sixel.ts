import { mix } from '../../cells/color.ts';
import type { PixelRect } from './png.ts';
import type { Raster } from './raster.ts';

/** Rows of pixels of one band of sixels. */
const BAND = 6;

/**
 * Returns a part of an image in sixels: at most 256 registers, pixels without colour left as they
 * are; what is not opaque is mixed with `paper`.
 */
export function encodeSixel({ at, width, inks }: Raster, rect: PixelRect, paper: number): string {
  const registers = new Map<number, number>();
  const defined: string[] = [];
  const registerOf = new Int16Array(256).fill(-1);
  inks.rgb.forEach((rgb, i) => {
    if (inks.alpha[i] === 0) return;
    const color = mix(paper, rgb, inks.alpha[i] / 255);
    registerOf[i] = registers.get(color) ?? registers.size;
    registers.set(color, registerOf[i]);
  });
  const isUsed = new Uint8Array(256);
  let bands = '';
  for (let top = 0; top < rect.height; top += BAND) {
    const rows = Math.min(BAND, rect.height - top);
    const sixels = new Map<number, Uint8Array>();
    for (let y = 0; y < rows; y++) {
      const from = (rect.top + top + y) * width + rect.left;
      for (let x = 0; x < rect.width; x++) {
        const register = registerOf[at[from + x]];
        if (register < 0) continue;
        let line = sixels.get(register);
        if (!line) {
          line = new Uint8Array(rect.width);
          sixels.set(register, line);
        }
        line[x] |= 1 << y;
      }
    }
    const lines = [...sixels].map(([register, line]) => {
      isUsed[register] = 1;
      return `#${register}${runs(line)}`;
    });
    bands += `${lines.join('$')}-`;
  }
  for (const [color, register] of registers) {
    if (isUsed[register] === 0) continue;
    const parts = [color >> 16, (color >> 8) & 255, color & 255];
    const [r, g, b] = parts.map((part) => Math.round((part / 255) * 100));
    defined.push(`#${register};2;${r};${g};${b}`);
  }
  return `\x1bP0;1;0q"1;1;${rect.width};${rect.height}${defined.join('')}${bands}\x1b\\`;
}

/** A line of sixels, repeats counted; nothing after the last one. */
function runs(line: Uint8Array): string {
  let end = line.length;
  while (end > 0 && line[end - 1] === 0) end--;
  let text = '';
  for (let from = 0; from < end; ) {
    let to = from + 1;
    while (to < end && line[to] === line[from]) to++;
    const char = String.fromCharCode(63 + line[from]);
    text += to - from > 3 ? `!${to - from}${char}` : char.repeat(to - from);
    from = to;
  }
  return text;
}
