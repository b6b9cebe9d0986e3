import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { textArray } from '../../src/array/text-array.ts';
import type { Figure } from '../../src/figure/figure.ts';
import type { Variant } from '../../src/loader/index.ts';
import { findVariant, writeLosses, writeSummary } from '../../src/loader/index.ts';
import {
  renderCoarsenessTrajectory,
  renderDimensionalityTrajectory,
  renderLoggedLosses,
  renderLossCurves,
  renderSpecializationByFrequency,
  renderSpecializationTrajectory,
  renderSpectralGapTrajectory,
  renderTrainingLog,
  renderTrajectoryLoops
} from '../../src/visualizations/figures.ts';
import { findVisualization } from '../../src/visualizations/index.ts';
import { summaryOf, visualization } from '../../src/visualizations/visualization.ts';
import { chosenVariants } from '../../src/workbench/compare/chosen-variants.ts';
import { compareFigures } from '../../src/workbench/compare/compare-figures.ts';
import { compareRuns } from '../../src/workbench/compare/compare-runs.ts';
import { readRun } from '../../src/workbench/run/run-data.ts';
import { shortNames } from '../../src/workbench/run/variant-labels.ts';
import { grokking } from '../helpers/curves.ts';
import { randomRun } from '../helpers/random-run.ts';
import { runP13 } from '../helpers/run-p13.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { scatters } from '../helpers/traces.ts';
import { userErrorOf } from '../helpers/user-error.ts';

const summary = {
  epochs: [0, 100],
  mean_coarseness: [0.1, 0.4],
  p25_coarseness: [0, 0.2],
  p75_coarseness: [0.3, 0.8]
};
const numbers = (values: ArrayLike<number> | undefined) => Array.from(values ?? []);
const at = (name: string, figure: Figure, origin = 0, unit = 1) => ({ name, figure, origin, unit });
const epoch = { title: 'epoch' };

