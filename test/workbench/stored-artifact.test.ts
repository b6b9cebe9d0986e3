import { describe, expect, it } from 'vitest';
import { float32 } from '../../src/array/tensor.ts';
import { readArtifact, writeArtifact } from '../../src/loader/index.ts';
import { analyzeVariant } from '../../src/workbench/analysis/index.ts';
import { listNeurons } from '../../src/workbench/run/neuron-list.ts';
import { readRun } from '../../src/workbench/run/run-data.ts';
import { trainedRun } from '../helpers/trained-run.ts';
import { userErrorOf } from '../helpers/user-error.ts';

describe('an artifact whose shapes contradict the model', async () => {
  const { variant } = await trainedRun();
  const last = 40;
  await writeArtifact(variant, 'coarseness', last, {
    coarseness: float32(new Float32Array(300_000), [300_000])
  });
  const told = `damaged artifact of coarseness at epoch ${last}: coarseness has the shape [300000], declared [d_mlp] = [24]`;

  it('is named with what the model has, instead of drawn; a list of neurons takes the last whole one', async () => {
    const run = await readRun(variant, ['coarseness']);
    const need = { from: 'epoch', analyzer: 'coarseness' } as const;
    const error = await userErrorOf(() => run.read(need, { epoch: last }));
    expect(error.message).toBe(told);
    const { coarseness } = await readArtifact(variant, 'coarseness', 30);
    for (const { neuron, coarseness: value } of await listNeurons(variant))
      expect(value).toBe(coarseness.data[neuron]);
  });

  it('is made anew by the command that the message gives', async () => {
    const report = await analyzeVariant(variant, {
      analyzers: ['coarseness'],
      device: 'cpu'
    });
    expect(report.failures).toEqual([]);
    expect((await readArtifact(variant, 'coarseness', last)).coarseness.shape).toEqual([24]);
  });
});
