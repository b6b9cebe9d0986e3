import { type ChildProcess, fork } from 'node:child_process';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { UserError } from '../error/user-error.ts';
import type { RenderAnswer, RenderJob } from './render-job.ts';

/** The drawing process, seen from outside. */
export interface Rendering {
  readonly pid: number | undefined;
  /** Draws one job; one at a time. Rejects with a UserError, with the signal's reason, or with our own bug. */
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

/** Starts the drawing process, which begins to load plotly.js. It also ends when this process does. */
export function startRendering(): Rendering {
  const { FONTCONFIG_SYSROOT: _, NODE_OPTIONS: __, ...env } = process.env;
  const child = fork(worker, [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: ['--disable-warning=ExperimentalWarning', '--disable-sigusr1'],
    env: { ...env, DISABLE_SYSTEM_FONTS_LOAD: '1' }
  });
  let complaints = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    complaints = (complaints + text).slice(-8000);
  });
  return {
    pid: child.pid,
    render: (job, onProgress, signal) => ask(child, job, onProgress, signal, () => complaints),
    close() {
      if (child.connected) child.disconnect();
      child.unref();
      (child.stderr as Socket).unref();
    }
  };
}

function ask(
  child: ChildProcess,
  job: RenderJob,
  onProgress: (done: number) => void,
  signal: AbortSignal | undefined,
  complaints: () => string
): Promise<Uint8Array> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  const onMessage = (answer: RenderAnswer) => {
    if (answer.kind === 'progress') onProgress(answer.done);
    else if (answer.kind === 'done') resolve(answer.bytes);
    else if (answer.mendable) reject(new UserError(answer.message, answer.hint));
    else reject(new Error(`drawing failed: ${answer.message}`));
  };
  const onExit = (code: number | null, by: string | null) => reject(death(code, by, complaints()));
  const onError = (error: Error) => {
    // Once started, its end says more than a message that did not arrive.
    if (child.pid === undefined) reject(new Error('cannot start drawing', { cause: error }));
  };
  const onAbort = () => {
    child.kill('SIGKILL');
    reject(signal!.reason);
  };
  child.on('message', onMessage).on('close', onExit).on('error', onError);
  signal?.addEventListener('abort', onAbort);
  if (child.exitCode !== null || child.signalCode !== null)
    onExit(child.exitCode, child.signalCode);
  else child.send(job);
  return promise.finally(() => {
    child.off('message', onMessage).off('close', onExit).off('error', onError);
    signal?.removeEventListener('abort', onAbort);
  });
}

/** Says why the drawing process ended without an answer. */
function death(code: number | null, signal: string | null, complaints: string): Error {
  if (signal === 'SIGINT' || signal === 'SIGTERM')
    return new UserError(`drawing stopped: ${signal}`);
  if (signal === 'SIGKILL' || signal === 'SIGABRT' || complaints.includes('out of memory')) {
    return new UserError(
      `drawing ended early, probably out of memory: ${signal ?? `exit code ${code}`}`,
      'use fewer epochs, a smaller --width and --height, or a smaller --scale'
    );
  }
  return new Error(`drawing ended early: exit code ${code}\n${complaints}`);
}
