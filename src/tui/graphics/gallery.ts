import { type CellGrid, IMAGE_CELL, paletteColor } from '../../cells/cells.ts';
import type { ImageText } from '../../cells/diff.ts';
import {
  encodePng,
  encodeSixel,
  type PixelRect,
  type Raster
} from '../../render-terminal/index.ts';
import type { Graphics } from '../state/look.ts';
import { itermImage } from './iterm.ts';
import { kittyDelete, kittyId, kittyImage, placeholder } from './kitty.ts';
import { throughTmux } from './tmux.ts';

/** A part of a plot that is an image of its own, over whole cells of the screen. */
export interface Tile {
  /** Which image it is: what `fg` of its cells says. */
  readonly image: number;
  readonly left: number;
  readonly top: number;
  readonly columns: number;
  readonly rows: number;
  readonly raster: Raster;
  /** Its pixels of the raster. */
  readonly part: PixelRect;
}

/** The images of a frame and how they are shown. */
export interface Pictures {
  readonly graphics: Graphics;
  /** 0xRRGGBB behind what is not opaque, where images cannot let it through. */
  readonly paper: number;
  readonly tiles: readonly Tile[];
}

/** The images that the terminal has. */
export interface Gallery {
  /**
   * Returns what to write before the cells of a frame: images that are new or changed, and the end
   * of those that are gone. `shadow` are the cells that are on the screen, `next` those to be; where
   * an image is drawn over cells, those that lie over it are made to be written again.
   */
  frame(pictures: Pictures | null, shadow: CellGrid, next: CellGrid): string;
  /** How cells of images are written; undefined where images are not made of cells. */
  readonly text: ImageText | undefined;
  /** Returns what deletes all images from the terminal's memory, and forgets them. */
  clear(): string;
}

/** What was sent of an image. */
interface Sent {
  readonly raster: Raster;
  readonly columns: number;
  readonly rows: number;
  readonly left: number;
  readonly top: number;
  readonly pixels: Buffer;
}

/** A code that no cell has: whatever is to be there is written. */
const UNKNOWN = IMAGE_CELL + 1;

