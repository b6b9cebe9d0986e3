import type { Readable } from 'node:stream';
import { describe, expect, it, vi } from 'vitest';
import { diffCells } from '../../src/cells/diff.ts';
import type { Figure } from '../../src/figure/figure.ts';
import { drawFigure } from '../../src/render-terminal/index.ts';
import { createPainter } from '../../src/tui/painted/painter.ts';
import { createSession } from '../../src/tui/session.ts';
import { initialState } from '../../src/tui/state/initial-state.ts';
import { shownColors, shownLevels } from '../../src/tui/state/look.ts';
import { createLink } from '../../src/tui/terminal/link.ts';
import { startExplorer } from './explorer.ts';
import { fakeTerminal } from './fake-terminal.ts';
import { fakeWorkbench } from './fake-workbench.ts';

/** A link with a clock that stands still unless it is told to go on. */
function linkAt() {
  const time = { now: 0, idle: 0 };
  const link = createLink({ now: () => time.now, idle: () => time.idle });
  return {
    link,
    /** The process waits so long. */
    wait(ms: number) {
      time.now += ms;
      time.idle += ms;
    },
    /** The process computes so long. */
    compute(ms: number) {
      time.now += ms;
    },
    /** A frame that is answered for after so long. */
    frame(bytes: number, ms: number) {
      link.ask(bytes);
      time.now += ms;
      time.idle += ms;
      link.answered();
    }
  };
}

describe('the way to the terminal', () => {
  it('is asked after one frame at a time', () => {
    const { link } = linkAt();
    expect(link.ask(9000)).toBe('\x1b[5n');
    expect(link.ask(9000)).toBe('');
    expect(link.isAsked).toBe(true);
    link.answered();
    expect(link.isAsked).toBe(false);
    expect(link.ask(9000)).toBe('\x1b[5n');
  });

  it('is slow where large frames take long, however long small ones take', () => {
    const far = linkAt();
    // 300 ms there and back, and nearly as fast for 20 KB: far, not slow.
    for (let i = 0; i < 20; i++) far.frame(i % 2 ? 20_000 : 300, i % 2 ? 310 : 300);
    expect(far.link.isSlow).toBe(false);
    const slow = linkAt();
    for (let i = 0; i < 6; i++) slow.frame(i % 2 ? 20_000 : 300, i % 2 ? 400 : 20);
    expect(slow.link.isSlow).toBe(true);
  });

  it('is fast again only once it is clearly so', () => {
    const { link, frame } = linkAt();
    frame(300, 10);
    for (let i = 0; i < 4; i++) frame(20_000, 400);
    expect(link.isSlow).toBe(true);
    for (let i = 0; i < 20; i++) frame(20_000, 60);
    expect(link.isSlow).toBe(true);
    for (let i = 0; i < 20; i++) frame(20_000, 20);
    expect(link.isSlow).toBe(false);
  });

  it('is not slow where the process itself was busy', () => {
    const { link, wait, compute } = linkAt();
    for (let i = 0; i < 10; i++) {
      link.ask(20_000);
      compute(500);
      wait(5);
      link.answered();
    }
    expect(link.isSlow).toBe(false);
  });

  it('is behind where an answer is overdue, until it comes', () => {
    const { link, wait, frame } = linkAt();
    frame(300, 40);
    link.ask(20_000);
    expect(link.isBehind).toBe(false);
    wait(100);
    expect(link.isBehind).toBe(false);
    wait(100);
    expect(link.isBehind).toBe(true);
    link.answered();
    expect(link.isBehind).toBe(false);
  });

  it('gives up an answer that is lost, and a terminal that never answers', () => {
    const { link, wait, frame } = linkAt();
    frame(300, 5);
    link.ask(300);
    wait(2001);
    expect(link.isBehind).toBe(false);
    expect(link.isAsked).toBe(false);
    expect(link.ask(300)).not.toBe('');
    const silent = linkAt();
    for (let i = 0; i < 2; i++) {
      expect(silent.link.ask(20_000)).not.toBe('');
      silent.wait(2001);
      expect(silent.link.isBehind).toBe(false);
      expect(silent.link.isAsked).toBe(false);
    }
    expect(silent.link.ask(20_000)).toBe('');
    expect(silent.link.isSlow).toBe(false);
  });
});

describe('a lean look', () => {
  it('takes less than half the bytes for the next epoch of a map', () => {
    const plaid = (phase: number): Figure => ({
      data: [
        {
          type: 'heatmap',
          z: Array.from({ length: 59 }, (_, a) =>
            Float64Array.from({ length: 59 }, (_, b) =>
              Math.cos((2 * Math.PI * (3 * a + 5 * b)) / 59 + phase)
            )
          ),
          zmin: -1,
          zmax: 1
        }
      ],
      layout: {}
    });
    const bytesOf = (isLean: boolean): number => {
      const look = { marks: 'braille', colors: 'true', background: 'dark', isLean } as const;
      const colors = shownColors(look);
      const drawn = (phase: number) =>
        drawFigure(plaid(phase), { width: 80, height: 40, colors, levels: shownLevels(look) });
      return diffCells(drawn(0), drawn(0.1), 0, 0, colors).length;
    };
    expect(bytesOf(true) / bytesOf(false)).toBeLessThan(0.5);
  });
});