describe('the lines of several figures in one', () => {
  it('are named by variant and coloured by variant; bands and cursors are left out, thresholds stay', () => {
    const one = renderCoarsenessTrajectory(summary, { currentEpoch: 100 });
    const figure = compareFigures([at('A', one), at('B', one)], epoch, 'Coarseness')!;
    const lines = scatters(figure);
    expect(lines.map(({ name }) => name)).toEqual(['A', 'B']);
    expect(lines[0]?.line?.color).not.toBe(lines[1]?.line?.color);
    expect(lines.map(({ y }) => numbers(y))).toEqual([
      [0.1, 0.4],
      [0.1, 0.4]
    ]);
    expect(figure.layout.shapes?.map(({ name }) => name)).toEqual(['threshold']);
    expect(figure.layout.annotations?.map(({ text }) => text)).toEqual(['blob ≥ 0.7']);
    expect(figure.layout.title?.text).toBe('Coarseness (mean)');
    expect(figure.layout.yaxis?.range).toEqual([0, 1]);
    expect(lines[0]?.hovertemplate).toContain('<extra>A</extra>');
  });

  it('are over steps too, on the scale of one panel', () => {
    const log = renderTrainingLog({
      steps: [100, 200],
      loss: [3, 1],
      validation_loss: [4, 2],
      learning_rate: [0.01, 0.005]
    });
    const both = [at('A', log), at('B', log)];
    const losses = compareFigures(both, epoch, 'Training log')!;
    expect(scatters(losses).map(({ name }) => name)).toEqual([
      ...['A · train loss', 'A · validation loss', 'B · train loss', 'B · validation loss']
    ]);
    expect(losses.layout.xaxis?.title?.text).toBe('step');
    expect(losses.layout.yaxis?.title?.text).toBe('loss (nats)');
    expect(losses.layout.yaxis?.domain).toBeUndefined();
    const rates = compareFigures(both, epoch, 'Training log', { lines: ['learning rate'] })!;
    expect(scatters(rates).map(({ name, yaxis, y }) => [name, yaxis, numbers(y)])).toEqual([
      ['A', undefined, [0.01, 0.005]],
      ['B', undefined, [0.01, 0.005]]
    ]);
    expect(rates.layout.yaxis?.title?.text).toBe('rate');
  });

  it('more than dashes can tell apart are counted in the title', () => {
    const names = ['a', 'b', 'c', 'd', 'e loss'].map((name) => `${name}_loss`);
    const log = renderLoggedLosses({
      program: textArray(['W&B']),
      names: textArray(names),
      counts: names.map(() => 1),
      steps: names.map(() => 10),
      values: names.map((_, i) => i + 1)
    });
    const figure = compareFigures([at('A', log), at('B', log)], epoch, 'Logged losses')!;
    expect(figure.layout.title?.text).toBe('Logged losses (5 lines each)');
  });

  it('tell the lines of one variant apart by dashes', () => {
    const counts = {
      epochs: [0, 1],
      specialized_count_low: [0, 1],
      specialized_count_mid: [0, 2],
      specialized_count_high: [0, 3],
      specialized_count_total: [0, 6]
    };
    const one = renderSpecializationTrajectory(counts);
    const figure = compareFigures([at('A', one), at('B', one)], epoch, 'Specialization')!;
    const lines = scatters(figure);
    expect(lines.map(({ name }) => name)).toContain('B · Mid freq');
    expect(lines.slice(0, 4).map(({ line }) => line?.dash)).toEqual([
      'solid',
      'dash',
      'dot',
      'dashdot'
    ]);
    expect(new Set(lines.slice(0, 4).map(({ line }) => line?.color)).size).toBe(1);
    const low = compareFigures([at('A', one), at('B', one)], epoch, 'Specialization', {
      lines: ['low']
    })!;
    expect(scatters(low).map(({ name, y }) => [name, ...numbers(y)])).toEqual([
      ['A', 0, 1],
      ['B', 0, 1]
    ]);
    expect(compareFigures([at('A', one)], epoch, 'S', { lines: ['none'] })).toBeNull();
  });

  it('span the ranges of all', () => {
    const [small, large] = [
      [1, 2],
      [10, 40]
    ].map((specialized_count_total) =>
      renderSpecializationTrajectory({
        epochs: [0, 1],
        specialized_count_total,
        specialized_count_low: [0, 0]
      })
    );
    const { layout } = compareFigures([at('A', small!), at('B', large!)], epoch, 'S')!;
    expect(layout.yaxis?.range?.[1]).toBeGreaterThan(40);
  });

  it('move along the epochs; hover still tells the epoch', () => {
    const one = renderCoarsenessTrajectory(summary);
    const axis = { title: 'epochs since the turn', zero: 'turn' };
    const figure = compareFigures([at('A', one, 100), at('B', one, 0, 100)], axis, 'C')!;
    const [a, b] = scatters(figure);
    expect(numbers(a?.x)).toEqual([-100, 0]);
    expect(numbers(b?.x)).toEqual([0, 1]);
    expect(a?.customdata).toEqual([0, 100]);
    expect(a?.hovertemplate).toContain('epoch %{customdata}');
    expect(figure.layout.xaxis?.title?.text).toBe('epochs since the turn');
    expect(figure.layout.shapes?.find(({ name }) => name === 'event')).toMatchObject({ x0: 0 });
  });

  it('come with the turns, in the colours of the variants, labelled where there is room', () => {
    const run = (turn: number) => {
      const { train, test } = grokking(2000, { at: turn, width: 30 });
      return renderLossCurves({ train_losses: train, test_losses: test }, { currentEpoch: 1999 });
    };
    const turnOf = (figure: Figure) =>
      figure.layout.shapes!.find(({ name }) => name === 'event')!.x0;
    const [one, near, far] = [run(600), run(640), run(1500)];
    const all = [at('A', one), at('B', near), at('C', far)];
    const { data, layout } = compareFigures(all, epoch, 'Loss', { lines: ['test'] })!;
    const events = layout.shapes!.filter(({ name }) => name === 'event');
    expect(events.map(({ x0 }) => x0)).toEqual([one, near, far].map(turnOf));
    expect(events.map(({ line }) => line?.color)).toEqual(
      data.map((trace) => (trace.type === 'scatter' ? trace.line?.color : ''))
    );
    expect(layout.annotations?.map(({ x }) => x)).toEqual([turnOf(one), turnOf(far)]);
    const axis = { title: 'epochs since the turn', zero: 'turn' };
    const aligned = [at('A', one, turnOf(one)), at('C', far, turnOf(far))];
    const since = compareFigures(aligned, axis, 'Loss')!.layout;
    expect(since.shapes?.map(({ x0 }) => x0)).toEqual([0]);
    expect(since.annotations?.map(({ text }) => text)).toEqual(['turn']);
  });

  it('have a colour for each of twelve variants', () => {
    const one = renderCoarsenessTrajectory(summary);
    const many = Array.from({ length: 12 }, (_, i) => at(`V${i}`, one));
    const colors = scatters(compareFigures(many, epoch, 'C')!).map(({ line }) => line?.color);
    expect(new Set(colors).size).toBe(12);
  });

  it('are told in the title as they are called', () => {
    const one = renderDimensionalityTrajectory({ epochs: [0, 1], pr_W_in: [3, 2], pr_W_E: [4, 3] });
    const title = (lines: readonly string[]) =>
      compareFigures([at('A', one)], epoch, 'Dimensions', { lines })?.layout.title?.text;
    expect(title(['W_in'])).toBe('Dimensions (W_in)');
    expect(title([])).toBe('Dimensions (W_E solid, W_in dashed)');
  });

  it('leave out bare markers and are null for heat maps', () => {
    const losses = { train_losses: [2, 1], test_losses: [3, 2], checkpoint_epochs: [0, 1] };
    const figure = compareFigures([at('A', renderLossCurves(losses))], epoch, 'Loss')!;
    expect(scatters(figure).map(({ name }) => name)).toEqual(['A · Train', 'A · Test']);
    expect(figure.layout.yaxis?.type).toBe('log');
    const map = renderSpecializationByFrequency({
      epochs: [0],
      specialized_count_per_freq: [[1, 2]]
    });
    expect(compareFigures([at('A', map)], epoch, 'M')).toBeNull();
  });

  it('are null for lines over anything but epochs: each run has components of its own', () => {
    const loops = renderTrajectoryLoops(runP13('trajectory_loops/cross_epoch'));
    expect(compareFigures([at('A', loops), at('B', loops)], epoch, 'L')).toBeNull();
    const gap = renderSpectralGapTrajectory(runP13('spectral_gap/cross_epoch'));
    expect(compareFigures([at('A', gap)], epoch, 'G')?.data).toHaveLength(2);
    const below = compareFigures([at('A', gap)], epoch, 'G', { lines: ['gap'] })!;
    expect(below.layout.yaxis?.title).toEqual(gap.layout.yaxis2?.title);
  });
});

