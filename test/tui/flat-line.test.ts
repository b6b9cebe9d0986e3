import { describe, expect, it } from 'vitest';
import { flatLine } from '../../src/tui/painted/flat-line.ts';
import { lines, upTo } from '../render-terminal/figures.ts';

const x = upTo(5);
const none = x.map(() => 0);

describe('a panel of which nothing is above 0', () => {
  it('says so in a line', () => {
    const layout = { yaxis: { title: { text: 'neurons' } } };
    expect(flatLine(lines({ A: [x, none], B: [x, none] }, layout))).toBe('neurons: 0 throughout');
    const bars = { data: [{ type: 'bar', name: 'Blobs', x, y: none }], layout: {} } as const;
    expect(flatLine(bars)).toBe('Blobs: 0 throughout');
  });

  it('is a plot where any value is another, or none is known', () => {
    expect(flatLine(lines({ A: [x, none], B: [x, x] }))).toBeNull();
    expect(flatLine(lines({ A: [x, none.map(() => Number.NaN)] }))).toBeNull();
    expect(flatLine(lines({ A: [x, [0, 0, Number.POSITIVE_INFINITY]] }))).toBeNull();
    const kinds = { ticktext: ['none', 'some'] };
    const map = { type: 'heatmap', name: 'Neurons', z: [none] } as const;
    expect(flatLine({ data: [{ ...map, colorbar: kinds }], layout: {} })).toBeNull();
    expect(flatLine({ data: [{ ...map, z: [none, x] }], layout: {} })).toBeNull();
    expect(flatLine({ data: [map], layout: {} })).toBe('Neurons: 0 throughout');
    expect(flatLine({ data: [], layout: {} })).toBeNull();
  });
});
