import type { TorchGenerator } from '../../array/random/torch-generator.ts';
import { additionAnswer, additionProbes, additionPrompt } from './addition-probes.ts';
import type { Corpus } from './corpus.ts';

/** Number of the token that ends an answer. */
const END = 1;
const vocabulary = ['<pad>', '<eos>', ...'0123456789+='];
const tokens = new Map(vocabulary.map((text, token) => [text, token]));

/** The share of the columns that sum to 9 in the batches that are enriched, and which those are. */
const SUM_9 = 0.4;
const isEnriched = (step: number): boolean => step % 5 === 1 || step % 5 === 3;

/** How many probes of each cascade, and random ones. */
const PER_CLASS = 100;

/**
 * Returns all additions of two numbers of so many digits, row a·10ⁿ + b: `045+957=1002<eos>`. In
 * two of five batches each column is made to sum to 9 with a chance of 40 %, so that carries run
 * far (Quirke & Barez 2023, arXiv:2310.13121): uniform draws hardly hold that.
 */
export function additionCorpus(digits: number, isReversed: boolean): Corpus {
  const ten = 10 ** digits;
  return {
    vocabulary,
    length: 3 * digits + 4,
    prompt: 2 * digits + 2,
    rows: ten ** 2,
    isSplittable: digits === 2,
    sequence(row) {
      const [a, b] = [Math.floor(row / ten), row % ten];
      const text = additionPrompt(a, b, digits) + additionAnswer(a, b, digits, isReversed);
      return Int32Array.of(...Array.from(text, (sign) => tokens.get(sign) as number), END);
    },
    draw(generator, step) {
      if (!isEnriched(step)) return evenly(generator, ten);
      let [a, b] = [0, 0];
      for (let place = 0; place < digits; place++) {
        const first = generator.next() % 10;
        const isNine = generator.next() < SUM_9 * 2 ** 32;
        a = 10 * a + first;
        b = 10 * b + (isNine ? 9 - first : generator.next() % 10);
      }
      return a * ten + b;
    },
    drawEvenly: (generator) => evenly(generator, ten),
    probes: () => additionProbes({ digits, perClass: PER_CLASS, isReversed, seed: 0 })
  };
}

function evenly(generator: TorchGenerator, ten: number): number {
  const a = generator.next() % ten;
  return a * ten + (generator.next() % ten);
}
