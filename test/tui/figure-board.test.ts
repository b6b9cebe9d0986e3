import { describe, expect, it } from 'vitest';
import type { Figure } from '../../src/figure/figure.ts';
import { figureBoard } from '../../src/tui/painted/figure-board.ts';
import type { RunDescription } from '../../src/workbench/explorer/explorer-workbench.ts';
import { fakeWorkbench } from './fake-workbench.ts';

const titled = (text: string): Figure => ({ data: [], layout: { title: { text } } });

describe('the board of figures', () => {
  it('asks again for a figure that was begun before its variant was opened through other pairs', async () => {
    const whole: RunDescription = await fakeWorkbench().openRun('toy_p59_seed1');
    const some = { ...whole, probe: 'a<b' };
    const arrivals: (() => void)[] = [];
    const answers = ['of all pairs', 'of some'];
    const board = figureBoard(
      {
        figure: () =>
          new Promise((resolve) => arrivals.push(() => resolve(titled(answers.shift()!))))
      },
      () => {},
      () => {}
    );
    const at = (variant: RunDescription) => {
      const { figure, isCurrent } = board.at(variant, 'loss', { epoch: 0, neuron: 0 });
      return [figure?.layout.title?.text, isCurrent];
    };
    expect(at(whole)).toEqual([undefined, false]);
    expect(at(some)).toEqual([undefined, false]);
    arrivals.shift()!();
    await new Promise((resolve) => setImmediate(resolve));
    expect(at(some)).toEqual(['of all pairs', false]);
    arrivals.shift()!();
    await new Promise((resolve) => setImmediate(resolve));
    expect(at(some)).toEqual(['of some', true]);
  });
});
