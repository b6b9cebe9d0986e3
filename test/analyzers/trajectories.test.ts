import { describe, expect, it } from 'vitest';
import { planeLoop, planeLoops } from '../../src/analyzers/trajectory/plane-loop.ts';
import trajectoryCurvature from '../../src/analyzers/trajectory/trajectory-curvature.ts';
import trajectoryLoops from '../../src/analyzers/trajectory/trajectory-loops.ts';
import { principalComponents } from '../../src/array/linear/principal-components.ts';
import { normal } from '../../src/array/random/normal.ts';
import { randomWalk } from '../../src/array/random/random-walk.ts';
import { torchGenerator } from '../../src/array/random/torch-generator.ts';
import { float32, float64, int32, type NamedArrays, vector } from '../../src/array/tensor.ts';
import { fakeRun } from '../helpers/fake-run.ts';

const points = (n: number, at: (t: number) => readonly [number, number]) => {
  const all = Array.from({ length: n }, (_, i) => at(i / (n - 1)));
  return [0, 1].map((c) => Float64Array.from(all, (p) => p[c])) as [Float64Array, Float64Array];
};
const turn = 2 * Math.PI;

describe('the shape of a path in a plane', () => {
  it('of a circle: area π, quotient 1, closed, no crossing; the other way round negative', () => {
    const circle = planeLoop(...points(1000, (t) => [Math.cos(turn * t), Math.sin(turn * t)]));
    expect(circle.area).toBeCloseTo(Math.PI, 4);
    expect(circle.quotient).toBeCloseTo(1, 4);
    expect(circle.openness).toBeCloseTo(0, 10);
    const back = planeLoop(...points(1000, (t) => [Math.cos(turn * t), -Math.sin(turn * t)]));
    expect(back.area).toBeCloseTo(-Math.PI, 4);
  });

  it('of a figure eight: area 0 and one crossing in the middle, passed at a quarter and three', () => {
    const at = (t: number) => [Math.cos(turn * t), Math.sin(2 * turn * t)] as const;
    const eight = planeLoop(...points(402, at));
    expect(eight.area).toBeCloseTo(0, 10);
    expect(eight.crossings).toHaveLength(1);
    const [crossing] = eight.crossings;
    expect(crossing.first / 401).toBeCloseTo(0.25, 3);
    expect(crossing.second / 401).toBeCloseTo(0.75, 3);
    expect(Math.hypot(crossing.x, crossing.y)).toBeLessThan(1e-3);
  });

  it('of a straight line: nothing enclosed, open', () => {
    const line = planeLoop(...points(20, (t) => [t, 2 * t]));
    expect(line.quotient).toBeCloseTo(0, 12);
    expect(line.openness).toBeCloseTo(1, 12);
    expect(line.length).toBeCloseTo(Math.sqrt(5), 12);
    expect(line.crossings).toEqual([]);
  });

  it('of the curve that random walks draw: 0.373, with the joining line 0.250, its loop 0.930', () => {
    const at = (t: number) =>
      [Math.cos(2 * Math.PI * t) / 2, Math.cos(3 * Math.PI * t) / 3] as const;
    const walk = planeLoop(...points(4001, at));
    // Area and crossing in closed form: |∮ x dy| = 4/15; cos 2t = 1/2 and cos 3t = 0 at t = π/6 and 5π/6.
    expect(Math.abs(walk.area)).toBeCloseTo(4 / 15, 5);
    expect(walk.crossings).toHaveLength(1);
    const [{ first, second, x, y }] = walk.crossings as [(typeof walk.crossings)[0]];
    expect([first / 4000, second / 4000]).toEqual([1 / 6, 5 / 6].map((t) => expect.closeTo(t, 4)));
    expect([x, y]).toEqual([1 / 4, 0].map((c) => expect.closeTo(c, 5)));
    expect(walk.quotient).toBeCloseTo(0.373, 3);
    expect(walk.closedQuotient).toBeCloseTo(0.2496, 4);
    // The loop's area is 2√3/10, its length the integral of |(sin 2t, sin 3t)|: 2.16362.
    expect(walk.loopQuotient).toBeCloseTo((4 * Math.PI * 0.2 * Math.sqrt(3)) / 2.16362 ** 2, 4);
  });

  it('of half a circle: 2, as closed as with its diameter', () => {
    const half = planeLoop(...points(2000, (t) => [Math.cos(Math.PI * t), Math.sin(Math.PI * t)]));
    expect(half.quotient).toBeCloseTo(2, 4);
    expect(half.closedQuotient).toBeCloseTo((2 * Math.PI ** 2) / (Math.PI + 2) ** 2, 4);
    expect(half.loopQuotient).toBeNaN();
  });

  it('of a square with stems is that of the square, π/4; of two loops it is that of the larger one', () => {
    const path = [
      [-2, 0],
      [1, 0],
      [1, 1],
      [0, 1],
      [0, -2]
    ] as const;
    const loopOf = (corners: readonly (readonly [number, number])[]) =>
      planeLoop(
        Float64Array.from(corners, ([x]) => x),
        Float64Array.from(corners, ([, y]) => y)
      ).loopQuotient;
    expect(loopOf(path)).toBeCloseTo(Math.PI / 4, 12);
    // A second crossing closes a rectangle of 2 × 1.
    const more = [...path.slice(0, 4), [0, -4], [-2, -4], [-2, -3], [4, -3]] as const;
    expect(loopOf(more)).toBeCloseTo((4 * Math.PI * 2) / 36, 12);
  });

  it('of one point and of none has no numbers that are not finite', () => {
    for (const n of [0, 1]) {
      const loop = planeLoop(new Float64Array(n), new Float64Array(n));
      const { crossings, loopQuotient, ...numbers } = loop;
      expect(Object.values(numbers)).toEqual([0, 0, 0, 0, 0]);
      expect(loopQuotient).toBeNaN();
      expect(crossings).toEqual([]);
    }
  });

  it('does not change with rotation and counts a crossing at a corner once', () => {
    const x = Float64Array.of(0, 2, 2, 1, 1);
    const y = Float64Array.of(0, 0, 1, 0, -1);
    const before = planeLoop(x, y);
    expect(before.crossings).toHaveLength(1);
    const [c, s] = [Math.cos(0.3), Math.sin(0.3)];
    const turned = planeLoop(
      x.map((v, i) => c * v - s * y[i]),
      y.map((v, i) => s * x[i] + c * v)
    );
    expect(turned.area).toBeCloseTo(before.area, 12);
    expect(turned.quotient).toBeCloseTo(before.quotient, 12);
  });
});

