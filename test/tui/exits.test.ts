import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { explore } from '../../src/tui/index.ts';
import { initialState } from '../../src/tui/state/initial-state.ts';
import { readView, viewFile, viewOf, writeView } from '../../src/tui/state/view-memory.ts';
import { endingSignals } from '../../src/tui/terminal/exits.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { startExplorer } from './explorer.ts';
import { fakeTerminal } from './fake-terminal.ts';
import { fakeWorkbench } from './fake-workbench.ts';

describe('leaving', () => {
  it.each(['q', '^c'])('by %s gives the terminal back as it was', async (key) => {
    const { terminal, workbench, ended } = await startExplorer();
    expect(terminal.buffer).toBe('alternate');
    expect(terminal.mouseMode).toBe('drag');
    expect(terminal.isCursorHidden).toBe(true);
    expect(terminal.isRaw).toBe(true);
    await terminal.press(key);
    await ended;
    await terminal.settled();
    expect(terminal.buffer).toBe('normal');
    expect(terminal.mouseMode).toBe('none');
    expect(terminal.isCursorHidden).toBe(false);
    expect(terminal.isRaw).toBe(false);
    expect(terminal.text().trim()).toBe('');
    expect(terminal.written).toContain('\x1b[?7h');
    expect(workbench.isClosed).toBe(true);
  });

  it('by a crash gives it back too, and passes the error on', async () => {
    const { terminal, workbench, ended } = await startExplorer();
    workbench.figure = () => {
      throw new Error('our own bug');
    };
    await terminal.press(',');
    await expect(ended).rejects.toThrow('our own bug');
    await terminal.settled();
    expect(terminal.buffer).toBe('normal');
    expect(terminal.mouseMode).toBe('none');
    expect(terminal.isRaw).toBe(false);
  });

  it('by a terminal that vanishes ends without an error', async () => {
    const { terminal, ended } = await startExplorer();
    terminal.stdout.emit('error', Object.assign(new Error('EIO'), { code: 'EIO' }));
    await ended;
    expect(terminal.isRaw).toBe(false);
  });

  it.each(['EIO', 'end'])('by a keyboard that vanishes (%s) ends without an error', async (how) => {
    const { terminal, ended } = await startExplorer();
    if (how === 'end') terminal.stdin.emit('end');
    else terminal.stdin.emit('error', Object.assign(new Error('EIO'), { code: 'EIO' }));
    await ended;
    expect(terminal.isRaw).toBe(false);
  });

  it.each(endingSignals)('by %s gives the terminal back', async (signal) => {
    const { terminal, ended } = await startExplorer();
    const others = process.listeners('exit');
    process.emit(signal, signal);
    await ended;
    await terminal.settled();
    // The exit code is set at the exit of the test's own process: not there.
    for (const listener of process.listeners('exit'))
      if (!others.includes(listener)) process.removeListener('exit', listener);
    expect(terminal.buffer).toBe('normal');
    expect(terminal.mouseMode).toBe('none');
    expect(terminal.isRaw).toBe(false);
  });

  it('leaves no listeners behind', async () => {
    const names = [
      ...endingSignals,
      'SIGTSTP',
      'SIGCONT',
      'uncaughtException',
      'unhandledRejection',
      'exit'
    ] as const;
    const counts = () => names.map((name) => process.listenerCount(name));
    const first = await startExplorer();
    await first.terminal.press('q');
    await first.ended;
    const before = counts();
    const { terminal, ended } = await startExplorer();
    await terminal.press('q');
    await ended;
    expect(counts()).toEqual(before);
  });
});

