import { describe, expect, it } from 'vitest';
import { coalesced, mouseActions } from '../../src/tui/mouse.ts';
import { currentLayout } from '../../src/tui/session.ts';
import type { Action } from '../../src/tui/state/action.ts';
import { initialState } from '../../src/tui/state/initial-state.ts';
import type { State } from '../../src/tui/state/state.ts';
import { update } from '../../src/tui/state/update.ts';
import { areaAt, cursorAt, framed, type PlotArea } from '../../src/tui/state/zoom.ts';
import { type InputEvent, inputParser, type MouseReport } from '../../src/tui/terminal/input.ts';
import { startExplorer } from './explorer.ts';
import type { FakeTerminal } from './fake-terminal.ts';
import { fakeWorkbench } from './fake-workbench.ts';

/** Reports as a terminal sends them, of 0-based cells. */
const sgr = (button: number, column: number, row: number, final = 'M') =>
  `\x1b[<${button};${column + 1};${row + 1}${final}`;
const wheelUp = sgr(64, 50, 10);
const wheelDown = sgr(65, 50, 10);
const click = (column: number, row: number) => sgr(0, column, row) + sgr(0, column, row, 'm');
const drag = (from: readonly [number, number], to: readonly [number, number]) =>
  sgr(0, ...from) + sgr(32, ...to) + sgr(0, ...to, 'm');
const read = (text: string) => inputParser().push(text);
const epochOf = (terminal: FakeTerminal) => Number(/epoch +(\d+)/.exec(terminal.lines()[0])?.[1]);

describe('a mouse report', () => {
  it('tells button, wheel and cell', () => {
    const at = { type: 'mouse', column: 4, row: 9 };
    expect(read(sgr(0, 4, 9))).toEqual([{ ...at, kind: 'press', by: 0 }]);
    expect(read(sgr(32, 4, 9))).toEqual([{ ...at, kind: 'drag', by: 0 }]);
    expect(read(sgr(0, 4, 9, 'm'))).toEqual([{ ...at, kind: 'release', by: 0 }]);
    expect(read(sgr(64, 4, 9) + sgr(65, 4, 9))).toEqual([
      { ...at, kind: 'wheel', by: -1 },
      { ...at, kind: 'wheel', by: 1 }
    ]);
    expect(read(sgr(65, 299, 299))).toMatchObject([{ column: 299, row: 299 }]);
  });

  it('is nothing from other buttons, from a pointer without one, and where it is damaged', () => {
    const others = [1, 2, 33, 34, 35, 128, 129].map((button) => sgr(button, 4, 9)).join('');
    expect(read(`${others}\x1b[<0;0;3M\x1b[<0;3M\x1b[<;;M\x1b[<0;1;1;1M`)).toEqual([]);
  });

  it('may arrive in pieces, and is never text', () => {
    const text = `a${wheelUp}b${click(3, 3)}c`;
    for (let at = 1; at < text.length; at++) {
      const parser = inputParser();
      const events = [...parser.push(text.slice(0, at)), ...parser.push(text.slice(at))];
      const keys = events.flatMap((event) => (event.type === 'key' ? [event.key] : []));
      expect(keys.join('')).toBe('abc');
    }
  });

  it('of the wheel is one with those before it, of a drag replaces them', () => {
    const events = coalesced(read(wheelDown.repeat(500) + wheelUp.repeat(200) + sgr(0, 1, 1)));
    expect(events).toMatchObject([{ kind: 'wheel', by: 300 }, { kind: 'press' }]);
    const moved = coalesced(read(sgr(32, 1, 1) + sgr(32, 7, 2) + sgr(0, 7, 2, 'm')));
    expect(moved).toMatchObject([{ kind: 'drag', column: 7, row: 2 }, { kind: 'release' }]);
    const apart = coalesced(read(`${wheelDown},${wheelDown}`));
    expect(apart.map(({ type }: InputEvent) => type)).toEqual(['mouse', 'key', 'mouse']);
  });
});

