import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Path of the launcher. */
export const launcher = fileURLToPath(new URL('../../bin/grokscope.js', import.meta.url));

/** What a call of the program gave. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Calls the built program as a user would, without a terminal. */
export function grokscope(words: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  return new Promise((done) => {
    const options = { env: { ...process.env, ...env }, maxBuffer: 2 ** 26 };
    const child = execFile(
      process.execPath,
      [launcher, ...words],
      options,
      (error, stdout, stderr) => {
        done({
          code: typeof error?.code === 'number' ? error.code : error ? 1 : 0,
          stdout,
          stderr
        });
      }
    );
    child.stdin?.end();
  });
}

/** Starts the program and sends it a signal as soon as a file exists; resolves with what it gave. */
export function interrupted(
  words: readonly string[],
  file: string,
  signal: NodeJS.Signals,
  program = launcher,
  env: NodeJS.ProcessEnv = {}
): Promise<Outcome> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [program, ...words], { env: { ...process.env, ...env } });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk;
    });
    const look = setInterval(() => {
      if (!existsSync(file)) return;
      clearInterval(look);
      child.kill(signal);
    }, 5);
    child.on('exit', (code) => {
      clearInterval(look);
      done({ code: code ?? 1, stdout, stderr });
    });
  });
}

/** A recipe that trains and analyzes within a second or two. */
export const tinyRecipe = [
  '--prime',
  '11',
  '--d-model',
  '32',
  '--d-mlp',
  '32',
  '--heads',
  '2',
  '--fraction',
  '0.6'
];
