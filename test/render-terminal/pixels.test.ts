import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { IMAGE_CELL } from '../../src/cells/cells.ts';
import type { Figure } from '../../src/figure/figure.ts';
import { scaleLevels } from '../../src/render-terminal/color/color-scale.ts';
import { drawPanel, encodePng, encodeSixel } from '../../src/render-terminal/index.ts';
import { drawPixelPanel, type PlotImage } from '../../src/render-terminal/pixels/draw-pixels.ts';
import { createRaster, inkOf, type Raster } from '../../src/render-terminal/pixels/raster.ts';
import { firstCursor } from '../../src/render-terminal/plan/value-cursor.ts';
import { pictureTiles } from '../../src/tui/painted/picture-tiles.ts';
import { decodePng, decodeSixel } from '../tui/graphics/pixels.ts';
import { cursorAt, lines, randomFrom, upTo } from './figures.ts';

const cell = { width: 9, height: 18 };
const size = { width: 60, height: 20, pixels: cell } as const;

const goldens = new URL('../golden/figures/', import.meta.url);
const figures = readdirSync(goldens)
  .filter((name) => name.endsWith('.json'))
  .map((name) => {
    const text = readFileSync(new URL(name, goldens), 'utf8');
    return [name, JSON.parse(text) as Figure] as const;
  });

/** The colour of a pixel, null where there is none. */
function colorAt({ raster }: PlotImage, x: number, y: number): string | null {
  const ink = raster.at[Math.floor(y) * raster.width + Math.floor(x)];
  return raster.inks.alpha[ink] === 0
    ? null
    : `#${raster.inks.rgb[ink].toString(16).padStart(6, '0')}`;
}

function imageOf(figure: Figure, more: Partial<Parameters<typeof drawPixelPanel>[1]> = {}) {
  return drawPixelPanel(figure, { ...size, ...more }).images[0];
}

/** An image with so many colours, each pixel one of them by chance; the first is nothing. */
function noise(colors: number, width: number, height: number, isOpaque = false): Raster {
  const random = randomFrom(colors);
  const raster = createRaster(width, height);
  const inks = Array.from({ length: colors - 1 }, (_, i) =>
    inkOf(raster.inks, (i * 2654435) & 0xffffff, isOpaque || i % 3 ? 255 : 100)
  );
  for (let i = 0; i < raster.at.length; i++)
    raster.at[i] = [0, ...inks][Math.floor(random() * colors)];
  return raster;
}

describe('a PNG', () => {
  it.each([2, 3, 5, 17, 256])('of %i colours has the pixels of the image', (colors) => {
    const raster = noise(colors, 37, 21);
    const whole = decodePng(encodePng(raster, { left: 0, top: 0, width: 37, height: 21 }));
    const part = decodePng(encodePng(raster, { left: 5, top: 3, width: 13, height: 7 }));
    const { rgb, alpha } = raster.inks;
    const code = (ink: number) => rgb[ink] * 256 + alpha[ink];
    expect([...whole.rgba]).toEqual([...raster.at].map(code));
    for (let y = 0; y < 7; y++)
      for (let x = 0; x < 13; x++)
        expect(part.rgba[y * 13 + x]).toBe(code(raster.at[(y + 3) * 37 + x + 5]));
  });
});

