import { randperm } from '../../array/random/randperm.ts';
import { type TorchGenerator, torchGenerator } from '../../array/random/torch-generator.ts';

/** Two numbers to be added. */
export type Sum = readonly [a: number, b: number];

/** Share of the batches that hold hard sums, in fifths, and of their columns that sum to 9. */
const ENRICHED = 2;
const NINES = 0.4;
/** Questions that a model in training is asked beside the probes. */
const VALIDATION = 1024;

/** Which questions a run trains on. */
export interface AdditionSource {
  /** Returns the questions of an optimizer step, the same whenever it is asked. */
  batch(step: number): readonly Sum[];
  /** Questions of another stream, or all that the run does not train on. */
  readonly validation: readonly Sum[];
}

/**
 * Returns the questions of a run. Of all (`fraction` 1) each step draws afresh, by the data seed and
 * its own number; in two steps of five 40 % of the columns sum to 9, since long carries are rare
 * (after Quirke & Barez). A smaller fraction is a fixed part of the 10²ⁿ pairs, as many of
 * `torch.randperm`: steps draw from it, or take all of it where the batch is as large.
 */
export function additionSource(
  digits: number,
  fraction: number,
  dataSeed: number,
  size: number
): AdditionSource {
  const most = 10 ** digits;
  const streamOf = (step: number) => torchGenerator((dataSeed * 2_654_435_761 + step) % 2 ** 32);
  if (fraction >= 1)
    return {
      batch: (step) => fresh(streamOf(step), digits, size, step % 5 < ENRICHED),
      validation: fresh(torchGenerator(dataSeed ^ 0x5bd1e995), digits, VALIDATION, false)
    };
  const order = randperm(torchGenerator(dataSeed), most ** 2);
  const cut = Math.floor(order.length * fraction);
  const pair = (row: number): Sum => [Math.floor(row / most), row % most];
  const train = Array.from(order.subarray(0, cut), pair);
  const rest = order.subarray(cut, Math.min(order.length, cut + 4 * VALIDATION));
  return {
    batch: (step) => {
      if (size >= train.length) return train;
      const generator = streamOf(step);
      return Array.from({ length: size }, () => train[generator.next() % train.length]);
    },
    validation: Array.from(rest, pair)
  };
}

function fresh(
  generator: TorchGenerator,
  digits: number,
  size: number,
  isEnriched: boolean
): readonly Sum[] {
  return Array.from({ length: size }, (): Sum => {
    let [a, b] = [0, 0];
    for (let place = 0; place < digits; place++) {
      const x = generator.next() % 10;
      const drawn = generator.next() % 10;
      const y = isEnriched && generator.next() / 2 ** 32 < NINES ? 9 - x : drawn;
      a += x * 10 ** place;
      b += y * 10 ** place;
    }
    return [a, b];
  });
}
