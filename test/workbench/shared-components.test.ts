import { describe, expect, it } from 'vitest';
import { tensorsOf, weightGroups } from '../../src/analyzers/measures/weight-names.ts';
import type { NamedArrays } from '../../src/array/tensor.ts';
import {
  checkpointEpochs,
  findVariant,
  readCheckpoint,
  type Variant,
  writeAcross
} from '../../src/loader/index.ts';
import { findVisualization } from '../../src/visualizations/index.ts';
import { compareRuns } from '../../src/workbench/compare/compare-runs.ts';
import { type RunData, readRun } from '../../src/workbench/run/run-data.ts';
import sharedComponents from '../../src/workbench/run/shared-components.ts';
import { randomRun } from '../helpers/random-run.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { scatters } from '../helpers/traces.ts';
import { userErrorOf } from '../helpers/user-error.ts';

const epochs = [0, 20, 40];

/** Variants with weights that depend on the epoch alone. */
async function variants(
  ...settings: readonly {
    readonly seed?: number;
    readonly prime?: number;
    readonly at?: readonly number[];
  }[]
): Promise<readonly Variant[]> {
  const results = temporaryFolder();
  const made: Variant[] = [];
  for (const { at = epochs, ...recipe } of settings) {
    const { path } = await randomRun(results, at, recipe);
    made.push(await findVariant(results, path));
  }
  return made;
}

/** The weights of a group at every checkpoint of some variants, one row each. */
async function rowsOf(all: readonly Variant[], group: string): Promise<readonly number[][]> {
  const rows: number[][] = [];
  for (const variant of all)
    for (const epoch of await checkpointEpochs(variant)) {
      const weights = await readCheckpoint(variant, epoch);
      const names = weightGroups[group].flatMap((name) => tensorsOf(name, {}));
      rows.push(names.flatMap((name) => Array.from(weights[name].data as Float32Array)));
    }
  return rows;
}

const distance = (a: readonly number[], b: readonly number[]) =>
  Math.hypot(...a.map((x, i) => x - b[i]));

describe('the components of several variants', () => {
  it('keep the distances between all their checkpoints: one basis', async () => {
    const both = await variants({ seed: 1 }, { seed: 2, at: [5, 25, 45] });
    const arrays = await sharedComponents.load(both);
    for (const group of Object.keys(weightGroups)) {
      const weights = await rowsOf(both, group);
      const places = arrays.flatMap((one) => {
        const { data, shape } = one[`${group}__projections`];
        expect(shape).toEqual([3, 6]);
        return epochs.map((_, e) => Array.from(data.subarray(6 * e, 6 * e + 6)));
      });
      for (let i = 0; i < 6; i++)
        for (let j = 0; j < i; j++) {
          const apart = distance(weights[i], weights[j]);
          expect(distance(places[i], places[j]) / apart).toBeCloseTo(1, 4);
        }
      const speed = distance(weights[4], weights[3]) / 20;
      expect(arrays[1][`${group}__velocity`].data[0]).toBeCloseTo(speed, 5);
    }
  });

  it('start at one place where the variants do', async () => {
    const same = await variants({ seed: 1 }, { seed: 2, at: [0, 30, 50] });
    const [one, other] = await sharedComponents.load(same);
    const place = (arrays: NamedArrays, from: number) =>
      Array.from(arrays.all__projections.data.subarray(from, from + 6));
    expect(distance(place(one, 0), place(other, 0))).toBeLessThan(1e-4);
    expect(distance(place(one, 12), place(other, 12))).toBeGreaterThan(1);
  });

  it('do not exist for weights of different shapes', async () => {
    const both = await variants({ prime: 7 }, { prime: 11 });
    const refused = await userErrorOf(() => sharedComponents.load(both));
    expect(refused.message).toMatch(
      /^weights of different shapes: W_E \[8, \d+\] in .*, W_E \[12, /
    );
    expect(refused.hint).toContain('parameter_velocity');
  });
});

describe('comparing trajectories', () => {
  it('lays them over each other in the components of all, and knows no alignment', async () => {
    const both = await variants({ seed: 1 }, { seed: 2 });
    const runs: RunData[] = [];
    for (const variant of both) {
      await writeAcross(variant, 'parameter_trajectory', {});
      runs.push(await readRun(variant, ['parameter_trajectory', 'trajectory_loops']));
    }
    const trajectory = findVisualization('parameter_trajectory');
    const { figure } = await compareRuns(runs, trajectory, { set: { group: 'mlp' } });
    const arrays = await sharedComponents.load(both);
    for (const [i, { x, mode }] of scatters(figure).entries()) {
      const { data } = arrays[i].mlp__projections;
      expect(Array.from(x)).toEqual([data[0], data[6], data[12]]);
      expect(mode).toBe('lines+markers');
    }
    expect(figure.layout.title?.text).toMatch(/: mlp \(common components\)$/);
    const align = await userErrorOf(() => compareRuns(runs, trajectory, { align: 'turn' }));
    expect(align.message).toBe('cannot align by turn: parameter_trajectory');
  });
});
