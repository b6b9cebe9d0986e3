import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildFakeProgram } from '../fake-program.ts';
import { graphicsTerminal, kittyImages } from './graphics-terminal.ts';

const lacking = ['tmux -V', 'script --version']
  .filter((words) => spawnSync('sh', ['-c', words]).status !== 0)
  .map((words) => words.split(' ')[0]);
if (lacking.length > 0) console.warn(`skipped: ${lacking.join(', ')} not installed`);

let program = '';
const folder = mkdtempSync(join(tmpdir(), 'grokscope-tmux-images-'));
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

beforeAll(async () => {
  if (lacking.length > 0) return;
  program = await buildFakeProgram(`images-${process.pid}`);
});

afterAll(() => {
  if (program !== '') rmSync(join(program, '..'), { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
});

/** A tmux in a terminal that shows kitty's images, with the explorer in it. */
async function tmuxWith(allow: 'on' | 'off') {
  const server = `grokscope-images-${process.pid}-${allow}`;
  const settings = join(folder, `${allow}.conf`);
  writeFileSync(settings, `set -g allow-passthrough ${allow}\n`);
  const env = `env -u NO_COLOR -u FORCE_COLOR LANG=C.UTF-8 COLORTERM=truecolor GROKSCOPE_STATE_DIR=${join(folder, allow)}`;
  const inner = `${env} ${process.execPath} ${program}; echo left; sleep 9`;
  const command = `stty cols 120 rows 40; exec tmux -u -L ${server} -f ${settings} new-session '${inner}'`;
  const child: ChildProcess = spawn('script', ['-qfec', command, '/dev/null'], {
    env: { ...process.env, TERM: 'xterm-256color', LANG: 'C.UTF-8', TMUX: '', SHELL: '/bin/sh' },
    stdio: ['pipe', 'pipe', 'ignore']
  });
  const { answers } = graphicsTerminal({ protocol: 'kitty', cell: { width: 9, height: 18 } });
  const state = { written: '' };
  child.stdout?.setEncoding('utf8');
  child.stdout?.on('data', (text: string) => {
    state.written += text;
    const answer = answers(text);
    if (answer !== '') child.stdin?.write(answer);
  });
  const until = async (isThere: () => boolean) => {
    for (let i = 0; i < 200 && !isThere(); i++) await pause(50);
    await pause(300);
  };
  return {
    state,
    press: (keys: string) => child.stdin?.write(keys),
    until,
    end: () => spawnSync('tmux', ['-L', server, 'kill-server'])
  };
}

describe.skipIf(lacking.length > 0)('in a real tmux', () => {
  it('images and placeholders reach the terminal around it, and are gone after q', async () => {
    const { state, press, until, end } = await tmuxWith('on');
    try {
      await until(() => state.written.includes('\u{10eeee}'));
      expect(kittyImages(state.written).size).toBeGreaterThan(3);
      expect(state.written.split('\u{10eeee}').length).toBeGreaterThan(500);
      expect(state.written).toContain('Loss');
      press('q');
      await until(() => state.written.includes('left'));
      expect(kittyImages(state.written).size).toBe(0);
    } finally {
      end();
    }
  }, 30_000);

  it('that hands nothing on plots stay characters', async () => {
    const { state, press, until, end } = await tmuxWith('off');
    try {
      await until(() => /[⠁-⣿]/.test(state.written));
      expect(state.written).not.toMatch(/\x1b_G|\u{10eeee}/u);
      press('q');
      await until(() => state.written.includes('left'));
      expect(state.written).toContain('left');
    } finally {
      end();
    }
  }, 30_000);
});
