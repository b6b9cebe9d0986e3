import { describe, expect, it, test } from 'vitest';
import { torchGenerator } from '../../src/array/random/torch-generator.ts';
import { descent } from '../../src/turn/descent.ts';
import { detectors } from '../../src/turn/detectors.ts';
import { firstLasting } from '../../src/turn/first-lasting.ts';
import { knee } from '../../src/turn/knee.ts';
import { noiseLevel } from '../../src/turn/noise-level.ts';
import { resampler } from '../../src/turn/resampled.ts';
import { smoothed } from '../../src/turn/smoothed.ts';
import { spikes } from '../../src/turn/spikes.ts';
import { leadOf } from '../../src/turn/structure.ts';
import { curve, gaussian } from '../helpers/curves.ts';

test('detectors have ids of their own and say their rule', () => {
  expect(new Set(detectors.map(({ id }) => id)).size).toBe(detectors.length);
  for (const { about } of detectors) expect(about).toMatch(/^[A-Z].*\.$/);
});

describe('smoothing', () => {
  it('spreads a spike into a Gaussian of the asked width', () => {
    const spread = smoothed(
      curve(401, (e) => Number(e === 200)),
      20
    );
    let [total, variance] = [0, 0];
    spread.forEach((value, e) => {
      total += value;
      variance += value * (e - 200) ** 2;
    });
    expect(total).toBeCloseTo(1, 9);
    expect(Math.sqrt(variance)).toBeCloseTo(20, 0);
    expect(Math.abs(spread[200] * 20 * Math.sqrt(2 * Math.PI) - 1)).toBeLessThan(0.1);
  });

  it('keeps levels, straight lines inside and monotone curves monotone', () => {
    for (const value of smoothed(
      curve(50, () => 3),
      5
    ))
      expect(value).toBeCloseTo(3, 12);
    expect(
      smoothed(
        curve(100, (e) => e),
        4
      )[50]
    ).toBeCloseTo(50, 9);
    const falling = smoothed(
      curve(100, (e) => Math.exp(-e / 9)),
      6
    );
    expect(falling.every((value, e) => e === 0 || value <= falling[e - 1] + 1e-12)).toBe(true);
  });
});

test('the noise of a curve is measured despite its trend', () => {
  const normal = gaussian(3);
  expect(noiseLevel(curve(4000, (e) => 5 * Math.sin(e / 300) + 0.1 * normal()))).toBeCloseTo(
    0.1,
    2
  );
  expect(noiseLevel(curve(100, (e) => 2 * e))).toBe(0);
});

test('a first value that lasts', () => {
  expect(firstLasting([5, 1, 5, 1, 1, 1, 5], 1)).toBe(3);
  expect(firstLasting([5, 5, 1], 1)).toBe(2);
  expect(firstLasting([1, 1, 1, 5, 1, 1, 1], 1, 1)).toBe(4);
  expect(firstLasting([5, Number.NaN], 1)).toBeNull();
});

test('a descent runs from a tenth of its steepest rate to a tenth of it', () => {
  // tanh falls at a tenth of its steepest rate where sech² is 0.1, at 1.8184 widths from the middle.
  const fall = descent(
    curve(1000, (e) => -Math.tanh((e - 500) / 50)),
    0
  )!;
  expect(fall.steepest).toBe(500);
  expect(Math.abs(fall.onset - (500 - 1.8184 * 50))).toBeLessThanOrEqual(1);
  expect(Math.abs(fall.end - (500 + 1.8184 * 50))).toBeLessThanOrEqual(1);
  expect(
    descent(
      curve(10, (e) => e),
      0
    )
  ).toBeNull();
});

describe('the knee', () => {
  const kneeOf = (n: number, f: (e: number) => number, from = 0) => knee(curve(n, f), from, n);

  it('is where straight segments meet', () => {
    const bent = (e: number) => (e < 600 ? 3 - e / 1000 : e < 800 ? 2.4 - (e - 600) / 20 : -7.6);
    expect(Math.abs(kneeOf(1200, bent)! - 600)).toBeLessThanOrEqual(10);
    expect(Math.abs(kneeOf(1200, bent, 200)! - 600)).toBeLessThanOrEqual(10);
  });

  it('is none for a straight line, a noisy one, a bend up and too few values', () => {
    const normal = gaussian(4);
    expect(kneeOf(500, (e) => 3 - e / 100)).toBeNull();
    expect(kneeOf(500, (e) => 3 - e / 100 + normal())).toBeNull();
    expect(kneeOf(500, (e) => Math.abs(e - 250))).toBeNull();
    expect(kneeOf(5, (e) => -e * e)).toBeNull();
  });
});

