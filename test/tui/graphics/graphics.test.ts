import { describe, expect, it } from 'vitest';
import { IMAGE_CELL } from '../../../src/cells/cells.ts';
import { scaleLevels } from '../../../src/render-terminal/color/color-scale.ts';
import { endingSignals } from '../../../src/tui/terminal/exits.ts';
import type { FigureRequest } from '../../../src/workbench/explorer/explorer-workbench.ts';
import { startExplorer } from '../explorer.ts';
import { fakeFigure } from '../fake-workbench.ts';
import {
  type Answering,
  COVERED,
  graphicsTerminal,
  kittyImages,
  shownByKitty
} from './graphics-terminal.ts';

const cell = { width: 9, height: 18 };
const kitty: Answering = { protocol: 'kitty', cell };

/** Starts the explorer in a terminal that shows images. */
async function start(
  answering: Answering = kitty,
  size: readonly [number, number] = [120, 40],
  options: Parameters<typeof startExplorer>[2] = {}
) {
  const can = graphicsTerminal(answering);
  const started = await startExplorer(size, {}, { graphics: 'auto', ...options }, can);
  await started.terminal.settled();
  return { ...started, can };
}

describe('a terminal that shows images', () => {
  it('gets plots as images of whole cells, each piece in its place', async () => {
    const { terminal } = await start();
    const shown = shownByKitty(terminal);
    expect(shown.length).toBeGreaterThan(3);
    for (const { columns, rows, pixels, isSeen } of shown) {
      expect([pixels.width, pixels.height]).toEqual([columns * 9, rows * 18]);
      expect(isSeen.filter(Boolean).length).toBeGreaterThan(columns * rows * 0.8);
    }
    // axes and titles stay characters, curves are none
    expect(terminal.text()).toContain('╭─ Loss');
    expect(terminal.text()).toContain('┤');
    expect(terminal.text()).not.toMatch(/[⠁-⣿]/);
  });

  it('shows the pixels of the figure', async () => {
    const { terminal } = await start();
    await terminal.press('tab', 'tab', 'tab', 'z');
    expect(terminal.text()).toContain('Neuron map');
    const tiles = shownByKitty(terminal);
    const [left, top] = [tiles.map((one) => one.left), tiles.map((one) => one.top)].map((places) =>
      Math.min(...places)
    );
    const width = Math.max(...tiles.map((one) => one.left + one.columns - left)) * 9;
    const lines = Array.from(
      { length: Math.max(...tiles.map((one) => one.top + one.rows - top)) * 18 },
      () => new Float64Array(width)
    );
    for (const tile of tiles)
      tile.pixels.rgba.forEach((code, i) => {
        const [x, y] = [i % tile.pixels.width, Math.floor(i / tile.pixels.width)];
        lines[(tile.top - top) * 18 + y][(tile.left - left) * 9 + x] = code;
      });
    const [map] = fakeFigure('map', { epoch: 940, neuron: 0 } as FigureRequest, []).data;
    if (map.type !== 'heatmap') throw new Error('no map');
    const levels = scaleLevels(map.colorscale, 33);
    for (let a = 0; a < 24; a++)
      for (let b = 0; b < 24; b++) {
        const line = lines[Math.floor(((23.5 - a) / 24) * lines.length)];
        const level = Math.min(32, Math.max(0, Math.floor(((map.z[a][b] + 2) * 33) / 4)));
        const shown = line[Math.floor(((b + 0.5) / 24) * line.length)];
        expect(shown).toBe(levels[level] * 256 + 255);
      }
  });

  it('is sent only what changed, under the same numbers', async () => {
    const { terminal } = await start();
    const before = shownByKitty(terminal).map(({ id }) => id);
    const written = terminal.written.length;
    await terminal.press(',');
    const sent = [...terminal.written.slice(written).matchAll(/a=T[^;]*i=(\d+)/g)].map(([, id]) =>
      Number(id)
    );
    expect(sent.length).toBeGreaterThan(0);
    expect(sent.length).toBeLessThan(before.length);
    for (const id of sent) expect(before).toContain(id);
    for (let i = 0; i < 20; i++) await terminal.press(',');
    expect(kittyImages(terminal.written).size).toBe(before.length);
  });

  it('keeps no images of panels that are gone', async () => {
    const { terminal } = await start();
    for (const keys of [['3'], ['0'], ['z'], ['z'], ['pgdn'], ['?'], ['esc'], ['b'], ['b']]) {
      await terminal.press(...keys);
      const shown = shownByKitty(terminal).map(({ id }) => id);
      expect([...kittyImages(terminal.written).keys()].sort()).toEqual(shown.sort());
    }
  });

  it('shows a menu over an image, and the image again after it', async () => {
    for (const key of ['e', ':', '?']) {
      const { terminal } = await start();
      const pieces = () =>
        shownByKitty(terminal).reduce((n, one) => n + one.isSeen.filter(Boolean).length, 0);
      const before = pieces();
      await terminal.press(key);
      expect(pieces()).toBeLessThan(before);
      await terminal.press('esc');
      expect(pieces()).toBe(before);
    }
  });

  it('gets images of another size after a resize, and of other cells', async () => {
    const answering = { protocol: 'kitty', cell: { width: 9, height: 18 } } as const;
    const { terminal } = await start(answering);
    await terminal.resize(90, 30);
    for (const { left, top, columns, rows, pixels } of shownByKitty(terminal)) {
      expect(left + columns).toBeLessThanOrEqual(90);
      expect(top + rows).toBeLessThanOrEqual(30);
      expect(pixels.width).toBe(columns * 9);
    }
    Object.assign(answering.cell, { width: 12, height: 24 });
    await terminal.resize(70, 24);
    await terminal.resize(90, 30);
    for (const { columns, rows, pixels } of shownByKitty(terminal))
      expect([pixels.width, pixels.height]).toEqual([columns * 12, rows * 24]);
  });

  it('marks in the image what the mouse encloses, and takes the mark away', async () => {
    const { terminal } = await start();
    await terminal.press('z');
    const pixels = () => shownByKitty(terminal).map(({ id, pixels: { rgba } }) => [id, [...rgba]]);
    const before = pixels();
    await terminal.press('\x1b[<0;40;10M', '\x1b[<32;60;20M');
    expect(pixels()).not.toEqual(before);
    expect(terminal.written).not.toContain('\x1b[7m\u{10eeee}');
    await terminal.press('\x1b[<32;40;10M', '\x1b[<0;40;10m');
    expect(pixels().map(([id]) => id)).toEqual(before.map(([id]) => id));
  });

  it('shows characters and images again by the key for marks', async () => {
    const { terminal } = await start();
    const before = shownByKitty(terminal).length;
    await terminal.press('M');
    expect(kittyImages(terminal.written).size).toBe(0);
    expect(terminal.text()).toMatch(/[⠁-⣿]/);
    await terminal.press('M', 'M', 'M');
    expect(shownByKitty(terminal).length).toBe(before);
  });

  it('takes no answer for a key, whenever it comes', async () => {
    const { terminal } = await start();
    await terminal.press(':');
    await terminal.press('\x1b_Gi=31;OK\x1b\\', '\x1bP>|x\x1b\\', '\x1b[6;18;9t', '\x1b[?62;4c');
    expect(terminal.lines().at(-1)).toMatch(/^ :█/);
  });
});

