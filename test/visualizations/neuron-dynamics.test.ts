import { describe, expect, it } from 'vitest';
import { frequencyColor, hslToRgb } from '../../src/figure/colors.ts';
import {
  renderCommitmentTimeline,
  renderNeuronFreqDistribution,
  renderNeuronFreqTrajectory,
  renderSwitchCountDistribution
} from '../../src/visualizations/figures.ts';
import neuronFreqTrajectory from '../../src/visualizations/neurons/neuron-freq-trajectory.ts';
import { runP13 } from '../helpers/run-p13.ts';
import { bars, heatmap, shapesNamed } from '../helpers/traces.ts';

const run = {
  epochs: [0, 100, 1000],
  dominant_freq: [
    [0, 5, 2, 1],
    [3, 5, 2, 1],
    [3, 0, 2, 0]
  ],
  max_frac: [
    [0.2, 0.9, 0.4, 0.6],
    [0.8, 0.9, 0.5, 0.6],
    [0.9, 0.7, 0.6, 0.8]
  ],
  threshold: [0.5],
  switch_counts: [1, 1, 0, 1],
  commitment_epochs: [100, 1000, 100, 1000]
};

describe('REQ_042 conditions', () => {
  it('1: renderNeuronFreqTrajectory draws neuron × epoch coloured by dominant frequency, uncommitted neurons masked', () => {
    const figure = renderNeuronFreqTrajectory(run, { prime: 13 });
    const map = heatmap(figure);
    expect(map.z).toEqual([
      [Number.NaN, 3, 3],
      [5, 5, 0],
      [Number.NaN, 2, 2],
      [1, 1, 0]
    ]);
    expect(Array.from(map.x as number[])).toEqual([0, 100, 1000]);
    expect(map.y).toEqual([0, 1, 2, 3]);
    expect(map.text?.[0]).toEqual(['1', '4', '4']);
    expect(figure.layout.plot_bgcolor).toBe('#d5d9de');
    expect(figure.layout).toMatchObject({ width: 1100, height: 600 });
  });

  it('2: the sorted view groups neurons by final frequency, then by fraction descending', () => {
    const figure = renderNeuronFreqTrajectory(run, { prime: 13, sortedByFinal: true });
    expect(heatmap(figure).y).toEqual(['neuron 3', 'neuron 1', 'neuron 2', 'neuron 0']);
    expect(heatmap(figure).z[0]).toEqual([1, 1, 0]);
    expect(figure.layout.yaxis).toMatchObject({
      tickvals: [0.5, 2, 3],
      ticktext: ['k 1', 'k 3', 'k 4']
    });
  });

  it('3: the uncommitted threshold defaults to 3/(p//2) and can be set', () => {
    const { threshold: _, ...unstored } = run;
    const gaps = (options: object, data: object = unstored) =>
      heatmap(renderNeuronFreqTrajectory(data as typeof run, options)).z.flatMap((row) =>
        Array.from(row).filter(Number.isNaN)
      ).length;
    expect(gaps({ prime: 13 })).toBe(2);
    expect(gaps({ prime: 31 })).toBe(0);
    expect(gaps({ prime: 13, threshold: 0.75 })).toBe(7);
    expect(gaps({ prime: 31 }, run)).toBe(2);
    expect(() => renderNeuronFreqTrajectory(unstored)).toThrow('missing array: threshold');
  });

  it('4: the colour scale is a muted HSL hue rotation, saturation at most 0.5', () => {
    const { colorscale, zmin, zmax } = heatmap(renderNeuronFreqTrajectory(run, { prime: 13 }));
    expect([zmin, zmax]).toEqual([-0.5, 5.5]);
    expect(colorscale).toHaveLength(12);
    const hues = new Set<number>();
    for (const [k, [, color]] of colorscale!.filter((_, i) => i % 2 === 0).entries()) {
      expect(color).toBe(frequencyColor(k + 1, 6));
      const { hue, saturation, lightness } = hsl(color);
      expect(saturation).toBeLessThanOrEqual(0.505);
      expect(lightness).toBeGreaterThan(0.4);
      expect(lightness).toBeLessThan(0.72);
      // every sixth of the circle once
      expect(Math.abs(Math.sin(Math.PI * hue * 6))).toBeLessThan(0.1);
      hues.add(Math.round(hue * 6) % 6);
    }
    expect(hues.size).toBe(6);
  });

  it('9: commitment timeline: a histogram of 30 bins, uncommitted neurons dropped', () => {
    const commitment_epochs = [100, Number.NaN, 100, 1000];
    const figure = renderCommitmentTimeline({ ...run, commitment_epochs }, { prime: 13, seed: 7 });
    const [histogram, ...more] = bars(figure);
    expect(more).toEqual([]);
    expect(histogram?.y).toHaveLength(30);
    expect([histogram?.y[3], histogram?.y[29]]).toEqual([2, 1]);
    expect(figure.layout.title?.text).toBe('Commitment timeline (p=13, seed=7, 3/4 neurons)');
    expect(renderCommitmentTimeline(run, { nBins: 5 }).data[0]).toMatchObject({ width: 200 });
  });

  it('9: switch count distribution: one bin per count, at least ten', () => {
    const figure = renderSwitchCountDistribution(run, { prime: 13 });
    expect(bars(figure)).toHaveLength(1);
    expect(Array.from(bars(figure)[0].y)).toEqual([1, 3, 0, 0, 0, 0, 0, 0, 0, 0]);
    const many = renderSwitchCountDistribution({ switch_counts: Int32Array.of(14, 0) });
    expect(bars(many)[0]?.y).toHaveLength(15);
    expect(figure.layout.title?.text).toBe('Switch counts (p=13, 3/4 neurons switch)');
  });
});

