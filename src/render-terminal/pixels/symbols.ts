import { ink, type Pen, type Raster } from './raster.ts';

/** How far a place is from the middle of a symbol, in its radii; up to 1 lies within it. */
const distances: Readonly<Record<string, (x: number, y: number) => number>> = {
  circle: (x, y) => Math.hypot(x, y),
  square: (x, y) => Math.max(Math.abs(x), Math.abs(y)) / 0.88,
  diamond: (x, y) => (Math.abs(x) + Math.abs(y)) / 1.25,
  'triangle-up': (x, y) => Math.max(y / 0.8, Math.abs(x) * 0.87 - y * 0.5) / 0.9,
  'triangle-down': (x, y) => Math.max(-y / 0.8, Math.abs(x) * 0.87 + y * 0.5) / 0.9,
  star: (x, y) => {
    const angle = Math.atan2(x, -y);
    return Math.hypot(x, y) / (0.82 + 0.42 * Math.cos(angle * 5));
  },
  cross: (x, y) => crossed(x, y),
  x: (x, y) => crossed((x + y) * Math.SQRT1_2, (x - y) * Math.SQRT1_2)
};

function crossed(x: number, y: number): number {
  const [near, far] = [Math.min(Math.abs(x), Math.abs(y)), Math.max(Math.abs(x), Math.abs(y))];
  return Math.max(far, near / 0.26);
}

/** A symbol as pixels: quarters that are covered, in a square about its middle. */
interface Stamp {
  readonly size: number;
  readonly quarters: Uint8Array;
}

const stamps = new Map<string, Stamp>();
const SAMPLES = 4;

function stampOf(symbol: string, radius: number, isHollow: boolean): Stamp {
  const key = `${symbol} ${radius} ${isHollow}`;
  const known = stamps.get(key);
  if (known) return known;
  const distance = distances[symbol] ?? distances.circle;
  const size = 2 * Math.ceil(radius * 1.25) + 1;
  const middle = size / 2;
  const edge = isHollow ? 1 - Math.max(1.2, radius * 0.3) / radius : -1;
  const quarters = new Uint8Array(size * size);
  for (let pixel = 0; pixel < quarters.length; pixel++) {
    let inside = 0;
    for (let sample = 0; sample < SAMPLES * SAMPLES; sample++) {
      const x = (pixel % size) + ((sample % SAMPLES) + 0.5) / SAMPLES - middle;
      const y = Math.floor(pixel / size) + (Math.floor(sample / SAMPLES) + 0.5) / SAMPLES - middle;
      const away = distance(x / radius, y / radius);
      if (away <= 1 && away >= edge) inside++;
    }
    quarters[pixel] = Math.round((inside * 4) / (SAMPLES * SAMPLES));
  }
  const stamp = { size, quarters };
  if (stamps.size > 200) stamps.clear();
  stamps.set(key, stamp);
  return stamp;
}

/**
 * Draws a symbol of Plotly's (`circle`, `diamond-open`, …) with its middle in the pixel at a place.
 */
export function drawSymbol(
  raster: Raster,
  x: number,
  y: number,
  { symbol, radius, isHollow }: { symbol: string; radius: number; isHollow: boolean },
  pen: Pen
): void {
  const { size, quarters } = stampOf(symbol, Math.round(radius * 4) / 4, isHollow);
  const left = Math.floor(x) - (size >> 1);
  const top = Math.floor(y) - (size >> 1);
  if (!Number.isFinite(left + top)) return;
  for (let row = Math.max(0, -top); row < Math.min(size, raster.height - top); row++)
    for (let column = Math.max(0, -left); column < Math.min(size, raster.width - left); column++) {
      const covered = quarters[row * size + column];
      if (covered > 0) ink(raster, (top + row) * raster.width + left + column, pen, covered);
    }
}
