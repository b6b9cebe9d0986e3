import { describe, expect, it } from 'vitest';
import { detectTurn, turnEpoch } from '../../src/turn/index.ts';
import { curve, gaussian, grokking, realCurve, uniformOf } from '../helpers/curves.ts';
import { grokkingOnset } from '../helpers/grokking-onset.ts';

const lengths = [20, 60, 200, 1000, 5000];
const seeds = [1, 2, 3, 4, 5, 6, 7, 8];

/** Curves that never turn, by name: a loss from a stream of numbers, the epoch and the length. */
const never: Readonly<Record<string, (seed: number, n: number) => Float64Array>> = {
  'constant ones': (_, n) => curve(n, () => 4.7),
  'an exponential fall': (_, n) => curve(n, (e) => 4.7 * Math.exp((-12 * e) / n)),
  'a straight fall to 0': (_, n) => curve(n, (e) => 4.7 * (1 - e / n)),
  'random numbers in falling order': (seed, n) => curve(n, uniformOf(seed)).sort().reverse(),
  'random numbers in rising order': (seed, n) => curve(n, uniformOf(seed)).sort(),
  'a rise that stays': (_, n) => curve(n, (e) => 4.7 + 25 * (1 - Math.exp((-9 * e) / n))),
  'a noisy fall': (seed, n) => {
    const normal = gaussian(seed);
    return curve(n, (e) => 4.7 * Math.exp((-12 * e) / n + 0.2 * normal()));
  },
  'uniform noise': (seed, n) => curve(n, uniformOf(seed)),
  'normal noise around a level': (seed, n) => {
    const normal = gaussian(seed);
    return curve(n, () => Math.abs(4.7 + normal()));
  },
  'log-normal noise over several decades': (seed, n) => {
    const normal = gaussian(seed);
    return curve(n, () => Math.exp(2 * normal()));
  }
};

describe('curves that never turn', () => {
  it.each(Object.entries(never))('%s have none', (_, make) => {
    for (const n of lengths)
      for (const seed of seeds)
        expect([n, seed, turnEpoch(make(seed, n))]).toEqual([n, seed, null]);
  });

  it('that are empty, short or no numbers have none', () => {
    const none = (test: readonly number[]) => detectTurn({ train: [], test }, { answers: 113 });
    expect(none([])).toMatchObject({ turn: null, reason: 'no test losses' });
    expect(none([Number.NaN, Number.NaN]).reason).toBe('no test losses');
    expect(none([1, 5, 4, 1, 0.1, 0.01]).reason).toBe('fewer than 20 epochs');
  });

  it('tell why, and say none in every detector', () => {
    const test = curve(400, (e) => 4.7 + 20 * (1 - Math.exp(-e / 40)));
    const report = detectTurn({ train: test, test }, { answers: 113, resamples: 8 });
    expect(report).toMatchObject({
      turn: null,
      margin: null,
      confidence: 0,
      reason: 'the test loss never falls by 80 % from its peak',
      agreement: { found: 0, of: 7, first: null, last: null },
      windows: { memorization: null, plateau: null, secondDescent: null }
    });
    expect(
      report.detectors.every(({ epoch, interval }) => epoch === null && interval === null)
    ).toBe(true);
  });

  it('a fall without a rise or a plateau before it is none', () => {
    const test = curve(1000, (e) => 4.7 * Math.exp(-e / 80));
    expect(detectTurn({ train: [], test }, { answers: 113 }).reason).toBe(
      'the test loss falls from the start on, without a rise or a plateau'
    );
  });

  it('a fall that does not last is none', () => {
    const test = curve(3000, (e) => Math.exp(1.5 + (2.2 - e / 9000) * Math.sin(e / 300)));
    expect(detectTurn({ train: [], test }, { answers: 113 }).reason).toBe(
      'the test loss falls, but rises again'
    );
  });
});