describe('an answer that the terminal still owes', () => {
  const answer = '\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\\x1b[?62;4c';
  const isSettled = async (ended: Promise<void>) =>
    Promise.race([ended.then(() => true), new Promise((done) => setTimeout(done, 50, false))]);

  it.each([
    ['q', 'q'],
    ['a signal', null]
  ])('is taken after %s, with the screen given back at once', async (_, key) => {
    const { terminal, ended } = await startExplorer([120, 40], {}, { background: 'auto' });
    const others = process.listeners('exit');
    if (key) await terminal.press(key);
    else process.emit('SIGTERM', 'SIGTERM');
    await terminal.settled();
    expect(terminal.buffer).toBe('normal');
    expect(terminal.mouseMode).toBe('none');
    expect(terminal.isRaw).toBe(true);
    expect(await isSettled(ended)).toBe(false);
    await terminal.press(answer.slice(0, 9));
    await terminal.press(answer.slice(9));
    await ended;
    for (const listener of process.listeners('exit'))
      if (!others.includes(listener)) process.removeListener('exit', listener);
    expect(terminal.isRaw).toBe(false);
    expect((terminal.stdin as Readable).readableLength).toBe(0);
  });

  it('is asked for where the mouse just moved, so that its reports are not typed at the shell', async () => {
    const { terminal, ended } = await startExplorer();
    await terminal.press('\x1b[<65;5;5M', 'q');
    expect(terminal.buffer).toBe('normal');
    expect(terminal.written).toMatch(/\x1b\[\?1002l[\s\S]*\x1b\[c$/);
    expect(await isSettled(ended)).toBe(false);
    await terminal.press('\x1b[<65;5;5M', '\x1b[?62;4c');
    await ended;
    expect(terminal.isRaw).toBe(false);
    expect((terminal.stdin as Readable).readableLength).toBe(0);
  });

  it('is not awaited for ever', async () => {
    const { terminal, ended } = await startExplorer([120, 40], {}, { background: 'auto' });
    await terminal.press('q');
    await ended;
    expect(terminal.isRaw).toBe(false);
  });

  it('is not awaited where it has come, or where nothing was asked', async () => {
    for (const background of ['auto', 'dark']) {
      const { terminal, ended } = await startExplorer([120, 40], {}, { background });
      if (background === 'auto') await terminal.press(answer);
      await terminal.press('q');
      expect(await isSettled(ended)).toBe(true);
    }
  });
});

describe('a paste', () => {
  it('is no keys outside of a prompt', async () => {
    const { terminal, ended } = await startExplorer();
    expect(terminal.written).toContain('\x1b[?2004h');
    await terminal.press('\x1b[200~q\x1b[201~', '\x1b[200~:q\r\x1b[201~');
    expect(terminal.lines()[0]).toContain('epoch 940');
    await terminal.press('?', '\x1b[200~qq\x1b[201~');
    expect(terminal.text()).toContain('╭─ Help');
    await terminal.press('esc', 'q');
    await ended;
    expect(terminal.written.lastIndexOf('\x1b[?2004l')).toBeGreaterThan(
      terminal.written.lastIndexOf('\x1b[?2004h')
    );
  });

  it('is text in a prompt, in a filter and in a search', async () => {
    const { terminal } = await startExplorer();
    await terminal.press(':', '\x1b[200~50\n0\x1b[201~');
    expect(terminal.lines().at(-1)).toContain(':50 0');
    await terminal.press('^u', '\x1b[200~500\x1b[201~', 'enter');
    expect(terminal.lines()[0]).toContain('epoch 500');
    await terminal.press('/', '\x1b[200~qqq\x1b[201~');
    expect(terminal.text()).toMatch(/\/qqq[\s\S]*no match/);
    await terminal.press('esc', 'esc', '?', '/', '\x1b[200~suspend\x1b[201~');
    expect(terminal.text()).toMatch(/\^z +suspend; fg/);
  });
});

describe('the remembered view', () => {
  it('brings back variant, epoch, neuron, panel and sidebar of a results folder', async () => {
    const env = { LANG: 'C.UTF-8', GROKSCOPE_STATE_DIR: temporaryFolder() };
    const variants = { variants: ['toy_p59_seed1', 'toy_p97_seed1'] };
    const first = await startExplorer([120, 40], variants, { env });
    await first.terminal.press('b', 'down', 'enter', 'esc', ',', ',', 'n', 'tab', 'z', 'q', 'q');
    await first.ended;
    const file = viewFile('/results', env);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
      results: '/results',
      variant: 'toy_p97_seed1',
      epoch: 920,
      neuron: 1,
      focus: 'rise',
      maximised: false,
      sidebar: true
    });
    const second = await startExplorer([120, 40], variants, { env });
    expect(second.terminal.lines()[0]).toMatch(/p97 seed1 .*epoch 920 .*neuron {2}1/);
    expect(second.terminal.text()).toContain('╭─ Variants');
    const third = await startExplorer([120, 40], variants, { env, variant: 'toy_p59_seed1' });
    expect(third.terminal.lines()[0]).toMatch(/p59 seed1 .*epoch 940/);
    const fourth = await startExplorer([120, 40], variants, { env, epoch: 100 });
    expect(fourth.terminal.lines()[0]).toMatch(/p97 seed1 .*epoch 100/);
  });

  it('opens something where the remembered variant is gone', async () => {
    const env = { LANG: 'C.UTF-8', GROKSCOPE_STATE_DIR: temporaryFolder() };
    writeView(viewFile('/results', env), '/results', { variant: 'deleted', epoch: 5 });
    const { terminal } = await startExplorer([120, 40], {}, { env });
    expect(terminal.lines()[0]).toContain('p59 seed1');
  });

  it('is kept in the XDG state directory unless told otherwise', () => {
    expect(viewFile('/r', { XDG_STATE_HOME: '/x' })).toMatch(
      /^\/x\/grokscope\/views\/[0-9a-f]{16}\.json$/
    );
    expect(viewFile('/r', { GROKSCOPE_STATE_DIR: '/y' })).toMatch(/^\/y\/views\//);
    expect(viewFile('/r', {})).toMatch(/\.local\/state\/grokscope\/views\//);
    expect(viewFile('/r', {})).not.toBe(viewFile('/s', {}));
  });

  it('takes what is whole from a damaged file, and nothing from a broken one', () => {
    const file = join(temporaryFolder(), 'views', 'a.json');
    expect(readView(file)).toEqual({});
    writeView(file, '/r', {
      variant: 'v',
      epoch: -3,
      neuron: 2,
      focus: 7 as never,
      sidebar: 'yes' as never
    });
    expect(readView(file)).toEqual({ variant: 'v', neuron: 2 });
    writeView('/dev/null/views/a.json', '/r', { variant: 'v' });
  });

  it('is nothing before a variant is open', () => {
    const look = { marks: 'braille', colors: 'true', background: 'dark' } as const;
    expect(
      viewOf(initialState({ size: { columns: 80, rows: 24 }, look, results: '/r' }))
    ).toBeNull();
  });
});

describe('the terminal', () => {
  it('has to be one', async () => {
    const { stdin } = fakeTerminal(80, 24);
    const stdout = Object.assign(fakeTerminal(80, 24).stdout, { isTTY: false });
    const asked = explore({ workbench: fakeWorkbench(), stdin, stdout });
    await expect(asked).rejects.toThrow('the explorer needs a terminal');
  });

  it('is asked for its background, and a light one changes the colours', async () => {
    const { terminal } = await startExplorer([120, 40], {}, { background: 'auto' });
    expect(terminal.written).toContain('\x1b]11;?\x1b\\\x1b[c');
    const dark = terminal.written.length;
    expect(terminal.written).toContain('38;5;75');
    await terminal.press('\x1b]11;rgb:ffff/ffff/ffff\x1b\\');
    expect(terminal.written.slice(dark)).toContain('38;5;25');
    expect(terminal.lines()[0]).toContain('epoch 940');
  });

  it('without colours gets none, in 16 colours no others', async () => {
    const codes = (written: string) =>
      [...written.matchAll(/\x1b\[([\d;]*)m/g)].flatMap(([, list]) =>
        (list ?? '').split(';').map(Number)
      );
    const plain = await startExplorer([120, 40], {}, { env: { NO_COLOR: '1', LANG: 'C.UTF-8' } });
    expect(codes(plain.terminal.written).filter((code) => code >= 30)).toEqual([]);
    const few = await startExplorer(
      [120, 40],
      {},
      { env: { TERM: 'xterm', COLORTERM: '', LANG: 'C.UTF-8' } }
    );
    const used = codes(few.terminal.written);
    expect(used.filter((code) => code === 38 || code === 48)).toEqual([]);
    expect(used.filter((code) => code >= 90)).not.toEqual([]);
  });

  it('without UTF-8 gets ASCII only', async () => {
    const { terminal } = await startExplorer([120, 40], {}, { env: { LANG: 'C', COLORTERM: '' } });
    await terminal.press('b', '?', 'esc', 'esc', 'z', 'left', 'i');
    await terminal.press('esc', 'esc', '?', 'pgdn', 'pgdn', 'pgdn');
    expect([...new Set(terminal.written.match(/[^\x00-\x7f]/g) ?? [])]).toEqual([]);
  });

  it('switches marks and colours by key', async () => {
    const { terminal } = await startExplorer();
    expect(terminal.text()).toMatch(/[⠁-⣿]/);
    await terminal.press('M');
    expect(terminal.text()).not.toMatch(/[⠁-⣿]/);
    await terminal.press('M');
    expect(terminal.text()).toContain('+- Loss -');
    await terminal.press('M', 'C', 'C', 'C');
    const before = terminal.written.length;
    await terminal.press('^l');
    expect(terminal.written.slice(before)).not.toMatch(/\x1b\[[\d;]*38;[\d;]*m/);
  });
});