describe('images', () => {
  it.each(['q', '^c'])('are gone after %s', async (key) => {
    const { terminal, ended } = await start();
    expect(kittyImages(terminal.written).size).toBeGreaterThan(3);
    await terminal.press(key);
    await ended;
    expect(kittyImages(terminal.written).size).toBe(0);
    expect(terminal.written.lastIndexOf('a=d')).toBeLessThan(
      terminal.written.lastIndexOf('\x1b[?1049l')
    );
  });

  it('are gone after a crash', async () => {
    const { terminal, workbench, ended } = await start();
    workbench.figure = () => {
      throw new Error('our own bug');
    };
    await terminal.press(',');
    await expect(ended).rejects.toThrow('our own bug');
    expect(kittyImages(terminal.written).size).toBe(0);
  });

  it.each(endingSignals)('are gone after %s', async (signal) => {
    const { terminal, ended } = await start();
    const others = process.listeners('exit');
    process.emit(signal, signal);
    await ended;
    for (const listener of process.listeners('exit'))
      if (!others.includes(listener)) process.removeListener('exit', listener);
    expect(kittyImages(terminal.written).size).toBe(0);
  });

  it('are gone while the explorer is stopped, and there again after it', async () => {
    const { terminal } = await start();
    const before = shownByKitty(terminal).length;
    const kill = process.kill;
    let whileStopped = -1;
    process.kill = ((pid: number, signal: string) => {
      if (signal !== 'SIGTSTP') return kill(pid, signal);
      whileStopped = kittyImages(terminal.written).size;
      return true;
    }) as typeof process.kill;
    try {
      await terminal.press('\x1a');
    } finally {
      process.kill = kill;
    }
    expect(whileStopped).toBe(0);
    await terminal.settled();
    expect(shownByKitty(terminal).length).toBe(before);
  });
});

