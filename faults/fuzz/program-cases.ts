import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { zeros } from './bombs.ts';
import { formats } from './formats.ts';
import { extremes, mutatedBytes, mutatedJson } from './mutate.ts';
import { family, type Ground, trainWords } from './program.ts';
import type { Random } from './random.ts';

/** One run of the program on a changed results folder. */
export interface Case {
  /** What was changed, in words that lead to it. */
  readonly what: string;
  readonly words: readonly string[];
  /** Changes the variant's folder. */
  readonly change: (variant: string) => void;
}

/** A kind of cases: those made by hand, and as many more as are asked for. */
export interface Kind {
  readonly what: string;
  byHand(ground: Ground): readonly Case[];
  make?(ground: Ground, random: Random): Case;
}

const text = (path: string): string => readFileSync(path, 'utf8');

function anyCommand({ name, figures }: Ground, random: Random): readonly string[] {
  const figure = random.of(figures);
  return random.of([
    ['list', 'variants'],
    ['list', 'gaps'],
    ['list', 'neurons', name],
    ['table'],
    ['turn'],
    ['anomalies'],
    ['trace', name],
    ['compare', name, name],
    ['analyze', '--all', '--device', 'cpu'],
    ['show', name, figure],
    ['show', name, figure, '--epoch', '20'],
    ['show', name, figure],
    ['export', name, figure, '--format', 'json', '--out', '-'],
    ['table', '--json']
  ]);
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

const damagedFiles: Kind = {
  what: 'whole program on damaged files',
  byHand: () => [],
  make(ground, random) {
    const variant = join(ground.sound, family, ground.name);
    const files = filesIn(variant);
    // The few files that everything reads are as likely as all artifacts.
    const central = files.filter(
      (file) => !file.startsWith('artifacts/') || file.endsWith('.json')
    );
    const chosen = Array.from({ length: 1 + random.below(3) }, () =>
      random.of(random.below(2) ? central : files)
    );
    const changed = chosen.map((file) => {
      const bytes = readFileSync(join(variant, file));
      const isJson = file.endsWith('.json') && random.below(2);
      const said = isJson
        ? JSON.stringify(mutatedJson(JSON.parse(bytes.toString()), random))
        : null;
      return [
        file,
        random.below(12) ? (said ?? mutatedBytes(bytes, random)) : bytes.fill(0)
      ] as const;
    });
    return {
      what: chosen.join(', '),
      words: anyCommand(ground, random),
      change: (copy) => {
        for (const [file, content] of changed) writeFileSync(join(copy, file), content);
      }
    };
  }
};

/** Which files have a format, and a command that reads each. */
function readers({
  name
}: Ground): Readonly<Record<string, readonly (readonly [string, readonly string[]])[]>> {
  const analyze = ['analyze', '--all', '--device', 'cpu'];
  const show = ['show', name, 'neuron_freq_clusters', '--epoch', '40'];
  return {
    npz: [
      ['artifacts/neuron_freq_norm/epoch_00040.npz', show],
      ['artifacts/coarseness/summary.npz', ['table']],
      ['artifacts/neuron_dynamics/cross_epoch.npz', analyze],
      ['artifacts/coarseness/epoch_00020.npz', ['analyze', '--all', '--device', 'cpu', '--force']]
    ],
    safetensors: [
      ['checkpoints/checkpoint_epoch_00040.safetensors', ['trace', name]],
      ['optimizer.safetensors', [...trainWords, '--resume']]
    ],
    json: [
      ['config.json', ['list', 'variants']],
      ['metadata.json', ['turn']],
      ['artifacts/manifest.json', analyze],
      ['artifacts/probes/probe_x_1.json', ['list', 'probes', name]]
    ]
  };
}

function place(variant: string, file: string): string {
  const path = join(variant, file);
  mkdirSync(join(path, '..'), { recursive: true });
  rmSync(path, { force: true });
  return path;
}

const claims: Kind = {
  what: 'zip, pickle, JSON and size bombs in the whole program',
  byHand(ground) {
    const places = readers(ground);
    const cases: Case[] = [];
    for (const { id, bombs } of formats)
      for (const [bomb, bytes] of Object.entries(bombs))
        for (const [file, words] of places[id] ??
          ([['../../run.pth', ['import', '{variant}/../../run.pth']]] as const))
          cases.push({
            what: `${bomb} as ${file}`,
            words,
            change: (variant) => writeFileSync(place(variant, file), bytes())
          });
    for (const elements of [2 ** 20, 2 ** 22, 3 * 2 ** 22])
      for (const [file, words] of places.npz)
        cases.push({
          what: `${elements} zeros as ${file}`,
          words,
          change: (variant) => writeFileSync(place(variant, file), zeros('coarseness', elements))
        });
    return cases;
  }
};

/** What is no regular file, or a hole without end. */
const nodes: Readonly<Record<string, (path: string) => void>> = {
  'a pipe': (path) => void execFileSync('mkfifo', [path]),
  'a device': (path) => symlinkSync('/dev/zero', path),
  'a folder': (path) => void mkdirSync(path),
  'a link to itself': (path) => symlinkSync(path, path),
  'a hole of 3 GiB': (path) => {
    writeFileSync(path, '');
    truncateSync(path, 3 * 2 ** 30);
  }
};

const noFiles: Kind = {
  what: 'pipes, devices, folders, loops and holes given as files',
  byHand(ground) {
    const cases: Case[] = [];
    const all = Object.values(readers(ground)).flat();
    for (const [node, make] of Object.entries(nodes)) {
      for (const [file, words] of [...all, ['losses', ['turn']]] as const)
        cases.push({
          what: `${node} as ${file}`,
          words,
          change: (variant) => make(place(variant, file))
        });
      for (const words of [
        ['import', '{variant}/pipe'],
        ['analyze', ground.name, '--probe-file', '{variant}/pipe']
      ])
        cases.push({
          what: `${node} given`,
          words,
          change: (variant) => make(place(variant, 'pipe'))
        });
    }
    return cases;
  }
};

const odd: readonly unknown[] = [...extremes, null, '13', '', [], {}, true];

const configExtremes: Kind = {
  what: 'extremes of every number in config.json and family.json',
  byHand: () => [],
  make(ground, random) {
    const value = random.of(odd);
    const isFamily = random.below(4) === 0;
    const source = isFamily
      ? fileURLToPath(new URL(`../../families/${family}/family.json`, import.meta.url))
      : join(ground.sound, family, ground.name, 'config.json');
    const paths = numbersIn(JSON.parse(text(source)), []);
    const path = random.of(paths);
    const changed = JSON.stringify(withValue(JSON.parse(text(source)), path, value));
    const what = `${isFamily ? 'family' : 'config'}.json: ${path.join('.')} = ${JSON.stringify(value)}`;
    const file = isFamily ? 'own/family.json' : 'config.json';
    const { name } = ground;
    const words = isFamily
      ? random.of([
          ['train', '{variant}/own/family.json', '--epochs', '2', '--device', 'cpu'],
          ['train', '{variant}/own', '--epochs', '2', '--prime', '11', '--device', 'cpu']
        ])
      : random.of([
          ['list', 'variants'],
          ['table'],
          ['turn'],
          ['trace', name],
          ['analyze', '--all', '--device', 'cpu', '--force', '--analyzer', 'coarseness'],
          ['analyze', '--all', '--device', 'cpu', '--force', '--analyzer', 'neuron_freq_norm'],
          ['analyze', '--all', '--device', 'cpu'],
          ['show', name, random.of(ground.figures)]
        ]);
    return { what, words, change: (variant) => writeFileSync(place(variant, file), changed) };
  }
};

type Path = readonly (string | number)[];

function numbersIn(value: unknown, path: Path): readonly Path[] {
  if (typeof value === 'number') return [path];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, item]) => numbersIn(item, [...path, key]));
}

