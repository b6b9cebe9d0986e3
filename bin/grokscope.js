#!/usr/bin/env node
// Plain ES2020, so that an old Node can read it and say what it needs.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// Unheard, this signal makes Node open a debugger to whoever reaches its port.
if (process.platform !== 'win32') process.on('SIGUSR1', () => {});

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const program = new URL('../dist/cli.js', import.meta.url);
const pinned = [
  here('../node_modules/.bin/node'),
  here(`../node_modules/node-${process.platform}-${process.arch}/bin/node`)
].find(existsSync);

const problem = await import('./check-node.js').then(
  () => null,
  (error) => error.message
);
if (problem === null) {
  if (existsSync(program)) {
    process.env.NODE_ENV = process.env.NODE_ENV || 'production';
    (await import('./compile-cache.js')).enableOwnCompileCache();
    await import(program.href);
  } else {
    console.error('grokscope: the program is not built\nrun: npm run build');
    process.exitCode = 1;
  }
} else if (pinned && !process.env.GROKSCOPE_RERUN) {
  const { rerun } = await import('./rerun.js');
  rerun(pinned, [here('grokscope.js'), ...process.argv.slice(2)]);
} else {
  console.error(problem);
  console.error(`run: npx -p node@24 node ${process.argv[1]} …`);
  process.exitCode = 1;
}
