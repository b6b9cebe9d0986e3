#!/usr/bin/env node
// Plain ES2020, so that an old Node can read it and say what it needs.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';

const needed = '22.22';
const program = new URL('../dist/cli.js', import.meta.url);
const pinned = fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url));

function isEnough(version) {
  const [major, minor] = version.split('.').map(Number);
  const [needMajor, needMinor] = needed.split('.').map(Number);
  return major > needMajor || (major === needMajor && minor >= needMinor);
}

/** Runs the program under the pinned Node; signals and the exit code pass through. */
function rerun() {
  const child = spawn(pinned, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, GROKSCOPE_RERUN: '1' }
  });
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`grokscope: cannot start ${pinned}: ${error.message}`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    if (signal === null) process.exitCode = code === null ? 1 : code;
    else process.kill(process.pid, signal);
  });
}

if (isEnough(process.versions.node)) {
  if (existsSync(program)) {
    process.env.NODE_ENV = process.env.NODE_ENV || 'production';
    if (module.enableCompileCache) module.enableCompileCache();
    await import(program.href);
  } else {
    console.error('grokscope: the program is not built\nrun: npm run build');
    process.exitCode = 1;
  }
} else if (existsSync(pinned) && !process.env.GROKSCOPE_RERUN) {
  rerun();
} else {
  console.error(`grokscope needs Node ${needed} or newer (this is ${process.versions.node})`);
  console.error('run: npm install -g node@24');
  process.exitCode = 1;
}