describe('a session', () => {
  it('is lean while the way to the terminal is slow, and always where it is to be quiet', () => {
    const look = { marks: 'braille', colors: 'true', background: 'dark' } as const;
    const size = { columns: 80, rows: 24 };
    const link = { isBehind: false, isSlow: false };
    const nobody = (): void => {};
    const sessionOf = (isQuiet: boolean) =>
      createSession(initialState({ size, look: { ...look, isLean: isQuiet }, results: '/r' }), {
        workbench: fakeWorkbench(),
        painter: createPainter(fakeTerminal(80, 24).stdout as never, nobody, () => 'true', {
          ask: () => '',
          isBehind: false
        }),
        link,
        isQuiet,
        onCopy: () => {},
        onSuspend: nobody,
        onEnd: nobody,
        onCrash: nobody
      });
    const [plain, quiet] = [sessionOf(false), sessionOf(true)];
    for (const isSlow of [false, true, false]) {
      link.isSlow = isSlow;
      for (const session of [plain, quiet]) session.input([{ type: 'status' }]);
      expect(plain.state.look.isLean ?? false).toBe(isSlow);
      expect(quiet.state.look.isLean).toBe(true);
    }
    for (const session of [plain, quiet]) session.close();
  });
});

const questions = (written: string) => written.split('\x1b[5n').length - 1;

describe('in the explorer, the way to the terminal', () => {
  it('is asked after frames alone: at rest nothing is written', async () => {
    const { terminal } = await startExplorer();
    const before = terminal.written.length;
    await terminal.press(',');
    expect(questions(terminal.written.slice(before))).toBe(1);
    const after = terminal.written.length;
    await new Promise((done) => setTimeout(done, 100));
    expect(terminal.written.length).toBe(after);
  });

  it('holds frames while an answer is overdue, then the newest is drawn', async () => {
    const { terminal } = await startExplorer();
    await terminal.press(',');
    terminal.mute();
    await terminal.press(',');
    await new Promise((done) => setTimeout(done, 150));
    const before = terminal.written.length;
    await terminal.press(',', ',', ',');
    expect(terminal.written.length).toBe(before);
    await terminal.press('\x1b[0n');
    await vi.waitFor(() => expect(terminal.lines()[0]).toContain('epoch 890'), 5000);
  });

  it('that is quiet gets fewer bytes for the same epochs', async () => {
    const bytes: number[] = [];
    for (const quietLink of [false, true]) {
      const { terminal } = await startExplorer([120, 40], {}, { quietLink });
      await terminal.press('tab', 'tab', 'tab', 'z');
      await vi.waitFor(() => expect(terminal.text()).toContain('exact values'), 5000);
      const before = terminal.written.length;
      for (const epoch of [840, 740, 640, 540]) {
        await terminal.press('<');
        await vi.waitFor(() => expect(terminal.lines()[0]).toContain(`epoch ${epoch}`), 5000);
      }
      bytes.push(terminal.written.length - before);
      expect(/38;2;/.test(terminal.written)).toBe(!quietLink);
      await terminal.press('i');
      const said = quietLink ? /link +slow/ : /link +fast/;
      await vi.waitFor(() => expect(terminal.text()).toMatch(said), 5000);
    }
    expect(bytes[1]).toBeLessThan(bytes[0]);
  });

  it('that is quiet gets at most 8 frames a second, and the newest in the end', async () => {
    const { terminal } = await startExplorer([120, 40], {}, { quietLink: true });
    const frames = () => terminal.written.split('\x1b[?2026l').length;
    const [start, first] = [performance.now(), frames()];
    for (let i = 0; i < 8; i++) await terminal.press(',');
    await vi.waitFor(() => expect(terminal.lines()[0]).toContain('epoch 860'), 5000);
    expect(frames() - first).toBeLessThanOrEqual(2 + (performance.now() - start) / 125);
  });

  it('is not left with an answer to come', async () => {
    const { terminal, ended } = await startExplorer();
    await terminal.press(',');
    terminal.mute();
    await terminal.press(',', 'q');
    expect(terminal.buffer).toBe('normal');
    expect(terminal.isRaw).toBe(true);
    await terminal.press('\x1b[0n');
    await ended;
    expect(terminal.isRaw).toBe(false);
    expect((terminal.stdin as Readable).readableLength).toBe(0);
  });
});
