import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildFakeProgram } from './fake-program.ts';

const hasTmux = spawnSync('tmux', ['-V']).status === 0;
if (!hasTmux) console.warn('skipped: tmux is not installed');

const server = `grokscope-test-${process.pid}`;
let folder = '';
let program = '';

function tmux(...words: readonly string[]): string {
  return execFileSync('tmux', ['-L', server, '-f', '/dev/null', ...words], { encoding: 'utf8' });
}

function screen(): string {
  return tmux('capture-pane', '-p', '-t', 'main');
}

async function shows(pattern: RegExp): Promise<string> {
  for (let i = 0; i < 200; i++) {
    const text = screen();
    if (pattern.test(text)) return text;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${pattern} did not appear on:\n${screen()}`);
}

/** Starts a shell with the explorer in it; what the shell prints afterwards tells how the terminal was left. */
function start(columns: number, rows: number, words = ''): void {
  const env = `env -u NO_COLOR GROKSCOPE_STATE_DIR=${mkdtempSync(join(folder, 'state-'))} LANG=C.UTF-8`;
  tmux('new-session', '-d', '-s', 'main', '-x', String(columns), '-y', String(rows), 'sh');
  tmux('send-keys', '-t', 'main', `PS1='ready> '; clear`, 'Enter');
  tmux(
    'send-keys',
    '-t',
    'main',
    `before=$(stty -g); ${env} ${process.execPath} ${program} ${words}; echo "code $?"; [ "$before" = "$(stty -g)" ] && echo same`,
    'Enter'
  );
}

const keys = (...names: readonly string[]): void => {
  for (const name of names) tmux('send-keys', '-t', 'main', name);
};
/** Cursor, alternate screen and mouse. */
const modes = (): string =>
  tmux('display', '-p', '-t', 'main', '#{cursor_flag} #{alternate_on} #{mouse_button_flag}').trim();

/** The process of the explorer. */
function explorer(): number {
  const words = ['-f', `^${process.execPath} ${program}`];
  const found = spawnSync('pgrep', words, { encoding: 'utf8' });
  return Number(found.stdout.trim().split('\n')[0]);
}

beforeAll(async () => {
  if (!hasTmux) return;
  folder = mkdtempSync(join(tmpdir(), 'grokscope-tmux-'));
  program = await buildFakeProgram(String(process.pid));
  // The server ends with its last session: this one keeps it.
  tmux('new-session', '-d', '-s', 'keep', 'sh');
});

afterEach(() => {
  if (hasTmux) spawnSync('tmux', ['-L', server, 'kill-session', '-t', 'main']);
});

afterAll(() => {
  if (!hasTmux) return;
  spawnSync('tmux', ['-L', server, 'kill-server']);
  rmSync(folder, { recursive: true, force: true });
  rmSync(join(program, '..'), { recursive: true, force: true });
});

describe.skipIf(!hasTmux)('in tmux', () => {
  it('starts, scrubs, maximises, exports and quits, and the terminal is as it was', async () => {
    start(80, 24);
    await shows(/epoch 940 \[95\/95\]/);
    expect(modes()).toBe('0 1 1');
    keys(',', ',', '<');
    await shows(/epoch 820 \[83\/95\]/);
    keys('Tab', 'Tab', 'z');
    await shows(/exact values/);
    keys('Left');
    await shows(/Count \d/);
    keys('e', 'Enter');
    await shows(/wrote \/results\/exports\/bars\.png/);
    keys('z');
    await shows(/╭─ Loss/);
    keys('q');
    const text = await shows(/^same$/m);
    expect(text).toContain('left the explorer');
    expect(text).toContain('code 0');
    expect(text).not.toContain('╭');
    expect(modes()).toBe('1 0 0');
  });

  it('shows a view alone and turns the switch of its figure', async () => {
    start(80, 24);
    await shows(/epoch 940/);
    keys('4');
    const view = await shows(/^ 4 Weights/m);
    expect(view).toMatch(/╭─ Dimensionality .* s sorted by final: off ─╮/);
    expect(view).not.toMatch(/epoch 940|╭─ Loss/);
    keys('s');
    await shows(/s sorted by final: on[\s\S]*w_e sorted/);
    keys('q');
    await shows(/epoch 940 \[95\/95\]/);
    keys('q');
    await shows(/^same$/m);
  });

  it('follows the size of its pane', async () => {
    start(80, 24);
    await shows(/epoch/);
    tmux('resize-window', '-t', 'main', '-x', '160', '-y', '48');
    const large = await shows(/Dimensionality/);
    expect(large.split('\n')[1]).toMatch(/╮$/);
    expect([...(large.split('\n')[1] ?? '')]).toHaveLength(160);
    tmux('resize-window', '-t', 'main', '-x', '40', '-y', '10');
    await shows(/needs 80×24/);
    tmux('resize-window', '-t', 'main', '-x', '100', '-y', '30');
    await shows(/╭─ Loss/);
    keys('q');
    await shows(/^same$/m);
  });

  it.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGINT', 130],
    ['SIGQUIT', 131],
    ['SIGABRT', 134],
    ['SIGUSR1', 138]
  ] as const)('%s ends it with the terminal as it was', async (signal, code) => {
    start(80, 24);
    await shows(/epoch 940/);
    process.kill(explorer(), signal);
    const text = await shows(/^same$/m);
    expect(text).toContain(`code ${code}`);
    expect(modes()).toBe('1 0 0');
  });

  it('kill -TSTP stops it with the terminal as it was, and fg brings it back', async () => {
    start(80, 24);
    await shows(/epoch 940/);
    process.kill(explorer(), 'SIGTSTP');
    await shows(/[Ss]topped|suspended/);
    expect(modes()).toBe('1 0 0');
    tmux('send-keys', '-t', 'main', 'fg', 'Enter');
    await shows(/epoch 940 [\s\S]*╭─ Loss[\s\S]*quit/);
    keys('q');
    await shows(/left the explorer/);
  });

  it('takes a paste for text, and keys in CSI u for keys', async () => {
    start(80, 24);
    await shows(/epoch 940/);
    const send = (text: string) => {
      tmux('set-buffer', '-b', 'sent', text);
      tmux('paste-buffer', '-p', '-r', '-b', 'sent', '-t', 'main');
    };
    send('q,q');
    keys(':');
    send('500');
    await shows(/:500█/);
    tmux('send-keys', '-t', 'main', '-l', '\x1b[13u\x1b[44;1:1u\x1b[44;1:3u');
    await shows(/epoch 490/);
    tmux('send-keys', '-t', 'main', '-l', '\x1b[99;5u');
    await shows(/^same$/m);
  });

  it('a crash leaves the terminal as it was and shows the stack', async () => {
    start(80, 24, '--crash');
    await shows(/epoch 940/);
    keys('C-s');
    const text = await shows(/^same$/m);
    expect(text).toContain('our own bug');
    expect(text).toContain('code 1');
    expect(modes()).toBe('1 0 0');
  });

  it('^Z stops it with the terminal as it was, and fg brings it back', async () => {
    start(80, 24);
    await shows(/epoch 940/);
    keys(',', 'C-z');
    await shows(/[Ss]topped|suspended/);
    expect(modes()).toBe('1 0 0');
    tmux('send-keys', '-t', 'main', 'fg', 'Enter');
    await shows(/epoch 930 [\s\S]*╭─ Loss[\s\S]*quit/);
    expect(modes()).toBe('0 1 1');
    keys('.');
    await shows(/epoch 940/);
    keys('q');
    await shows(/left the explorer/);
    expect(modes()).toBe('1 0 0');
  });
});
