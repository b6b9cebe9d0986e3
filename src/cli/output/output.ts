import { fstatSync, type Stats, writeSync } from 'node:fs';
import { memoryError } from '../../error/memory.ts';
import { Stopped } from '../../error/stopped.ts';
import { UserError } from '../../error/user-error.ts';
import { jsonText, printable } from '../../text/printable.ts';

let isJson = false;
let isLost = false;

/**
 * Keeps the program alive where its output cannot be written; called before anything is. A reader
 * that has left (a closed pipe, a terminal that is gone) ends the output quietly and the work goes
 * on; anything else, such as a full disk, is told on stderr and makes the exit code 1. What stderr
 * cannot take is lost without a word.
 */
export function guardOutput(json: boolean): void {
  isJson = json;
  process.stdout.on('error', lose);
  process.stderr.on('error', () => {});
  process.on('exit', (code) => {
    if (isLost && code === 0) process.exitCode = 1;
  });
}

function lose(error: NodeJS.ErrnoException): void {
  if (isLost || ['EPIPE', 'ECONNRESET', 'EIO', 'ERR_STREAM_DESTROYED'].includes(error.code ?? ''))
    return;
  isLost = true;
  const reason = error.message.replace(/^E\w+: |, \w+$/g, '');
  reportFailure(new UserError(`cannot write the output: ${reason}`), isJson);
}

/**
 * Writes to stdout; into a file until all is written, since Node drops what a nearly full disk does
 * not take at once.
 */
export function put(output: string | Uint8Array): void {
  if (isLost) return;
  if (!isFile()) {
    process.stdout.write(output);
    return;
  }
  try {
    const bytes = Buffer.from(output as string);
    for (let at = 0; at < bytes.length; ) at += writeSync(1, bytes, at);
  } catch (error) {
    lose(error as NodeJS.ErrnoException);
  }
}

function isFile(): boolean {
  try {
    return fstatSync(1).isFile();
  } catch {
    return false;
  }
}

/** Returns true where a file of these stats is what stdout writes to, as `/dev/stdout` is. */
export function writesTo({ dev, ino }: Stats): boolean {
  const stdout = fstatSync(1);
  return stdout.dev === dev && stdout.ino === ino;
}

/**
 * Writes a value for scripts: one JSON document on stdout; NaN and infinities become null, typed
 * arrays lists.
 */
export function printJson(value: unknown): void {
  put(`${jsonText(value, 2)}\n`);
}

/** Writes a value as a line of JSON on stdout: one of several that a long job tells. */
export function printJsonLine(value: unknown): void {
  put(`${jsonText(value)}\n`);
}

/** Writes text for people on stdout. */
export function print(text: string): void {
  put(`${clean(text)}\n`);
}

/** Writes a remark that is not a result on stderr. */
export function remark(text: string): void {
  process.stderr.write(`${clean(text)}\n`);
}

/** Names come from folders and files: control characters must not reach the terminal. */
function clean(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

/**
 * Reports a failure on stderr and returns the exit code: a UserError as message and hint, a stop in
 * a word, anything else with its stack, since that is our own bug.
 */
export function reportFailure(failure: unknown, json: boolean): number {
  if (failure instanceof Stopped) {
    remark(json ? jsonText({ stopped: failure.message }) : `grokscope: ${failure.message}`);
    return 130;
  }
  const error = failure instanceof UserError ? failure : (memoryError(failure) ?? failure);
  if (error instanceof UserError) {
    const { message, hint } = error;
    remark(
      json ? jsonText({ error: message, hint }) : `grokscope: ${message}${hint ? `\n${hint}` : ''}`
    );
    return error.exitCode;
  }
  remark(error instanceof Error ? `grokscope: this is a bug: ${error.stack}` : String(error));
  return 1;
}
