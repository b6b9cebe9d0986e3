import { execFile } from 'node:child_process';
import { expect, test } from 'vitest';
import { randomRun } from '../helpers/random-run.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { launcher, type Outcome } from './program.ts';

/** Calls the program under a limit of the shell. */
function limited(limit: string, words: readonly string[]): Promise<Outcome> {
  const script = `ulimit ${limit}; exec "$@"`;
  return new Promise((done) =>
    execFile(
      'sh',
      ['-c', script, 'sh', process.execPath, launcher, ...words],
      (error, stdout, stderr) => {
        const code = typeof error?.code === 'number' ? error.code : error ? 1 : 0;
        done({ code, stdout, stderr });
      }
    )
  );
}

test.runIf(process.platform === 'linux' && process.arch === 'x64')(
  'an analysis has room in 2 GB of address space, as some clusters give',
  async () => {
    const variant = await randomRun(temporaryFolder());
    const words = [
      'analyze',
      variant.path,
      '--analyzer',
      'coarseness',
      '--device',
      'cpu',
      '--threads',
      '1'
    ];
    const { code, stderr } = await limited('-v 2000000', words);
    expect(stderr).not.toContain('out of memory');
    expect(code).toBe(0);
  }
);
