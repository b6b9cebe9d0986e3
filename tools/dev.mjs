// `npm run dev`: types and the tests that a change concerns, on every change; Ctrl-C ends both.
// Arguments go to vitest and say which tests instead.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const bin = (name) => fileURLToPath(new URL(`../node_modules/.bin/${name}`, import.meta.url));
const types = spawn(bin('tsc'), ['--noEmit', '--watch', '--preserveWatchOutput', '--pretty'], {
  stdio: ['ignore', 'pipe', 'inherit']
});
createInterface({ input: types.stdout }).on('line', (line) => {
  if (line.trim() !== '') console.log(`types │ ${line}`);
});
const given = process.argv.slice(2);
// Vitest takes a word after --changed as a git revision.
const tests = spawn(bin('vitest'), ['--watch', ...(given.length > 0 ? given : ['--changed'])], {
  stdio: 'inherit'
});
tests.on('exit', (code) => {
  types.kill();
  process.exitCode = code ?? 0;
});
types.on('exit', (code) => {
  if (tests.exitCode === null) console.log(`types │ ended (${code}); start npm run dev again`);
});