describe('cells of a plot', () => {
  const area: PlotArea = {
    axes: 'xy',
    columns: 100,
    rows: 20,
    left: 10,
    top: 2,
    x: [0, 1000],
    y: [0, 1],
    whole: { x: [0, 1000], y: [0, 1] },
    isLog: { x: false, y: false },
    stops: { axes: 'xy', x: Float64Array.from({ length: 11 }, (_, i) => i * 100), y: null },
    isMatrix: false,
    isOverEpochs: true,
    columnEpochs: null,
    home: null,
    subject: null
  };
  const axis = Array.from({ length: 20 }, (_, i) => i);
  const matrix: PlotArea = {
    ...area,
    columns: 40,
    x: [-0.5, 19.5],
    y: [19.5, -0.5],
    whole: { x: [-0.5, 19.5], y: [19.5, -0.5] },
    stops: { axes: 'xy', x: axis, y: axis },
    isMatrix: true
  };

  it('are values of its axes', () => {
    expect(cursorAt(area, { column: 10, row: 5 })).toEqual({ axes: 'xy', x: 0 });
    expect(cursorAt(area, { column: 41, row: 5 })).toEqual({ axes: 'xy', x: 300 });
    expect(cursorAt(area, { column: 109, row: 5 })).toEqual({ axes: 'xy', x: 1000 });
    // Two columns and one row a cell of the matrix, row 0 above.
    expect(cursorAt(matrix, { column: 13, row: 2 })).toEqual({ axes: 'xy', x: 1, y: 0 });
    expect(cursorAt(matrix, { column: 49, row: 21 })).toEqual({ axes: 'xy', x: 19, y: 19 });
    const log = { ...area, x: [0, 3] as const, isLog: { x: true, y: false } };
    const stops = { axes: 'xy', x: [1, 10, 100, 1000], y: null };
    expect(cursorAt({ ...log, stops }, { column: 43, row: 5 })?.x).toBe(10);
    expect(cursorAt({ ...area, stops: { ...stops, x: [] } }, { column: 43, row: 5 })).toBeNull();
  });

  it('are in the area that they lie in, or in none', () => {
    const below = { ...area, axes: 'x2y2', top: 24 };
    expect(areaAt([area, below], { column: 50, row: 30 })).toBe(below);
    expect(areaAt([area, below], { column: 50, row: 22 })).toBeNull();
    expect(areaAt([area, below], { column: 9, row: 5 })).toBeNull();
    expect(areaAt([area, below], { column: 110, row: 5 })).toBeNull();
  });

  it('enclose a part of x, or a rectangle of a matrix, in whichever direction', () => {
    const right = framed(area, { column: 30, row: 9 }, { column: 49, row: 3 });
    expect(right).toEqual({ axes: 'xy', x: [200, 400], y: null });
    expect(framed(area, { column: 49, row: 3 }, { column: 30, row: 9 })).toEqual(right);
    expect(framed(area, { column: 60, row: 3 }, { column: 500, row: 3 })?.x).toEqual([500, 1000]);
    expect(framed(matrix, { column: 14, row: 4 }, { column: 21, row: 7 })).toEqual({
      axes: 'xy',
      x: [1.5, 5.5],
      y: [5.5, 1.5]
    });
    expect(framed(area, { column: 30, row: 3 }, { column: 30, row: 9 })).toBeNull();
    const deep = { ...area, x: [500, 500.001] as const };
    expect(framed(deep, { column: 30, row: 3 }, { column: 31, row: 3 })).toBeNull();
  });
});

describe('the mouse where something else has the keys', () => {
  const workbench = fakeWorkbench();
  const look = { marks: 'braille', colors: 'true', background: 'dark' } as const;
  const report: MouseReport = { type: 'mouse', kind: 'press', column: 30, row: 5, by: 0 };
  const wheel: MouseReport = { ...report, kind: 'wheel', by: 2 };
  const shown = async (...actions: readonly Action[]): Promise<State> => {
    const variant = await workbench.openRun('toy_p59_seed1');
    const start = initialState({ size: { columns: 120, rows: 40 }, look, results: '/r' });
    return actions.reduce(update, update(start, { type: 'opened', variant }));
  };

  it('does nothing while text is typed', async () => {
    for (const opened of [{ type: 'prompt' }, { type: 'filter' }] as const) {
      const state = await shown(opened);
      for (const event of [report, wheel])
        expect(mouseActions(event, state, currentLayout(state), () => [])).toEqual([]);
    }
  });

  it('scrolls texts, chooses in menus and lists', async () => {
    const acts = async (...opened: readonly Action[]) => {
      const state = await shown(...opened);
      return mouseActions(wheel, state, currentLayout(state), () => []);
    };
    expect(await acts({ type: 'help' })).toEqual([{ type: 'scroll', lines: 6 }]);
    expect(await acts({ type: 'exportMenu' })).toEqual([{ type: 'choose', by: 2 }]);
    expect(await acts({ type: 'sidebar' })).toEqual([{ type: 'select', by: 2 }]);
    expect(await acts()).toEqual([{ type: 'step', by: 2 }]);
    const state = await shown({ type: 'help' });
    expect(mouseActions(report, state, currentLayout(state), () => [])).toEqual([]);
  });

  it('lets go of what it encloses where a prompt opens meanwhile', async () => {
    const place = { column: 3, row: 3 };
    const held = { type: 'drag', drag: { axes: 'xy', from: place, to: place } } as const;
    const state = await shown({ type: 'maximise' }, held, { type: 'prompt' });
    const released = { ...report, kind: 'release' } as const;
    expect(mouseActions(released, state, currentLayout(state), () => [])).toEqual([
      { type: 'drag', drag: null }
    ]);
  });
});

