const bitsPerChannel = 6;
const bins = 1 << (3 * bitsPerChannel);
/** Colours that fill large areas (paper, bars, lines) are kept exactly. */
const exactColors = 100;
const paletteSize = 255;

/**
 * Counts the colours of an animation's frames and, when all are counted, maps their pixels to one
 * palette.
 */
export interface ColorCount {
  /** Counts the pixels of one frame: r, g, b bytes. */
  add(pixels: Uint8Array): void;
  /** Chooses at most 255 colours as 0xRRGGBB for everything counted. */
  palette(): number[];
}

/** Returns an empty count. */
export function countColors(): ColorCount {
  const counts = new Uint32Array(bins);
  // A majority vote in each bin: large areas have one colour, and it is exact.
  const colors = new Uint32Array(bins);
  const votes = new Uint32Array(bins);
  return {
    add(pixels) {
      for (let i = 0; i < pixels.length; i += 3) {
        const [r, g, b] = [pixels[i], pixels[i + 1], pixels[i + 2]];
        const bin = binOf(r, g, b);
        counts[bin]++;
        const color = (r << 16) | (g << 8) | b;
        if (votes[bin] === 0) colors[bin] = color;
        votes[bin] += colors[bin] === color ? 1 : -1;
      }
    },
    palette() {
      const used: number[] = [];
      for (let bin = 0; bin < bins; bin++) if (counts[bin] > 0) used.push(bin);
      used.sort((a, b) => counts[b] - counts[a]);
      if (used.length <= paletteSize) return used.map((bin) => colors[bin]);
      const exact = used.slice(0, exactColors).map((bin) => colors[bin]);
      // Large areas are exact already: among the rest a rare colour counts almost as much as a
      // frequent one.
      const rest = used
        .slice(exactColors)
        .map((bin) => ({ color: colors[bin], weight: 1 + Math.log2(counts[bin]) }));
      return [...exact, ...medianCut(rest, paletteSize - exactColors)];
    }
  };
}

/**
 * Returns a function that maps r, g, b pixels to the nearest entries of a palette; equal colours
 * get equal entries.
 */
export function paletteMapper(palette: readonly number[]): (pixels: Uint8Array) => Uint8Array {
  const nearest = new Int16Array(bins).fill(-1);
  return (pixels) => {
    const indices = new Uint8Array(pixels.length / 3);
    for (let i = 0, p = 0; i < indices.length; i++, p += 3) {
      const [r, g, b] = [pixels[p], pixels[p + 1], pixels[p + 2]];
      const bin = binOf(r, g, b);
      let index = nearest[bin];
      if (index < 0) {
        index = nearestColor(palette, r, g, b);
        nearest[bin] = index;
      }
      indices[i] = index;
    }
    return indices;
  };
}

function binOf(r: number, g: number, b: number): number {
  const drop = 8 - bitsPerChannel;
  return ((r >> drop) << (2 * bitsPerChannel)) | ((g >> drop) << bitsPerChannel) | (b >> drop);
}

function nearestColor(palette: readonly number[], r: number, g: number, b: number): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < palette.length; i++) {
    const color = palette[i];
    const distance =
      2 * ((color >> 16) - r) ** 2 +
      4 * (((color >> 8) & 255) - g) ** 2 +
      3 * ((color & 255) - b) ** 2;
    if (distance < least) {
      least = distance;
      best = i;
    }
  }
  return best;
}

/** A colour and how much it counts. */
interface Weighted {
  readonly color: number;
  readonly weight: number;
}

/**
 * Median cut: halves the box with the widest channel until there are `size`, and returns their mean
 * colours.
 */
function medianCut(colors: readonly Weighted[], size: number): number[] {
  const boxes = [boxAround(colors)];
  while (boxes.length < size) {
    let widest = 0;
    for (let i = 1; i < boxes.length; i++) if (boxes[i].spread > boxes[widest].spread) widest = i;
    const { colors, shift, spread } = boxes[widest];
    if (spread === 0) break;
    const sorted = colors.toSorted((a, b) => channel(a.color, shift) - channel(b.color, shift));
    const half = sorted.reduce((sum, { weight }) => sum + weight, 0) / 2;
    let at = 0;
    for (let sum = 0; sum < half && at < sorted.length - 1; at++) sum += sorted[at].weight;
    at = Math.max(1, at);
    boxes.splice(widest, 1, boxAround(sorted.slice(0, at)), boxAround(sorted.slice(at)));
  }
  return boxes.map(({ colors }) => meanColor(colors));
}

/** The widest channel of some colours, green counting more as eyes do, and its width. */
function boxAround(colors: readonly Weighted[]) {
  let [shift, spread] = [0, 0];
  for (const [bits, importance] of [
    [16, 1],
    [8, 1.4],
    [0, 1]
  ] as const) {
    let [least, most] = [255, 0];
    for (const { color } of colors) {
      least = Math.min(least, channel(color, bits));
      most = Math.max(most, channel(color, bits));
    }
    if ((most - least) * importance > spread) [shift, spread] = [bits, (most - least) * importance];
  }
  return { colors, shift, spread };
}

function meanColor(colors: readonly Weighted[]): number {
  const total = colors.reduce((sum, { weight }) => sum + weight, 0);
  const mean = (shift: number) =>
    Math.round(colors.reduce((sum, c) => sum + c.weight * channel(c.color, shift), 0) / total);
  return (mean(16) << 16) | (mean(8) << 8) | mean(0);
}

function channel(color: number, shift: number): number {
  return (color >> shift) & 255;
}