describe('comparing runs', () => {
  /** Losses of 301 epochs whose test loss falls from 5 to 0.5 at `turn`. */
  const turning = (turn: number) => ({
    train: new Float64Array(301).fill(0.1),
    test: Float64Array.from({ length: 301 }, (_, e) => (e < turn ? 5 : 0.5))
  });

  async function runs() {
    const results = temporaryFolder();
    const both = [
      await randomRun(results, [0, 20]),
      await randomRun(results, [0, 20], { prime: 11 })
    ];
    for (const [i, variant] of both.entries()) {
      await writeLosses(variant, 0, turning(i === 0 ? 150 : 1000));
      const { epochs, ...rows } = runP13('coarseness/summary');
      await writeSummary(variant, 'coarseness', Array.from(epochs.data), rows);
    }
    const found = await Promise.all(both.map(({ path }) => findVariant(results, path)));
    return Promise.all(found.map((variant: Variant) => readRun(variant, ['coarseness'])));
  }

  it('aligns by epoch, by turn and by fraction of the training', async () => {
    const [first] = await runs();
    const draw = async (align: 'epoch' | 'turn' | 'fraction') => {
      const { figure } = await compareRuns([first], findVisualization('loss_curves'), { align });
      return numbers(scatters(figure)[0]?.x);
    };
    expect((await draw('epoch'))[0]).toBe(0);
    expect((await draw('turn'))[150]).toBe(0);
    expect((await draw('fraction')).at(-1)).toBe(1);
  });

  it('leaves out a variant that never turns, with the reason', async () => {
    const both = await runs();
    const coarseness = findVisualization('coarseness_trajectory');
    const { variants, leftOut } = await compareRuns(both, coarseness, { align: 'turn' });
    expect(variants).toEqual([both[0].variant.name]);
    expect(leftOut.map(({ reason }) => reason.message)).toEqual([
      `no turn in ${both[1].variant.name}`
    ]);
  });

  it('leaves out a variant without data, and fails where none has any', async () => {
    const both = await runs();
    const bare = await readRun(await randomRun(temporaryFolder()), ['coarseness']);
    const coarseness = findVisualization('coarseness_trajectory');
    const { variants, leftOut } = await compareRuns([both[0], bare], coarseness);
    expect(variants).toHaveLength(1);
    expect(leftOut[0]?.reason.hint).toContain('--analyzer coarseness');
    const error = await userErrorOf(() => compareRuns([bare], coarseness));
    expect(error.message).toMatch(/^no data for coarseness_trajectory in /);
  });

  it('draws a figure that is made for variants from the data of each', async () => {
    const made = visualization({
      id: 'final_coarseness',
      title: 'Final coarseness',
      about: 'Which variant is coarsest?',
      kind: 'variants',
      needs: { summary: summaryOf('coarseness') },
      options: {},
      figure: (entries) => ({
        data: [
          {
            type: 'bar',
            x: entries.map(({ variant }) => variant),
            y: entries.map(({ data }) => data.summary.mean_coarseness!.data.at(-1)!)
          }
        ],
        layout: {}
      })
    });
    const both = await runs();
    const { figure } = await compareRuns(both, made as never);
    const mean = runP13('coarseness/summary').mean_coarseness.data.at(-1);
    expect(figure.data).toMatchObject([{ x: ['p7 s999', 'p11 s999'], y: [mean, mean] }]);
  });

  it('refuses figures of one epoch and lines that do not exist, and names the choice', async () => {
    const both = await runs();
    const heat = await userErrorOf(() => compareRuns(both, findVisualization('neuron_heatmap')));
    expect(heat.message).toBe('not a figure of lines over epochs or steps: neuron_heatmap');
    expect(heat.hint).toContain('loss_curves');
    const line = await userErrorOf(() =>
      compareRuns(both, findVisualization('loss_curves'), { lines: ['x'] })
    );
    expect(line.hint).toBe('series: Train, Test, Checkpoint');
    expect(line.exitCode).toBe(2);
  });
});

