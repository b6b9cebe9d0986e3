import { describe, expect, it } from 'vitest';
import {
  renderNeuronGroupInSpace,
  renderNeuronGroupPhases,
  renderNeuronGroupScatter,
  renderNeuronGroupSpread,
  renderNeuronGroupTrajectory,
  renderWeightGeometryCentroidPca,
  renderWeightGeometryGroupSnapshot
} from '../../src/visualizations/figures.ts';
import { runP13 } from '../helpers/run-p13.ts';
import { bars, scatters } from '../helpers/traces.ts';

const groups = runP13('neuron_group_pca/cross_epoch');
const fractions = runP13('neuron_freq_norm/epoch_00059');
const members = (group: number) =>
  Array.from(groups.neuron_group_idx.data.keys()).filter(
    (neuron) => groups.neuron_group_idx.data[neuron] === group
  );
const projection = (row: number, neuron: number, c: number) =>
  groups.projections.data[(row * 512 + neuron) * 3 + c];

describe('neurons of a group', () => {
  it('are those of the largest group, where they lie at the epoch', () => {
    const figure = renderNeuronGroupScatter({ groups, fractions }, { epoch: 30 });
    const [points] = scatters(figure);
    const own = members(0);
    expect(Array.from(points.x)).toEqual(own.map((neuron) => projection(3, neuron, 0)));
    expect(Array.from(points.y)).toEqual(own.map((neuron) => projection(3, neuron, 1)));
    expect(figure.layout.title?.text).toMatch(
      /^Neurons of k 1 · Epoch 30 \(222 neurons of any share, mean/
    );
  });

  it('have the colour of the share that the group’s frequency has in them', () => {
    const figure = renderNeuronGroupScatter({ groups, fractions }, { frequency: 4 });
    const colors = scatters(figure)[0].marker!.color as number[];
    const shares = members(3).map((neuron) => fractions.norm_matrix.data[3 * 512 + neuron]);
    expect(colors).toEqual(shares);
  });

  it('or of the frequency that they follow, which at the last epoch is that of the group', () => {
    const last = renderNeuronGroupScatter(
      { groups, fractions },
      { frequency: 3, color: 'frequency' }
    );
    expect(new Set(scatters(last)[0].marker!.color as number[])).toEqual(new Set([2]));
  });

  it('stand in a panel per group on one scale, with one colour bar', () => {
    const figure = renderNeuronGroupScatter({ groups, fractions }, { all: true });
    const traces = scatters(figure);
    expect(traces.map(({ xaxis }) => xaxis)).toEqual([undefined, 'x2', 'x3', 'x4', 'x5', 'x6']);
    expect(traces.filter(({ marker }) => marker?.showscale)).toHaveLength(1);
    expect(figure.layout.xaxis6?.range).toEqual(figure.layout.yaxis?.range);
    expect(figure.layout.annotations?.[0]?.text).toBe('k 1 (222)');
  });

  it('in space show PC2 across and PC3 up when seen along PC1, in the colours of their shares', () => {
    const view = { azimuth: 0, elevation: 0 };
    const figure = renderNeuronGroupInSpace({ groups, fractions }, { epoch: 30, ...view });
    const points = scatters(figure).at(-1)!;
    const own = members(0);
    own.forEach((neuron, m) => {
      expect(points.x[m]).toBeCloseTo(projection(3, neuron, 1), 6);
      expect(points.y[m]).toBeCloseTo(projection(3, neuron, 2), 6);
    });
    const shares = own.map((neuron) => fractions.norm_matrix!.data[neuron]);
    expect(points.marker!.color).toEqual(shares);
    const later = renderNeuronGroupInSpace({ groups, fractions }, { epoch: 59, ...view });
    expect(scatters(later)[0].x).toEqual(scatters(figure)[0].x); // the box stands still
  });

  it('are refused for a frequency that no group has', () => {
    const ask = () => renderNeuronGroupScatter({ groups, fractions }, { frequency: 9 });
    expect(ask).toThrow('no group of frequency: 9');
    expect(ask).toThrow(
      expect.objectContaining({ hint: 'frequencies with a group: 1, 2, 3, 4, 5, 6' })
    );
  });
});

describe('paths of a group', () => {
  it('begin and end where the neurons do, one after another with gaps', () => {
    const figure = renderNeuronGroupTrajectory(groups, { frequency: 2, count: 5 });
    const [all, paths] = scatters(figure);
    expect(all.x).toHaveLength(45);
    expect(paths.x).toHaveLength(5 * 8);
    const gaps = Array.from(paths.x).flatMap((x, i) => (Number.isNaN(x) ? [i] : []));
    expect(gaps).toEqual([7, 15, 23, 31, 39]);
    const ends = [6, 14, 22, 30, 38].map((i) => paths.x[i]);
    for (const end of ends) expect(Array.from(all.x)).toContain(end);
  });

  it('carry a mark each at the current epoch, the farthest out its name', () => {
    const { annotations } = renderNeuronGroupTrajectory(groups, {
      count: 3,
      currentEpoch: 30
    }).layout;
    expect(annotations?.map(({ text }) => text)).toEqual(['◆', '◆', '◆', 'epoch 30']);
  });

  it('are all of them where the group has fewer neurons than asked for', () => {
    const figure = renderNeuronGroupTrajectory(groups, { frequency: 6, count: 500 });
    expect(figure.layout.title?.text).toContain('(41/41 neurons)');
  });
});

describe('phases of a group', () => {
  const four = {
    epochs: [0],
    group_freqs: [1],
    group_sizes: [4],
    neuron_group_idx: [0, 0, 0, 0],
    projections: [
      [
        [1, 0, 0],
        [0, 2, 0],
        [-3, 0, 0],
        [0, -4, 0]
      ]
    ]
  };
  const phased = (degrees: readonly number[]) => ({
    phi_mk: degrees.map((angle) => [9, (angle * Math.PI) / 180])
  });
  const title = (degrees: readonly number[]) =>
    renderNeuronGroupPhases({ groups: four, fourier: phased(degrees) }).layout.title?.text;

  it('have a resultant of 1 where they agree and of 0 where they cover the circle', () => {
    expect(title([30, 30, 30, 30])).toContain('resultant 1.00');
    expect(title([-135, -45, 45, 135])).toContain('resultant 0.00');
    expect(title([0, 0, 90, 90])).toContain('resultant 0.71');
  });

  it('are sectors whose radius is the number of neurons, from -180° on', () => {
    const fourier = phased([-170, 10, 20, 100]);
    const figure = renderNeuronGroupPhases({ groups: four, fourier }, { bins: 4 });
    const [rose] = scatters(figure);
    const radii = Array.from(rose.x, (x, i) => Math.hypot(x, rose.y[i]));
    const points = (radii.length - 1) / 4;
    [1, 0, 2, 1].forEach((count, bin) => {
      for (let i = bin * points; i < (bin + 1) * points; i++)
        expect(radii[i]).toBeCloseTo(count, 9);
    });
    expect(rose.x[radii.length - 1]).toBe(rose.x[0]);
  });

  it('are the angles in the plane of the group where asked for', () => {
    const data = { groups: four, fourier: phased([0, 0, 0, 0]) };
    const figure = renderNeuronGroupPhases(data, { of: 'plane' });
    expect(figure.layout.title?.text).toContain('resultant 0.00');
  });
});

describe('sizes and centres of groups', () => {
  const geometry = runP13('freq_group_weight_geometry/cross_epoch');

  it('spread is a line per group, the five largest named', () => {
    const lines = scatters(renderNeuronGroupSpread(groups, { prime: 13 }));
    expect(Array.from(lines[2].y)).toEqual(
      Array.from({ length: 7 }, (_, row) => groups.mean_spread.data[row * 6 + 2])
    );
    expect(lines.filter(({ showlegend }) => showlegend)).toHaveLength(5);
    expect(lines[5]).toMatchObject({ name: 'k 6', showlegend: false });
  });

  it('the snapshot is of the nearest stored epoch', () => {
    const figure = renderWeightGeometryGroupSnapshot(geometry, { epoch: 33 });
    const [radii, dimensions] = bars(figure);
    expect(figure.layout.title?.text).toBe('Neuron groups in W_in · Epoch 30');
    expect(Array.from(radii.y)).toEqual([...geometry.Win_radii.data.subarray(18, 24)]);
    expect(Array.from(dimensions.y)).toEqual([
      ...geometry.Win_dimensionality.data.subarray(18, 24)
    ]);
    expect(radii.x).toEqual(['1', '2', '3', '4', '5', '6']);
  });

  it('centres in a plane keep their distances, and two components hold all variance', () => {
    const at = [
      [3, 0],
      [0, 4],
      [3, 4],
      [0, 0]
    ] as const;
    const put = ([x, y]: readonly [number, number]) => [x * 0.6, y, x * 0.8];
    const data = {
      epochs: [0, 10],
      group_freqs: [0, 4],
      group_sizes: [2, 3],
      Wout_centroids: [
        [put(at[0]), put(at[1])],
        [put(at[2]), put(at[3])]
      ]
    };
    const figure = renderWeightGeometryCentroidPca(data, { matrix: 'W_out', currentEpoch: 10 });
    const [one, other] = scatters(figure);
    const far = Math.hypot(one.x[0] - other.x[0], one.y[0] - other.y[0]);
    expect(far).toBeCloseTo(5, 6);
    expect(Math.hypot(one.x[1] - one.x[0], one.y[1] - one.y[0])).toBeCloseTo(4, 6);
    expect(figure.layout.xaxis?.title?.text).toBe('PC1 (64.0% var)');
    expect(figure.layout.yaxis?.title?.text).toBe('PC2 (36.0% var)');
    expect(figure.layout.annotations?.map(({ text }) => text)).toEqual(['◆', 'epoch 10', '◆']);
  });
});
