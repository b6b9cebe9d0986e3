import { describe, expect, it } from 'vitest';
import type { Figure } from '../../src/figure/figure.ts';
import { furtherTitle, topBorder } from '../../src/tui/painted/panel-cells.ts';

const about = 'When does it know?';
const panel = (title: string) =>
  ({ id: 'it', title, about, kind: 'run', hasNeuron: false, options: [] }) as const;
const titled = (text: string): Figure => ({ data: [], layout: { title: { text } } });

describe('the border of a panel', () => {
  it.each([
    [
      'Logit lens of an input',
      'Logit lens · 4+29=33 (test) against 22+16 (train)',
      '4+29=33 (test) against 22+16 (train)'
    ],
    [
      'Attention for an input',
      'Attention for a&lt;b (60 of train)',
      'Attention for a<b (60 of train)'
    ],
    ['Neuron activation', 'Neuron 37 · Epoch 9500', 'Neuron 37'],
    ['Spectral gap', 'Spectral gap of W_in · Epoch 4 (r = 4)', 'of W_in'],
    [
      'Neuron groups',
      'Neurons of k 15 by phase · Epoch 4 (222 neurons)',
      'Neurons of k 15 by phase'
    ]
  ])('of %s says what the figure says more exactly', (title, text, exact) => {
    expect(furtherTitle(panel(title), titled(text), true)).toEqual([exact, about]);
  });

  it('says first, for itself, how far the points of compared lines lie apart', () => {
    const text =
      'Coarseness (mean) · nearest stored points, at most 5 apart · without p13 (no data)';
    expect(furtherTitle(panel('Coarseness'), titled(text), false)[0]).toBe(
      'nearest stored points, at most 5 apart'
    );
  });

  it('says the question alone where the figure says the same in other words, or is not there', () => {
    expect(furtherTitle(panel('Specialization'), titled('Specialization by range'), true)).toEqual([
      about
    ]);
    expect(furtherTitle(panel('Specialization'), null, true)).toEqual([about]);
    expect(furtherTitle(panel('Specialization'), null, false)).toEqual([]);
  });

  it.each([
    [30, ' Lens ', false, false],
    [44, ' Lens ', true, false],
    [80, ' Lens ', true, true]
  ])('%i columns wide has room for what fits whole', (width, title, exact, question) => {
    const look = { marks: 'braille', colors: 'true', background: 'dark' } as const;
    const line = topBorder(width, 'Lens', '3', false, look, ['4+29=33 (test) of two', about]);
    const text = line.map((part) => part.text).join('');
    expect(text).toHaveLength(width + 2);
    expect(text).toContain(title);
    expect(text.includes('4+29=33 (test) of two')).toBe(exact);
    expect(text.includes(about)).toBe(question);
    expect(text).toMatch(/ 3 ─╮$/);
  });
});
