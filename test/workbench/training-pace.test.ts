import { describe, expect, it } from 'vitest';
import { trainingPace } from '../../src/workbench/explorer/training-pace.ts';

describe('how long a training goes on', () => {
  it('is known from the second look on: what is left by what came a second', () => {
    const pace = trainingPace();
    expect(pace.remaining('a', 100, 1000, 0)).toBeNull();
    expect(pace.remaining('a', 200, 1000, 2000)).toBe(16);
    expect(pace.remaining('a', 300, 1000, 6000)).toBe(21);
    expect(pace.remaining('b', 300, 1000, 6000)).toBeNull();
  });

  it('is not known while nothing comes, where no end is, and at once after a look', () => {
    const pace = trainingPace();
    pace.remaining('a', 100, 1000, 0);
    expect(pace.remaining('a', 100, 1000, 5000)).toBeNull();
    expect(pace.remaining('a', 200, null, 6000)).toBeNull();
    pace.remaining('b', 100, 1000, 0);
    expect(pace.remaining('b', 120, 1000, 500)).toBeNull();
  });

  it('forgets what was a minute ago, and a run that begins anew', () => {
    const pace = trainingPace();
    pace.remaining('a', 100, 1000, 0);
    pace.remaining('a', 500, 1000, 50_000);
    // 100 in 30 s since the second look
    expect(pace.remaining('a', 600, 1000, 80_000)).toBe(120);
    expect(pace.remaining('a', 10, 1000, 81_000)).toBeNull();
    expect(pace.remaining('a', 20, 1000, 83_000)).toBe(196);
  });
});
