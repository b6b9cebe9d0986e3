import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Figure } from '../../src/figure/figure.ts';
import { findVisualization } from '../../src/visualizations/index.ts';
import { rangeLocks } from '../../src/workbench/run/locked-ranges.ts';
import type { DrawRequest, RunData } from '../../src/workbench/run/run-data.ts';

const bars = findVisualization('coarseness_distribution');
const map = findVisualization('neuron_heatmap');
const settled = () => vi.advanceTimersByTimeAsync(1000);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'setImmediate', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A run whose figure reaches from 0 to its epoch; it counts what it draws. */
function fakeRun(count: number, drawn: string[], name = 'v'): RunData {
  const epochs = Array.from({ length: count }, (_, i) => i * 10);
  return {
    variant: { name },
    epochsOf: () => epochs,
    draw(visualization: { id: string }, { epoch, neuron = 0 }: DrawRequest) {
      drawn.push(`${visualization.id} ${epoch} ${neuron}`);
      if (epoch === 30) throw new Error('broken');
      return figureTo(epoch);
    }
  } as never;
}

function figureTo(high: number): Figure {
  return { data: [{ type: 'heatmap', z: [[0, high]], zmin: 0, zmax: high }], layout: {} };
}

describe('locked ranges', () => {
  it('span all epochs once nothing else has been asked for a while, and are told', async () => {
    const found: string[] = [];
    const drawn: string[] = [];
    const locks = rangeLocks((variant) => found.push(variant));
    const run = fakeRun(6, drawn);
    expect(locks.of(run, bars, { epoch: 0 }, figureTo(0))).toBeNull();
    expect(drawn).toEqual([]);
    await settled();
    expect(drawn).toHaveLength(6);
    expect(found).toEqual(['v']);
    expect(locks.of(run, bars, { epoch: 0 }, figureTo(0))?.colors[0]?.[1]).toBe(50);
    await settled();
    expect(drawn).toHaveLength(6);
    locks.close();
  });

  it('of several figures are searched epoch by epoch, and what was read of one is not kept', async () => {
    const seen: string[] = [];
    const run = {
      ...fakeRun(3, []),
      draw({ id }: { id: string }, { epoch, cache }: DrawRequest) {
        seen.push(`${epoch} ${id} after ${[...cache!.keys()].join() || 'nothing'}`);
        cache!.set(`${id} ${epoch}`, {});
        return figureTo(epoch);
      }
    } as never;
    const locks = rangeLocks(() => {});
    locks.of(run, bars, { epoch: 0 }, figureTo(0));
    locks.of(run, map, { epoch: 0 }, figureTo(0));
    await settled();
    const epochs = seen.map((entry) => Number(entry.split(' ')[0]));
    expect([...new Set(epochs)].sort()).toEqual([0, 10, 20]);
    expect(seen).toEqual(
      [...new Set(epochs)].flatMap((epoch) => [
        `${epoch} ${bars.id} after nothing`,
        `${epoch} ${map.id} after ${bars.id} ${epoch}`
      ])
    );
    locks.close();
  });

  it('are searched only at new epochs when a run grows', async () => {
    const drawn: string[] = [];
    const locks = rangeLocks(() => {});
    locks.of(fakeRun(3, drawn), bars, { epoch: 0 }, figureTo(0));
    await settled();
    const longer = fakeRun(5, drawn);
    expect(locks.of(longer, bars, { epoch: 0 }, figureTo(0))?.colors[0]?.[1]).toBe(20);
    await settled();
    expect(drawn.map((entry) => Number(entry.split(' ')[1])).sort((a, b) => a - b)).toEqual([
      0, 10, 20, 30, 40
    ]);
    expect(locks.of(longer, bars, { epoch: 0 }, figureTo(0))?.colors[0]?.[1]).toBe(40);
    locks.close();
  });

  it('wait for whoever works, and then search only the neuron that was stopped at', async () => {
    const drawn: string[] = [];
    const locks = rangeLocks(() => {});
    const run = fakeRun(3, drawn);
    for (let neuron = 0; neuron < 10; neuron++)
      locks.of(run, map, { epoch: 0, neuron }, figureTo(0));
    await settled();
    expect(new Set(drawn.map((entry) => entry.split(' ')[2]))).toEqual(new Set(['9']));
    locks.close();
  });

  it('of computed data come from 24 epochs and from those that were looked at', async () => {
    const found: string[] = [];
    const drawn: string[] = [];
    const locks = rangeLocks((variant) => found.push(variant));
    const run = fakeRun(100, drawn);
    locks.of(run, map, { epoch: 0, neuron: 1 }, figureTo(0));
    await settled();
    expect(drawn).toHaveLength(24);
    expect(locks.of(run, map, { epoch: 15, neuron: 1 }, figureTo(5000))?.colors[0]?.[1]).toBe(5000);
    expect(found).toHaveLength(2);
    locks.close();
  });

  it('are forgotten with their variant', async () => {
    const drawn: string[] = [];
    const locks = rangeLocks(() => {});
    const run = fakeRun(2, drawn);
    locks.of(run, bars, { epoch: 0 }, figureTo(0));
    await settled();
    locks.forget('v');
    expect(locks.of(run, bars, { epoch: 0 }, figureTo(0))).toBeNull();
    locks.close();
  });

  it('of a figure that is not on the screen yet are searched at once and waited for', async () => {
    const found: string[] = [];
    const locks = rangeLocks((variant) => found.push(variant));
    const run = fakeRun(6, []);
    const soon = locks.soon(run, bars, { epoch: 0 }, figureTo(0));
    await vi.advanceTimersByTimeAsync(100);
    expect((await soon)?.colors[0]).toEqual([0, 50]);
    await settled();
    expect(found).toEqual([]);
    locks.close();
  });

  it('that take long are waited for a moment: then those of the ends and the figure do', async () => {
    const found: string[] = [];
    const locks = rangeLocks((variant) => found.push(variant));
    const slow = {
      ...fakeRun(60, []),
      draw: async (_: unknown, { epoch }: DrawRequest) => {
        await new Promise((resolve) => setTimeout(resolve, 100));
        return figureTo(epoch === 300 ? 900 : epoch);
      }
    } as never;
    const soon = locks.soon(slow, bars, { epoch: 0 }, figureTo(700));
    await vi.advanceTimersByTimeAsync(250);
    expect((await soon)?.colors[0]).toEqual([0, 700]);
    expect(found).toEqual([]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(found).toEqual(['v']);
    expect(locks.of(slow, bars, { epoch: 0 }, figureTo(0))?.colors[0]).toEqual([0, 900]);
    locks.close();
  });
});
