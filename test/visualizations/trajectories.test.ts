import { describe, expect, it } from 'vitest';
import { float32 } from '../../src/array/tensor.ts';
import { carriedError, modeStates } from '../../src/visualizations/answers/dynamic-modes.ts';
import { turningFrequency } from '../../src/visualizations/answers/turning-frequency.ts';
import {
  renderCentroidPca,
  renderCentroidPcaVariance,
  renderDmdReconstruction,
  renderDmdResidual,
  renderGlobalCentroidPca,
  renderTrajectoryGroups,
  renderTrajectoryInSpace,
  renderTrajectoryProximity,
  renderTrajectoryVariance
} from '../../src/visualizations/figures.ts';
import { viewFrom } from '../../src/visualizations/parts/orthographic.ts';
import { sharesSoFar } from '../../src/visualizations/trajectory/trajectory-variance.ts';
import { runP13 } from '../helpers/run-p13.ts';
import { scatters } from '../helpers/traces.ts';

const trajectory = runP13('parameter_trajectory/cross_epoch');

describe('the trajectory in space', () => {
  it('seen along an axis is the plane of the two others', () => {
    const point = [1, 2, 3] as const;
    const seen = (azimuth: number, elevation: number) =>
      viewFrom(azimuth, elevation)(point).map((value) => Number(value.toFixed(12)));
    expect(seen(0, 0)).toEqual([2, 3]);
    expect(seen(90, 0)).toEqual([-1, 3]);
    expect(seen(-90, 90)).toEqual([1, 2]);
  });

  it('seen from anywhere is an orthogonal projection', () => {
    const view = viewFrom(35, 25);
    const images = [view([1, 0, 0]), view([0, 1, 0]), view([0, 0, 1])];
    const product = (i: number, j: number) =>
      images.reduce((sum, image) => sum + image[i] * image[j], 0);
    expect(product(0, 0)).toBeCloseTo(1, 12);
    expect(product(1, 1)).toBeCloseTo(1, 12);
    expect(product(0, 1)).toBeCloseTo(0, 12);
  });

  it('names its axes with their shares and marks the epoch without touching the path', () => {
    const figure = renderTrajectoryInSpace(trajectory, { group: 'mlp', currentEpoch: 31 });
    const notes = figure.layout.annotations?.map(({ text }) => text) ?? [];
    expect(notes.slice(0, 3).every((text, i) => text.startsWith(`PC${i + 1} (`))).toBe(true);
    expect(notes.slice(3)).toEqual(['◆', 'epoch 31']);
    expect(scatters(figure).at(-1)!.x).toHaveLength(7);
  });
});

describe('the variance of the path so far', () => {
  it('is all along the only component that moves, and unknown before anything moves', () => {
    const shares = sharesSoFar([Float64Array.of(1, 3, 2), new Float64Array(3)]);
    expect(shares.map((share) => Array.from(share))).toEqual([
      [Number.NaN, 1, 1],
      [Number.NaN, 0, 0],
      [Number.NaN, 0, 0]
    ]);
  });

  it('at the last epoch is the explained variance of the whole run', () => {
    const whole = trajectory.attention__explained_variance_ratio.data;
    const lines = scatters(renderTrajectoryVariance(trajectory, { group: 'attention' }));
    for (const c of [0, 1, 2]) expect(lines[c].y[5]).toBeCloseTo(whole[c], 4);
  });
});

describe('the paths of the parts', () => {
  const x = [0, 1, 2, 4];
  const y = [0, 1, 0, 1];
  const path = (scale: number, signX: number, signY: number) =>
    float32(
      Float32Array.from(x.flatMap((value, i) => [signX * scale * value + 7, signY * scale * y[i]])),
      [4, 2]
    );
  const alike = {
    epochs: [0, 10, 20, 30],
    embedding__projections: path(1, 1, 1),
    attention__projections: path(5, -1, 1),
    mlp__projections: path(0.1, 1, -1)
  };

  it('of one shape coincide whatever their size, place and signs', () => {
    const [first, ...others] = scatters(renderTrajectoryGroups(alike));
    expect(Math.max(...Array.from(first.x)) - Math.min(...Array.from(first.x))).toBeCloseTo(1);
    for (const other of others)
      Array.from(first.y).forEach((value, i) => {
        expect(other.y[i]).toBeCloseTo(value, 5);
        expect(other.x[i]).toBeCloseTo(first.x[i], 5);
      });
    for (const { y: distances } of scatters(renderTrajectoryProximity(alike)))
      for (const distance of Array.from(distances)) expect(distance).toBeCloseTo(0, 5);
  });

  it('are told apart by their distance in units of their size', () => {
    const flat = { ...alike, mlp__projections: float32(new Float32Array(8), [4, 2]) };
    const [, toMlp] = scatters(renderTrajectoryProximity(flat));
    expect(toMlp.name).toBe('emb–mlp');
    expect(toMlp.y[0]).toBeCloseTo(Math.hypot(-7 / 4, -0.5) / 4, 5);
  });
});

