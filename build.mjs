import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('.', import.meta.url));
const entries = {
  cli: 'src/cli/main.ts',
  index: 'src/index.ts',
  'render-worker': 'src/render-png/process/render-worker.ts',
  'analysis-worker': 'src/workbench/analysis/analysis-worker.ts'
};

// To make an Intl.Segmenter takes 20 to 40 ms. These packages make one when they are loaded and need it only for text
// that is not ASCII: it is made when it is first used.
const lateSegmenter = {
  name: 'late-segmenter',
  setup({ onLoad }) {
    const filter =
      /node_modules\/(string-width|wrap-ansi|slice-ansi|@alcalzone\/ansi-tokenize|ink)\/.*\.js$/;
    const made = /= new Intl\.Segmenter\((undefined, ?\{ ?granularity: ?['"]grapheme['"] ?\})?\)/g;
    const late =
      '= { segment: (text) => (globalThis.graphemes ??= new Intl.Segmenter()).segment(text) }';
    onLoad({ filter }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const contents = text.replace(made, late);
      return contents === text ? undefined : { contents, loader: 'js' };
    });
  }
};

linkPinnedNode();

// `--bundle` leaves the declarations out, for a quick look at a change.
const isWhole = !process.argv.includes('--bundle');
const stamp = `${hashOfSources()} ${isWhole ? 'whole' : 'bundle'}\n`;
const built = `${root}dist/built-from`;
if (existsSync(built) && readFileSync(built, 'utf8') === stamp) {
  console.log('dist/ is up to date');
  process.exit();
}

/** npm 10 installs the pinned Node (tools/pinned-node) but does not always link it where npm's scripts find it. */
function linkPinnedNode() {
  const link = `${root}node_modules/.bin/node`;
  const node = `../node-${process.platform}-${process.arch}/bin/node`;
  if (existsSync(link) || !existsSync(`${root}node_modules/.bin/${node}`)) return;
  rmSync(link, { force: true });
  symlinkSync(node, link);
}

function hashOfSources() {
  const hash = createHash('sha256');
  const settings = [
    'build.mjs',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'tsconfig.build.json'
  ];
  const sources = readdirSync(`${root}src`, { recursive: true }).filter((path) =>
    /\.\w+$/.test(path)
  );
  for (const path of [...settings, ...sources.sort().map((path) => `src/${path}`)])
    hash.update(`${path}\0`).update(readFileSync(root + path));
  return hash.digest('hex');
}

// Built beside and moved into place, so that a program started meanwhile finds a whole dist.
const next = `${root}dist-${process.pid}`;
process.on('exit', () => rmSync(next, { recursive: true, force: true }));
const started = Date.now();
await build({
  absWorkingDir: root,
  entryPoints: Object.fromEntries(
    Object.entries(entries).filter(([, path]) => existsSync(root + path))
  ),
  outdir: next,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22.22',
  minifySyntax: true,
  sourcemap: true,
  legalComments: 'none',
  define: { 'process.env.NODE_ENV': '"production"' },
  plugins: [lateSegmenter],
  // Native or very large packages stay outside; Ink asks for its developer tools only when DEV is set.
  external: [
    'sharp',
    '@napi-rs/canvas',
    'jsdom',
    'plotly.js-cartesian-dist-min',
    '@expo-google-fonts/*',
    'react-devtools-core',
    '../bin/check-node.js'
  ],
  banner: {
    js: "import '../bin/check-node.js'; import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);"
  }
});
if (isWhole) {
  const words = ['-p', 'tsconfig.build.json', '--outDir', `${next}/types`];
  const options = { cwd: root, stdio: 'inherit' };
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', ...words], options);
}
writeFileSync(`${next}/built-from`, stamp);
rmSync(`${root}dist`, { recursive: true, force: true });
renameSync(next, `${root}dist`);
console.log(`built dist/ in ${((Date.now() - started) / 1000).toFixed(1)} s`);
