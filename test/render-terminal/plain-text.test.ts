import { describe, expect, it } from 'vitest';
import type { Figure } from '../../src/figure/figure.ts';
import { describeFigure, plainText } from '../../src/render-terminal/index.ts';
import { cursorAt, lines, upTo } from './figures.ts';

const epochs = upTo(61);
const loss = lines(
  {
    train: [epochs, epochs.map((e) => 10 ** (-e / 10))],
    test: [epochs, epochs.map((e) => (e < 40 ? 10 : 10 ** (5 - e / 10)))]
  },
  {
    title: { text: 'Loss' },
    xaxis: { title: { text: 'epoch' } },
    yaxis: { type: 'log', title: { text: 'loss' } },
    shapes: [cursorAt(30)]
  }
);

describe('plainText', () => {
  it('prints curves by asciichart over a log axis, then their values', () => {
    expect(plainText(loss, { width: 64, height: 9 })).toBe(`Loss

loss   ── train   ══ test
     │═════════════════════════════════════════╗
 1e0 ┤─╮                           ┊          ╚═══════╗
     │╰─────────╮                  ┊                  ╚════════
     │          ╰───────╮          ┊
     │                  ╰────────╮ ┊
     │                           ╰────────╮
1e-4 ┤                             ┊      ╰────────╮
     │                             ┊               ╰────────╮
     │                             ┊                        ╰──
      0                 20                 40              epoch

train: first 1 at epoch 0, min 1e-6 at epoch 60, max 1 at epoch 0, last 1e-6 at epoch 60
test: first 10 at epoch 0, min 0.1 at epoch 60, max 10 at epoch 0, last 0.1 at epoch 60

at epoch 30: train 0.001, test 10
`);
  });

  it('prints ASCII only on request', () => {
    const text = plainText(loss, { width: 64, height: 9, ascii: true });
    expect(text).toMatch(/^[\n\x20-\x7e]*$/);
    expect(text).toContain('loss   -- train   oo test');
  });

  it('marks NaN in curves and counts it', () => {
    const broken = lines({ a: [upTo(5), [0, 1, Number.NaN, Number.NEGATIVE_INFINITY, 4]] });
    const text = plainText(broken, { width: 30, height: 5 });
    expect(text).toContain('×');
    expect(text).toContain('1 of 5 NaN, 1 of 5 Inf');
  });

  it('prints few bars as rows', () => {
    const bars: Figure = {
      data: [
        { type: 'bar', name: 'low', x: ['a', 'b'], y: [3, 0] },
        { type: 'bar', name: 'high', x: ['a', 'b'], y: [1, 2] }
      ],
      layout: { barmode: 'stack' }
    };
    expect(plainText(bars, { width: 30 })).toBe(`   █ low   ▒ high
a │███████████████████▒▒▒▒▒▒ 4
b │▒▒▒▒▒▒▒▒▒▒▒▒▒ 2

low: min 0 at b, max 3 at a
high: min 1 at a, max 2 at b
`);
  });

  it('prints a heat map as a ramp with its range', () => {
    const map: Figure = {
      data: [
        {
          type: 'heatmap',
          name: 'share',
          z: [
            [0, 1],
            [2, Number.NaN]
          ]
        }
      ],
      layout: { xaxis: { title: { text: 'head' } } }
    };
    const text = plainText(map, { width: 24, height: 6 });
    expect(text).toContain('@@@@');
    expect(text).toContain('????');
    expect(text).toContain(
      'share: 2 rows of 2, min 0 at head 0, 0, max 2 at head 0, 1, colours from 0 to 2, 1 of 4 NaN'
    );
  });

  it('prints a figure without data, and nothing wider than asked', () => {
    expect(plainText({ data: [], layout: { title: { text: 'Empty' } } })).toBe(
      'Empty\n\nno data\n'
    );
    for (const width of [20, 33, 80])
      for (const line of plainText(loss, { width, height: 5 }).split('\n').slice(2, 8))
        expect([...line].length).toBeLessThanOrEqual(Math.max(width, 26));
  });
});

describe('describeFigure', () => {
  it('tells what a figure shows in sentences', () => {
    expect(describeFigure(loss)).toBe(`Loss: 2 lines.
epoch from 0 to 60; loss from 6.166e-7 to 16.22 (log scale).
train: first 1 at epoch 0, min 1e-6 at epoch 60, max 1 at epoch 0, last 1e-6 at epoch 60.
test: first 10 at epoch 0, min 0.1 at epoch 60, max 10 at epoch 0, last 0.1 at epoch 60.
at epoch 30: train 0.001, test 10`);
  });

  it('names thresholds and missing values', () => {
    const figure: Figure = {
      data: [{ type: 'scatter', name: 'mean', x: [0, 1], y: [0.5, Number.NaN] }],
      layout: {
        shapes: [
          { type: 'line', name: 'threshold', xref: 'paper', x0: 0, x1: 1, y0: 0.7, y1: 0.7 }
        ],
        annotations: [{ text: 'blob', xref: 'paper', x: 1, y: 0.7 }]
      }
    };
    expect(describeFigure(figure)).toContain('1 of 2 NaN');
    expect(describeFigure(figure)).toContain('threshold at 0.7: blob');
  });
});
