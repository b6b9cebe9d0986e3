import { describe, expect, it } from 'vitest';
import {
  checkpointEpochs,
  hasAcross,
  readAcross,
  readArtifact,
  readCheckpoint,
  readVariant
} from '../../src/loader/index.ts';
import { analyzeVariant, findGaps } from '../../src/workbench/analysis/index.ts';
import { eraC, makeEraA, makeEraB } from '../helpers/eras.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

const path = eraC();

describe.skipIf(path === null)('folders of the Python workbench', () => {
  it.each([
    ['A', (results: string) => makeEraA(results, path!, [0, 30, 59])],
    ['B', (results: string) => makeEraB(results, path!)]
  ] as const)('of era %s get the whole default suite', { timeout: 120_000 }, async (era, make) => {
    const variant = await readVariant(make(temporaryFolder()));
    expect(variant.era).toBe(era);
    const report = await analyzeVariant(variant, { device: 'cpu' });
    expect(report.failures).toEqual([]);
    expect(await findGaps(variant)).toEqual([]);
    for (const id of ['parameter_trajectory', 'centroid_dmd', 'transient_frequency'])
      expect(hasAcross(variant, id)).toBe(true);
    const { epochs } = await readAcross(variant, 'parameter_trajectory');
    expect([...epochs.data]).toEqual(await checkpointEpochs(variant));
  });

  it('have parameter_snapshot and neuron_activations to read, which grokscope does not write', async () => {
    const variant = await readVariant(path!);
    const snapshot = await readArtifact(variant, 'parameter_snapshot', 59);
    const weights = await readCheckpoint(variant, 59);
    expect(snapshot.W_in.data).toEqual(weights['blocks.0.mlp.W_in'].data);
    expect(snapshot.W_Q.shape).toEqual([4, 128, 32]);
    const { activations } = await readArtifact(variant, 'neuron_activations', 0);
    expect(activations.shape).toEqual([512, 13, 13]);
  });
});
