import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import calibration from '../../src/analyzers/answers/calibration.ts';
import { torchGenerator } from '../../src/array/random/torch-generator.ts';
import { uniform } from '../../src/array/random/uniform.ts';
import {
  calibrationOf,
  eceInterval,
  equalMass,
  equalWidth
} from '../../src/array/statistics/calibration.ts';
import type { NamedArrays } from '../../src/array/tensor.ts';
import { readNpz } from '../../src/codec/index.ts';
import { labelsOf, splitOf } from '../../src/task/index.ts';
import { measured } from '../helpers/measured.ts';
import { randomParityRun, randomRun } from '../helpers/random-run.ts';
import { shared } from '../helpers/shared.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

const folder = shared('data/learning/expected');

describe.skipIf(folder === null)('calibration of stored predictions', () => {
  const read = () => ({
    vectors: readNpz(readFileSync(join(folder!, 'calibration_vectors.npz'))),
    wanted: JSON.parse(readFileSync(join(folder!, 'calibration.json'), 'utf8')).results
  });

  it.each(['token', 'answer'])('of each %s equals the independent numbers', (kind) => {
    const { vectors, wanted } = read();
    const [, count] = vectors[`${kind}_conf`].shape;
    vectors.steps.data.forEach((step: number, row: number) => {
      const part = (name: string) =>
        vectors[`${kind}_${name}`].data.subarray(row * count, (row + 1) * count);
      const [confidence, correct] = [part('conf'), part('correct')];
      const own = wanted[step][kind];
      for (const bins of [10, 15]) {
        const found = calibrationOf(confidence, correct, equalWidth(confidence, bins), bins);
        expect(found.ece).toBeCloseTo(own[`ece_width_${bins}`], 10);
        expect(found.mce).toBeCloseTo(own[`mce_width_${bins}`], 10);
        const filled = found.bins.flatMap((bin, b) =>
          bin.count > 0 ? [[b, bin.count, bin.confidence, bin.accuracy]] : []
        );
        expect(filled.length).toBe(own[`bins_width_${bins}`].length);
        filled.forEach((numbers, b) => {
          numbers.forEach((x, i) => {
            expect(x).toBeCloseTo(own[`bins_width_${bins}`][b][i], 10);
          });
        });
      }
      const mass = calibrationOf(confidence, correct, equalMass(confidence, 10), 10);
      expect(mass.ece).toBeCloseTo(own.ece_mass_10_ties, 10);
      expect(mass.bins.map((bin) => bin.count)).toEqual(
        own.bins_mass_10_ties.map(([n]: readonly number[]) => n)
      );
    });
  });
});

describe('the expected calibration error', () => {
  it('of a calibrated model falls with the number of predictions, and its interval too', () => {
    const errors = [500, 8939].map((count) => {
      const generator = torchGenerator(count);
      const confidence = uniform(generator, count, 0.5, 1);
      const chance = uniform(generator, count, 0, 1);
      const correct = confidence.map((c, i) => (chance[i] < c ? 1 : 0));
      const binOf = equalWidth(confidence, 15);
      const { ece } = calibrationOf(confidence, correct, binOf, 15);
      const [low, high] = eceInterval(confidence, correct, binOf, 15);
      expect(low).toBeLessThan(high);
      expect(low).toBeLessThan(ece + 0.02);
      return { ece, width: high - low };
    });
    // Noise floors of U(.5, 1): .040 at 500 and .010 at 8,939 predictions.
    expect(errors[0].ece).toBeGreaterThan(0.015);
    expect(errors[0].ece).toBeLessThan(0.08);
    expect(errors[1].ece).toBeLessThan(0.02);
    expect(errors[1].width).toBeLessThan(errors[0].width);
  });

  it('keeps equal confidences in one bin, and is NaN of none', () => {
    expect([...equalMass([0.5, 0.5, 0.5, 0.9], 2)]).toEqual([0, 0, 0, 1]);
    expect(calibrationOf([], [], new Int32Array(0), 10).ece).toBeNaN();
    expect(eceInterval([], [], new Int32Array(0), 10)[0]).toBeNaN();
  });
});

describe.each([
  ['pairs', randomRun],
  ['bits', randomParityRun]
])('the analyzer on %s', (_, make) => {
  it('counts the rows of each side, and its loss is the cross entropy of the logits', async () => {
    const variant = await make(temporaryFolder(), [0]);
    const found = (await measured(variant, calibration)) as NamedArrays;
    const { train, test } = splitOf(variant);
    const number = (key: string) => found[key].data[0];
    expect(number('train_count')).toBe(train.length);
    expect(number('test_count')).toBe(test.length);
    const labels = labelsOf(variant);
    for (const side of ['train', 'test']) {
      const bins = [...found[`${side}_bin_count`].data];
      expect(bins.reduce((sum, count) => sum + count, 0)).toBe(number(`${side}_count`));
      expect(number(`${side}_ece`)).toBeGreaterThanOrEqual(0);
      expect(number(`${side}_ece`)).toBeLessThanOrEqual(number(`${side}_mce`));
      const answers = Math.max(...labels) + 1;
      expect(number(`${side}_entropy`)).toBeLessThanOrEqual(Math.log(answers) + 1e-9);
      expect(number(`${side}_brier`)).toBeLessThanOrEqual(2);
    }
  });
});
