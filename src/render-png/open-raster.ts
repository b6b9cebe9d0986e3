import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../error/user-error.ts';
import { fontconfig } from './font.ts';

/** Turns SVG into pixels. */
export type Raster = typeof import('./rasterize.ts');

let opened: Promise<Raster> | undefined;

/**
 * Loads sharp, once per process, such that it draws text with our font and no other, whatever the machine has.
 * It must not have been loaded before. A folder for temporary files that cannot be written to is a UserError.
 */
export function openRaster(): Promise<Raster> {
  opened ??= load();
  return opened;
}

/** Fontconfig reads its file when the first text is drawn, so one is drawn at once and the file goes away again. */
async function load(): Promise<Raster> {
  const folder = await mkdtemp(join(tmpdir(), 'grokscope-font-')).catch((error: Error) => {
    throw new UserError(
      `cannot write to the folder for temporary files: ${error.message}`,
      'set TMPDIR to a folder that can be written to'
    );
  });
  try {
    const file = join(folder, 'fonts.conf');
    await writeFile(file, fontconfig(join(folder, 'cache')));
    Object.assign(process.env, { FONTCONFIG_FILE: file, PANGOCAIRO_BACKEND: 'fontconfig' });
    const raster = await import('./rasterize.ts');
    const text = '<text y="8" font-size="8">a<tspan font-weight="700">b</tspan></text>';
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">${text}</svg>`;
    await raster.toPixels(svg, 1);
    return raster;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
