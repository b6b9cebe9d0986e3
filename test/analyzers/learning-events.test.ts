import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import analyzer from '../../src/analyzers/answers/learning-events.ts';
import { learningEvents } from '../../src/array/statistics/learning-events.ts';
import type { NamedArrays } from '../../src/array/tensor.ts';
import { labelsOf, splitOf } from '../../src/task/index.ts';
import { pairContext } from '../helpers/pair-context.ts';
import { shared } from '../helpers/shared.ts';

const folder = shared('data/learning/expected');

it.skipIf(folder === null)('events of a real run are those of independent code', () => {
  const path = join(folder!, 'learning_events.json');
  const { probes, steps } = JSON.parse(readFileSync(path, 'utf8'));
  const correct = steps.map((_: number, t: number) =>
    probes.map((probe: { correct: number[] }) => probe.correct[t])
  );
  const { first, learned, forGood, forgotten, share } = learningEvents(correct);
  const at = (place: number) => (place < 0 ? null : steps[place]);
  for (const [i, probe] of probes.entries()) {
    expect(at(first[i]), probe.id).toBe(probe.first_correct);
    expect(at(learned[i]), probe.id).toBe(probe.learned_at);
    expect(at(forGood[i]), probe.id).toBe(probe.learned_for_good);
    expect(forgotten[i], probe.id).toBe(probe.forgetting_events);
    expect(share[i], probe.id).toBeCloseTo(probe.correctness, 12);
  }
});

describe('the analyzer', () => {
  const p = 3;
  const context = pairContext(p, { fraction: 0.4 });
  const { test } = splitOf(context);
  const labels = labelsOf(context);
  const split = Uint8Array.from(labels, (_, pair) => (test.includes(pair) ? 0 : 1));
  const run = (rows: readonly (readonly number[])[], own = context) =>
    analyzer.across!(
      {
        context: own,
        checkpoints: [],
        epochs: () => rows.map((_, i) => 10 * i),
        load: async (_, epoch): Promise<NamedArrays> => ({
          correct: { dtype: 'bool', shape: [9], data: Uint8Array.from(rows[epoch / 10]) },
          split: { dtype: 'bool', shape: [9], data: split }
        }),
        across: async () => ({}),
        checkpoint: async () => ({})
      },
      {}
    );

  it('counts what test pairs gain and lose between checkpoints', async () => {
    const [pair] = test;
    const row = (isRight: boolean) => Array.from(labels, (_, i) => (i === pair && isRight ? 1 : 0));
    const found = await run([row(false), row(true), row(false), row(true)]);
    expect([...found.gained.data]).toEqual([0, 1, 0, 1]);
    expect([...found.lost.data]).toEqual([0, 0, 1, 0]);
    expect(found.learned_for_good.data[pair]).toBe(30);
    expect(found.forgetting_events.data[pair]).toBe(1);
    expect(found.correct_share.data[pair]).toBe(0.5);
    const other = test[1];
    expect(found.learned_for_good.data[other]).toBe(-1);
  });

  it('leaves out pairs outside a probe set', async () => {
    const all = Array.from(labels, () => 1);
    const found = await run([all, all], { ...context, rows: Int32Array.of(4) });
    expect(found.learned_for_good.data[4]).toBe(0);
    expect(found.learned_for_good.data[0]).toBe(-2);
    expect(found.forgetting_events.data[0]).toBe(-1);
    expect(found.correct_share.data[0]).toBeNaN();
  });
});