describe('in the explorer, the mouse', () => {
  it('scrubs by its wheel, a flood of it in few frames', async () => {
    const { terminal } = await startExplorer();
    await terminal.press(wheelUp, wheelUp, wheelDown);
    expect(epochOf(terminal)).toBe(930);
    const frames = () => terminal.written.split('\x1b[?2026l').length;
    const before = frames();
    await terminal.press(wheelUp.repeat(60));
    expect(epochOf(terminal)).toBe(330);
    expect(frames() - before).toBeLessThan(4);
  });

  it('focuses the panel that is clicked, and the sidebar', async () => {
    const { terminal } = await startExplorer();
    const row = terminal.lines().findIndex((line) => line.includes('─ Distribution ─'));
    const column = [...terminal.lines()[row]].join('').indexOf('Distribution');
    await terminal.press(click(column, row + 3), 'z');
    expect(terminal.lines()[1]).toContain('Distribution');
    await terminal.press('z', 'b', 'esc', click(5, 8), 'down');
    expect(terminal.lines().at(-1)).toMatch(/open/);
    await terminal.press(click(80, 8));
    expect(terminal.lines().at(-1)).not.toMatch(/open/);
  });

  it('goes to the epoch where it clicks into the panel under focus, if that is over epochs', async () => {
    const { terminal } = await startExplorer();
    await terminal.press(click(20, 20));
    expect(epochOf(terminal)).toBe(940);
    await terminal.press(click(20, 20));
    expect(epochOf(terminal)).toBeGreaterThan(100);
    expect(epochOf(terminal)).toBeLessThan(600);
    const at = epochOf(terminal);
    await terminal.press('tab', click(80, 20), click(0, 20));
    expect(epochOf(terminal)).toBe(at);
  });

  it('reads a value and goes to its epoch where it clicks on a curve', async () => {
    const { terminal } = await startExplorer();
    await terminal.press('z', click(60, 10));
    const at = epochOf(terminal);
    expect(at).toBeGreaterThan(300);
    expect(at).toBeLessThan(600);
    expect(terminal.text()).toMatch(new RegExp(`│ epoch ${at} .*\\n.*Train`));
    await terminal.press(click(0, 0), click(30, 39));
    expect(epochOf(terminal)).toBe(at);
  });

  it('reads a cell of a matrix and leaves the epoch', async () => {
    const { terminal } = await startExplorer();
    await terminal.press('tab', 'tab', 'tab', 'z', click(60, 15));
    expect(terminal.text()).toMatch(/Neuron 0 -?[\d.]+ .*rank \d+ of 576/);
    expect(epochOf(terminal)).toBe(940);
  });

  it('zooms to what a drag encloses, which is marked meanwhile', async () => {
    const { terminal } = await startExplorer();
    await terminal.press('z');
    const whole = terminal.text();
    const before = terminal.written.length;
    await terminal.press(sgr(0, 40, 8), sgr(32, 60, 12));
    expect(terminal.written.slice(before)).toMatch(/\x1b\[(\d+;)*7[m;]/);
    await terminal.press(sgr(0, 60, 12, 'm'));
    expect(epochOf(terminal)).toBe(940);
    const ticks = terminal
      .lines()
      .filter((line) => /^│ +\d+( +\d+)+ *│$/.test(line))
      .at(-1);
    const [first, ...others] = (ticks?.match(/\d+/g) ?? []).map(Number);
    expect(first).toBeGreaterThan(100);
    expect(others.at(-1)).toBeLessThan(700);
    await terminal.press('=', 'esc');
    expect(terminal.text()).toBe(whole);
    await terminal.press('tab', 'tab', 'tab');
    const map = terminal.text();
    await terminal.press(drag([50, 10], [70, 20]));
    expect(terminal.text()).not.toBe(map);
    expect(terminal.text()).toMatch(/rank \d+ of 576/);
  });

  it('never types into a prompt', async () => {
    const { terminal } = await startExplorer();
    await terminal.press(':', '5', wheelUp, click(60, 10), '0', drag([40, 8], [60, 9]), '0');
    expect(terminal.lines().at(-1)).toContain(':500█');
    await terminal.press('enter', '/', 'p', wheelDown, '5');
    expect(terminal.text()).toMatch(/ \/p5█/);
    expect(epochOf(terminal)).toBe(500);
  });

  it('is in the help, unless it is left to the terminal', async () => {
    const on = await startExplorer([120, 60]);
    expect(on.terminal.mouseMode).toBe('drag');
    await on.terminal.press('?', '/', ...'shift+drag');
    expect(on.terminal.text()).toMatch(/shift\+drag +selects text/);
    const off = await startExplorer([120, 60], {}, { mouse: false });
    expect(off.terminal.written).not.toMatch(/\x1b\[\?100\d/);
    await off.terminal.press('?', '/', ...'shift+drag');
    expect(off.terminal.text()).not.toMatch(/selects text/);
    await off.terminal.press('esc', 'esc', '/', wheelUp);
    expect(epochOf(off.terminal)).toBe(940);
  });
});
