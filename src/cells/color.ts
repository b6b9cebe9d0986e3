/** A colour with its opacity: `rgb` packed as 0xRRGGBB, `alpha` 0–1. */
export interface Color {
  readonly rgb: number;
  readonly alpha: number;
}

const NAMES: Readonly<Record<string, number>> = {
  black: 0x000000,
  white: 0xffffff,
  red: 0xff0000,
  green: 0x008000,
  blue: 0x0000ff,
  yellow: 0xffff00,
  orange: 0xffa500,
  purple: 0x800080,
  cyan: 0x00ffff,
  magenta: 0xff00ff,
  gray: 0x808080,
  grey: 0x808080,
  lightgray: 0xd3d3d3,
  lightgrey: 0xd3d3d3,
  darkgray: 0xa9a9a9,
  darkgrey: 0xa9a9a9,
  brown: 0xa52a2a,
  pink: 0xffc0cb,
  gold: 0xffd700,
  crimson: 0xdc143c,
  steelblue: 0x4682b4
};

/**
 * Returns a CSS colour (`#rgb`, `#rrggbb`, `#rrggbbaa`, `rgb()`, `rgba()`, `hsl()`, common names),
 * or null.
 */
export function parseColor(text: string): Color | null {
  const css = text.trim().toLowerCase();
  if (css === 'transparent' || css === 'none') return { rgb: 0, alpha: 0 };
  const name = NAMES[css];
  if (name !== undefined) return { rgb: name, alpha: 1 };
  if (css.startsWith('#')) return parseHex(css.slice(1));
  const match = /^(rgb|hsl)a?\(([^)]*)\)$/.exec(css);
  if (!match) return null;
  const parts = match[2].split(/[\s,/]+/).filter(Boolean);
  const n = parts.map((part) => Number.parseFloat(part));
  if (n.length < 3 || n.some(Number.isNaN)) return null;
  const alpha = n[3] === undefined ? 1 : parts[3].endsWith('%') ? n[3] / 100 : n[3];
  const rgb = match[1] === 'rgb' ? pack(n[0], n[1], n[2]) : hsl(n[0], n[1] / 100, n[2] / 100);
  return { rgb, alpha: Math.min(1, Math.max(0, alpha)) };
}

function parseHex(digits: string): Color | null {
  if (!/^([0-9a-f]{3}|[0-9a-f]{4}|[0-9a-f]{6}|[0-9a-f]{8})$/.test(digits)) return null;
  const full = digits.length <= 4 ? [...digits].map((d) => d + d).join('') : digits;
  const alpha = full.length === 8 ? Number.parseInt(full.slice(6), 16) / 255 : 1;
  return { rgb: Number.parseInt(full.slice(0, 6), 16), alpha };
}

function hsl(hue: number, saturation: number, lightness: number): number {
  const chroma = saturation * Math.min(lightness, 1 - lightness);
  const channel = (n: number) => {
    const k = (n + (((hue % 360) + 360) % 360) / 30) % 12;
    return 255 * (lightness - chroma * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
  };
  return pack(channel(0), channel(8), channel(4));
}

/** Packs channels 0–255 (rounded and clamped) as 0xRRGGBB. */
export function pack(red: number, green: number, blue: number): number {
  return (byte(red) << 16) | (byte(green) << 8) | byte(blue);
}

function byte(value: number): number {
  return Math.min(255, Math.max(0, Math.round(value)));
}

/** Returns the colour `share` (0–1) of the way from `a` to `b`, in sRGB. */
export function mix(a: number, b: number, share: number): number {
  const channel = (shift: number) =>
    ((a >> shift) & 255) + (((b >> shift) & 255) - ((a >> shift) & 255)) * share;
  return pack(channel(16), channel(8), channel(0));
}

/** Returns the relative luminance (0–1) of an RGB colour, as WCAG 2 defines it. */
export function luminance(rgb: number): number {
  return (
    0.2126 * linear((rgb >> 16) & 255) +
    0.7152 * linear((rgb >> 8) & 255) +
    0.0722 * linear(rgb & 255)
  );
}

function linear(channel: number): number {
  const share = channel / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

/** Returns the WCAG 2 contrast ratio (1–21) of two RGB colours. */
export function contrast(a: number, b: number): number {
  const [la, lb] = [luminance(a), luminance(b)];
  return (Math.max(la, lb) + 0.05) / (Math.min(la, lb) + 0.05);
}

/**
 * Returns `rgb`, or the nearest tint (on dark) or shade (on light) of it that reaches the contrast
 * `ratio` on `background`.
 */
export function readable(rgb: number, background: number, ratio: number): number {
  const goal = luminance(background) < 0.2 ? 0xffffff : 0x000000;
  for (let share = 0; share < 1; share += 0.05) {
    const candidate = mix(rgb, goal, share);
    if (contrast(candidate, background) >= ratio) return candidate;
  }
  return goal;
}

/**
 * Returns (L, a, b) of Ottosson's Oklab (2020), in which equal distances look about equally
 * different.
 */
export function oklab(rgb: number): readonly [number, number, number] {
  const r = linear((rgb >> 16) & 255);
  const g = linear((rgb >> 8) & 255);
  const b = linear(rgb & 255);
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s
  ];
}
