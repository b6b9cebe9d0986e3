import { describe, expect, test } from 'vitest';
import { plainText } from '../../src/render-terminal/index.ts';
import { allFigures } from './all-figures.ts';
import { panelFaults } from './on-screen.ts';
import { lineFaults } from './plain.ts';

/** The holes of panels at 80 and 160 columns, with the sidebar and without, two and three a row, and maximised. */
const sizes = [
  { width: 36, height: 9 },
  { width: 40, height: 11 },
  { width: 52, height: 11 },
  { width: 78, height: 21 },
  { width: 100, height: 14 },
  { width: 126, height: 44 }
];

describe.each(allFigures.map(({ name, figure }) => [name, figure] as const))('%s', (_, figure) => {
  test.each(sizes)('says at every tick what lies there, $width columns', (size) => {
    expect(panelFaults(figure, size)).toEqual([]);
  });

  test.each([50, 80, 120])('says at every tick what lies there, as text of %i columns', (width) => {
    expect(lineFaults(figure, width)).toEqual([]);
  });

  test('names every panel once, as text', () => {
    const titles = (figure.layout.annotations ?? [])
      .filter(({ xref, yref, y }) => xref === 'paper' && yref === 'paper' && y > 0)
      .map(({ text }) => text);
    const lines = plainText(figure, { width: 100 }).split('\n');
    const named = titles.map((text) => lines.filter((line) => isNamedBy(line, text)).length);
    expect(named).toEqual(titles.map(() => 1));
  });
});

function isNamedBy(line: string, title: string): boolean {
  return line === title || line.startsWith(`${title} `);
}
