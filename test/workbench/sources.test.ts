import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findSource, sources } from '../../src/workbench/sources/index.ts';
import { randomRun } from '../helpers/random-run.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

describe('the list of sources', () => {
  it('holds sources whose file is named as their id, with one sentence each', () => {
    const files = readdirSync(new URL('../../src/workbench/sources/', import.meta.url));
    for (const { id, about } of sources) {
      expect(files).toContain(`${id.replaceAll('_', '-')}.ts`);
      expect(about).toMatch(/^[A-Z][^.]*\.$/);
      expect(findSource(id).id).toBe(id);
    }
  });

  it.each(sources)('$id gives the same finite arrays twice', async (source) => {
    const variant = await randomRun(temporaryFolder(), [0]);
    const first = await source.load(variant, { epoch: 0, neuron: 3 });
    for (const { data } of Object.values(first)) expect(data.every(Number.isFinite)).toBe(true);
    expect(await source.load(variant, { epoch: 0, neuron: 3 })).toEqual(first);
  });
});
