import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Returns null when the value equals the golden JSON at test/golden/{name}.json, numbers rounded to 4 significant
 * digits; else a message, and `{name}.changed.json` is written beside it. With UPDATE_GOLDEN=1 it writes the golden.
 */
export function comparedWithGolden(name: string, value: unknown): string | null {
  return comparedText(`${name}.json`, `${compact(rounded(value), '')}\n`);
}

/** Returns null when the text equals the golden file test/golden/{name}, as {@link comparedWithGolden} does for values. */
export function comparedText(name: string, text: string): string | null {
  const path = fileURLToPath(new URL(`../golden/${name}`, import.meta.url));
  const changed = path.replace(/(\.\w+)$/, '.changed$1');
  rmSync(changed, { force: true });
  if (process.env.UPDATE_GOLDEN) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return null;
  }
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return null;
  mkdirSync(dirname(changed), { recursive: true });
  writeFileSync(changed, text);
  return `differs from its golden; look at ${changed}, then UPDATE_GOLDEN=1 npx vitest run test/visualizations test/drawn/goldens`;
}

function rounded(value: unknown): unknown {
  if (typeof value === 'number')
    return Number.isFinite(value) ? Number(value.toPrecision(4)) : null;
  if (ArrayBuffer.isView(value)) return rounded(Array.from(value as Float64Array));
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, rounded(entry)]));
}

/** JSON with one line per list of plain values, so that differences can be read. */
function compact(value: unknown, indent: string): string {
  const nested = (entry: unknown) => typeof entry === 'object' && entry !== null;
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (!value.some(nested)) return JSON.stringify(value);
    return `[\n${value.map((entry) => inner + compact(entry, inner)).join(',\n')}\n${indent}]`;
  }
  if (!nested(value)) return JSON.stringify(value);
  const entries = Object.entries(value as object).filter(([, entry]) => entry !== undefined);
  if (entries.length === 0) return '{}';
  const lines = entries.map(([key, entry]) => `${inner}"${key}": ${compact(entry, inner)}`);
  return `{\n${lines.join(',\n')}\n${indent}}`;
}
