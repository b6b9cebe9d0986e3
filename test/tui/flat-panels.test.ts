import { describe, expect, it } from 'vitest';
import type { Figure } from '../../src/figure/figure.ts';
import { exploring } from './explorer.ts';
import { fakeWorkbench } from './fake-workbench.ts';

/** A workbench of which the coarseness over epochs is 0, or only at some epochs the distribution. */
function flatWorkbench(flat: (id: string, epoch: number) => boolean) {
  const workbench = fakeWorkbench();
  return {
    ...workbench,
    figure: (...[variant, id, request]: Parameters<typeof workbench.figure>) => {
      const { data, layout } = workbench.figure(variant, id, request) as Figure;
      if (!flat(id, request.epoch)) return { data, layout };
      const zeros = (trace: Figure['data'][number]) =>
        trace.type === 'heatmap' ? trace : { ...trace, y: Array.from(trace.y, () => 0) };
      return { data: data.map(zeros), layout };
    }
  };
}

/** Where the borders of panels stand, in the first frame and after some keys. */
const corners = (text: string) =>
  text
    .split('\n')
    .map((line) => [...line].flatMap((char, i) => ('╭╮╰╯'.includes(char) ? [i] : [])));

describe('a panel that is 0 throughout', () => {
  it('is a line from the first frame on, at every epoch, and a plot where it fills the screen', async () => {
    const { terminal } = await exploring(
      [120, 40],
      flatWorkbench((id) => id === 'rise')
    );
    const line = /^─ Coarseness · mean: 0 throughout ─+ 2 ─$/m;
    expect(terminal.text()).toMatch(line);
    const first = corners(terminal.text());
    for (const key of [',', '<', '<', 'home', '.', 'end']) {
      await terminal.press(key);
      expect(corners(terminal.text())).toEqual(first);
    }
    await terminal.press('tab', 'z');
    expect(terminal.text()).toMatch(/╭─ Coarseness/);
    await terminal.press('z');
    expect(terminal.text()).toMatch(line);
  });

  it('at some epochs alone keeps its place, so that nothing jumps', async () => {
    const { terminal } = await exploring(
      [120, 40],
      flatWorkbench((id, epoch) => id === 'bars' && epoch < 900)
    );
    const last = corners(terminal.text());
    await terminal.press('home');
    expect(terminal.text()).toContain('0 throughout');
    expect(corners(terminal.text())).toEqual(last);
  });
});
