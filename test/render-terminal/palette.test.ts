import { describe, expect, it } from 'vitest';
import { contrast, parseColor, readable } from '../../src/cells/color.ts';
import { createPalette } from '../../src/cells/palette.ts';
import { nearest256, xtermRgb } from '../../src/cells/xterm-colors.ts';
import { okabeIto } from '../../src/figure/colors.ts';

describe('colours', () => {
  it('are read as CSS writes them', () => {
    expect(parseColor('#0072b2')).toEqual({ rgb: 0x0072b2, alpha: 1 });
    expect(parseColor('#fff')).toEqual({ rgb: 0xffffff, alpha: 1 });
    expect(parseColor('rgba(31, 119, 180, 0.15)')).toEqual({ rgb: 0x1f77b4, alpha: 0.15 });
    expect(parseColor('hsl(120, 100%, 25%)')).toEqual({ rgb: 0x008000, alpha: 1 });
    expect(parseColor('nonsense')).toBeNull();
  });

  it('of a figure stand out on both backgrounds', () => {
    for (const [background, paper, ratio] of [
      ['dark', 0x1e1e1e, 4.5],
      ['light', 0xfafafa, 3]
    ] as const) {
      const palette = createPalette('true', background);
      for (const css of Object.values(okabeIto))
        expect(contrast(palette.line(css), paper)).toBeGreaterThanOrEqual(ratio);
    }
  });

  it('of a figure stay apart', () => {
    for (const depth of ['true', '256', '16'] as const)
      for (const background of ['dark', 'light'] as const) {
        const palette = createPalette(depth, background);
        const codes = Object.values(okabeIto).map((css) => palette.line(css));
        expect(new Set(codes).size).toBe(codes.length);
      }
  });

  it('turn black ink light on dark, and fade with opacity', () => {
    const palette = createPalette('true', 'dark');
    expect(contrast(palette.line('#000000'), 0)).toBeGreaterThan(15);
    expect(contrast(palette.line('#0072b2', 0.4), 0x1e1e1e)).toBeLessThan(
      contrast(palette.line('#0072b2'), 0x1e1e1e)
    );
  });

  it('are none where none are wanted', () => {
    const palette = createPalette('none', 'dark');
    expect([
      palette.axis,
      palette.warn,
      palette.line('#ff0000'),
      palette.tint('#ff0000', 0.5)
    ]).toEqual([-1, -1, -1, -1]);
  });

  it('reach the asked contrast by the least change', () => {
    expect(readable(0xffffff, 0x000000, 7)).toBe(0xffffff);
    expect(contrast(readable(0x000080, 0x000000, 7), 0)).toBeGreaterThanOrEqual(7);
  });

  it('keep the entries of the palette as they are', () => {
    for (let index = 16; index < 256; index++)
      expect(xtermRgb(nearest256(xtermRgb(index)))).toBe(xtermRgb(index));
  });
});
