import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Builds the explorer on the fake workbench as a program for terminals, in a folder of its own
 * beside node_modules, where it finds its packages; returns its path.
 */
export async function buildFakeProgram(name: string): Promise<string> {
  const outdir = join(root, 'node_modules/.cache/grokscope-tmux', name);
  mkdirSync(outdir, { recursive: true });
  await build({
    absWorkingDir: root,
    entryPoints: ['test/tui/fake-main.ts'],
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    external: ['react-devtools-core'],
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);"
    }
  });
  return join(outdir, 'fake-main.js');
}
