import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readVariant } from '../../src/loader/index.ts';
import { listNeurons, neuronOrders } from '../../src/workbench/run/neuron-list.ts';
import { randomRun } from '../helpers/random-run.ts';
import { shared } from '../helpers/shared.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { type TrainedRun, trainedRun } from '../helpers/trained-run.ts';
import { userErrorOf } from '../helpers/user-error.ts';

let run: TrainedRun;
beforeAll(async () => {
  run = await trainedRun();
});

describe('the neurons of a run', () => {
  it('are all there in any order', async () => {
    for (const order of neuronOrders) {
      const neurons = await listNeurons(run.variant, order);
      expect(neurons.map(({ neuron }) => neuron).sort((a, b) => a - b)).toEqual(
        Array.from({ length: 24 }, (_, n) => n)
      );
    }
  });

  it('begin with the top thrashers, the earliest to commit, the coarsest, the lowest frequency', async () => {
    const [switches, commitment, coarseness, frequency, index] = await Promise.all(
      neuronOrders.map(async (order) => listNeurons(run.variant, order))
    );
    const rises = (values: readonly (number | null)[], direction: 1 | -1) => {
      const known = values.filter((value) => value !== null);
      expect(values.slice(0, known.length)).toEqual(known);
      expect(known).toEqual([...known].sort((a, b) => direction * (a - b)));
    };
    rises(
      switches.map((row) => row.switches),
      -1
    );
    rises(
      commitment.map((row) => row.commitment),
      1
    );
    rises(
      coarseness.map((row) => row.coarseness),
      -1
    );
    rises(
      frequency.map((row) => row.frequency),
      1
    );
    rises(
      index.map((row) => row.neuron),
      1
    );
    for (const { frequency } of index) expect(frequency).toBeGreaterThanOrEqual(1);
  });

  it('are the same from the summary where the cross-epoch file is missing', async () => {
    const known = await listNeurons(run.variant, 'index');
    rmSync(join(run.variant.path, 'artifacts/neuron_dynamics'), { recursive: true });
    expect(await listNeurons(await readVariant(run.variant.path), 'index')).toEqual(known);
  });

  it('are read from a results folder of the Python workbench', async () => {
    const path = shared(
      'data/workbench/modulo_addition_1layer/modulo_addition_1layer_p13_seed999_dseed598'
    );
    if (path === null) return;
    const [first] = await listNeurons(await readVariant(path), 'switches');
    expect(first?.switches).toBeGreaterThan(0);
    expect(first?.coarseness).not.toBeNull();
  });

  it('that nothing is known of are an error with the command', async () => {
    const bare = await randomRun(temporaryFolder());
    const error = await userErrorOf(() => listNeurons(bare));
    expect(error.message).toBe(`no switches known of ${bare.name}`);
    expect(error.hint).toBe(`run: grokscope analyze ${bare.name} --analyzer neuron_dynamics`);
    const coarse = await userErrorOf(() => listNeurons(bare, 'coarseness'));
    expect(coarse.hint).toContain('--analyzer coarseness');
  });
});
