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
   * of those that are gone. `shadow` are the cells that are on the screen, `next` those to be;
   * where an image is drawn over cells, those that lie over it are made to be written again.
   */
  frame(pictures: Pictures | null, shadow: CellGrid, next: CellGrid): string;
  /** How cells of images are written; undefined where images are not made of cells. */
  readonly text: ImageText | undefined;
  /** Forgets which pixels were sent: the next frame sends all again. */
  renew(): void;
  /** Returns what deletes all images from the terminal's memory, and forgets them. */
  clear(): string;
}

/** Where an image was sent to. */
type Sent = Pick<Tile, 'columns' | 'rows' | 'left' | 'top'>;

/** The pixels of a plot as the terminal has them, in its tiles. */
interface Plane {
  raster: Raster;
  readonly at: Uint8Array;
}

/** A code that no cell has: whatever is to be there is written. */
const UNKNOWN = IMAGE_CELL + 1;

/** Creates an empty gallery; `seed` tells the images of this process from those of others. */
export function createGallery(seed = Math.floor(Math.random() * 100)): Gallery {
  const sent = new Map<number, Sent>();
  /** By the number of a plot's first tile. */
  const planes = new Map<number, Plane>();
  let shown: Graphics | null = null;

  function wrapped(commands: readonly string[]): string {
    return commands.map((one) => (shown?.isTmux ? throughTmux(one) : one)).join('');
  }

  function clear(): string {
    const ids = shown?.protocol === 'kitty' ? [...sent.keys()] : [];
    sent.clear();
    planes.clear();
    // an image that was cut off in the middle ends first
    const deleted = wrapped(ids.map((image) => kittyDelete(kittyId(image, seed))));
    return deleted === '' ? '' : `\x1b\\${deleted}`;
  }

  /** Forgets images that are gone, and returns their numbers. */
  function gone(tiles: readonly Tile[]): readonly number[] {
    const seen = new Set(tiles.map(({ image }) => image));
    const images = [...sent.keys()].filter((image) => !seen.has(image));
    for (const image of images) {
      sent.delete(image);
      planes.delete(image);
    }
    return images;
  }

  /** Returns the tiles of which the terminal has other pixels than it should; notes the new. */
  function changed(tiles: readonly Tile[]): ReadonlySet<Tile> {
    const news = new Set<Tile>();
    for (let from = 0, to = 0; from < tiles.length; from = to) {
      const { raster, image } = tiles[from];
      while (to < tiles.length && tiles[to].raster === raster) to++;
      const plane = planes.get(image);
      const changes = plane && changesOf(plane, raster);
      for (const tile of tiles.slice(from, to)) {
        if (!changes || isIn(changes, tile.part) || !isPlaced(tile)) news.add(tile);
        sent.set(tile.image, tile);
      }
      if (plane && changes) {
        plane.raster = raster;
        if (changes !== NO_CHANGES) plane.at.set(raster.at);
      } else planes.set(image, { raster, at: raster.at.slice() });
    }
    return news;
  }

  function isPlaced(tile: Tile): boolean {
    const before = sent.get(tile.image);
    if (before?.columns !== tile.columns || before.rows !== tile.rows) return false;
    return shown?.protocol === 'kitty' || (before.left === tile.left && before.top === tile.top);
  }

  function sendKitty({ tiles }: Pictures): string {
    const commands = gone(tiles).map((image) => kittyDelete(kittyId(image, seed)));
    for (const { image, columns, rows, raster, part } of changed(tiles))
      commands.push(...kittyImage(kittyId(image, seed), columns, rows, encodePng(raster, part)));
    return wrapped(commands);
  }

  function drawOver({ tiles, paper }: Pictures, shadow: CellGrid, next: CellGrid): string {
    gone(tiles);
    const news = changed(tiles);
    let text = '';
    for (const tile of tiles) {
      const isTouched = settle(tile, shadow, next);
      if (news.has(tile) || isTouched) text += drawn(tile, paper, shadow, next);
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
    renew: () => planes.clear(),
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

/** 1 for each column and each row of pixels in which there is a change. */
interface Changes {
  readonly columns: Uint8Array;
  readonly rows: Uint8Array;
}

const NO_CHANGES: Changes = { columns: new Uint8Array(0), rows: new Uint8Array(0) };

/**
 * Returns where an image differs from what was sent; undefined where nothing of it is the same.
 */
function changesOf({ raster: before, at }: Plane, raster: Raster): Changes | undefined {
  if (before === raster) return NO_CHANGES;
  const { width, height } = raster;
  if (before.width !== width || before.height !== height) return undefined;
  if (!hasSameInks(before, raster)) return undefined;
  const [columns, rows] = [new Uint8Array(width), new Uint8Array(height)];
  // four pixels at a time: most are the same
  const words = at.length >> 2;
  const [a, b] = [at, raster.at].map((pixels) => new Uint32Array(pixels.buffer, 0, words));
  let isAny = false;
  const compare = (from: number, to: number) => {
    for (let i = from; i < to; i++)
      if (at[i] !== raster.at[i]) {
        columns[i % width] = 1;
        rows[Math.floor(i / width)] = 1;
        isAny = true;
      }
  };
  for (let word = 0; word < words; word++) if (a[word] !== b[word]) compare(word * 4, word * 4 + 4);
  compare(words * 4, at.length);
  return isAny ? { columns, rows } : NO_CHANGES;
}

function isIn({ columns, rows }: Changes, { left, top, width, height }: PixelRect): boolean {
  const hasOne = (changes: Uint8Array, from: number, count: number) =>
    changes.subarray(from, from + count).includes(1);
  return hasOne(columns, left, width) && hasOne(rows, top, height);
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
