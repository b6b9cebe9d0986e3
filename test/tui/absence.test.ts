import { expect, it } from 'vitest';
import { absence } from '../../src/tui/painted/panel-cells.ts';

it('a panel without a figure says why and what to do, in as many lines as its width asks for', () => {
  const error = { message: 'missing artifact: rise', hint: 'run: grokscope analyze v --epochs 9' };
  const pinned = { figure: null, epoch: null, isCurrent: true, error };
  const texts = (width: number) =>
    absence(pinned, { left: 0, top: 0, width, height: 9 })
      .map((line) => line.map(({ text }) => text).join(''))
      .filter((text) => text !== '');
  expect(texts(40).map((text) => text.trim())).toEqual([
    'missing artifact: rise',
    'run: grokscope analyze v --epochs 9'
  ]);
  expect(texts(24).map((text) => text.trim())).toEqual([
    'missing artifact: rise',
    'run: grokscope analyze',
    'v --epochs 9'
  ]);
});