describe('curves that turn', () => {
  it.each([
    [300, 120, 6],
    [1500, 700, 40],
    [25_000, 400, 30],
    [25_000, 20_000, 900]
  ])('of %i epochs, turning at %i: all detectors find it, in their order', (n, at, width) => {
    const losses = grokking(n, { at, width });
    const report = detectTurn(losses, { answers: 113, resamples: 16 });
    expect(report.turn).toBe(grokkingOnset(losses.test));
    const epochs = Object.fromEntries(report.detectors.map(({ id, epoch }) => [id, epoch!]));
    expect(report.agreement).toMatchObject({ found: 7, of: 7 });
    expect(epochs.descent_onset).toBeLessThan(epochs.drop_80!);
    expect(epochs.drop_80).toBeLessThan(epochs.below_uniform!);
    expect(epochs.below_uniform).toBeLessThan(epochs['loss_below_0.1']);
    expect(epochs['loss_below_0.1']).toBeLessThan(epochs['loss_below_0.01']);
    for (const epoch of Object.values(epochs)) expect(Math.abs(epoch - at)).toBeLessThan(8 * width);
    expect(report.confidence).toBeGreaterThan(0.9);
  });

  it('need not rise first: a plateau and a fall are enough', () => {
    const step = (e: number) => (e < 150 ? 5 : e < 250 ? 0.5 : 0.005);
    expect(turnEpoch(curve(301, step))).toBe(150);
    expect(turnEpoch(curve(40, (e) => (e < 20 ? 9 : 1)))).toBe(20);
  });

  it('a small rise of a smooth, quickly falling curve is enough: its own bend is no noise', () => {
    // The shape of a small run: 4.08, a peak of 4.9 at epoch 86, then twenty e-foldings in 1,400 epochs.
    const test = curve(1500, (e) => {
      const climb = 0.18 * Math.exp(-(((e - 86) / 40) ** 2));
      return 4.08 * Math.exp(climb - 15 * Math.max(0, (e - 90) / 1410) ** 1.5);
    });
    expect(turnEpoch(test)).toBe(grokkingOnset(test));
  });

  it('are found in noise, with less confidence the more of it', () => {
    const at = (noise: number) =>
      detectTurn(grokking(5000, { noise }), { answers: 113, resamples: 64 });
    const [clear, noisy, worse] = [at(0.001), at(1), at(1.5)];
    for (const { turn } of [clear, noisy]) expect(Math.abs(turn! - 2270)).toBeLessThan(50);
    expect(clear.confidence).toBeGreaterThan(0.95);
    expect(noisy.confidence!).toBeLessThan(clear.confidence!);
    expect(worse.confidence!).toBeLessThan(noisy.confidence!);
    const width = ({ detectors }: typeof clear) => {
      const [low, high] = detectors[0].interval!;
      return high - low;
    };
    expect(width(noisy)).toBeGreaterThan(width(clear));
  });

  it('give the same report again, and another seed other draws', () => {
    const losses = grokking(2000, { noise: 0.4 });
    const report = (seed: number) => detectTurn(losses, { answers: 113, resamples: 32, seed });
    expect(report(5)).toEqual(report(5));
    expect(report(6).detectors).not.toEqual(report(5).detectors);
    expect(report(6).turn).toBe(report(5).turn);
  });

  it('a bad epoch moves nothing', () => {
    const losses = grokking(2000);
    const clean = detectTurn(losses, { answers: 113 });
    const test = losses.test.slice();
    test[300] = Number.NaN;
    test[1700] = Number.POSITIVE_INFINITY;
    expect(detectTurn({ ...losses, test }, { answers: 113 })).toEqual(clean);
  });

  it('intervals hold the evaluation before the epoch', () => {
    for (const { epoch, interval } of detectTurn(grokking(1000), { answers: 113 }).detectors)
      expect(interval).toEqual([epoch! - 1, epoch]);
  });

  it('phases follow each other', () => {
    const { windows } = detectTurn(grokking(5000), { answers: 113 });
    expect(windows.memorization!.start).toBe(0);
    expect(windows.plateau!.start).toBe(windows.memorization!.end);
    expect(windows.secondDescent!.start).toBe(windows.plateau!.end);
    expect(windows.secondDescent!.end).toBeGreaterThan(2500);
  });
});

describe('the real p=113 run', () => {
  it('turns at 9503 and has a test loss of at most 0.1 first at 10511', (context) => {
    const losses = realCurve();
    if (losses === null) return context.skip();
    expect(turnEpoch(losses.test)).toBe(9503);
    const report = detectTurn(losses, { answers: 113, resamples: 32 });
    const epochs = Object.fromEntries(report.detectors.map(({ id, epoch }) => [id, epoch]));
    expect(epochs).toEqual({
      drop_80: 9503,
      below_uniform: 9705,
      'loss_below_0.1': 10511,
      'loss_below_0.01': 10869,
      descent_onset: 9006,
      steepest_fall: 9627,
      knee: 9743
    });
    expect(report.agreement).toEqual({ found: 7, of: 7, first: 9006, last: 10869 });
    expect(report).toMatchObject({ turn: 9503, margin: 240, spikes: [], reason: null });
    expect(report.confidence).toBeGreaterThan(0.95);
    expect(report.windows).toEqual({
      memorization: { start: 0, end: 303 },
      plateau: { start: 303, end: 9006 },
      secondDescent: { start: 9006, end: 13297 }
    });
  });

  it('has no turn before it turned', (context) => {
    const losses = realCurve();
    if (losses === null) return context.skip();
    for (const epochs of [100, 1000, 5000, 9000, 9500])
      expect(turnEpoch(losses.test.subarray(0, epochs))).toBeNull();
    expect(turnEpoch(losses.test.subarray(0, 9600))).toBe(9503);
  });
});
