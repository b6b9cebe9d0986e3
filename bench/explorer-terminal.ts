import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A frame as it came over the wire. */
export interface WireFrame {
  /** Milliseconds from the key (or the start) to the last byte. */
  readonly ms: number;
  readonly bytes: number;
}

/** The real program in a pseudo-terminal of `script` (util-linux), watched from outside. */
export interface ProgramTerminal {
  /**
   * From the command to the last byte of its first settled screen: the last one before `settled` ms
   * without output.
   */
  readonly first: WireFrame;
  /** Sends keys and waits for what they cause: until `quiet` ms pass without output. */
  press(keys: string, quiet?: number): Promise<WireFrame>;
  /** Resident memory now and at its highest, in MiB. */
  memory(): { readonly now: number; readonly most: number };
  /** Seconds of CPU used so far by the program. */
  cpuSeconds(): number;
  /** Everything written, as text. */
  readonly output: string;
  close(): Promise<void>;
}

/** A terminal that shows kitty's images: a cell has so many pixels. */
export interface WithImages {
  readonly width: number;
  readonly height: number;
}

/**
 * Starts a program in a pseudo-terminal of that size and waits until its first screen is settled.
 * The clock starts when the shell in the terminal is about to become the program, and stops at the
 * last byte that this process received.
 */
export async function startInTerminal(
  command: readonly string[],
  size: { readonly columns: number; readonly rows: number },
  env: Readonly<Record<string, string>>,
  settled = 150,
  images: WithImages | null = null
): Promise<ProgramTerminal> {
  const quoted = command.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
  const shell = `stty cols ${size.columns} rows ${size.rows}; echo "pid=$$;"; exec ${quoted}`;
  const child = spawn('script', ['-qfec', shell, '/dev/null'], {
    env: { ...process.env, ...env, SHELL: '/bin/sh' },
    stdio: ['pipe', 'pipe', 'inherit']
  });
  let output = '';
  let last = performance.now();
  let bytes = 0;
  let pid = 0;
  let begun = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    last = performance.now();
    bytes += chunk.length;
    output += chunk.toString('latin1');
    if (pid === 0) {
      const found = /pid=(\d+);/.exec(output);
      if (found) {
        pid = Number(found[1]);
        begun = last;
      }
    }
    // The answers of a real terminal to what it is asked: after each frame, and at the start for
    // background and device attributes.
    if (chunk.includes('\x1b[5n')) child.stdin.write('\x1b[0n');
    if (chunk.includes('\x1b]11;?')) {
      const size = images ? `\x1b[6;${images.height};${images.width}t` : '';
      const takes = images && chunk.includes('a=q') ? `${takesImages}${size}` : '';
      child.stdin.write(`\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\${takes}\x1b[?62;22c`);
    }
  });
  const calm = async (quiet: number, since: number): Promise<void> => {
    while (performance.now() - Math.max(last, since) < quiet) await pause(1);
  };
  while (!output.includes('\x1b[?2026l')) {
    if (child.exitCode !== null) throw new Error(`the program ended:\n${output}`);
    await pause(1);
  }
  await calm(settled, begun);
  const first = { ms: last - begun, bytes };
  return {
    first,
    async press(keys, quiet = 40) {
      bytes = 0;
      const sent = performance.now();
      child.stdin.write(keys);
      while (bytes === 0 && performance.now() - sent < 2000) await pause(0);
      await calm(quiet, sent);
      return { ms: last - sent, bytes };
    },
    memory() {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      const kibibytes = (name: string) =>
        Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0);
      return { now: kibibytes('VmRSS') / 1024, most: kibibytes('VmHWM') / 1024 };
    },
    cpuSeconds() {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
      // Fields 14 and 15 of proc(5), in ticks of 10 ms.
      return (Number(fields[11]) + Number(fields[12])) / 100;
    },
    get output() {
      return output;
    },
    close: () => closed(child)
  };
}

/** There are images, and placeholders: these may have no parent. */
const takesImages = '\x1b_Gi=31;OK\x1b\\\x1b_Gi=32,p=1;EINVAL:no parent\x1b\\';

async function closed(child: ChildProcess): Promise<void> {
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  child.stdin!.write('\x03');
  await ended;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) =>
    milliseconds === 0 ? setImmediate(resolve) : setTimeout(resolve, milliseconds)
  );
}
