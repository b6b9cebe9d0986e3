import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Figure } from '../../src/figure/figure.ts';
import * as library from '../../src/index.ts';
import { readFamily } from '../../src/loader/index.ts';
import { explorerSource } from '../../src/workbench/explorer/explorer-source.ts';
import type { RunDescription } from '../../src/workbench/explorer/explorer-workbench.ts';
import { grokscope } from '../cli/program.ts';
import { shared } from '../helpers/shared.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { bars, scatters, shapesNamed } from '../helpers/traces.ts';
import { type TrainedRun, trainedRun } from '../helpers/trained-run.ts';

const {
  open,
  renderBlobCountTrajectory,
  renderCoarsenessByNeuron,
  renderCoarsenessDistribution,
  renderCoarsenessTrajectory
} = library;

const summary = {
  epochs: [0, 100, 1500],
  mean_coarseness: [0.2, 0.35, 0.75],
  p25_coarseness: [0.1, 0.2, 0.6],
  p75_coarseness: [0.3, 0.5, 0.9],
  blob_count: [0, 1, 6]
};
const epochData = { coarseness: [0, 0.31, 0.49, 0.5, 0.69, 0.7, 0.93, 1] };
const panels = ['coarseness_trajectory', 'coarseness_distribution'];

let run: TrainedRun;
beforeAll(async () => {
  run = await trainedRun();
});

const panelsOf = ({ groups }: RunDescription) =>
  groups.flatMap((group) => group.panels.map(({ id }) => id));
const numbers = (values: ArrayLike<unknown> | undefined) => Array.from(values ?? []);

describe('REQ_024 renderers', () => {
  it('render_coarseness_trajectory() produces a Plotly figure with mean line, p25–p75 band, epoch indicator, and blob threshold reference', () => {
    const figure = renderCoarsenessTrajectory(summary, { currentEpoch: 100 });
    const [p25, p75, mean] = scatters(figure);
    expect(numbers(p25?.y)).toEqual(summary.p25_coarseness);
    expect(numbers(p75?.y)).toEqual(summary.p75_coarseness);
    expect(p75?.fill).toBe('tonexty');
    expect(mean).toMatchObject({ name: 'Mean', mode: 'lines+markers' });
    expect(numbers(mean?.y)).toEqual(summary.mean_coarseness);
    expect(shapesNamed(figure, 'cursor')).toMatchObject([{ x0: 100, x1: 100 }]);
    expect(shapesNamed(figure, 'threshold')).toMatchObject([{ y0: 0.7, y1: 0.7 }]);
    expect(figure.layout.yaxis?.range).toEqual([0, 1]);
    const other = renderCoarsenessTrajectory(summary, { currentEpoch: 0, blobThreshold: 0.6 });
    expect(shapesNamed(other, 'threshold')).toMatchObject([{ y0: 0.6 }]);
  });

  it('render_coarseness_distribution() produces a Plotly histogram with 3-region coloring and threshold reference lines', () => {
    const figure = renderCoarsenessDistribution(epochData, { epoch: 400 });
    const regions = bars(figure);
    expect(regions.map(({ name }) => name)).toEqual(['Plaid', 'Transitional', 'Blob']);
    expect(new Set(regions.map(({ marker }) => marker?.color)).size).toBe(3);
    expect(regions.map(({ y }) => numbers(y).reduce((a, b) => Number(a) + Number(b)))).toEqual([
      3, 2, 3
    ]);
    expect(shapesNamed(figure, 'threshold').map(({ x0 }) => x0)).toEqual([0.5, 0.7]);
    const binned = renderCoarsenessDistribution(epochData, { nBins: 4, plaidThreshold: 0.4 });
    expect(shapesNamed(binned, 'threshold').map(({ x0 }) => x0)).toEqual([0.4, 0.7]);
    expect(bars(binned)[0]?.width).toBeCloseTo(0.25);
  });

  it('render_blob_count_trajectory() produces a Plotly line figure from summary data', () => {
    const figure = renderBlobCountTrajectory(summary);
    const [line, ...more] = scatters(figure);
    expect(more).toEqual([]);
    expect(line?.mode).toContain('lines');
    expect(numbers(line?.y)).toEqual(summary.blob_count);
    expect(shapesNamed(figure, 'cursor')).toEqual([]);
    const marked = renderBlobCountTrajectory(summary, { currentEpoch: 1500 });
    expect(shapesNamed(marked, 'cursor')).toMatchObject([{ x0: 1500 }]);
  });

  it('render_coarseness_by_neuron() produces a Plotly bar/strip figure with per-neuron coloring', () => {
    const figure = renderCoarsenessByNeuron(epochData, { epoch: 400 });
    const neurons = bars(figure).flatMap(({ x, y, marker }) =>
      numbers(x).map((neuron, i) => ({
        neuron,
        value: y[i],
        color: typeof marker?.color === 'string' ? marker.color : marker?.color?.[i]
      }))
    );
    expect(neurons).toHaveLength(8);
    expect(new Set(neurons.map(({ neuron }) => neuron)).size).toBe(8);
    const colorAt = (value: number) => neurons.find((entry) => entry.value === value)?.color;
    expect(colorAt(0)).toBe(colorAt(0.49));
    expect(colorAt(0.5)).toBe(colorAt(0.69));
    expect(colorAt(0.7)).toBe(colorAt(1));
    expect(new Set([colorAt(0), colorAt(0.5), colorAt(0.7)]).size).toBe(3);
  });

  it('All renderers accept title override parameter', () => {
    const title = 'Mine';
    for (const figure of [
      renderCoarsenessTrajectory(summary, { title }),
      renderCoarsenessDistribution(epochData, { title }),
      renderBlobCountTrajectory(summary, { title }),
      renderCoarsenessByNeuron(epochData, { title })
    ])
      expect(figure.layout.title?.text).toBe('Mine');
  });

  it('All renderers return plotly.graph_objects.Figure (here Plotly figure JSON)', () => {
    for (const figure of [
      renderCoarsenessTrajectory(summary),
      renderCoarsenessDistribution(epochData),
      renderBlobCountTrajectory(summary),
      renderCoarsenessByNeuron(epochData)
    ]) {
      const json = JSON.parse(library.figureJson(figure));
      expect(Object.keys(json)).toEqual(['data', 'layout']);
      for (const trace of json.data) expect(['scatter', 'bar']).toContain(trace.type);
    }
  });

  it('Renderers are exported from visualization/__init__.py (here from the package’s entry)', () => {
    for (const name of [
      'renderCoarsenessTrajectory',
      'renderCoarsenessDistribution',
      'renderBlobCountTrajectory',
      'renderCoarsenessByNeuron'
    ])
      expect(library).toHaveProperty(name, expect.any(Function));
  });
});