describe('random walks', () => {
  it('have the asked step lengths and right angles between steps', () => {
    const lengths = Float64Array.from({ length: 30 }, (_, i) => 1 + i / 10);
    const walk = randomWalk(lengths, 50_000, torchGenerator(3));
    const step = (i: number, k: number) => walk[(i + 1) * 30 + k] - walk[i * 30 + k];
    const product = (i: number, j: number) =>
      lengths.reduce((sum, _, k) => sum + step(i, k) * step(j, k), 0);
    for (let i = 0; i < 30; i++) {
      expect(Math.sqrt(product(i, i)) / lengths[i]).toBeCloseTo(1, 1);
      if (i > 0) expect(product(i, i - 1) / (lengths[i] * lengths[i - 1])).toBeCloseTo(0, 1);
    }
  });

  it.each([1, 2, 3])(
    'of 200 steps give the known variances and the known Lissajous loop: they cross once in PC2/PC3, never elsewhere (seed %i)',
    (seed) => {
      const walk = randomWalk(new Float64Array(199).fill(1), 20_000, torchGenerator(seed));
      const { squares, scores } = principalComponents(walk, 200, 199);
      const total = squares.reduce((sum, square) => sum + square, 0);
      [0.608, 0.152, 0.068].forEach((share, c) => {
        expect(squares[c] / total).toBeCloseTo(share, 1);
      });
      const width = scores.length / 200;
      const counts = planeLoops(scores, width).map(({ crossings }) => crossings.length);
      expect(counts).toEqual([0, 0, 1]);
      const known = points(200, (t) => [Math.cos(turn * t) / 2, Math.cos(1.5 * turn * t) / 3]);
      const [, , loop] = planeLoops(scores, width);
      const lissajous = planeLoop(...known);
      for (const quotient of ['quotient', 'closedQuotient', 'loopQuotient'] as const)
        expect(loop[quotient] / lissajous[quotient]).toBeCloseTo(1, 1);
      expect(loop.quotient).toBeCloseTo(0.37, 1);
    }
  );

  it('are the same for the same seed', () => {
    const walk = (seed: number) => randomWalk([1, 2, 3], 100, torchGenerator(seed));
    expect(walk(5)).toEqual(walk(5));
    expect(walk(5)).not.toEqual(walk(6));
  });
});

