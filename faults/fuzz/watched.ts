import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** What a process and those that it started have used. */
interface Usage {
  /** Processor time in seconds. */
  readonly cpu: number;
  /** Resident memory in bytes. */
  readonly memory: number;
}

/** What one input may take, so that a runaway is counted and not suffered. */
export interface Limits {
  /** Processor time in seconds: a busy machine fails nothing. */
  readonly cpu: number;
  /** Resident memory in bytes. */
  readonly memory: number;
  /** Seconds after which even a process that only waits is ended. */
  readonly wall: number;
}

/** How a watched process ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
  /** The limit that it was ended for: `over 5 s of processor time`; null for none. */
  readonly over: string | null;
}

const POLL = 100;
const SHOWN = 200_000;

/**
 * Starts a program in a process group of its own and returns how it ended. The group is ended when it passes a limit;
 * `onOutput` sees what comes out and may set processor time back to zero by returning true (the next input began).
 */
export function watched(
  command: string,
  args: readonly string[],
  limits: Limits,
  environment: NodeJS.ProcessEnv = process.env,
  onOutput: (text: string) => boolean = () => false
): Promise<Ended> {
  const child = spawn(command, args, {
    detached: true,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe']
  });
  let output = '';
  let over: string | null = null;
  let from = { cpu: 0, wall: Date.now() };
  const take = (text: string): void => {
    if (output.length < SHOWN) output += text;
    if (onOutput(text)) from = { cpu: usageOf(child).cpu, wall: Date.now() };
  };
  child.stdout.setEncoding('utf8').on('data', take);
  child.stderr.setEncoding('utf8').on('data', take);
  const timer = setInterval(() => {
    const { cpu, memory } = usageOf(child);
    if (cpu - from.cpu > limits.cpu) over = `over ${limits.cpu} s of processor time`;
    else if (memory > limits.memory) over = `over ${limits.memory / 2 ** 20} MiB`;
    else if (Date.now() - from.wall > 1000 * limits.wall) over = `over ${limits.wall} s`;
    if (over !== null) endGroup(child);
  }, POLL);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearInterval(timer);
      resolve({ code, signal, output, over });
    });
  });
}

function endGroup({ pid }: ChildProcess): void {
  try {
    process.kill(-pid!, 'SIGKILL');
  } catch {
    // It has just ended by itself.
  }
}

/** Linux only; elsewhere nothing is known and only the wall clock limits. */
function usageOf({ pid }: ChildProcess): Usage {
  let [cpu, memory] = [0, 0];
  for (const process of folders('/proc')) {
    const stat = textOf(`/proc/${process}/stat`);
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (Number(fields[2]) !== pid) continue;
    cpu += (Number(fields[11]) + Number(fields[12])) / 100;
    memory += Number(fields[21]) * 4096;
  }
  return { cpu, memory };
}

function folders(path: string): readonly string[] {
  try {
    return readdirSync(path).filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