describe('plots stay characters', () => {
  const isPlain = (written: string) => !/a=T|\x1bP|1337/.test(written);

  it.each([
    ['a terminal that answers nothing', { protocol: 'none', cell: { width: 0, height: 0 } }],
    ['one that tells only its cells', { protocol: 'none', cell }],
    ['one that knows no placeholders', { ...kitty, isOld: true }],
    ['one whose cells are unknown', { protocol: 'kitty', cell: { width: 0, height: 0 } }]
  ] as const)('in %s', async (_, answering) => {
    const { terminal } = await start(answering);
    await terminal.press(',');
    expect(isPlain(terminal.written)).toBe(true);
    expect(terminal.text()).toMatch(/[⠁-⣿]/);
  });

  it.each([
    ['without colours', { NO_COLOR: '1' }, {}],
    ['in 16 colours', { COLORTERM: '', TERM: 'xterm' }, {}],
    ['in ASCII', {}, { marks: 'ascii' }],
    ['on the Linux console', { TERM: 'linux' }, {}],
    ['where they are wanted', {}, { graphics: 'cells' }]
  ] as const)('%s, and nothing is asked', async (_, env, options) => {
    const { terminal } = await start(kitty, [120, 40], {
      env: { LANG: 'C.UTF-8', COLORTERM: 'truecolor', ...env },
      ...options
    });
    expect(terminal.written).not.toMatch(/\x1b_G|\x1b\[>q|\x1b\[16t/);
    expect(isPlain(terminal.written)).toBe(true);
  });

  it('but not where images are asked for', async () => {
    const { terminal } = await start(kitty, [120, 40], {
      env: { LANG: 'C.UTF-8', NO_COLOR: '1' },
      graphics: 'kitty'
    });
    expect(shownByKitty(terminal).length).toBeGreaterThan(3);
  });
});

describe.each(['sixel', 'iterm'] as const)('%s', (protocol) => {
  /** What each cell shows: the number of an image, or its character. */
  const screen = (cells: ReturnType<Awaited<ReturnType<typeof start>>['terminal']['cells']>) =>
    cells.map((line) => line.map(([char, fg]) => (char === COVERED ? fg : char)));

  it('draws images of whole cells over those that are to show them, words over them', async () => {
    const { terminal, can } = await start({ protocol, cell });
    await terminal.press(',');
    const covered = screen(terminal.cells())
      .flat()
      .filter((one) => typeof one === 'number');
    expect(covered.length).toBeGreaterThan(500);
    for (const { left, top, pixels } of can.drawn) {
      expect(pixels.width % 9).toBe(0);
      expect(pixels.height % 18).toBe(0);
      expect(left + pixels.width / 9).toBeLessThan(120);
      expect(top + pixels.height / 18).toBeLessThan(39);
    }
    expect(terminal.text()).toContain('╭─ Loss');
    expect(terminal.text()).not.toMatch(/[⠁-⣿]/);
  });

  it('has the pixels that kitty has', async () => {
    const { can } = await start({ protocol, cell });
    const other = await start();
    const [first] = can.drawn;
    const same = shownByKitty(other.terminal).find(
      ({ left, top }) => left === first.left && top === first.top
    )!;
    expect([first.pixels.width, first.pixels.height]).toEqual([
      same.pixels.width,
      same.pixels.height
    ]);
    const drawn = [...same.pixels.rgba].filter((code) => (code & 255) === 255).length;
    expect(
      [...first.pixels.rgba].filter((code) => (code & 255) === 255).length
    ).toBeGreaterThanOrEqual(drawn);
  });

  it('draws nothing over a menu, and the plot again after it', async () => {
    const { terminal, can } = await start({ protocol, cell });
    const before = screen(terminal.cells());
    for (const key of ['e', ':', '?']) {
      await terminal.press(key);
      const menu = terminal.text();
      const drawn = can.drawn.length;
      await terminal.press('\x1b[6;18;9t');
      expect(terminal.text()).toBe(menu);
      expect(menu).toMatch(/╭─ (Export|Palette|Help)/);
      expect(can.drawn.length).toBe(drawn);
      await terminal.press('esc');
      const after = screen(terminal.cells());
      const isImage = (cells: typeof before) =>
        cells.map((line) => line.map((one) => typeof one === 'number'));
      expect(isImage(after)).toEqual(isImage(before));
    }
  });

  it('is drawn again only where something changed', async () => {
    const { terminal, can } = await start({ protocol, cell });
    const drawn = can.drawn.length;
    await terminal.press('\x1b[6;18;9t', 'b', 'b');
    const all = new Set(can.drawn.slice(0, drawn).map(({ left, top }) => `${left} ${top}`)).size;
    const steps = can.drawn.length;
    await terminal.press(',');
    expect(can.drawn.length - steps).toBeGreaterThan(0);
    expect(can.drawn.length - steps).toBeLessThan(all);
  });
});

describe('in tmux', () => {
  const unwrapped = (written: string) =>
    written.replace(/\x1bPtmux;((?:[^\x1b]|\x1b\x1b)*)\x1b\\/g, (_, inner: string) =>
      inner.replaceAll('\x1b\x1b', '\x1b')
    );
  const env = { LANG: 'C.UTF-8', COLORTERM: 'truecolor', TMUX: '/tmp/tmux-0/default,1,0' };

  it("kitty's commands go through it, each escape doubled", async () => {
    const { terminal } = await start(kitty, [120, 40], { env });
    expect(terminal.written.replace(/\x1bPtmux;((?:[^\x1b]|\x1b\x1b)*)\x1b\\/g, '')).not.toContain(
      '\x1b_G'
    );
    expect(kittyImages(unwrapped(terminal.written)).size).toBeGreaterThan(3);
    await terminal.press('q');
    expect(kittyImages(unwrapped(terminal.written)).size).toBe(0);
  });

  it('where it hands nothing on, plots stay characters', async () => {
    const can = graphicsTerminal({ protocol: 'none', cell });
    const { terminal } = await startExplorer([120, 40], {}, { graphics: 'auto', env }, can);
    expect(terminal.text()).toMatch(/[⠁-⣿]/);
    expect(terminal.written).not.toContain('a=T');
  });

  it('sixels are drawn by itself, where it says so', async () => {
    const { terminal, can } = await start({ protocol: 'sixel', cell }, [120, 40], { env });
    expect(can.drawn.length).toBeGreaterThan(3);
    expect(terminal.written).not.toContain('\x1bPtmux;\x1b\x1bP0');
  });
});

it('an image cell is beyond all characters', () => {
  expect(() => String.fromCodePoint(IMAGE_CELL)).toThrow(RangeError);
});
