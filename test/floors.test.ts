import { globSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'oxc-parser';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const ground = ['error', 'text', 'cells', 'option', 'array', 'codec', 'figure', 'turn', 'task'];
const drawers = ['render-terminal', 'render-png'];

/** folder → the folders it may import besides itself; ARCHITECTURE.md shows the same as floors. */
const allowed: Record<string, readonly string[]> = {
  error: ['text'],
  text: [],
  cells: ['error', 'text'],
  option: ['error', 'text'],
  array: ['error', 'text'],
  codec: ['error', 'text', 'array'],
  figure: ['error', 'text', 'array'],
  turn: ['array'],
  task: ['error', 'text', 'option', 'array'],
  engine: ['error', 'text', 'array'],
  model: ['error', 'text', 'option', 'array', 'engine', 'task'],
  'render-terminal': ['error', 'text', 'cells', 'array', 'figure'],
  'render-png': ['error', 'text', 'array', 'figure'],
  loader: ['error', 'text', 'option', 'array', 'codec', 'model', 'task'],
  training: ['error', 'text', 'option', 'array', 'engine', 'model', 'task'],
  analyzers: ['error', 'text', 'option', 'array', 'engine', 'model', 'task'],
  visualizations: ['error', 'text', 'option', 'array', 'figure', 'turn', 'task'],
  workbench: [
    ...ground,
    ...drawers,
    'engine',
    'model',
    'loader',
    'training',
    'analyzers',
    'visualizations'
  ],
  cli: [
    ...ground,
    ...drawers,
    'engine',
    'model',
    'loader',
    'training',
    'analyzers',
    'visualizations',
    'workbench',
    'tui'
  ],
  tui: [...ground, ...drawers, 'loader', 'visualizations', 'workbench']
};

const files = globSync('src/**/*.{ts,tsx}', { cwd: root })
  .map((path) => path.replaceAll('\\', '/'))
  .sort();

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
  readonly lazy: boolean;
}

const imports: Import[] = files.flatMap((from) => {
  const text = readFileSync(join(root, from), 'utf8');
  const { module } = parseSync(from, text);
  const found: Import[] = [];
  const add = (target: string, typeOnly: boolean, lazy: boolean) => {
    if (target.startsWith('.'))
      found.push({ from, to: posix.normalize(posix.join(dirname(from), target)), typeOnly, lazy });
  };
  for (const entry of module.staticImports) {
    const names = entry.entries;
    add(entry.moduleRequest.value, names.length > 0 && names.every((name) => name.isType), false);
  }
  for (const entry of module.staticExports) {
    for (const name of entry.entries)
      if (name.moduleRequest) add(name.moduleRequest.value, name.isType, false);
  }
  for (const entry of module.dynamicImports) {
    const literal = /^['"](.+)['"]$/.exec(
      text.slice(entry.moduleRequest.start, entry.moduleRequest.end)
    );
    if (literal?.[1]) add(literal[1], false, true);
  }
  return found;
});

const folderOf = (path: string) => path.split('/')[1] ?? '';

describe('the floors', () => {
  it('every folder of src has a place in the table', () => {
    const folders = new Set(files.filter((path) => path.split('/').length > 2).map(folderOf));
    expect([...folders].filter((folder) => !(folder in allowed))).toEqual([]);
  });

  it('imports only go down', () => {
    const wrong = imports
      .filter(({ from, to }) => {
        const folder = folderOf(from);
        if (from === 'src/index.ts' || folder === folderOf(to)) return false;
        return !allowed[folder]?.includes(folderOf(to));
      })
      .map(
        ({ from, to }) => `${from} imports ${to}: ${folderOf(from)} may not use ${folderOf(to)}`
      );
    expect(wrong).toEqual([]);
  });

  it('the command line loads the explorer lazily', () => {
    const eager = imports.filter(
      ({ from, to, lazy, typeOnly }) =>
        folderOf(from) === 'cli' && folderOf(to) === 'tui' && !lazy && !typeOnly
    );
    expect(eager).toEqual([]);
  });

  it('rings of imports stay within one room; those of the engine are one', () => {
    const edges = new Map<string, string[]>();
    for (const { from, to, typeOnly, lazy } of imports) {
      if (!typeOnly && !lazy) edges.set(from, [...(edges.get(from) ?? []), to]);
    }
    const roomOf = (path: string) => (folderOf(path) === 'engine' ? 'engine' : dirname(path));
    expect(
      ringsOf(edges)
        .filter((ring) => new Set(ring.map(roomOf)).size > 1)
        .map((ring) => ring.join(', '))
    ).toEqual([]);
  });

  it('no file has more than 400 lines', () => {
    const lengths = files.map((path) => ({
      path,
      lines: readFileSync(join(root, path), 'utf8').split('\n').length - 1
    }));
    const told = (least: number) =>
      lengths.filter(({ lines }) => lines > least).map(({ path, lines }) => `${path}: ${lines}`);
    const long = told(250);
    if (long.length > 0) console.info(`over 250 lines (one thing each?):\n${long.join('\n')}`);
    expect(told(400)).toEqual([]);
  });

  it('no line of a comment is longer than 100 columns', () => {
    const long = files.flatMap((path) =>
      readFileSync(join(root, path), 'utf8')
        .split('\n')
        .flatMap((line, i) =>
          /^\s*(\/\*\*|\*|\/\/ (?!biome-ignore))/.test(line) && [...line].length > 100
            ? [`${path}:${i + 1}`]
            : []
        )
    );
    expect(long).toEqual([]);
  });

  it('no file is named after nothing', () => {
    expect(
      files.filter((path) => /\b(utils?|helpers?|common|manager|service)\b/.test(path))
    ).toEqual([]);
  });
});

describe('the exports', () => {
  it('every export has a doc comment', () => {
    const bare = files
      .filter((path) => !path.endsWith('/index.ts') && path !== 'src/index.ts')
      .flatMap((path) => {
        const lines = readFileSync(join(root, path), 'utf8').split('\n');
        return lines.flatMap((line, i) => {
          const isExport =
            /^export (default|const|function|async function|class|interface|type|abstract)/.test(
              line
            );
          const isElsewhere = /^export (default \w+;|type \{)/.test(line);
          if (!isExport || isElsewhere) return [];
          const above = (lines[i - 1] ?? '').trim();
          const isOverload = /^export (async )?function/.test(above);
          return above.endsWith('*/') || isOverload
            ? []
            : [`${path}:${i + 1} ${line.slice(0, 60)}`];
        });
      });
    expect(bare).toEqual([]);
  });
});

/** Returns the files that reach each other by imports, ring by ring (Tarjan's strongly connected components). */
function ringsOf(edges: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const rings: string[][] = [];
  const visit = (file: string): void => {
    order.set(file, order.size);
    lowest.set(file, order.size - 1);
    open.push(file);
    for (const next of edges.get(file) ?? []) {
      if (!order.has(next)) visit(next);
      if (open.includes(next))
        lowest.set(file, Math.min(lowest.get(file)!, lowest.get(next)!, order.get(next)!));
    }
    if (lowest.get(file) !== order.get(file)) return;
    const ring = open.splice(open.indexOf(file));
    if (ring.length > 1) rings.push(ring);
  };
  for (const file of edges.keys()) if (!order.has(file)) visit(file);
  return rings;
}

it('rings are found through others', () => {
  const rings = ringsOf(
    new Map([
      ['x', ['y', 'z']],
      ['y', ['x']],
      ['z', ['y']],
      ['w', ['x']]
    ])
  );
  expect(rings.map((ring) => [...ring].sort())).toEqual([['x', 'y', 'z']]);
});
