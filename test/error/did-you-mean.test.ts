import { expect, test } from 'vitest';
import { didYouMean, nearWords, typingErrors } from '../../src/error/did-you-mean.ts';

const figures = ['loss_curves', 'weight_norms', 'coarseness_trajectory', 'coarseness_by_neuron'];

test.each([
  ['', '', 0],
  ['abc', 'abc', 0],
  ['kitten', 'sitting', 3],
  ['lsit', 'list', 1], // two neighbours swapped
  ['ca', 'abc', 3], // no letter is edited twice
  ['', 'abc', 3],
  ['abcdef', '', 6]
])('typing errors between %j and %j: %i', (a, b, errors) => {
  expect(typingErrors(a, b, 9)).toBe(errors);
  expect(typingErrors(b, a, 9)).toBe(errors);
  for (const limit of [0, 1, 2])
    if (errors > limit) expect(typingErrors(a, b, limit)).toBeGreaterThan(limit);
});

test('the nearest words win; else those that hold the word; else none', () => {
  expect(nearWords('los_curves', figures)).toEqual(['loss_curves']);
  expect(nearWords('Loss-Curves', figures)).toEqual(['loss_curves']);
  expect(nearWords('coarseness', figures)).toEqual([
    'coarseness_by_neuron',
    'coarseness_trajectory'
  ]);
  expect(nearWords('entropy', figures)).toEqual([]);
  expect(nearWords('', figures)).toEqual([]);
  expect(nearWords('p95', ['p59', 'p97', 'p9', 'seed1'])).toEqual(['p59', 'p97', 'p9']);
});

test('the hint names all known words only where they are few or none is near', () => {
  expect(didYouMean('lins', ['lines'], 'known: lines')).toBe('did you mean lines? known: lines');
  expect(didYouMean('lins', ['lines'], 'x'.repeat(300))).toBe('did you mean lines?');
  expect(didYouMean('dots', ['lines'], 'x'.repeat(300))).toBe('x'.repeat(300));
});
