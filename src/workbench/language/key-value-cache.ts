import { float32, type NamedArrays, type Tensor } from '../../array/tensor.ts';
import { type LanguageSettings, rotaryAngles } from '../../model/language/index.ts';
import type { Batch } from './forward.ts';

/** Most numbers that a cache takes, 64 MiB. */
const MOST = 2 ** 24;

/** Where sequences go on in a cache. */
export interface Continuation {
  readonly cache: KeyValueCache;
  /** The place of each sequence in the cache. */
  readonly places: readonly number[];
  /** Positions of each that are there, before those that are given. */
  readonly past: readonly number[];
}

/**
 * Keys and values of the positions of some sequences in all layers, so that what follows them is
 * computed without them (Pope et al. 2022).
 */
export class KeyValueCache {
  /** Positions of a sequence that it has room for. */
  readonly room: number;
  readonly #settings: LanguageSettings;
  /** Of twice as many positions: those given to a sequence that is full, too. */
  readonly #angles: ReturnType<typeof rotaryAngles>;
  /** Keys and values of each layer, [sequence, key head, position, head width]. */
  readonly #layers: readonly (readonly [Float32Array, Float32Array])[];

  /** Returns an empty cache; null where it takes too much memory. */
  static of(settings: LanguageSettings, sequences: number, longest: number): KeyValueCache | null {
    const { layers, keyValueHeads, headWidth, context } = settings;
    const room = Math.min(context, Math.ceil(longest / 8) * 8);
    const size = sequences * keyValueHeads * room * headWidth;
    return 2 * layers * size > MOST ? null : new KeyValueCache(settings, room, size);
  }

  private constructor(settings: LanguageSettings, room: number, size: number) {
    this.room = room;
    this.#settings = settings;
    this.#angles = rotaryAngles(settings, 2 * room);
    this.#layers = Array.from({ length: settings.layers }, () => [
      new Float32Array(size),
      new Float32Array(size)
    ]);
  }

  /** Takes the keys and values of a batch in a layer, [row, key head, position, head width]. */
  take(layer: number, batch: Batch, at: Continuation, keys: Tensor, values: Tensor): void {
    for (const [into, { data }] of [
      [this.#layers[layer][0], keys],
      [this.#layers[layer][1], values]
    ] as const)
      this.#eachHead(batch, at, (stored, past, row) => {
        const count = Math.min(batch.length, this.room - past);
        const width = this.#settings.headWidth;
        const from = row * batch.length * width;
        const part = (data as Float32Array).subarray(from, from + count * width);
        into.set(part, (stored * this.room + past) * width);
      });
  }

  /**
   * Returns the inputs of a block in a layer that stand for what came before a batch, each with
   * room for all positions.
   */
  before(layer: number, batch: Batch, at: Continuation): NamedArrays {
    const { keyValueHeads, headWidth } = this.#settings;
    const rows = batch.tokens.length / batch.length;
    const shape = [rows, keyValueHeads, this.room, headWidth];
    const [keys, values] = this.#layers[layer].map((from) => {
      const data = new Float32Array(rows * keyValueHeads * this.room * headWidth);
      const size = this.room * headWidth;
      this.#eachHead(batch, at, (stored, _, row) => {
        data.set(from.subarray(stored * size, (stored + 1) * size), row * size);
      });
      return float32(data, shape);
    });
    return { past_keys: keys, past_values: values };
  }

  /** Returns the inputs of a block that say where the positions of a batch are, in any layer. */
  whereabouts({ rows, tokens, length }: Batch, { past }: Continuation): NamedArrays {
    const count = tokens.length / length;
    const all = this.room + length;
    const mask = new Float32Array(count * length * all);
    const half = (this.#settings.rotary?.width ?? 0) / 2;
    const [cosine, sine] = [0, 0].map(() => new Float32Array(count * length * half));
    for (let row = 0; row < count; row++) {
      const known = past[rows[row]] ?? 0;
      for (let t = 0; t < length; t++) {
        const start = (row * length + t) * all;
        mask.fill(-1e9, start + known, start + this.room);
        mask.fill(-1e9, start + this.room + t + 1, start + all);
      }
      const [from, to] = [known * half, (known + length) * half];
      cosine.set(this.#angles.cosine.subarray(from, to), row * length * half);
      sine.set(this.#angles.sine.subarray(from, to), row * length * half);
    }
    return {
      mask: float32(mask, [count, 1, length, all]),
      ...(half > 0 && {
        cosine: float32(cosine, [count, 1, length, half]),
        sine: float32(sine, [count, 1, length, half])
      })
    };
  }

  /** Calls `visit` with each key head of each sequence: its place here, and that in the batch. */
  #eachHead(
    { rows }: Batch,
    { places, past }: Continuation,
    visit: (stored: number, past: number, row: number) => void
  ): void {
    const { keyValueHeads } = this.#settings;
    for (const [i, row] of rows.entries())
      for (let head = 0; head < keyValueHeads; head++)
        visit(places[row] * keyValueHeads + head, past[row], i * keyValueHeads + head);
  }
}
