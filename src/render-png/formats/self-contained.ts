import type { Figure } from '../../figure/figure.ts';

/** Functions in CSS and SVG values that name nothing outside of the file. */
const ownFunctions = new Set([
  ...['rgb', 'rgba', 'hsl', 'hsla', 'translate', 'rotate', 'scale', 'matrix', 'calc']
]);

/**
 * Returns true for a value of an SVG attribute or a CSS property that refers to nothing outside of
 * its file: no functions but colours, transforms and `url(#…)`, and no way to spell one
 * (backslashes, entities, comments).
 */
export function isSelfContained(value: string): boolean {
  if (/[\\&]|\/\*/.test(value)) return false;
  const calls = value.matchAll(/([\w-]*)\s*\(\s*["']?(.?)/g);
  return [...calls].every(
    ([, name, first]) =>
      ownFunctions.has(name.toLowerCase()) || (name.toLowerCase() === 'url' && first === '#')
  );
}

/**
 * Returns a figure that refers to nothing outside of itself: in its texts links lose their tags and
 * tags a style that could fetch something, pictures from elsewhere go. plotly.js would take all of
 * these over into SVG and web pages.
 */
export function selfContained(figure: Figure): Figure {
  return cleaned(figure) as Figure;
}

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return value.includes('<') ? cleanText(value) : value;
  if (value === null || typeof value !== 'object' || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) {
    // Rows of numbers are the greater part of a figure, and have no text.
    if (typeof value[0] === 'number') return value;
    return value.map(cleaned);
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => {
      if (key === 'images' && Array.isArray(item)) return [[key, item.filter(isEmbedded)]];
      return [[key, cleaned(item)]];
    })
  );
}

function isEmbedded(image: unknown): boolean {
  const { source } = (image ?? {}) as { readonly source?: unknown };
  return typeof source === 'string' && source.startsWith('data:image/');
}

/** Plotly takes for a tag what stands between `<` and `>` without either in between. */
function cleanText(text: string): string {
  return text.replace(/<[^<>]*>/g, (tag) => {
    if (/^<\/?a(?![\w-])/i.test(tag)) return '';
    return isSelfContained(tag) ? tag : tag.replace(/^(<[^\s>]*)[\s\S]*$/, '$1>');
  });
}
