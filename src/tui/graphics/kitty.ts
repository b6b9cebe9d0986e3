/** Most characters of base64 in one command. */
const CHUNK = 4096;
/** The character that stands for a piece of an image. */
const PLACEHOLDER = '\u{10eeee}';

/**
 * The marks that count rows and columns of an image's pieces: characters of combining class 230
 * without a decomposition, in the order that kitty lists them in; those that take two bytes.
 */
const MARKS = marks(
  '305 30d 30e 310 312 33d-33f 346 34a-34c 350-352 357 35b 363-36f 483-487 592-595 597-599 59c-5a1 ' +
    '5a8 5a9 5ab 5ac 5af 5c4 610-617 657-65b 65d 65e 6d6-6dc 6df-6e2 6e4 6e7 6e8 6eb 6ec 730 732 733 ' +
    '735 736 73a 73d 73f-741 743 745 747 749 74a 7eb-7f1 7f3'
);

/** Most rows and columns of an image. */
export const MOST_PIECES = MARKS.length;

function marks(ranges: string): readonly string[] {
  return ranges.split(' ').flatMap((range) => {
    const [from, to = from] = range.split('-').map((hex) => Number.parseInt(hex, 16));
    return Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i));
  });
}

/** An image's number as kitty takes it: a colour of the palette and a high byte. */
export interface KittyId {
  readonly color: number;
  readonly high: number;
}

/** Colours of the palette that are numbers of images: those that every terminal keeps. */
const FIRST_COLOR = 16;
const COLORS = 240;

/**
 * Returns the number of an image: the first of a process is drawn by chance, since all programs in
 * a terminal share them.
 */
export function kittyId(image: number, seed: number): KittyId {
  const high = 1 + ((seed + Math.floor(image / COLORS)) % (MOST_PIECES - 1));
  return { color: FIRST_COLOR + (image % COLORS), high };
}

function numberOf({ color, high }: KittyId): number {
  return high * 0x1000000 + color;
}

/**
 * Returns the commands that hand over a PNG to be shown in `columns` × `rows` placeholders, in
 * place of what had the number before.
 */
export function kittyImage(id: KittyId, columns: number, rows: number, png: Uint8Array): string[] {
  const text = Buffer.from(png.buffer, png.byteOffset, png.length).toString('base64');
  const commands: string[] = [];
  for (let from = 0; from === 0 || from < text.length; from += CHUNK) {
    const more = from + CHUNK < text.length ? 1 : 0;
    const head =
      from === 0 ? `a=T,U=1,f=100,t=d,i=${numberOf(id)},p=1,c=${columns},r=${rows},` : '';
    commands.push(`\x1b_G${head}q=2,m=${more};${text.slice(from, from + CHUNK)}\x1b\\`);
  }
  return commands;
}

/** Returns the command that deletes an image and what the terminal keeps of it. */
export function kittyDelete(id: KittyId): string {
  return `\x1b_Ga=d,d=I,i=${numberOf(id)},q=2\x1b\\`;
}

/** Returns what a cell shows of an image; right of the piece before it nothing need be counted. */
export function placeholder(
  { high }: KittyId,
  row: number,
  column: number,
  follows: boolean
): string {
  return follows ? PLACEHOLDER : PLACEHOLDER + MARKS[row] + MARKS[column] + MARKS[high];
}

/** Number of the images by which a terminal is asked. */
const ASKED = 31;
const PLACED = 32;

/**
 * Asks whether the terminal takes images, and whether it knows placeholders: those that do refuse
 * one with a parent, others ignore what they do not know and place a pixel without colour.
 */
export const kittyQuestions: readonly string[] = [
  `\x1b_Gi=${ASKED},s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\`,
  `\x1b_Gi=${PLACED},s=1,v=1,a=t,t=d,f=32,q=1;AAAAAA==\x1b\\`,
  `\x1b_Ga=p,i=${PLACED},p=1,U=1,P=${PLACED},Q=1,C=1,c=1,r=1\x1b\\`,
  `\x1b_Ga=d,d=I,i=${PLACED},q=2\x1b\\`
];

/** Returns what an answer to them says: that there are images, or placeholders. */
export function kittySays(image: number, message: string): 'images' | 'placeholders' | null {
  if (image === ASKED && message === 'OK') return 'images';
  return image === PLACED && message.startsWith('EINVAL') ? 'placeholders' : null;
}
