import {
  type CellGrid,
  DEFAULT_COLOR,
  IMAGE_CELL,
  imagePiece,
  type Rect
} from '../../cells/cells.ts';
import type { CellPixels, PixelPanel, PlotImage } from '../../render-terminal/index.ts';
import type { Tile } from '../graphics/gallery.ts';
import { MOST_PIECES } from '../graphics/kitty.ts';

/** Most columns and rows of a tile. */
interface TileSize {
  readonly columns: number;
  readonly rows: number;
}

/**
 * An epoch cursor that moves changes one or two tiles of a plot, a value cursor those of a large
 * one; others change as a whole, and fewer images are fewer bytes.
 */
function tileSize({ hasCursor }: PlotImage, isLarge: boolean): TileSize {
  if (hasCursor) return { columns: 8, rows: MOST_PIECES };
  return isLarge ? { columns: 16, rows: 16 } : { columns: 32, rows: MOST_PIECES };
}

/**
 * Returns the images of a panel in parts, of which only those that change are sent anew, and puts
 * their cells into its grid, under its words; `numberOf` gives each part its number.
 */
export function pictureTiles(
  { grid, words, images }: PixelPanel,
  cell: CellPixels,
  { hasColors, isLarge }: { readonly hasColors: boolean; readonly isLarge: boolean },
  numberOf: (part: string) => number
): readonly Tile[] {
  return images.flatMap((image) => {
    const most = tileSize(image, isLarge);
    const across = partsOf(image.rect.width, most.columns);
    const down = partsOf(image.rect.height, most.rows);
    return down.flatMap((row) =>
      across.map((column) => {
        const rect = {
          left: image.rect.left + column.from,
          top: image.rect.top + row.from,
          width: column.count,
          height: row.count
        };
        const tile: Tile = {
          image: numberOf(`${image.id} ${column.from} ${row.from}`),
          left: rect.left,
          top: rect.top,
          columns: rect.width,
          rows: rect.height,
          raster: image.raster,
          part: {
            left: column.from * cell.width,
            top: row.from * cell.height,
            width: column.count * cell.width,
            height: row.count * cell.height
          }
        };
        stamp(grid, words, rect, tile.image);
        backWords(grid, words, rect, image, hasColors ? cell : null);
        return tile;
      })
    );
  });
}

function partsOf(count: number, most: number): { readonly from: number; readonly count: number }[] {
  const parts = Math.ceil(count / most);
  const start = (i: number) => Math.floor((i * count) / parts);
  return Array.from({ length: parts }, (_, i) => ({
    from: start(i),
    count: start(i + 1) - start(i)
  }));
}

function stamp(grid: CellGrid, words: Uint8Array, rect: Rect, image: number): void {
  for (let row = 0; row < rect.height; row++)
    for (let column = 0; column < rect.width; column++) {
      const at = (rect.top + row) * grid.width + rect.left + column;
      if (words[at] === 1) continue;
      grid.chars[at] = IMAGE_CELL;
      grid.fg[at] = image;
      grid.bg[at] = imagePiece(row, column);
      grid.style[at] = 0;
    }
}

/** Gives words over an image the colour that they lie on; without colours (null) none. */
function backWords(
  grid: CellGrid,
  words: Uint8Array,
  rect: Rect,
  { rect: plot, raster }: PlotImage,
  cell: CellPixels | null
): void {
  for (let row = rect.top; row < rect.top + rect.height; row++)
    for (let column = rect.left; column < rect.left + rect.width; column++) {
      const at = row * grid.width + column;
      if (words[at] === 0) continue;
      grid.bg[at] = DEFAULT_COLOR;
      if (!cell) continue;
      const x = (column - plot.left) * cell.width + (cell.width >> 1);
      const y = (row - plot.top) * cell.height + (cell.height >> 1);
      const ink = raster.at[y * raster.width + x];
      if (raster.inks.alpha[ink] === 255) grid.bg[at] = raster.inks.rgb[ink];
    }
}
