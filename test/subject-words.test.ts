import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

/** Where the Python workbench's runs are read, and where a command line is shown. */
const may = [
  'src/loader/variants/unwritten.ts',
  'src/loader/variants/weights-config.ts',
  'src/cli/commands/train/command.ts',
  'src/cli/commands/demo/grokking.ts'
];

function linesNaming(word: RegExp): readonly string[] {
  return ['loader', 'workbench', 'cli', 'tui'].flatMap((floor) =>
    readdirSync(join(root, 'src', floor), { recursive: true, withFileTypes: true })
      .filter((entry) => /\.tsx?$/.test(entry.name))
      .map((entry) => relative(root, join(entry.parentPath, entry.name)))
      .filter((path) => !may.includes(path))
      .flatMap((path) =>
        readFileSync(join(root, path), 'utf8')
          .split('\n')
          .map((line, i) => ({ line, place: `${path}:${i + 1}` }))
          .filter(({ line }) => word.test(line) && !/^\s*(\/?\*|\/\/)/.test(line))
          .map(({ line, place }) => `${place}: ${line.trim()}`)
      )
  );
}

it.each(['prime', 'bits', 'relevant'])('no code above the tasks names the parameter %s', (name) => {
  expect(linesNaming(new RegExp(`\\b${name}\\b`))).toEqual([]);
});