describe('REQ_024 dashboard integration (the explorer)', () => {
  it('Coarseness trajectory panel appears when coarseness artifacts exist, under the loss curves', async () => {
    const open = await explorerSource(run.results).openRun(run.variant.name);
    expect(open.groups.map(({ title }) => title).slice(0, 2)).toEqual(['Loss', 'Coarseness']);
    expect(panelsOf(open).slice(0, 2)).toEqual(['loss_curves', 'coarseness_trajectory']);
  });

  it('Coarseness distribution panel appears when coarseness artifacts exist, in its group', async () => {
    const open = await explorerSource(run.results).openRun(run.variant.name);
    const group = open.groups.find(({ title }) => title === 'Coarseness');
    expect(group?.panels.map(({ id }) => id)).toEqual(panels);
  });

  it('Both panels appear on a results folder of the Python workbench', async () => {
    const results = shared('data/workbench');
    if (results === null) return;
    const source = explorerSource(results);
    const [entry] = await source.listVariants();
    expect(panelsOf(await source.openRun(entry.name))).toEqual(expect.arrayContaining(panels));
  });

  it('Both panels are absent (not empty, not errored) when coarseness artifacts do not exist', async () => {
    const results = copyWithout('coarseness');
    const open = await explorerSource(results).openRun(run.variant.name);
    expect(panelsOf(open).filter((id) => id.includes('coarseness'))).toEqual([]);
    expect(open.groups.map(({ title }) => title)).not.toContain('Coarseness');
    expect(panelsOf(open)).toContain('specialization_trajectory');
  });

  it('Epoch slider updates the distribution histogram and the trajectory indicator line', async () => {
    const { draw } = await explorer(run.results);
    for (const epoch of [0, 40]) {
      const trajectory = await draw('coarseness_trajectory', epoch);
      expect(shapesNamed(trajectory, 'cursor')).toMatchObject([{ x0: epoch, x1: epoch }]);
    }
    const [first, last] = [
      await draw('coarseness_distribution', 0),
      await draw('coarseness_distribution', 40)
    ];
    expect(first.layout.title?.text).toContain('Epoch 0');
    expect(last.layout.title?.text).toContain('Epoch 40');
    expect(countsOf(first)).not.toEqual(countsOf(last));
  });

  it('Summary data loaded once on variant selection (not reloaded on slider change)', async () => {
    const results = copyWithout();
    const { draw } = await explorer(results);
    await draw('coarseness_trajectory', 0);
    rmSync(artifacts(results, 'coarseness/summary.npz'));
    const figure = await draw('coarseness_trajectory', 30);
    expect(shapesNamed(figure, 'cursor')).toMatchObject([{ x0: 30 }]);
  });

  it('Per-epoch coarseness data loaded on demand per slider interaction', async () => {
    const results = copyWithout();
    const { draw } = await explorer(results);
    rmSync(artifacts(results, 'coarseness/epoch_00020.npz'));
    await expect(draw('coarseness_distribution', 20)).rejects.toThrow('coarseness at epoch 20');
    await draw('coarseness_distribution', 10);
    rmSync(artifacts(results, 'coarseness/epoch_00010.npz'));
    expect(bars(await draw('coarseness_distribution', 10))).not.toEqual([]);
  });

  it('Coarseness panels do not interfere with existing visualizations (loss, frequencies, activations, clusters)', async () => {
    const others = [
      'loss_curves',
      'dominant_frequencies',
      'neuron_heatmap',
      'neuron_freq_clusters'
    ];
    const [withPanels, without] = [
      await explorer(run.results),
      await explorer(copyWithout('coarseness'))
    ];
    const own = [...panels, 'blob_count_trajectory', 'coarseness_by_neuron'];
    const known = (open: RunDescription) => panelsOf(open).filter((id) => !own.includes(id));
    expect(known(withPanels.open)).toEqual(known(without.open));
    for (const id of others) {
      const figures = [await withPanels.draw(id, 30), await without.draw(id, 30)];
      expect(JSON.stringify(figures[0]?.data)).toBe(JSON.stringify(figures[1]?.data));
    }
  });
});

