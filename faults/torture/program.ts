import { spawn } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const launcher = fileURLToPath(new URL('../../bin/grokscope.js', import.meta.url));

/** How a call of the program ended. */
export interface Ending {
  /** Exit code; null where a signal ended it. */
  readonly code: number | null;
  /** Both streams. */
  readonly text: string;
  readonly seconds: number;
}

/** A deadline for a call that hangs, in ms. */
const HANGS = 180_000;

let hits = 0;

/** Returns how many signals have reached a running program since this was last asked. */
export function hitsSinceLast(): number {
  const count = hits;
  hits = 0;
  return count;
}

/** Calls the built program; sends it a signal after that many seconds, if it still runs then. */
export function call(
  words: readonly string[],
  signal?: NodeJS.Signals,
  after = 0
): Promise<Ending> {
  const started = performance.now();
  const child = spawn(process.execPath, [launcher, ...words], {
    stdio: ['ignore', 'pipe', 'pipe']
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      text += chunk;
    });
  const timer = signal && setTimeout(() => void (child.kill(signal) && hits++), after * 1000);
  const hanging = setTimeout(() => child.kill('SIGKILL'), HANGS);
  return new Promise((done) => {
    child.on('close', (code) => {
      clearTimeout(timer);
      clearTimeout(hanging);
      done({ code, text, seconds: (performance.now() - started) / 1000 });
    });
  });
}

/** Returns the files below a folder by their paths; times in manifests are left out, and epochs that files tell. */
export function filesIn(folder: string): ReadonlyMap<string, string> {
  const found = globSync(['**/*', '**/.*', '**/.*/**/*'], { cwd: folder, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    [...new Set(found)].sort().map((path) => {
      const bytes = readFileSync(path);
      const content = path.endsWith('.json') ? told(bytes) : bytes.toString('base64');
      return [path.slice(folder.length + 1), content];
    })
  );
}

/** What a JSON file says, in one order of its keys, without times and without epochs that files tell. */
function told(bytes: Buffer): string {
  const left = ['updated_at', 'checkpoint_epochs'];
  return JSON.stringify(JSON.parse(bytes.toString('utf8')), (_key, value) =>
    value === null || typeof value !== 'object' || Array.isArray(value)
      ? value
      : Object.fromEntries(
          Object.entries(value)
            .filter(([key]) => !left.includes(key))
            .sort(([a], [b]) => (a < b ? -1 : 1))
        )
  );
}

/** Returns in which file two folders differ, in words; null when they are the same. */
export function difference(folder: string, reference: string): string | null {
  const [own, other] = [filesIn(folder), filesIn(reference)];
  for (const name of new Set([...own.keys(), ...other.keys()])) {
    const [found, wanted] = [own.get(name), other.get(name)];
    if (found === wanted) continue;
    if (found === undefined || wanted === undefined)
      return `${name} is ${found === undefined ? 'missing' : 'left over'}`;
    const at = [...found].findIndex((letter, i) => letter !== wanted[i]);
    const near = (text: string) => JSON.stringify(text.slice(Math.max(0, at - 60), at + 120));
    return `${name} differs: ${near(found)} instead of ${near(wanted)}`;
  }
  return null;
}

/** Tells whether a call ended in a way that no user may see: a stack, or a death that nobody asked for. */
export function wentWrong({ code, text }: Ending): string | null {
  if (/this is a bug|^\s+at .+:\d+:\d+/m.test(text)) return lastLines(text);
  return code === null ? `it was killed or died: ${lastLines(text)}` : null;
}

/** Returns the end of a call's output on one line. */
export function lastLines(text: string): string {
  return text
    .trim()
    .split(/[\r\n]+/)
    .slice(-6)
    .join(' / ')
    .slice(-600);
}
