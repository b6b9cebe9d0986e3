import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { analyzers } from '../../src/analyzers/index.ts';
import { type Family, listFamilies, readFamily } from '../../src/loader/index.ts';
import * as families from '../../src/loader/variants/families.ts';
import { visualizations } from '../../src/visualizations/index.ts';
import { needsOf } from '../../src/visualizations/visualization.ts';
import { analyzeVariant } from '../../src/workbench/analysis/index.ts';
import { explorerSource } from '../../src/workbench/explorer/explorer-source.ts';
import { checkIds, knownFamily } from '../../src/workbench/run/known-family.ts';
import { randomRun } from '../helpers/random-run.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { userErrorOf } from '../helpers/user-error.ts';

describe('our families', () => {
  it('name only analyzers and visualizations that exist', async () => {
    for (const family of await listFamilies()) expect(() => checkIds(family)).not.toThrow();
  });

  it('with an unknown id are an error that names the known ones', async () => {
    const family = await readFamily('modulo_addition_1layer');
    const broken = async (changes: Partial<Family>) =>
      userErrorOf(() => checkIds({ ...family, ...changes }));
    const figure = await broken({ visualizations: ['coarseness_trajektory'] });
    expect(figure.message).toBe(
      'unknown visualization in family modulo_addition_1layer: coarseness_trajektory'
    );
    for (const { id } of visualizations) expect(figure.hint).toContain(id);
    const analyzer = await broken({ analyzers: ['coarsness'] });
    expect(analyzer.message).toBe('unknown analyzer in family modulo_addition_1layer: coarsness');
    for (const { id } of analyzers) expect(analyzer.hint).toContain(id);
    const group = await broken({ groups: [{ title: 'A', visualizations: ['loss'] }] });
    expect(group.message).toContain('loss');
  });

  it('of others are not asked', async () => {
    expect(await knownFamily('somebody_elses')).toBeNull();
  });
});

describe('the panels of the explorer', () => {
  it('of absent analyzers are absent, for every analyzer', async () => {
    const results = temporaryFolder();
    const variant = await randomRun(results);
    await analyzeVariant(variant, { device: 'cpu' });
    const shown = async () => {
      const { groups } = await explorerSource(results).openRun(variant.name);
      return groups.flatMap((group) => group.panels.map(({ id }) => id));
    };
    const all = await shown();
    const { analyzers: own } = await readFamily(variant.family);
    for (const analyzer of own) {
      rmSync(join(variant.path, 'artifacts', analyzer), { recursive: true, force: true });
      const needing = visualizations
        .filter((figure) =>
          needsOf(figure).some((need) => 'analyzer' in need && need.analyzer === analyzer)
        )
        .map(({ id }) => id);
      const left = await shown();
      expect(left.filter((id) => needing.includes(id))).toEqual([]);
      for (const id of needing) if (all.includes(id)) expect(left).not.toContain(id);
    }
    expect(await shown()).toContain('neuron_heatmap');
  });

  it('of a family without an analyzer never show its panels, even where artifacts lie', async () => {
    const results = temporaryFolder();
    const variant = await randomRun(results);
    await analyzeVariant(variant, { device: 'cpu' });
    const family = await readFamily(variant.family);
    const without = { ...family, analyzers: family.analyzers.filter((id) => id !== 'coarseness') };
    const listed = vi.spyOn(families, 'listFamilies').mockResolvedValue([without]);
    const { groups } = await explorerSource(results).openRun(variant.name);
    listed.mockRestore();
    const ids = groups.flatMap((group) => group.panels.map(({ id }) => id));
    expect(ids).toContain('specialization_trajectory');
    expect(ids.filter((id) => id.includes('coarseness'))).toEqual([]);
  });
});