const groups = ['all', 'embedding', 'attention', 'mlp'];

describe('trajectory_loops', () => {
  const epochs = Array.from({ length: 101 }, (_, i) => 10 * i);
  const path = Float32Array.from({ length: 303 }, (_, i) => {
    const t = Math.floor(i / 3) / 100;
    return [5 * t, Math.cos(turn * t), Math.sin(2 * turn * t + 1e-3)][i % 3];
  });
  const stored = Object.assign(
    { epochs: int32(Int32Array.from(epochs), [101]) },
    ...groups.map((group) => ({
      [`${group}__projections`]: float32(path, [101, 3]),
      [`${group}__velocity`]: vector(new Float64Array(100).fill(0.1))
    }))
  ) as NamedArrays;
  const made = (walks: number, seed = 0) =>
    trajectoryLoops.across!(fakeRun({ across: { parameter_trajectory: stored } }), {
      walks,
      seed,
      dimensions: 10_000
    });

  it('finds the crossing of an eight in PC2/PC3 with both epochs, beside the walks', async () => {
    const loops = await made(5);
    expect([...loops.all__crossings.data]).toEqual([0, 0, 1]);
    expect([...loops.all__crossing_plane.data]).toEqual([2]);
    expect(loops.all__crossing_first_epoch.data[0]).toBeCloseTo(250, -1);
    expect(loops.all__crossing_second_epoch.data[0]).toBeCloseTo(750, -1);
    expect(loops.all__walk_crossings.shape).toEqual([3, 5]);
    expect([...loops.all__walk_crossings.data].slice(10)).toEqual([1, 1, 1, 1, 1]);
    expect(loops.all__walk.shape).toEqual([101, 3]);
    const [, , own] = loops.all__loop_isoperimetric_quotient.data;
    expect([...loops.all__loop_isoperimetric_quotient.data].slice(0, 2)).toEqual([NaN, NaN]);
    expect(own).toBeGreaterThan(0.5);
    const walks = [...loops.all__walk_loop_isoperimetric_quotient.data].slice(10);
    for (const quotient of walks) expect(quotient).toBeCloseTo(0.93, 1);
    const open = [...loops.all__walk_isoperimetric_quotient.data].slice(10);
    for (const quotient of open) expect(quotient).toBeCloseTo(0.37, 1);
  });

  it('walks as far in each step as the weights did, whatever the epochs between', async () => {
    const two = Object.assign(
      { epochs: int32(Int32Array.of(0, 10, 40), [3]) },
      ...groups.map((group) => ({
        [`${group}__projections`]: float32(new Float32Array(9), [3, 3]),
        [`${group}__velocity`]: vector([0.3, 0.2])
      }))
    ) as NamedArrays;
    const { all__walk } = await trajectoryLoops.across!(
      fakeRun({ across: { parameter_trajectory: two } }),
      { walks: 1, seed: 0, dimensions: 10_000 }
    );
    // Three points lie in a plane: two components hold all of it.
    const [a, b, c] = [0, 3, 6].map((i) => all__walk.data.subarray(i, i + 3));
    const apart = (x: ArrayLike<number>, y: ArrayLike<number>) =>
      Math.hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]);
    // The length of a random step in 10,000 dimensions is within about 1 %.
    expect(Math.abs(apart(a, b) / 3 - 1)).toBeLessThan(0.04);
    expect(Math.abs(apart(b, c) / 6 - 1)).toBeLessThan(0.04);
  });

  it('is the same twice and other walks with another seed', async () => {
    expect(await made(2)).toEqual(await made(2));
    const [one, other] = [await made(2), await made(2, 1)];
    expect(one.mlp__walk_openness).not.toEqual(other.mlp__walk_openness);
    expect(one.mlp__openness).toEqual(other.mlp__openness);
  });
});