/** Creates an empty gallery; `seed` tells the images of this process from those of others. */
export function createGallery(seed = Math.floor(Math.random() * 100)): Gallery {
  const sent = new Map<number, Sent>();
  let shown: Graphics | null = null;

  function wrapped(commands: readonly string[]): string {
    return commands.map((one) => (shown?.isTmux ? throughTmux(one) : one)).join('');
  }

  function clear(): string {
    const ids = shown?.protocol === 'kitty' ? [...sent.keys()] : [];
    sent.clear();
    // an image that was cut off in the middle ends first
    const deleted = wrapped(ids.map((image) => kittyDelete(kittyId(image, seed))));
    return deleted === '' ? '' : `\x1b\\${deleted}`;
  }

  /** Whether the terminal has other pixels for a tile than it should; notes the new ones. */
  function isChanged(tile: Tile): boolean {
    const before = sent.get(tile.image);
    const isPlaced =
      before !== undefined &&
      before.columns === tile.columns &&
      before.rows === tile.rows &&
      (shown?.protocol === 'kitty' || (before.left === tile.left && before.top === tile.top));
    if (isPlaced && before.raster === tile.raster) return false;
    const pixels = pixelsOf(tile);
    const isSame =
      isPlaced && hasSameInks(before.raster, tile.raster) && before.pixels.equals(pixels);
    const { columns, rows, left, top, raster } = tile;
    const kept = isSame ? before.pixels : pixels;
    sent.set(tile.image, { raster, columns, rows, left, top, pixels: kept });
    return !isSame;
  }

  function sendKitty({ tiles }: Pictures): string {
    const seen = new Set(tiles.map(({ image }) => image));
    const commands: string[] = [];
    for (const image of [...sent.keys()]) {
      if (seen.has(image)) continue;
      sent.delete(image);
      commands.push(kittyDelete(kittyId(image, seed)));
    }
    for (const tile of tiles)
      if (isChanged(tile)) {
        const png = encodePng(tile.raster, tile.part);
        commands.push(...kittyImage(kittyId(tile.image, seed), tile.columns, tile.rows, png));
      }
    return wrapped(commands);
  }

  function drawOver({ tiles, paper }: Pictures, shadow: CellGrid, next: CellGrid): string {
    const seen = new Set(tiles.map(({ image }) => image));
    for (const image of [...sent.keys()]) if (!seen.has(image)) sent.delete(image);
    let text = '';
    for (const tile of tiles) {
      const isNew = isChanged(tile);
      const isTouched = settle(tile, shadow, next);
      if (isNew || isTouched) text += drawn(tile, paper, shadow, next);
    }
    return text;
  }

  function drawn(tile: Tile, paper: number, shadow: CellGrid, next: CellGrid): string {
    const { left, top, columns, rows, raster, part } = tile;
    let text = '\x1b[m';
    // what was there shows through where the image has no colour
    for (let row = 0; row < rows; row++)
      text += `\x1b[${top + row + 1};${left + 1}H\x1b[${columns}X`;
    text += `\x1b[${top + 1};${left + 1}H`;
    if (shown?.protocol === 'sixel') text += encodeSixel(raster, part, paper);
    else
      text += wrapped(itermImage(columns, rows, encodePng(raster, part), shown?.isTmux ?? false));
    // the last band of sixels may reach into the row below
    const isBeyond = shown?.protocol === 'sixel' && part.height % 6 !== 0;
    for (let row = top; row < Math.min(shadow.height, top + rows + Number(isBeyond)); row++)
      for (let cell = row * shadow.width + left, i = 0; i < columns; i++, cell++)
        if (next.chars[cell] < IMAGE_CELL) shadow.chars[cell] = UNKNOWN;
    return text;
  }

  return {
    frame(pictures, shadow, next) {
      const graphics = pictures?.graphics ?? null;
      let text = '';
      if (graphics !== shown) {
        text = clear();
        // cells of images of another kind are nothing now
        for (let i = 0; i < shadow.chars.length; i++)
          if (shadow.chars[i] === IMAGE_CELL) shadow.chars[i] = UNKNOWN;
      }
      shown = graphics;
      if (!pictures) return text;
      return (
        text +
        (pictures.graphics.protocol === 'kitty'
          ? sendKitty(pictures)
          : drawOver(pictures, shadow, next))
      );
    },
    get text() {
      if (shown?.protocol !== 'kitty') return undefined;
      return (image: number, piece: number, follows: boolean) => {
        const id = kittyId(image, seed);
        const text = placeholder(id, piece >> 16, piece & 0xffff, follows);
        return { fg: paletteColor(id.color), text };
      };
    },
    clear
  };
}

/** Whether all colours that both images have are the same. */
function hasSameInks(a: Raster, b: Raster): boolean {
  const count = Math.min(a.inks.rgb.length, b.inks.rgb.length);
  for (let i = 0; i < count; i++)
    if (a.inks.rgb[i] !== b.inks.rgb[i] || a.inks.alpha[i] !== b.inks.alpha[i]) return false;
  return true;
}

function pixelsOf({ raster, part }: Tile): Buffer {
  const pixels = Buffer.allocUnsafe(part.width * part.height);
  for (let y = 0; y < part.height; y++) {
    const from = (part.top + y) * raster.width + part.left;
    pixels.set(raster.at.subarray(from, from + part.width), y * part.width);
  }
  return pixels;
}

/**
 * Takes a tile's cells for shown as they will be; returns whether they were not, so that the image
 * has to be drawn anew.
 */
function settle(
  { image, left, top, columns, rows }: Tile,
  shadow: CellGrid,
  next: CellGrid
): boolean {
  let isTouched = false;
  for (let row = top; row < top + rows; row++)
    for (let cell = row * next.width + left, i = 0; i < columns; i++, cell++) {
      if (next.chars[cell] !== IMAGE_CELL || next.fg[cell] !== image) continue;
      const isThere =
        shadow.chars[cell] === IMAGE_CELL &&
        shadow.fg[cell] === image &&
        shadow.bg[cell] === next.bg[cell];
      isTouched ||= !isThere;
      shadow.chars[cell] = IMAGE_CELL;
      shadow.fg[cell] = image;
      shadow.bg[cell] = next.bg[cell];
      shadow.style[cell] = 0;
    }
  return isTouched;
}