function withValue(value: unknown, [key, ...rest]: Path, leaf: unknown): unknown {
  if (key === undefined) return leaf;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<
    string | number,
    unknown
  >;
  copy[key] = withValue(copy[key], rest, leaf);
  return copy;
}

const hostile: readonly string[] = [
  ...[
    '\u001b[2J\u001b]0;title\u0007',
    '\u009b31m',
    'a\nb',
    '\r',
    '\u202egnp.exe',
    '\u2066x\u2069',
    '<title><script>'
  ],
  ...[
    '$(touch x)',
    '"; rm x; "',
    '-rf',
    '--help',
    '日本語',
    'é\u0301',
    'url(data:x)',
    '%s%n',
    '\u0000'.replace('\u0000', 'nul')
  ],
  ...['x'.repeat(200), '__proto__', 'constructor', '…', '\ufeff', 'a b', "'", '&amp;']
];

const names: Kind = {
  what: 'names with escapes, newlines, tags and directions × commands',
  byHand: () => [],
  make(ground, random) {
    const name = `${family}_p11_seed1_dseed2_${random.of(hostile)}`;
    const words = random.of([
      ...[
        ['list', 'variants'],
        ['list', 'variants', '--json'],
        ['list', 'gaps'],
        ['table'],
        ['table', '--json']
      ],
      ...[['turn'], ['turn', '--json'], ['anomalies'], ['anomalies', '--json']],
      ['show', name, random.of(ground.figures)],
      ['trace', name],
      ['compare', name, name],
      ['analyze', '--all', '--device', 'cpu', '--analyzer', 'coarseness', '--force'],
      ['export', name, random.of(ground.figures), '--format', 'json', '--out', '-'],
      ['show', name, 'no_such_figure'],
      ['show', `${name}x`, 'loss_curves']
    ]);
    return {
      what: JSON.stringify(name),
      words,
      change: (variant) => renameSync(variant, join(variant, '..', name))
    };
  }
};

/** All kinds of cases, by the words of `--only`. */
export const kinds: Readonly<Record<string, Kind>> = {
  program: damagedFiles,
  claims,
  nodes: noFiles,
  extremes: configExtremes,
  names
};
