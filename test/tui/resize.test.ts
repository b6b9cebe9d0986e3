import { describe, expect, it } from 'vitest';
import { startExplorer } from './explorer.ts';

describe('resizing', () => {
  it('leaves no trace of the old size, from 1×1 to 300×100', async () => {
    const { terminal } = await startExplorer([120, 40]);
    let seed = 7;
    const next = (below: number) => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return Math.floor((seed / 2 ** 32) * below);
    };
    const sizes: [number, number][] = [
      [1, 1],
      [300, 100],
      [80, 24],
      [79, 24],
      [80, 23],
      [2, 50],
      [300, 1],
      [160, 48]
    ];
    for (let i = 0; i < 25; i++) sizes.push([1 + next(300), 1 + next(100)]);
    for (const [columns, rows] of sizes) {
      await terminal.resize(columns, rows);
      const resized = terminal.cells();
      const text = terminal.text();
      await terminal.press('^l');
      expect(terminal.cells()).toEqual(resized);
      if (columns >= 80 && rows >= 24) {
        expect(text).toContain('╭─ Loss');
        expect(terminal.lines()).toHaveLength(rows);
        expect(terminal.lines().at(-1)).toContain('quit');
      } else if (columns >= 12 && rows >= 3) expect(text).toContain('needs 80×24');
    }
  });

  it('keeps the view, and keeps running while the terminal is too small', async () => {
    const { terminal } = await startExplorer([120, 40]);
    await terminal.press(',', 'tab', 'z');
    const before = terminal.text();
    await terminal.resize(40, 10);
    expect(terminal.text()).toContain('has 40×10');
    await terminal.press(',');
    await terminal.resize(120, 40);
    expect(terminal.lines()[0]).toContain('epoch 920');
    await terminal.press('.');
    expect(terminal.text()).toBe(before);
  });

  it('works with every layer open', async () => {
    const { terminal } = await startExplorer([120, 40], { variants: ['a_1', 'b_2'] });
    for (const keys of [['?'], ['i'], ['e'], [':'], ['b'], ['/']]) {
      await terminal.press(...keys);
      for (const [columns, rows] of [
        [85, 25],
        [20, 5],
        [200, 60]
      ] as const) {
        await terminal.resize(columns, rows);
        const cells = terminal.cells();
        await terminal.press('^l');
        expect(terminal.cells()).toEqual(cells);
      }
      await terminal.press('esc', 'esc', 'esc');
    }
  });
});