describe('REQ_024 visual quality', () => {
  it('Trajectory percentile band is visually distinct but not overwhelming (semi-transparent fill)', () => {
    const band = scatters(renderCoarsenessTrajectory(summary)).find(({ fill }) => fill);
    const alpha = Number(/rgba\(.*,\s*([\d.]+)\)/.exec(band?.fillcolor ?? '')?.[1]);
    expect(alpha).toBeGreaterThan(0.05);
    expect(alpha).toBeLessThan(0.4);
    expect(band?.line?.width).toBe(0);
  });

  it('Distribution histogram clearly shows the blob/plaid/transitional regions', () => {
    const { data, layout } = renderCoarsenessDistribution(epochData);
    const colors = Object.fromEntries(bars({ data, layout }).map((b) => [b.name, b.marker?.color]));
    expect(colors).toEqual({
      Plaid: 'rgb(31,119,180)',
      Transitional: 'rgb(148,103,189)',
      Blob: 'rgb(214,39,40)'
    });
    expect(layout.barmode).toBe('stack');
  });

  it('Threshold reference lines are visible but secondary (dashed, muted color)', () => {
    for (const figure of [
      renderCoarsenessTrajectory(summary),
      renderCoarsenessDistribution(epochData)
    ]) {
      for (const { line } of shapesNamed(figure, 'threshold')) {
        expect(line?.dash).toBe('dash');
        const channels = /#(..)(..)(..)/
          .exec(line?.color ?? '')!
          .slice(1)
          .map((c) => parseInt(c, 16));
        expect(Math.max(...channels) - Math.min(...channels)).toBeLessThan(40);
      }
      expect(figure.layout.annotations?.some(({ text }) => text.includes('0.7'))).toBe(true);
    }
  });

  it('Hover tooltips provide exact values', () => {
    for (const figure of [
      renderCoarsenessTrajectory(summary),
      renderCoarsenessDistribution(epochData),
      renderBlobCountTrajectory(summary),
      renderCoarsenessByNeuron(epochData)
    ])
      for (const { hovertemplate } of figure.data)
        expect(hovertemplate).toMatch(/%\{(y|customdata)/);
  });

  it('Titles include epoch number where appropriate', () => {
    const { title } = renderCoarsenessDistribution(epochData, { epoch: 400 }).layout;
    expect(title?.text).toContain('400');
    expect(title?.text).toContain('3/8');
    const bar = renderCoarsenessByNeuron(epochData, { epoch: 400 });
    expect(bar.layout.title?.text).toContain('400');
  });
});

describe('REQ_024 family registration', () => {
  it('Coarseness visualization identifiers added to Modulo Addition 1-Layer family.json', async () => {
    const family = await readFamily('modulo_addition_1layer');
    expect(family.visualizations).toEqual(expect.arrayContaining(panels));
    expect(family.groups.flatMap((group) => group.visualizations)).toEqual(
      expect.arrayContaining(panels)
    );
    expect(family.analyzers).toContain('coarseness');
  });
});

describe('REQ_024 constraints', () => {
  it('renderers touch no files: no visualization imports the loader or node:fs', () => {
    const folder = new URL('../../src/visualizations/', import.meta.url);
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts')) continue;
      const text = readFileSync(new URL(file, folder), 'utf8');
      expect(text, file).not.toMatch(/from '(node:|.*\/loader\/)/);
    }
  });

  it('the trajectory needs the summary only, not the per-epoch files', async () => {
    const results = copyWithout();
    for (const epoch of ['00000', '00010', '00020', '00030', '00040'])
      rmSync(artifacts(results, `coarseness/epoch_${epoch}.npz`));
    const variant = await open(run.variant.name, { results });
    expect(scatters(await variant.figure('coarseness_trajectory'))).toHaveLength(3);
    expect(variant.figures).not.toContain('coarseness_distribution');
  });

  it('nothing is interpolated between checkpoints: the points are the stored epochs', async () => {
    const variant = await open(run.variant.path);
    const stored = await library.readSummary(run.variant, 'coarseness');
    for (const { x, line } of scatters(await variant.figure('coarseness_trajectory'))) {
      expect(numbers(x)).toEqual([0, 10, 20, 30, 40]);
      expect(line?.shape ?? 'linear').toBe('linear');
    }
    expect(numbers(stored.epochs?.data)).toEqual([0, 10, 20, 30, 40]);
  });

  it('the core hypothesis can be tested: `compare` overlays trajectories and `table` has the blob counts', async () => {
    const words = ['--results', run.results];
    const compared = await grokscope([
      'compare',
      'all',
      '--figure',
      'coarseness_trajectory',
      ...words
    ]);
    expect(compared.stdout).toContain('Coarseness (mean)');
    const table = await grokscope(['table', '--json', ...words]);
    const [row] = JSON.parse(table.stdout);
    const stored = await library.readSummary(run.variant, 'coarseness');
    expect(row.blob_count).toBe(stored.blob_count?.data.at(-1));
    expect(row.mean_coarseness).toBe(stored.mean_coarseness?.data.at(-1));
  });
});

/** Returns a copy of the results without an analyzer's artifacts. */
function copyWithout(analyzer?: string): string {
  const results = temporaryFolder();
  cpSync(run.results, results, { recursive: true });
  if (analyzer) rmSync(artifacts(results, analyzer), { recursive: true });
  return results;
}

function artifacts(results: string, file: string): string {
  return join(results, run.variant.family, run.variant.name, 'artifacts', file);
}

async function explorer(results: string) {
  const source = explorerSource(results);
  const open = await source.openRun(run.variant.name);
  const draw = async (id: string, epoch: number): Promise<Figure> =>
    source.figure(run.variant.name, id, { epoch, neuron: 3 });
  return { open, draw };
}

function countsOf(figure: Figure): unknown {
  return bars(figure).map(({ name, y }) => [name, numbers(y)]);
}