test('resampled curves keep level and noise of each neighbourhood', () => {
  const normal = gaussian(5);
  const values = curve(4000, (e) => (e < 2000 ? 1 : 0) + (e < 2000 ? 0.01 : 0.2) * normal());
  const draw = resampler(values, 20, torchGenerator(1));
  const spread = (part: Float64Array) => {
    const mean = part.reduce((a, b) => a + b, 0) / part.length;
    return [mean, Math.sqrt(part.reduce((a, b) => a + (b - mean) ** 2, 0) / part.length)] as const;
  };
  const [quiet, loud] = [draw().slice(200, 1700), draw().slice(2400, 3900)].map(spread);
  expect(quiet[0]).toBeCloseTo(1, 2);
  expect(quiet[1]).toBeCloseTo(0.012, 2);
  expect(loud[0]).toBeCloseTo(0, 1);
  expect(Math.abs(loud[1] - 0.2)).toBeLessThan(0.08);
});

test('spikes are rises to ten times the loss, told by their top', () => {
  const losses = curve(500, () => 1e-6);
  losses.set([1e-5, 5e-4, 1e-4, 3e-6], 200);
  losses[400] = 9e-6;
  expect(spikes(losses)).toEqual([{ epoch: 201, factor: expect.closeTo(500, 6) }]);
  expect(spikes(curve(300, (e) => 4 * Math.exp(-e / 20)))).toEqual([]);
  expect(spikes(curve(300, (e) => 4 * Math.exp(e / 100)))).toEqual([]);
  expect(spikes([])).toEqual([]);
  const stays = curve(3000, (e) => (e < 100 ? 1e-6 : 1e-3));
  expect(spikes(stays)).toEqual([]);
  stays[2000] = 0.5;
  expect(spikes(stays)).toEqual([{ epoch: 2000, factor: expect.closeTo(500, 6) }]);
});

describe('a number over stored epochs', () => {
  const epochs = [0, 100, 200, 300, 400, 500, 1000, 1500, 2000];

  it('leads the turn where it falls fastest', () => {
    const ranks = [100, 99, 98, 97, 60, 30, 29, 28, 27];
    expect(leadOf(epochs, ranks, 'steepest fall', { turn: 900 })).toMatchObject({
      epoch: 400,
      interval: [300, 400],
      lead: 500
    });
    expect(leadOf(epochs, ranks, 'steepest fall', { turn: null })!.lead).toBeNull();
  });

  it('marks its extremum between its neighbours, never at an end of the run', () => {
    const restricted = [4, 4.5, 5, 4.8, 4, 3, 2, 1, 0.5];
    expect(leadOf(epochs, restricted, 'largest', { turn: 100 })).toMatchObject({
      epoch: 200,
      interval: [100, 300],
      lead: -100
    });
    expect(leadOf(epochs, restricted, 'smallest', { turn: 100 })).toBeNull();
  });

  it('may be marked by where it rises fastest, or first falls below a limit after its peak', () => {
    const counts = [0, 1, 2, 3, 4, 90, 95, 97, 99];
    const options = { turn: 450, limit: 2.5 };
    expect(leadOf(epochs, counts, 'steepest rise', options)).toMatchObject({
      epoch: 500,
      interval: [400, 500],
      lead: -50
    });
    const restricted = [2, 4.5, 5, 4.8, 4, 3, 2, 1, 0.5];
    expect(leadOf(epochs, restricted, 'first below', options)).toMatchObject({
      epoch: 1000,
      interval: [500, 1000]
    });
    expect(leadOf(epochs, restricted, 'first below', { turn: 1, limit: 0.1 })).toBeNull();
  });

  it('reaches a limit where it stays at it for three, not where it touches it', () => {
    const accuracies = [0.01, 0.6, 0.2, 0.3, 0.5, 0.4, 0.5, 0.9, 1];
    expect(leadOf(epochs, accuracies, 'lasting reach', { turn: 900, limit: 0.5 })).toMatchObject({
      epoch: 1000,
      interval: [500, 1000],
      lead: -100
    });
    expect(leadOf(epochs, accuracies, 'lasting reach', { turn: 900, limit: 1 })).toMatchObject({
      epoch: 2000
    });
    expect(
      leadOf(
        epochs,
        accuracies.map((x) => x / 2),
        'lasting reach',
        { turn: 1, limit: 0.6 }
      )
    ).toBeNull();
    // At it from the start on: nothing was seen to change.
    expect(
      leadOf(
        epochs,
        epochs.map(() => 1),
        'lasting reach',
        { turn: 1, limit: 0.5 }
      )
    ).toBeNull();
  });

  it('is none where it never falls, and with fewer than 5 numbers', () => {
    expect(leadOf(epochs, [...epochs], 'steepest fall', { turn: 100 })).toBeNull();
    expect(leadOf([0, 1, 2, 3], [4, 3, 2, 1], 'steepest fall', { turn: 1 })).toBeNull();
    const holes = epochs.map((_, i) => (i < 6 ? Number.NaN : 1));
    expect(leadOf(epochs, holes, 'steepest fall', { turn: 1 })).toBeNull();
  });
});
