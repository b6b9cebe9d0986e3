import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { hintsOf } from '../../src/tui/state/key-hints.ts';
import { actionOf, type Context, contextTitles, keyTable } from '../../src/tui/state/keys.ts';

const stacks: readonly (readonly Context[])[] = [
  ['overview', 'view', 'everywhere', 'always'],
  ['plot', 'view', 'everywhere', 'always'],
  ['list', 'view', 'everywhere', 'always'],
  ['menu', 'everywhere', 'always'],
  ['text', 'everywhere', 'always'],
  ['prompt', 'always']
];

describe('the key table', () => {
  it('binds no key twice within a context', () => {
    for (const [context] of contextTitles) {
      const keys = keyTable.filter((row) => row.context === context).flatMap((row) => row.keys);
      expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
    }
  });

  it('lets no inner context take a key of an outer one', () => {
    const taken = stacks.flatMap((stack) =>
      stack.flatMap((inner, depth) => {
        const own = keyTable.filter((row) => row.context === inner).flatMap((row) => row.keys);
        const outer = keyTable.filter((row) => stack.indexOf(row.context) > depth);
        return outer.flatMap((row) =>
          row.keys.filter((key) => own.includes(key)).map((key) => `${inner} ${key}`)
        );
      })
    );
    expect(taken).toEqual([]);
  });

  it('has a context and a sentence for every key', () => {
    const known = contextTitles.map(([context]) => context);
    for (const { keys, context, help } of keyTable) {
      expect(known).toContain(context);
      expect(keys.length).toBeGreaterThan(0);
      expect(help).not.toBe('');
    }
  });

  it('avoids keys that terminals and multiplexers take', () => {
    const keys = keyTable.flatMap((row) => row.keys);
    expect(
      keys.filter((key) => ['^b', '^a', '^i', '^m', '^[', '^/', '^\\', '^q'].includes(key))
    ).toEqual([]);
  });

  it('looks keys up from the inside out', () => {
    expect(actionOf('left', ['overview', 'view', 'everywhere', 'always'])).toEqual({
      type: 'step',
      by: -1
    });
    expect(actionOf('left', ['plot', 'view', 'everywhere', 'always'])).toEqual({
      type: 'cursor',
      columns: -1,
      rows: 0
    });
    expect(actionOf(',', ['text', 'everywhere', 'always'])).toEqual({ type: 'step', by: -1 });
    expect(actionOf('~', ['overview', 'view', 'everywhere', 'always'])).toBeNull();
  });

  it('takes any other character as text while something is typed', () => {
    expect(actionOf('q', ['prompt', 'always'])).toEqual({ type: 'type', text: 'q' });
    expect(actionOf('space', ['prompt', 'always'])).toEqual({ type: 'type', text: ' ' });
    expect(actionOf('^c', ['prompt', 'always'])).toEqual({ type: 'exit' });
    expect(actionOf('home', ['prompt', 'always'])).toBeNull();
  });

  it('offers five to eight keys in every view, each where it works', () => {
    for (const stack of stacks.slice(0, 3)) {
      const hints = hintsOf(stack);
      expect(hints.length).toBeGreaterThanOrEqual(5);
      for (const { keys } of hints) for (const key of keys.split(' ')) expect(key).not.toBe('');
    }
    expect(hintsOf(stacks[0])[0]).toEqual({ keys: ', .', hint: 'epoch' });
  });
});

it('the explorer reads its first data before Ink is loaded', () => {
  // Loading Ink takes some 100 ms, in which the disk is read.
  const root = fileURLToPath(new URL('../../src/tui/', import.meta.url));
  const found = new Set<string>();
  const follow = (path: string): void => {
    if (found.has(path)) return;
    found.add(path);
    if (!path.startsWith(root)) return;
    const imports = readFileSync(path, 'utf8').matchAll(
      /^(?:import|export) [^;]*?from '([^']+)';/gm
    );
    for (const [statement, name] of imports)
      if (!statement.startsWith('import type'))
        follow(name.startsWith('.') ? join(dirname(path), name) : name);
  };
  follow(join(root, 'index.ts'));
  expect(found.size).toBeGreaterThan(30);
  expect([...found].filter((name) => /^(ink|react)\b|\.tsx$/.test(name))).toEqual([]);
});
