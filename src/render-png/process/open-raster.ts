import { createHash } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../error/user-error.ts';
import { printable } from '../../text/printable.ts';
import { fontconfig } from '../page/font.ts';
import { cacheFolders, ownFolder } from './own-folder.ts';

/** Turns SVG into pixels. */
export type Raster = typeof import('../formats/rasterize.ts');

let opened: Promise<Raster> | undefined;

/**
 * Loads sharp, once per process, such that it draws text with our font and no other, whatever the
 * machine has. It must not have been loaded before. Where neither the cache nor the folder for
 * temporary files can be written to, that is a UserError.
 */
export function openRaster(): Promise<Raster> {
  opened ??= load();
  return opened;
}

/**
 * Fontconfig reads its file when the first text is drawn: that is done at once, so that a failure
 * shows here.
 */
async function load(): Promise<Raster> {
  const file = await fontsFile(cacheFolders());
  Object.assign(process.env, { FONTCONFIG_FILE: file, PANGOCAIRO_BACKEND: 'fontconfig' });
  const raster = await import('../formats/rasterize.ts');
  const text = '<text y="8" font-size="8">a<tspan font-weight="700">b</tspan></text>';
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">${text}</svg>`;
  await raster.toPixels(svg, 1);
  return raster;
}

/**
 * Returns the path of fontconfig's file in the first of some folders that can be written to. It
 * stays there for the next drawing, so that one that is killed leaves nothing behind. Throws
 * UserError where none can be written to.
 */
export async function fontsFile(folders: readonly string[]): Promise<string> {
  let reason = '';
  for (const folder of folders) {
    try {
      await ownFolder(folder);
      return await written(folder, fontconfig(join(folder, 'fontconfig')));
    } catch (error) {
      reason = (error as Error).message;
    }
  }
  throw new UserError(
    `cannot write to the folders for temporary files: ${printable(reason)}`,
    'free some space there, or set TMPDIR to a folder that can be written to'
  );
}

/** Named by its content: two installed versions may draw at once. */
async function written(folder: string, text: string): Promise<string> {
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 12);
  const path = join(folder, `fonts-${hash}.conf`);
  if ((await readFile(path, 'utf8').catch(() => '')) === text) return path;
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(temporary, text, { mode: 0o600 });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  return path;
}
