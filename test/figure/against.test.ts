import { expect, it } from 'vitest';
import { against } from '../../src/figure/against.ts';
import type { Figure, HeatmapTrace } from '../../src/figure/figure.ts';

const map = (z: number[][], more: Partial<HeatmapTrace> = {}): Figure => ({
  data: [{ type: 'heatmap', z, zmin: 0, zmax: 4, colorbar: { title: { text: 'share' } }, ...more }],
  layout: {}
});

it('maps become differences on a scale about 0, as wide as that of the map', () => {
  const { data } = against(map([[1, 4]]), map([[3, 1]]), 'epoch 20');
  const [difference] = data as readonly HeatmapTrace[];
  expect(difference.z.map((row) => Array.from(row))).toEqual([[-2, 3]]);
  expect([difference.zmin, difference.zmid, difference.zmax]).toEqual([-4, 0, 4]);
  expect(difference.colorbar?.title?.text).toBe('share − epoch 20');
  const signed = { zmin: -3, zmax: 2 };
  const [both] = against(map([[1]], signed), map([[2]], signed), 'epoch 20').data;
  expect([(both as HeatmapTrace).zmin, (both as HeatmapTrace).zmax]).toEqual([-3, 3]);
});

it('maps of kinds and of other sizes stay', () => {
  const kinds = map([[1, 2]], { colorbar: { ticktext: ['a', 'b'] } });
  expect(against(kinds, kinds, 'epoch 1').data[0]).toBe(kinds.data[0]);
  const [now, other] = [map([[1, 2]]), map([[1, 2, 3]])];
  // The same figure: whoever shows it can tell that it is no difference.
  expect(against(now, other, 'epoch 1')).toBe(now);
});

it('curves and bars of the baseline stand behind, grey and named', () => {
  const figure = (y: number[]): Figure => ({
    data: [
      { type: 'scatter', name: 'Mean', x: [0, 1], y, line: { color: '#ff0000' } },
      { type: 'bar', name: 'Count', x: [0, 1], y }
    ],
    layout: {}
  });
  const { data } = against(figure([5, 6]), figure([1, 2]), 'epoch 3');
  expect(data.map(({ type, name }) => [type, name])).toEqual([
    ['scatter', 'Mean at epoch 3'],
    ['scatter', 'Count at epoch 3'],
    ['scatter', 'Mean'],
    ['bar', 'Count']
  ]);
  expect(data[0]).toMatchObject({ y: [1, 2], showlegend: false, line: { dash: 'dot' } });
});
