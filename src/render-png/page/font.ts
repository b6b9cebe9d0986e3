import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type { Figure } from '../../figure/figure.ts';

/**
 * The family of the font that grokscope ships: exported pictures are measured and drawn with it.
 */
export const fontFamily = 'Inter';

/** The CSS families that exported text names, ours first. */
export const fontFamilies = `${fontFamily}, Helvetica, Arial, sans-serif`;

/** Returns a figure that names our font unless it already names one. */
export function withFont(figure: Figure): Figure {
  const { layout } = figure;
  const family = layout.font?.family ?? fontFamilies;
  return { ...figure, layout: { ...layout, font: { ...layout.font, family } } };
}

/** One file of the font: what CSS and fontconfig tell the faces apart by. */
export interface FontFace {
  readonly path: string;
  readonly weight: 400 | 600 | 700;
  readonly style: 'normal' | 'italic';
}

const files = [
  ['400Regular/Inter_400Regular.ttf', 400, 'normal'],
  ['400Regular_Italic/Inter_400Regular_Italic.ttf', 400, 'italic'],
  ['600SemiBold/Inter_600SemiBold.ttf', 600, 'normal'],
  ['700Bold/Inter_700Bold.ttf', 700, 'normal'],
  ['700Bold_Italic/Inter_700Bold_Italic.ttf', 700, 'italic']
] as const;

/** Returns the faces of the font, as TrueType files on disk. */
export function fontFaces(): FontFace[] {
  const { resolve } = createRequire(import.meta.url);
  return files.map(([file, weight, style]) => ({
    path: resolve(`@expo-google-fonts/inter/${file}`),
    weight,
    style
  }));
}

/**
 * Returns a fontconfig file that knows our font and nothing of the machine's, so that every text is
 * drawn with it. `cache` is a folder that fontconfig may write to.
 */
export function fontconfig(cache: string): string {
  const folders = fontFaces().map(({ path }) => `<dir>${escapeXml(dirname(path))}</dir>`);
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>${folders.join('')}<cachedir>${escapeXml(cache)}</cachedir>
<config><rescan><int>0</int></rescan></config></fontconfig>
`;
}

/**
 * Returns CSS that carries the regular and the bold face of the font as data, for files that stand
 * alone.
 */
export async function fontFaceCss(): Promise<string> {
  const faces = fontFaces().filter(
    ({ weight, style }) => weight !== 600 && (weight === 400 || style === 'normal')
  );
  const rules = faces.map(async ({ path, weight, style }) => {
    const data = (await readFile(path)).toString('base64');
    return `@font-face{font-family:${fontFamily};font-weight:${weight};font-style:${style};src:url(data:font/ttf;base64,${data})}`;
  });
  return (await Promise.all(rules)).join('\n');
}

function escapeXml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
}