describe('neuron dynamics', () => {
  it('takes the last row of the per-epoch keys of a summary', () => {
    const switch_count = [
      [0, 0],
      [2, 1]
    ];
    expect(
      Array.from(bars(renderSwitchCountDistribution({ switch_count }))[0].y).slice(0, 3)
    ).toEqual([0, 1, 1]);
    const commitment_epoch = [
      [Number.NaN, Number.NaN],
      [100, Number.NaN]
    ];
    expect(
      renderCommitmentTimeline({ epochs: [0, 100], commitment_epoch }).layout.title?.text
    ).toContain('1/2 neurons');
  });

  it('compares float32 fractions with the threshold as float32', () => {
    const max_frac = [Float32Array.of(0.9)];
    const one = { epochs: [0], dominant_freq: [[2]], max_frac, threshold: [0.9] };
    expect(heatmap(renderNeuronFreqTrajectory(one, { prime: 13 })).z).toEqual([[2]]);
  });

  it('places the cursor only when an epoch is given', () => {
    expect(shapesNamed(renderNeuronFreqTrajectory(run, { prime: 13 }), 'cursor')).toEqual([]);
    const figure = renderNeuronFreqTrajectory(run, { prime: 13, currentEpoch: 100 });
    expect(shapesNamed(figure, 'cursor')).toMatchObject([{ x0: 100 }]);
  });

  it('hands out the same matrices wherever the cursor stands', () => {
    const data = runP13('neuron_dynamics/cross_epoch');
    const options = { sortedByFinal: true, threshold: null, prime: 13, title: null };
    const at = (currentEpoch: number) =>
      heatmap(neuronFreqTrajectory.figure(data, { ...options, currentEpoch })).z;
    expect(at(10)).toBe(at(20));
  });

  it('survives a run in which no neuron commits', () => {
    const figure = renderCommitmentTimeline({ commitment_epochs: [Number.NaN, Number.NaN] });
    expect(Array.from(bars(figure)[0].y).every((count) => count === 0)).toBe(true);
  });

  it('masks as many cells of the p=13 run as lie below its threshold', () => {
    const stored = runP13('neuron_dynamics/cross_epoch');
    const masked = heatmap(renderNeuronFreqTrajectory(stored, { prime: 13 })).z.flatMap((row) =>
      Array.from(row).filter(Number.isNaN)
    );
    expect(masked).toHaveLength(
      Array.from(stored.max_frac.data).filter((frac) => frac < 0.5).length
    );
  });
});

describe('neuron_freq_distribution', () => {
  const norm_matrix = [
    [0.05, 0.6, 0.3],
    [0.85, 0.2, 0.3],
    [0.0, 0.05, 0.3]
  ];

  it('stacks each neuron from its strongest frequency up; those below 10 % are grey', () => {
    const figure = renderNeuronFreqDistribution({ norm_matrix }, { sort: 'index', epoch: 3 });
    const stack = bars(figure).map(({ y }) => Array.from(y));
    expect(stack).toEqual([
      [0.85, 0.6, 0.3],
      [0, 0.2, 0.3],
      [0, 0, 0.3],
      [0.05, 0.05, 0]
    ]);
    const colors = bars(figure).map(({ marker }) => marker?.color);
    expect(colors[0]).toEqual([2, 1, 1].map((k) => frequencyColor(k, 3)));
    expect(colors.at(-1)).toBe('#d5d9de');
    expect(figure.layout.title?.text).toContain('Epoch 3');
  });

  it('sorts by dominant frequency or from pure to mixed', () => {
    const order = (sort: 'dominant' | 'entropy') =>
      bars(renderNeuronFreqDistribution({ norm_matrix }, { sort }))[0]?.customdata?.map(
        (entry) => (entry as [number])[0]
      );
    expect(order('dominant')).toEqual([1, 2, 0]);
    expect(order('entropy')).toEqual([0, 1, 2]);
  });
});

/** Hue, saturation and lightness (0 to 1) of `#rrggbb`. */
function hsl(color: string): { hue: number; saturation: number; lightness: number } {
  const [r, g, b] = [1, 3, 5].map((i) => Number.parseInt(color.slice(i, i + 2), 16) / 255) as [
    number,
    number,
    number
  ];
  const [high, low] = [Math.max(r, g, b), Math.min(r, g, b)];
  const lightness = (high + low) / 2;
  const saturation = (high - low) / (1 - Math.abs(2 * lightness - 1));
  const turn =
    high === r
      ? (g - b) / (high - low)
      : high === g
        ? 2 + (b - r) / (high - low)
        : 4 + (r - g) / (high - low);
  return { hue: (turn / 6 + 1) % 1, saturation, lightness };
}

describe('hslToRgb', () => {
  it('gives the primaries, greys and wraps the hue', () => {
    expect(hslToRgb(0, 1, 0.5)).toEqual([255, 0, 0]);
    expect(hslToRgb(1 / 3, 1, 0.5).map(Math.round)).toEqual([0, 255, 0]);
    expect(hslToRgb(5 / 3, 1, 0.5).map(Math.round)).toEqual([0, 0, 255]);
    expect(hslToRgb(0.4, 0, 0.5)).toEqual([127.5, 127.5, 127.5]);
  });
});
