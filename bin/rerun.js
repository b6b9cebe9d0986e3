import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const passed = ['INT', 'TERM', 'HUP', 'QUIT', 'USR1', 'USR2', 'XCPU', 'ALRM']
  .map((name) => `SIG${name}`)
  .filter((name) => name in constants.signals);

/**
 * Runs the program under another Node and ends as it ends. A pipe names to it each signal that arrives here, and closes
 * however this process ends: see src/cli/output/follow-parent.ts.
 */
export function rerun(node, words) {
  const child = spawn(node, ['--disable-sigusr1', ...words], {
    stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
    env: { ...process.env, GROKSCOPE_RERUN: '1', GROKSCOPE_PARENT_FD: '3' }
  });
  const pipe = child.stdio[3];
  pipe.on('error', () => {}); // the child is gone
  for (const name of passed) process.on(name, () => pipe.write(`${name}\n`));
  child.on('error', (error) => {
    console.error(`grokscope: cannot start ${node}: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
