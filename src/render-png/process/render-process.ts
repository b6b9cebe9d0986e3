import { type ChildProcess, fork } from 'node:child_process';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { memoryError } from '../../error/memory.ts';
import { UserError } from '../../error/user-error.ts';
import { lifeline, type RenderAnswer, type RenderJob } from './render-job.ts';

/** The drawing process, seen from outside. */
export interface Rendering {
  readonly pid: number | undefined;
  /**
   * Draws one job; one at a time. Rejects with a UserError, with the signal's reason, or with our
   * own bug.
   */
  render(
    job: RenderJob,
    onProgress: (done: number) => void,
    signal?: AbortSignal
  ): Promise<Uint8Array>;
  /** Lets the process end; it keeps nobody waiting. */
  close(): void;
}

/** Beside this module: a source file when run from source, `dist/render-worker.js` when bundled. */
const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const worker = fileURLToPath(new URL(`./render-worker.${extension}`, import.meta.url));

/**
 * Starts the drawing process, which begins to load plotly.js. It ends when it is closed and when
 * this process ends, however that comes and whatever it is at: its life hangs on a pipe. Signals
 * from the terminal do not reach it.
 */
export function startRendering(): Rendering {
  const { FONTCONFIG_SYSROOT: _, NODE_OPTIONS: __, ...env } = process.env;
  const child = fork(worker, [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc', 'pipe'],
    detached: true,
    execArgv: ['--disable-warning=ExperimentalWarning', '--disable-sigusr1'],
    env: { ...env, DISABLE_SYSTEM_FONTS_LOAD: '1' }
  });
  let complaints = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaints = (complaints + text).slice(-8000);
  });
  // Where no file can be opened any more, there are no pipes.
  const life = child.stdio?.[lifeline] as Socket | null | undefined;
  life?.on('error', () => {});
  const closing = new AbortController();
  return {
    pid: child.pid,
    render: (job, onProgress, signal) =>
      ask(
        child,
        job,
        onProgress,
        AbortSignal.any([closing.signal, ...(signal ? [signal] : [])]),
        () => complaints
      ),
    close() {
      closing.abort(new UserError('drawing stopped: it was closed'));
      if (child.connected) child.disconnect();
      life?.destroy();
      child.unref();
      (child.stderr as Socket | null)?.unref();
    }
  };
}

function ask(
  child: ChildProcess,
  job: RenderJob,
  onProgress: (done: number) => void,
  signal: AbortSignal,
  complaints: () => string
): Promise<Uint8Array> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  const onMessage = (answer: RenderAnswer) => {
    if (answer.kind === 'progress') onProgress(answer.done);
    else if (answer.kind === 'done') resolve(answer.bytes);
    else if (answer.mendable) reject(new UserError(answer.message, answer.hint));
    else reject(memoryError(answer.message) ?? new Error(`drawing failed: ${answer.message}`));
  };
  const onExit = (code: number | null, by: string | null) => reject(death(code, by, complaints()));
  const onError = (error: Error) => {
    // Once started, its end says more than a message that did not arrive.
    if (child.pid === undefined) reject(unstarted(error));
  };
  const onAbort = () => {
    child.kill('SIGKILL');
    reject(signal.reason);
  };
  child.on('message', onMessage).on('close', onExit).on('error', onError);
  signal.addEventListener('abort', onAbort);
  if (signal.aborted) onAbort();
  // One that did not start says so in an error.
  else if (child.pid !== undefined && (child.exitCode ?? child.signalCode) !== null)
    onExit(child.exitCode, child.signalCode);
  // A message that cannot be sent says less than the end of the process, which comes.
  else if (child.pid !== undefined) child.send(job, () => {});
  return promise.finally(() => {
    child.off('message', onMessage).off('close', onExit).off('error', onError);
    signal.removeEventListener('abort', onAbort);
  });
}

/** Says why there is no drawing process: this machine or user may start no more. */
function unstarted(error: Error): Error {
  const { code = '' } = error as NodeJS.ErrnoException;
  return /^(EAGAIN|EMFILE|ENFILE|ENOMEM)$/.test(code)
    ? new UserError(`cannot start drawing: ${code}`, 'a limit is reached; ulimit -a shows them')
    : new Error('cannot start drawing', { cause: error });
}

/**
 * How a process ends that ran out of memory: killed by the system, or by V8 or a library that
 * aborts.
 */
const ends = ['SIGKILL', 'SIGABRT', 'SIGTRAP', 'SIGILL', 'SIGSEGV', 'SIGBUS'];

/** Says why the drawing process ended without an answer. */
function death(code: number | null, signal: string | null, complaints: string): Error {
  if (ends.includes(signal ?? '') || memoryError(complaints) !== null) {
    return new UserError(
      `drawing ended early, probably out of memory: ${signal ?? `exit code ${code}`}`,
      'use fewer epochs, a smaller --width and --height, or a smaller --scale'
    );
  }
  if (signal !== null) return new UserError(`drawing stopped: ${signal}`);
  return new Error(`drawing ended early: exit code ${code}\n${complaints}`);
}