describe('the frequency with which points turn', () => {
  const p = 13;
  const angle = (k: number, r: number) => (2 * Math.PI * k * r) / p;
  const points = (of: (r: number) => number) => Float64Array.from({ length: p }, (_, r) => of(r));

  it('holds all of an ellipse, whichever way round and wherever it lies', () => {
    const [x, y] = [
      points((r) => 7 + 3 * Math.cos(angle(5, r))),
      points((r) => -Math.sin(angle(5, r)))
    ];
    const { frequency, share } = turningFrequency(x, y)!;
    expect(frequency).toBe(5);
    expect(share).toBeCloseTo(1, 12);
  });

  it('has the share of its squares', () => {
    const x = points((r) => 2 * Math.cos(angle(2, r)) + Math.cos(angle(6, r)));
    const { frequency, share } = turningFrequency(x, new Float64Array(p))!;
    expect(frequency).toBe(2);
    expect(share).toBeCloseTo(4 / 5, 12);
  });

  it('is unknown where all points coincide', () => {
    expect(turningFrequency(new Float64Array(p), new Float64Array(p))).toBeNull();
    expect(turningFrequency([Number.NaN, 1, 2], [0, 1, 2])).toBeNull();
  });

  it('colours the centres of the answers in their order around it', () => {
    const centroids = float32(
      Float32Array.from({ length: 2 * p }, (_, i) =>
        i % 2 ? Math.sin(angle(4, i >> 1)) : Math.cos(angle(4, i >> 1))
      ),
      [p, 2]
    );
    const figure = renderCentroidPca({ resid_post_centroids: centroids }, { turn: true });
    expect(figure.layout.title?.text).toContain('(k 4: 100% of the plane)');
    const { color } = scatters(figure)[0].marker!;
    expect(Array.from(color as ArrayLike<number>)).toEqual(
      Array.from({ length: p }, (_, r) => (4 * r) % p)
    );
  });
});

describe('dynamic modes', () => {
  // One answer with two coordinates: one halves, one is a quarter turn seen from its side.
  const data = {
    epochs: float32(Float32Array.of(0, 10, 20), [3]),
    a__trajectory: float32(Float32Array.of(8, 1, 4, 0, 2, -1), [3, 2]),
    a__n_classes: float32(Float32Array.of(1), []),
    a__eigenvalues: { dtype: 'complex128', shape: [3], data: Float64Array.of(0.5, 0, 0, 1, 0, -1) },
    a__amplitudes: { dtype: 'complex128', shape: [3], data: Float64Array.of(8, 0, 0.5, 0, 0.5, 0) },
    a__modes: {
      dtype: 'complex128',
      shape: [2, 3],
      data: Float64Array.of(1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0)
    }
  } as const;

  it('carry the first state on as their eigenvalues say', () => {
    const states = modeStates(data, 'a');
    expect(Array.from(states.carried)).toEqual([8, 1, 4, 0, 2, -1]);
    expect(Array.from(carriedError(states).off)).toEqual([0, 0, 0]);
    expect(carriedError(states).length[0]).toBeCloseTo(Math.sqrt(65));
  });

  it('miss by the stored residuals, or by them over the size of the state', () => {
    const stored = runP13('centroid_dmd/cross_epoch');
    const residuals = Array.from(stored.resid_post__residual_norms.data);
    const line = (relative: boolean) => scatters(renderDmdResidual(stored, { relative }))[2];
    expect(Array.from(line(false).y)).toEqual(residuals);
    expect(Array.from(line(false).x)).toEqual([10, 20, 30, 40, 50, 59]);
    const { length } = carriedError(modeStates(stored, 'resid_post'));
    Array.from(line(true).y).forEach((error, i) => {
      expect(error).toBeCloseTo(residuals[i] / length[i + 1], 10);
    });
  });

  it('from the start count every checkpoint, the first too', () => {
    const figure = renderDmdResidual(runP13('centroid_dmd/cross_epoch'), { from: 'start' });
    expect(scatters(figure)[0].x).toHaveLength(7);
  });

  it('are drawn at the checkpoint nearest to the epoch', () => {
    const stored = runP13('centroid_dmd/cross_epoch');
    const figure = renderDmdReconstruction(stored, { epoch: 33 });
    expect(figure.layout.title?.text).toMatch(/Epoch 30 \(off by \d+%\)$/);
    const { data: states } = stored.resid_post__trajectory;
    expect(scatters(figure)[0].x[1]).toBe(states[3 * 26 + 2]);
  });
});

describe('the answers in the basis of the run', () => {
  const stored = runP13('global_centroid_pca/cross_epoch');

  it('stand where they are at the epoch, their paths end there', () => {
    const figure = renderGlobalCentroidPca(stored, { epoch: 20, paths: 1 });
    const [paths, points] = scatters(figure);
    expect(paths.x).toHaveLength(3);
    expect(paths.x[2]).toBe(points.x[0]);
    expect(points.y[12]).toBe(stored.resid_post__projections.data[(2 * 13 + 12) * 2 + 1]);
  });

  it('have no more paths than answers, and none where none are asked for', () => {
    const count = (paths: number) => scatters(renderGlobalCentroidPca(stored, { paths })).length;
    expect(count(200)).toBe(13 + 1);
    expect(count(0)).toBe(1);
  });

  it('vary in three directions and more', () => {
    const lines = scatters(renderCentroidPcaVariance(runP13('repr_geometry/summary')));
    for (const e of [0, 6]) {
      const [one, two, three, all] = lines.map(({ y }) => y[e]);
      expect(all).toBeCloseTo(one + two + three, 10);
      expect(all).toBeLessThanOrEqual(1);
    }
  });
});
