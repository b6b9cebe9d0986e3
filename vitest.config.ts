import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // The tests of the program run what is built.
    globalSetup: './test/helpers/build-dist.ts',
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    reporters: ['default', './test/helpers/count-reporter.ts'],
    // A busy machine is slow, not wrong: the limits only end what hangs.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    maxWorkers: 2,
    // V8 13.6 (Node 24) crashes now and then where two threads of a process recompile the same wrapper of
    // WebAssembly at once, here in Node's stripping of types in the threads of an analysis.
    execArgv: ['--wasm-wrapper-tiering-budget=2000000000']
  }
});
