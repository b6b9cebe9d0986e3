import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import * as library from '../src/index.ts';
import { camelCase } from '../src/option/option.ts';

const text = readFileSync(new URL('../src/index.ts', import.meta.url), 'utf8');

it('the library’s face is re-exports only', () => {
  expect(text).not.toMatch(/\b(const|function|class|import)\b/);
});

it('every visualization can be drawn on plain arrays by a function of its name', () => {
  for (const { id, kind } of library.visualizations) {
    if (kind === 'variants') continue;
    const name = `render${id[0].toUpperCase()}${camelCase(id.slice(1))}`;
    expect(library, name).toHaveProperty(name, expect.any(Function));
  }
});

it('the names of the Python workbench’s renderers are there too', () => {
  expect(library.renderLossCurvesWithIndicator).toBe(library.renderLossCurves);
  expect(library.renderFreqClusters).toBe(library.renderNeuronFreqClusters);
});

it('failures that a user can mend are UserErrors with a hint', async () => {
  const failure = await library
    .open('nothing', { results: '/nonexistent' })
    .catch((error) => error);
  expect(failure).toBeInstanceOf(library.UserError);
  expect(failure.hint).toContain('grokscope train');
});