describe('short names', () => {
  const variant = (name: string, prime: number, seed: number): Variant =>
    ({
      name: `f_${name}`,
      family: 'f',
      parameters: { prime, seed, data_seed: 598, fraction: 0.3 },
      path: `/r/f/f_${name}`
    }) as Partial<Variant> as Variant;

  it('drop what all variants share, but prime and seed', () => {
    const names = shortNames([
      variant('p59_seed1_dseed598_frac0.5_dm64', 59, 1),
      variant('p59_seed1_dseed598_frac0.2_dm64', 59, 1)
    ]);
    expect(names).toEqual(['p59 s1 frac0.5', 'p59 s1 frac0.2']);
  });

  it('begin with the family where there are several, without the words that these share', () => {
    const of = (family: string) => ({
      ...variant('p97_seed1_dseed598', 97, 1),
      family,
      name: `${family}_p97_seed1_dseed598`
    });
    const names = (...families: readonly string[]) => shortNames(families.map(of));
    expect(names('modulo_division', 'modulo_subtraction')).toEqual([
      'division p97 s1',
      'subtraction p97 s1'
    ]);
    expect(names('modulo_addition_2layer', 'modulo_addition_2layer_mlp')).toEqual([
      '2layer p97 s1',
      '2layer_mlp p97 s1'
    ]);
    expect(names('own', 'modulo_division')).toEqual(['own p97 s1', 'modulo_division p97 s1']);
  });

  it('stay different where labels are the same', () => {
    const twin = { ...variant('p7_seed1_dseed598', 7, 1), path: '/other/f_p7_seed1_dseed598' };
    expect(shortNames([variant('p7_seed1_dseed598', 7, 1), twin])).toEqual([
      '/r/f/f_p7_seed1_dseed598',
      '/other/f_p7_seed1_dseed598'
    ]);
  });
});

it('of more than 200 variants, 200 that have data are drawn, evenly chosen', () => {
  const results = temporaryFolder();
  const variants = Array.from({ length: 1001 }, (_, i): Variant => {
    const path = join(results, String(i));
    mkdirSync(join(path, 'artifacts/coarseness'), { recursive: true });
    if (i % 2 === 0) writeFileSync(join(path, 'artifacts/coarseness/summary.npz'), '');
    return { path, name: String(i), state: 'analyzed' } as Variant;
  });
  const figure = findVisualization('coarseness_trajectory');
  const { chosen, drawable } = chosenVariants(variants, figure);
  expect([chosen.length, drawable]).toEqual([200, 501]);
  const places = chosen.map(({ name }) => Number(name));
  expect([places[0], places.at(-1)]).toEqual([0, 1000]);
  const steps = places.slice(1).map((place, i) => place - places[i]);
  expect(new Set(steps)).toEqual(new Set([4, 6]));
  expect(chosenVariants(variants.slice(0, 200), figure).chosen).toEqual(variants.slice(0, 200));
  expect(chosenVariants(variants.slice(0, 400), figure).chosen).toHaveLength(200);
});
