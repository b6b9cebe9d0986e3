import {
  add,
  broadcastTo,
  concat,
  constant,
  type Lazy,
  matmul,
  mul,
  reshape,
  slice,
  softmax,
  sub,
  swapLast,
  transpose
} from '../../engine/index.ts';
import type { LanguageSettings } from './settings.ts';

/** The positions before those that a block is given; each row has its own. */
export interface PastPositions {
  /** Keys (turned) and values of each position, [n, key head, past, head width]. */
  readonly keys: Lazy;
  readonly values: Lazy;
  /** Added to the scores, [n, 1, given, past + given]: −1e9 where a position is not seen. */
  readonly mask: Lazy;
  /** Of the angles of the given positions, [n, 1, given, rotary width / 2]; null without. */
  readonly cosine: Lazy | null;
  readonly sine: Lazy | null;
}

/** How the positions of a block tell where they are, and see others. */
export interface Sight {
  /** The first position whose stream is asked. */
  readonly from: number;
  /** Queries or keys, [n, head, position, head width], turned by where they are. */
  turn(x: Lazy): Lazy;
  /**
   * What the asked positions mix of all values, [n · asked, head · head width]; heads of queries
   * share those of keys and values.
   */
  mix(query: Lazy, keys: Lazy, values: Lazy): Lazy;
}

/**
 * Returns how positions from 0 on see themselves and those before; those from `from` on are asked.
 */
export function fromStart(settings: LanguageSettings, positions: number, from: number): Sight {
  const asked = positions - from;
  const later = Float32Array.from({ length: asked * positions }, (_, i) =>
    i % positions > from + Math.floor(i / positions) ? -1e9 : 0
  );
  return {
    from,
    turn(x) {
      if (settings.rotary === null) return x;
      const { width } = settings.rotary;
      const { cosine, sine } = rotaryAngles(settings, positions);
      const shape = [1, 1, positions, width / 2];
      return turned(settings, x, constant(cosine, shape), constant(sine, shape));
    },
    mix: (query, keys, values) =>
      attended(settings, query, keys, values, constant(later, [1, 1, asked, positions]))
  };
}

/** Returns how positions see those before them, and themselves. */
export function fromPast(settings: LanguageSettings, past: PastPositions): Sight {
  const { cosine, sine, mask } = past;
  return {
    from: 0,
    turn: (x) => (cosine && sine ? turned(settings, x, cosine, sine) : x),
    mix: (query, keys, values) =>
      attended(
        settings,
        query,
        concat([past.keys, keys], 2),
        concat([past.values, values], 2),
        mask
      )
  };
}

/**
 * Returns cosine and sine of the rotary angles t · base^(−2j/width) of the first positions t,
 * [position, width / 2] each; empty without rotary positions.
 */
export function rotaryAngles(
  { rotary }: Pick<LanguageSettings, 'rotary'>,
  positions: number
): { readonly cosine: Float64Array; readonly sine: Float64Array } {
  const { base, width } = rotary ?? { base: 1, width: 0 };
  const half = width / 2;
  const angles = Array.from({ length: positions * half }, (_, i) => {
    const [t, j] = [Math.floor(i / half), i % half];
    return t * base ** ((-2 * j) / width);
  });
  return { cosine: Float64Array.from(angles, Math.cos), sine: Float64Array.from(angles, Math.sin) };
}

/**
 * What the last positions mix of all, [n · asked, head · head width]; `mask` says what they see.
 */
function attended(
  { heads, headWidth, keyValueHeads }: LanguageSettings,
  query: Lazy,
  keys: Lazy,
  values: Lazy,
  mask: Lazy
): Lazy {
  const [n, , positions] = query.shape as [number, number, number, number];
  const asked = mask.shape[2];
  const own = asked === positions ? query : slice(query, [positions - asked], [positions], [2]);
  const shared = (y: Lazy) => repeated(y, heads / keyValueHeads);
  const scores = matmul(mul(own, 1 / Math.sqrt(headWidth)), swapLast(shared(keys)));
  const mixed = matmul(softmax(add(scores, mask), 3), shared(values));
  return reshape(transpose(mixed, [0, 2, 1, 3]), [n * asked, heads * headWidth]);
}

/**
 * Rotary positions on the first part of each head's vector: its halves (x₁, x₂) at position t
 * become (x₁ cos − x₂ sin, x₂ cos + x₁ sin) of the angles of t (Su et al. 2021, in the layout of
 * LLaMA and GPT-NeoX).
 */
function turned({ rotary, headWidth }: LanguageSettings, x: Lazy, cosine: Lazy, sine: Lazy): Lazy {
  const { width } = rotary!;
  const from = (start: number, end: number) => slice(x, [start], [end], [3]);
  const [first, second] = [from(0, width / 2), from(width / 2, width)];
  const parts = [
    sub(mul(first, cosine), mul(second, sine)),
    add(mul(second, cosine), mul(first, sine))
  ];
  return concat(width === headWidth ? parts : [...parts, from(width, headWidth)], 3);
}

/** Each head `times` in a row, as heads of queries share them. */
function repeated(x: Lazy, times: number): Lazy {
  if (times === 1) return x;
  const [n, heads, positions, width] = x.shape as [number, number, number, number];
  const wide = broadcastTo(reshape(x, [n, heads, 1, positions, width]), [
    ...[n, heads, times],
    ...[positions, width]
  ]);
  return reshape(wide, [n, heads * times, positions, width]);
}
