import { spawn, spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../helpers/temporary.ts';
import { tinyRecipe } from './program.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const launcher = join(root, 'bin/grokscope.js');
const urlOf = (path: string) => JSON.stringify(pathToFileURL(join(root, path)).href);

/** As the launcher under an old Node: a process that runs another and passes signals on. */
function rerunning(words: readonly string[]) {
  const code = `import(${urlOf('bin/rerun.js')}).then(({ rerun }) => rerun(process.execPath, ${JSON.stringify(words)}))`;
  return started(['-e', code]);
}

function started(words: readonly string[]) {
  const child = spawn(process.execPath, words, {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe']
  });
  onTestFinished(() => {
    try {
      process.kill(-child.pid!, 'SIGKILL');
    } catch {} // all have ended
  });
  let text = '';
  const waiting = new Map<string, () => void>();
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      for (const [part, found] of waiting) if (text.includes(part)) found();
    });
  const ended = new Promise<{ code: number | null; signal: string | null }>((done) =>
    child.on('exit', (code, signal) => done({ code, signal }))
  );
  // The pipes are the child's too: they close when the last process that holds them has ended.
  const closed = new Promise<void>((done) => child.on('close', () => done()));
  return {
    pid: child.pid!,
    text: () => text,
    ended,
    closed,
    says: (part: string) =>
      new Promise<void>((found) => {
        if (text.includes(part)) found();
        else waiting.set(part, found);
      })
  };
}

const signals = ['INT', 'TERM', 'HUP', 'QUIT', 'USR1', 'USR2', 'XCPU', 'ALRM'].map(
  (name) => `SIG${name}` as NodeJS.Signals
);

/** Prints each signal that arrives, and ends at the second TERM. */
const listener = `
  import { followParent } from ${urlOf('src/cli/output/follow-parent.ts')};
  followParent();
  let terms = 0;
  for (const name of ${JSON.stringify(signals)})
    process.on(name, () => {
      console.log('got ' + name + '.');
      if (name === 'SIGTERM' && ++terms === 2) process.exit(7);
    });
  setInterval(() => {}, 1000);
  console.log('ready');
`;

const hasSignals = process.platform !== 'win32';
const training = (results: string) => [
  launcher,
  ...['train', 'modulo_addition_1layer', ...tinyRecipe, '--results', results],
  ...['--epochs', '100000', '--checkpoints', '0:100000:10000']
];

async function firstCheckpoint(results: string): Promise<void> {
  const pattern = '*/*/checkpoints/checkpoint_epoch_00000.safetensors';
  while (globSync(pattern, { cwd: results }).length === 0)
    await new Promise((wake) => setTimeout(wake, 20));
}

describe.runIf(hasSignals)('the launcher', () => {
  it.each(['alone', 'and its group'])(
    '%s gets signals: the program hears each once',
    async (to) => {
      const running = rerunning(['--input-type=module', '-e', listener]);
      await running.says('ready');
      const pid = to === 'alone' ? running.pid : -running.pid;
      for (const name of signals.filter((name) => name !== 'SIGTERM')) {
        process.kill(pid, name);
        await running.says(`got ${name}.`);
      }
      process.kill(pid, 'SIGTERM');
      await running.says('got SIGTERM.');
      process.kill(pid, 'SIGTERM');
      expect((await running.ended).code).toBe(7);
      await running.closed;
      const heard = running.text().match(/got \w+/g)!;
      expect(heard).toEqual([
        ...signals.filter((name) => name !== 'SIGTERM').map((name) => `got ${name}`),
        'got SIGTERM',
        'got SIGTERM'
      ]);
    }
  );

  it('ends by the signal that ended the program, and with its exit code', async () => {
    const killed = rerunning(['-e', 'process.kill(process.pid, "SIGTERM")']);
    expect(await killed.ended).toEqual({ code: null, signal: 'SIGTERM' });
    expect((await rerunning(['-e', 'process.exit(3)']).ended).code).toBe(3);
  });

  it('is killed with KILL: the training saves and stops', async () => {
    const results = temporaryFolder();
    const running = rerunning(training(results));
    await firstCheckpoint(results);
    process.kill(running.pid, 'SIGKILL');
    expect((await running.ended).signal).toBe('SIGKILL');
    await running.closed;
    expect(running.text()).toContain('--resume');
    const [metadata] = globSync('*/*/metadata.json', { cwd: results });
    expect(existsSync(join(results, metadata!))).toBe(true);
  });

  it.each(['under this Node', 'under another'])(
    '%s a training saves and stops at USR1, and opens no debugger',
    async (how) => {
      const results = temporaryFolder();
      const words = training(results);
      const running = how === 'under another' ? rerunning(words) : started(words);
      await firstCheckpoint(results);
      process.kill(-running.pid, 'SIGUSR1');
      await running.closed;
      expect(running.text()).toContain('--resume');
      expect(running.text()).not.toMatch(/debugger/i);
    }
  );
});

it('no process that the program starts opens a debugger', () => {
  for (const path of globSync('src/**/*.ts', { cwd: root })) {
    const text = readFileSync(join(root, path), 'utf8');
    if (/\bfork\(|(spawn|execFile\)?)\(process\.execPath/.test(text))
      expect(text, path).toContain("'--disable-sigusr1'");
  }
});

it.skipIf(process.platform === 'win32')('bin/grokscope finds the pinned Node by itself', () => {
  // As a link on a PATH that has no Node at all.
  const path = temporaryFolder();
  for (const tool of ['dirname', 'readlink']) symlinkSync(`/usr/bin/${tool}`, join(path, tool));
  symlinkSync(join(root, 'bin/grokscope'), join(path, 'grokscope'));
  const env = { PATH: path, HOME: temporaryFolder() };
  const { status, stdout } = spawnSync(join(path, 'grokscope'), ['--version'], {
    env,
    encoding: 'utf8'
  });
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  expect([status, stdout.trim()]).toEqual([0, version]);
});
