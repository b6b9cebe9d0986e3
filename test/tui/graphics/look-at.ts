import { writeFileSync } from 'node:fs';
import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import type { FakeTerminal } from '../fake-terminal.ts';
import { COVERED, type GraphicsTerminal, shownByKitty } from './graphics-terminal.ts';
import type { Pixels } from './pixels.ts';

/** Writes a picture of a fake terminal's screen to a file: its cells, and the images on them. */
export function takePicture(
  terminal: FakeTerminal,
  { drawn }: GraphicsTerminal,
  cell: { readonly width: number; readonly height: number },
  file: string,
  background = 'dark'
): void {
  for (const font of ['/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf'])
    GlobalFonts.registerFromPath(font, 'Mono');
  const cells = terminal.cells();
  const canvas = createCanvas(cells[0].length * cell.width, cells.length * cell.height);
  const context = canvas.getContext('2d');
  const [paper, text] = background === 'dark' ? ['#1e1e1e', '#d0d0d0'] : ['#fafafa', '#303030'];
  context.fillStyle = paper;
  context.fillRect(0, 0, canvas.width, canvas.height);
  const put = (
    left: number,
    top: number,
    { width, height, rgba }: Pixels,
    isSeen?: (x: number, y: number) => boolean
  ) => {
    const piece = createCanvas(width, height);
    const data = piece.getContext('2d').createImageData(width, height);
    rgba.forEach((code, i) => {
      const [x, y] = [i % width, Math.floor(i / width)];
      if (isSeen && !isSeen(Math.floor(x / cell.width), Math.floor(y / cell.height))) return;
      data.data.set([code >>> 24, (code >> 16) & 255, (code >> 8) & 255, code & 255], i * 4);
    });
    piece.getContext('2d').putImageData(data, 0, 0);
    context.drawImage(piece, left * cell.width, top * cell.height);
  };
  drawn.forEach(({ left, top, pixels }, number) => {
    put(left, top, pixels, (column, row) => {
      const [char, fg] = cells[top + row]?.[left + column] ?? [' ', -1];
      return char === COVERED && fg === number;
    });
  });
  for (const { left, top, columns, pixels, isSeen } of shownByKitty(terminal))
    put(left, top, pixels, (column, row) => isSeen[row * columns + column]);
  context.font = `${cell.height * 0.8}px Mono`;
  context.textBaseline = 'middle';
  cells.forEach((line, row) =>
    line.forEach(([char, fg, bg], column) => {
      const [x, y] = [column * cell.width, row * cell.height];
      if (char.startsWith('\u{10eeee}') || char === COVERED) return;
      if (bg !== -1) {
        context.fillStyle = css(bg);
        context.fillRect(x, y, cell.width, cell.height);
      }
      if (char === '▀') {
        context.fillStyle = fg === -1 ? text : css(fg);
        context.fillRect(x, y, cell.width, cell.height / 2);
      } else if (char !== ' ') {
        context.fillStyle = fg === -1 ? text : css(fg);
        context.fillText(char, x, y + cell.height / 2);
      }
    })
  );
  writeFileSync(file, canvas.toBuffer('image/png'));
}

const css = (code: number): string => {
  if (code > 255) return `#${code.toString(16).padStart(6, '0')}`;
  const cube = [0, 95, 135, 175, 215, 255];
  if (code >= 232) return `rgb(${[0, 0, 0].map(() => 8 + 10 * (code - 232))})`;
  if (code < 16)
    return [
      '#000',
      '#a00',
      '#0a0',
      '#a50',
      '#44f',
      '#a0a',
      '#0aa',
      '#aaa',
      '#555',
      '#f55',
      '#5f5',
      '#ff5',
      '#55f',
      '#f5f',
      '#5ff',
      '#fff'
    ][code];
  const n = code - 16;
  return `rgb(${[Math.floor(n / 36), Math.floor(n / 6) % 6, n % 6].map((i) => cube[i])})`;
};
