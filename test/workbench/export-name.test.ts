import { expect, it } from 'vitest';
import { findVisualization, visualizations } from '../../src/visualizations/index.ts';
import { exportName, usesNeuron } from '../../src/workbench/export/export-run.ts';
import type { RunData } from '../../src/workbench/run/run-data.ts';

const run = { variant: { name: 'v' } } as RunData;
const nameOf = (figure: string, set: Readonly<Record<string, unknown>> = {}) =>
  exportName(run, findVisualization(figure), { format: 'json', epochs: [10, 20], set });

it('files of a figure under its other names differ by what these preset', () => {
  expect(nameOf('parameter_trajectory')).toBe('v__parameter_trajectory.json');
  expect(nameOf('parameters.pca.pc1_pc2')).toBe('v__parameter_trajectory.json');
  expect(nameOf('parameters.pca.pc1_pc3')).toBe('v__parameter_trajectory__up_3.json');
  expect(nameOf('parameters.pca.pc2_pc3', { up: 1 })).toBe(
    'v__parameter_trajectory__across_2__up_1.json'
  );
});

it('only figures that depend on the neuron or probe have it in the name of their file', () => {
  const at = (figure: string) =>
    exportName(run, findVisualization(figure), { format: 'png', epochs: [40], neuron: 3 });
  expect(at('neuron_heatmap')).toBe('v__neuron_heatmap__epoch00040__neuron_3.png');
  expect(at('probe_entropy_map')).toBe('v__probe_entropy_map__probe_3.png');
  expect(at('loss_curves')).toBe('v__loss_curves.png');
  expect(at('coarseness_distribution')).toBe('v__coarseness_distribution__epoch00040.png');
  for (const figure of visualizations)
    expect([figure.id, at(figure.id).endsWith('_3.png')]).toEqual([figure.id, usesNeuron(figure)]);
});

it('names of files stay short whatever is set', () => {
  const set = { sorted_by_final: true, title: '4+29, '.repeat(1000) };
  const name = nameOf('neuron_freq_trajectory', set);
  expect(name).toMatch(/^v__neuron_freq_trajectory__sorted_by_final_true__title_4\+29-/);
  expect(name.length).toBeLessThan(140);
});