/** A run whose W_E has these rows as its checkpoints, other weights constant. */
function motion(rows: readonly Float32Array[], every = 1) {
  const names = ['embed.W_E', 'pos_embed.W_pos', 'unembed.W_U', 'blocks.0.mlp.W_in'];
  const more = ['blocks.0.mlp.W_out', ...['Q', 'K', 'V', 'O'].map((x) => `blocks.0.attn.W_${x}`)];
  const constant = float32(Float32Array.of(1, 2), [2]);
  const checkpoints = Object.fromEntries(
    rows.map((row, i): [number, NamedArrays] => [
      i * every,
      {
        ...Object.fromEntries([...names, ...more].map((name) => [name, constant])),
        'embed.W_E': float32(row, [row.length])
      }
    ])
  );
  return trajectoryCurvature.across!(fakeRun({ checkpoints }), {});
}

describe('trajectory_curvature', () => {
  it('of a straight line is 0: no turn, no detour', async () => {
    const line = await motion(
      [0, 1, 2, 5].map((t) => Float32Array.of(3 * t, 4 * t)),
      10
    );
    expect([...line.all__velocity.data]).toEqual([0.5, 0.5, 1.5]);
    for (const angle of line.all__turning_angle.data) expect(angle).toBeCloseTo(0, 5);
    for (const curvature of line.all__curvature.data) expect(curvature).toBeCloseTo(0, 6);
    expect(line.all__tortuosity.data[0]).toBeCloseTo(1, 12);
    expect([...line.all__acceleration.data]).toEqual([0, 0.1].map((x) => expect.closeTo(x, 12)));
    expect([...line.all__displacement.data]).toEqual([0, 5, 10, 25]);
  });

  it('of a circle of radius 2 is 1/2, its tortuosity way over chord', async () => {
    const n = 40;
    const circle = await motion(
      Array.from({ length: n + 1 }, (_, i) =>
        Float32Array.of(2 * Math.cos((Math.PI * i) / n), 2 * Math.sin((Math.PI * i) / n))
      )
    );
    for (const curvature of circle.embedding__curvature.data) expect(curvature).toBeCloseTo(0.5, 3);
    expect(circle.embedding__tortuosity.data[0]).toBeCloseTo(Math.PI / 2, 2);
    for (const angle of circle.all__turning_angle.data) expect(angle).toBeCloseTo(180 / n, 2);
  });

  it('of a random walk in many dimensions turns by 90 degrees; a way back by 180', async () => {
    const generator = torchGenerator(1);
    let at = new Float32Array(20_000);
    const walk = Array.from({ length: 10 }, () => {
      const step = normal(generator, at.length);
      at = at.map((x, i) => x + step[i]);
      return at;
    });
    for (const angle of (await motion(walk)).all__turning_angle.data)
      expect(Math.abs(angle - 90)).toBeLessThan(2);
    const back = await motion([Float32Array.of(0), Float32Array.of(1), Float32Array.of(0)]);
    expect(back.all__turning_angle.data[0]).toBeCloseTo(180, 5);
  });

  it('of weights that rest has nothing that is not finite', async () => {
    const rest = await motion([Float32Array.of(1), Float32Array.of(1), Float32Array.of(1)]);
    for (const { data } of Object.values(rest)) expect(data.every(Number.isFinite)).toBe(true);
    expect((rest.mlp__tortuosity as { data: Float64Array }).data[0]).toBe(1);
    expect(float64(new Float64Array(0), [0]).data).toHaveLength(0);
  });
});
