import { MOST_PIECES, placeholder } from '../../../src/tui/graphics/kitty.ts';
import type { Abilities, FakeTerminal } from '../fake-terminal.ts';
import { decodePng, decodeSixel, type Pixels } from './pixels.ts';

/** What a terminal of the test answers for. */
export interface Answering {
  readonly protocol: 'kitty' | 'iterm' | 'sixel' | 'none';
  readonly cell: { readonly width: number; readonly height: number };
  /** Knows kitty's images, but no placeholders: it answers for all it knows with OK. */
  readonly isOld?: boolean;
}

/** A terminal that shows images, with those that were drawn over its cells. */
export interface GraphicsTerminal extends Abilities {
  /** In the order in which they were drawn; the cells that show one have its number as colour. */
  readonly drawn: readonly DrawnOver[];
}

/** The character of cells that show an image that was drawn over them. */
export const COVERED = '\u{10fffd}';

/** Creates what a terminal answers, and where images are drawn over cells what it shows. */
export function graphicsTerminal({ protocol, cell, isOld = false }: Answering): GraphicsTerminal {
  const drawn: DrawnOver[] = [];
  const pattern =
    /\x1b\[(\d+);(\d+)H(?:\x1bP0;1;0q([^\x1b]*)\x1b\\|\x1b\]1337;File=([^:]*):([^\x07]*)\x07)/g;
  return {
    drawn,
    answers(text) {
      let answer = '';
      if (text.includes('\x1b]11;?')) answer += '\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\';
      if (protocol === 'kitty' && text.includes('a=q')) {
        const second = isOld ? 'OK' : 'EINVAL:virtual placement cannot refer to a parent';
        answer += `\x1b_Gi=31;OK\x1b\\\x1b_Gi=32,p=1;${second}\x1b\\`;
      }
      if (protocol === 'iterm' && text.includes('\x1b[>q')) answer += '\x1bP>|iTerm2 3.5.10\x1b\\';
      if (text.includes('\x1b[16t')) answer += `\x1b[6;${cell.height};${cell.width}t`;
      if (text.includes('\x1b[c')) answer += `\x1b[?62;${protocol === 'sixel' ? '4;' : ''}22c`;
      return answer;
    },
    shown: (text) =>
      text.replace(pattern, (_, row, column, sixels, _head, png) => {
        const pixels =
          sixels === undefined ? decodePng(Buffer.from(png, 'base64')) : decodeSixel(sixels);
        const [left, top] = [Number(column) - 1, Number(row) - 1];
        const color = drawn.push({ left, top, pixels }) - 1;
        const line = `\x1b[38;2;${color >> 16};${(color >> 8) & 255};${color & 255}m`;
        const across = COVERED.repeat(Math.ceil(pixels.width / cell.width));
        return Array.from(
          { length: Math.ceil(pixels.height / cell.height) },
          (_unused, i) => `\x1b[${top + i + 1};${left + 1}H${line}${across}\x1b[m`
        ).join('');
      })
  };
}

/** An image on the screen: where its cells are, and its pixels. */
export interface Shown {
  readonly id: number;
  readonly left: number;
  readonly top: number;
  readonly columns: number;
  readonly rows: number;
  readonly pixels: Pixels;
  /** Cells of its rectangle that show it, row by row. */
  readonly isSeen: readonly boolean[];
}

/** An image that kitty keeps. */
export interface Kept {
  readonly columns: number;
  readonly rows: number;
  readonly png: Buffer;
}

/** Returns the images that kitty keeps after all that was written; every command is checked. */
export function kittyImages(written: string): Map<number, Kept> {
  const images = new Map<number, Kept>();
  let open: { keys: Map<string, string>; data: string } | null = null;
  for (const [, control, payload] of written.matchAll(/\x1b_G([^;\x1b]*)(?:;([^\x1b]*))?\x1b\\/g)) {
    const keys = new Map(control.split(',').map((pair) => pair.split('=') as [string, string]));
    if ((payload ?? '').length > 4096) throw new Error('chunk of more than 4096');
    const id = Number(keys.get('i'));
    if (id === 31 || id === 32) continue;
    if (keys.get('q') !== '2') throw new Error(`it would be answered: ${control}`);
    if (keys.get('a') === 'd') {
      if (keys.get('d') !== 'I') throw new Error('the data stays');
      images.delete(id);
      continue;
    }
    if (open === null) open = { keys, data: '' };
    else if ([...keys.keys()].some((key) => key !== 'm' && key !== 'q'))
      throw new Error(`keys within an image: ${control}`);
    open.data += payload;
    if (keys.get('m') === '1') continue;
    const { keys: first, data } = open;
    if (first.get('U') !== '1' || first.get('f') !== '100') throw new Error(`${[...first]}`);
    images.set(Number(first.get('i')), {
      columns: Number(first.get('c')),
      rows: Number(first.get('r')),
      png: Buffer.from(data, 'base64')
    });
    open = null;
  }
  if (open) throw new Error('an image without an end');
  return images;
}

const marks = Array.from(
  { length: MOST_PIECES },
  (_, i) => [...placeholder({ color: 0, high: 0 }, i, 0, false)][1]
);

/** Returns the kitty images on the screen, each of whose pieces has to be where it belongs. */
export function shownByKitty(terminal: FakeTerminal): Shown[] {
  const kept = kittyImages(terminal.written);
  const found = new Map<number, { left: number; top: number; cells: Set<string> }>();
  terminal.cells().forEach((line, row) => {
    let before: { row: number; column: number; high: number; fg: number } | null = null;
    line.forEach(([char, fg], column) => {
      const [first, ...counted] = [...char];
      if (first !== '\u{10eeee}') {
        before = null;
        return;
      }
      const [r, c, high] = counted.map((mark) => marks.indexOf(mark));
      const piece =
        counted.length === 0 && before?.fg === fg
          ? { ...before, column: before.column + 1 }
          : { row: r, column: c, high, fg };
      before = piece;
      const id = piece.high * 0x1000000 + piece.fg;
      const place = { left: column - piece.column, top: row - piece.row };
      const known = found.get(id) ?? { ...place, cells: new Set<string>() };
      if (known.left !== place.left || known.top !== place.top)
        throw new Error(`image ${id} is torn: ${JSON.stringify([known, place])}`);
      known.cells.add(`${piece.row} ${piece.column}`);
      found.set(id, known);
    });
  });
  return [...found].map(([id, { left, top, cells }]) => {
    const image = kept.get(id);
    if (!image) throw new Error(`placeholders without an image ${id}`);
    const { columns, rows } = image;
    const isSeen = Array.from({ length: columns * rows }, (_, i) =>
      cells.has(`${Math.floor(i / columns)} ${i % columns}`)
    );
    return { id, left, top, columns, rows, pixels: decodePng(image.png), isSeen };
  });
}

/** An image as it was drawn over cells, with its place. */
export interface DrawnOver {
  readonly left: number;
  readonly top: number;
  readonly pixels: Pixels;
}
