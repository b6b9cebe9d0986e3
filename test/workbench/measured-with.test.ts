import { expect, it } from 'vitest';
import { readArtifact, readProvenance } from '../../src/loader/index.ts';
import { analyzeVariant } from '../../src/workbench/analysis/index.ts';
import { randomRun } from '../helpers/random-run.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

it('a parameter that artifacts are measured with makes them anew, others do not', async () => {
  const variant = await randomRun(temporaryFolder());
  const analyze = (parameters: Record<string, number>) =>
    analyzeVariant(variant, { analyzers: ['landscape_flatness'], device: 'cpu', parameters });
  const directions = async () =>
    (await readArtifact(variant, 'landscape_flatness', 10)).delta_losses!;
  expect(await analyze({ n_directions: 2 })).toMatchObject({ artifacts: 3 });
  const two = await directions();
  expect(two.shape).toEqual([2]);
  expect(await analyze({})).toMatchObject({ artifacts: 0, remade: [] });
  expect(await analyze({ n_directions: 3 })).toMatchObject({ artifacts: 3 });
  const three = await directions();
  expect([...three.data.subarray(0, 2)]).toEqual([...two.data]);
  expect(await analyze({ n_directions: 3, seed: 1 })).toMatchObject({ artifacts: 3 });
  expect((await directions()).data).not.toEqual(three.data);
  const { landscape_flatness } = await readProvenance(variant);
  expect(landscape_flatness!.parameters).toMatchObject({ nDirections: 3, epsilon: 0.1, seed: 1 });
});