describe('sixels', () => {
  it.each([2, 40, 256])('of %i colours have the pixels of the image', (colors) => {
    const raster = noise(colors, 37, 21, true);
    const text = encodeSixel(raster, { left: 5, top: 3, width: 30, height: 17 }, 0x1e1e1e);
    expect(text).toMatch(/^\x1bP0;1;0q"1;1;30;17#[\x21-\x7e]*\x1b\\$/);
    const { rgba } = decodeSixel(text.slice(8, -2));
    for (let y = 0; y < 17; y++)
      for (let x = 0; x < 30; x++) {
        const ink = raster.at[(y + 3) * 37 + x + 5];
        const [shown, own] = [rgba[y * 30 + x], raster.inks.rgb[ink]];
        expect(shown & 255).toBe(ink === 0 ? 0 : 255);
        // registers count in percent
        for (const shift of ink === 0 ? [] : [0, 8, 16])
          expect(Math.abs(((shown >>> (shift + 8)) & 255) - ((own >> shift) & 255))).toBeLessThan(
            3
          );
      }
  });

  it('mix what is not opaque with the paper', () => {
    const raster = createRaster(1, 1);
    raster.at[0] = inkOf(raster.inks, 0xffffff, 128);
    const { rgba } = decodeSixel(
      encodeSixel(raster, { left: 0, top: 0, width: 1, height: 1 }, 0).slice(8, -2)
    );
    expect(rgba[0] >>> 24).toBeGreaterThan(120);
    expect(rgba[0] >>> 24).toBeLessThan(136);
  });
});

describe('a map', () => {
  const z = Array.from({ length: 7 }, (_, row) =>
    Float64Array.from({ length: 7 }, (_unused, column) => row * 7 + column)
  );
  const colorscale = [
    [0, '#000000'],
    [1, '#ff00ff']
  ] as const;
  const square: Figure = {
    data: [{ type: 'heatmap', z, colorscale, showscale: false }],
    layout: { yaxis: { scaleanchor: 'x' } }
  };

  it('has each matrix cell in the colour of its level, all as large as the others, square', () => {
    for (const pixels of [
      cell,
      { width: 8, height: 16 },
      { width: 20, height: 40 },
      { width: 7, height: 17 }
    ]) {
      const image = imageOf(square, { pixels });
      const { width, height } = image.raster;
      expect(width).toBe(image.rect.width * pixels.width);
      expect(height).toBe(image.rect.height * pixels.height);
      const unit = Math.min(Math.floor(width / 7), Math.floor(height / 7));
      const levels = scaleLevels(colorscale, 32);
      for (let row = 0; row < 7; row++)
        for (let column = 0; column < 7; column++) {
          const level = Math.min(31, Math.floor(((row * 7 + column) * 32) / 48));
          const color = `#${levels[level].toString(16).padStart(6, '0')}`;
          const [left, top] = [column * unit, (6 - row) * unit];
          for (const [x, y] of [
            [0, 0],
            [unit - 1, 0],
            [0, unit - 1],
            [unit - 1, unit - 1]
          ])
            expect(colorAt(image, left + x, top + y)).toBe(color);
        }
      for (let x = 7 * unit; x < width; x++) expect(colorAt(image, x, 0)).toBeNull();
      for (let y = 7 * unit; y < height; y++) expect(colorAt(image, 0, y)).toBeNull();
    }
  });

  it('has the colours that cells have', () => {
    const figure: Figure = { data: [{ type: 'heatmap', z, showscale: false }], layout: {} };
    const { grid } = drawPanel(figure, { width: 60, height: 20 });
    const cells = new Set([...grid.fg, ...grid.bg].filter((code) => code >= 0 && code < 0x1000000));
    const { raster } = imageOf(figure);
    const shown = new Set(
      [...raster.at].filter((ink) => ink > 0).map((ink) => raster.inks.rgb[ink])
    );
    expect(shown).toEqual(cells);
  });

  it('of more cells than pixels pools them: the mean of signed ones, else the greatest', () => {
    const wide = (values: (i: number) => number, more: object) =>
      imageOf({
        data: [
          {
            type: 'heatmap',
            z: [Float64Array.from({ length: 5400 }, (_, i) => values(i))],
            colorscale,
            showscale: false,
            ...more
          }
        ],
        layout: {}
      });
    const lone = wide((i) => Number(i % 1000 === 500), { zmin: 0, zmax: 1 });
    const { width } = lone.raster;
    const lit = Array.from({ length: width }, (_, x) => colorAt(lone, x, 5) === '#ff00ff');
    expect(lit.filter(Boolean).length).toBe(5);
    const even = wide((i) => (i % 2 ? 1 : -1), { zmid: 0, zmin: -1, zmax: 1 });
    const middle = scaleLevels(colorscale, 33)[16];
    expect(colorAt(even, width >> 1, 5)).toBe(`#${middle.toString(16).padStart(6, '0')}`);
  });

  it('shows nothing where a value is missing, and warns where it is infinite', () => {
    const image = imageOf({
      data: [
        { type: 'heatmap', z: [[1, Number.NaN, Number.POSITIVE_INFINITY, 2]], showscale: false }
      ],
      layout: {}
    });
    const { width } = image.raster;
    expect(colorAt(image, width * 0.3, 3)).toBeNull();
    expect(colorAt(image, width * 0.6, 3)).toBe('#ff5f5f');
    expect(colorAt(image, width * 0.9, 3)).not.toBeNull();
  });
});

describe('a line', () => {
  const level = lines(
    { a: [upTo(11), new Float64Array(11).fill(5)] },
    { yaxis: { range: [0, 10] } }
  );

  it('lies where its values are, one to three pixels thick, over the whole plot', () => {
    const image = imageOf(level);
    const { width, height } = image.raster;
    for (let x = 1; x < width - 1; x++) {
      const rows = Array.from({ length: height }, (_, y) => y).filter(
        (y) => colorAt(image, x, y) !== null
      );
      expect(rows.length).toBeGreaterThan(0);
      expect(rows.length).toBeLessThan(4);
      for (const y of rows) expect(Math.abs(y + 0.5 - height / 2)).toBeLessThan(2);
    }
  });

  it('is interrupted where values are missing, and marks that below', () => {
    const y = Float64Array.from({ length: 100 }, (_, i) => (i >= 40 && i < 60 ? Number.NaN : 5));
    const image = imageOf(lines({ a: [upTo(100), y] }, { yaxis: { range: [0, 10] } }));
    const { width, height } = image.raster;
    const isDrawn = (share: number) =>
      [-1, 0, 1].some((by) => colorAt(image, width * share, height / 2 + by) !== null);
    expect([0.2, 0.38, 0.5, 0.62, 0.9].map(isDrawn)).toEqual([true, true, false, true, true]);
    const below = Array.from({ length: width }, (_, x) => colorAt(image, x, height - 6));
    expect(below.filter((color) => color === '#ff5f5f').length).toBeGreaterThan(5);
  });

  it('of dashes has gaps, and two that coincide are seen in turn', () => {
    const across = ({ images: [image] }: ReturnType<typeof drawPixelPanel>) =>
      Array.from({ length: image.raster.width }, (_, x) =>
        colorAt(image, x, image.raster.height / 2)
      );
    const dashed = lines(
      { a: [upTo(11), new Float64Array(11).fill(5)] },
      { yaxis: { range: [0, 10] } },
      { line: { dash: 'dash' } }
    );
    const gaps = across(drawPixelPanel(dashed, size)).filter((color) => color === null).length;
    expect(gaps).toBeGreaterThan(50);
    const five = new Float64Array(11).fill(5);
    const both: Figure = lines(
      { a: [upTo(11), five], b: [upTo(11), Float64Array.from(five)] },
      { yaxis: { range: [0, 10] }, showlegend: false }
    );
    const colors = across(drawPixelPanel(both, size));
    const shares = [...new Set(colors)].map(
      (one) => colors.filter((color) => color === one).length
    );
    expect(shares.filter((share) => share > 100).length).toBe(2);
  });
});

describe('bars', () => {
  it('are as high as their values', () => {
    const image = imageOf({
      data: [{ type: 'bar', x: [0, 1, 2, 3], y: [1, 2, 3, 4] }],
      layout: { yaxis: { range: [0, 4] } }
    });
    const { width, height } = image.raster;
    for (let bar = 0; bar < 4; bar++) {
      const x = Math.floor((width * (bar + 0.5)) / 4);
      const first = Array.from({ length: height }, (_, y) => y).find(
        (y) => colorAt(image, x, y) !== null
      )!;
      expect(Math.abs(height - first - (height * (bar + 1)) / 4)).toBeLessThan(2);
    }
  });
});

describe('cursors', () => {
  it('are one pixel wide at the epoch', () => {
    const figure = lines({ a: [upTo(101), upTo(101)] }, { shapes: [cursorAt(25)] });
    const image = imageOf(figure);
    const lit = Array.from({ length: image.raster.width }, (_, x) => x).filter(
      (x) => colorAt(image, x, 2) === '#ffffff'
    );
    expect(lit).toEqual([Math.floor(image.raster.width / 4)]);
  });

  it('frame the matrix cell under the value cursor', () => {
    const figure: Figure = {
      data: [
        {
          type: 'heatmap',
          z: [
            [0, 0, 0],
            [0, 0, 0],
            [0, 0, 1]
          ],
          showscale: false
        }
      ],
      layout: {}
    };
    const image = imageOf(figure, { cursor: { x: 1, y: 1 } });
    const { width, height } = image.raster;
    const [left, top] = [width / 3, height / 3];
    expect(colorAt(image, left + width / 6, top - 1)).toBe('#ffd700');
    expect(colorAt(image, left + width / 6, top + height / 6)).not.toBe('#ffd700');
  });
});

describe('a panel', () => {
  it('keeps its words as characters, over the image', () => {
    const figure = lines(
      { a: [upTo(101), upTo(101)] },
      {
        shapes: [{ type: 'line', x0: 20, x1: 20, y0: 0, y1: 1, yref: 'paper' }],
        annotations: [{ text: 'turn', x: 20, y: 1, yref: 'paper', showarrow: false }]
      }
    );
    const panel = drawPixelPanel(figure, size);
    const tiles = pictureTiles(panel, cell, { hasColors: true, isLarge: false }, (part) =>
      Number(part.split(' ')[1])
    );
    const [{ rect }] = panel.images;
    const text = (row: number) =>
      [...panel.grid.chars.subarray(row * 60, row * 60 + 60)]
        .map((code) => (code === IMAGE_CELL ? '#' : String.fromCodePoint(code)))
        .join('');
    expect(text(rect.top)).toMatch(/#turn#/);
    expect(text(rect.top + rect.height)).not.toContain('#');
    const covered = [...panel.grid.chars].filter((code) => code === IMAGE_CELL).length;
    expect(covered).toBe(rect.width * rect.height - 'turn'.length);
    expect(tiles.reduce((sum, { columns, rows }) => sum + columns * rows, 0)).toBe(
      rect.width * rect.height
    );
  });

  it.each(figures)('of %s is the same however its cursor came there', (_, figure) => {
    const epochs = figure.layout.shapes?.filter(({ name }) => name === 'cursor') ?? [];
    const moved: Figure = {
      data: figure.data.map((trace) => ({ ...trace })),
      layout: {
        ...figure.layout,
        shapes: [
          ...(figure.layout.shapes?.filter(({ name }) => name !== 'cursor') ?? []),
          ...epochs.map((shape) => ({ ...shape, x0: shape.x0 * 0.7, x1: shape.x1 * 0.7 }))
        ]
      }
    };
    for (const height of [5, 14, 30]) {
      const options = { ...size, height, colors: 'true', cursor: firstCursor(figure) } as const;
      const before = drawPixelPanel(figure, { ...options, cursor: null });
      const after = drawPixelPanel(moved, options, before);
      const fresh = drawPixelPanel(moved, options);
      expect(after.still.plots === before.still.plots).toBe(true);
      expect(after.grid).toEqual(fresh.grid);
      expect(after.words).toEqual(fresh.words);
      expect(after.images.map(({ rect }) => rect)).toEqual(fresh.images.map(({ rect }) => rect));
      after.images.forEach(({ raster }, i) => {
        const other = fresh.images[i].raster;
        const colors = ({ at, inks }: Raster) =>
          [...at].map((ink) => inks.rgb[ink] * 256 + inks.alpha[ink]);
        expect(colors(raster)).toEqual(colors(other));
      });
    }
  });
});
