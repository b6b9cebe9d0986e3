import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/error/user-error.ts';
import { contextTitles, keyTable } from '../../src/tui/state/keys.ts';
import { expectShowable, hostileNames } from '../helpers/hostile-names.ts';
import { exploring } from './explorer.ts';
import { fakeGroups, fakeWorkbench } from './fake-workbench.ts';

/** What the explorer itself sends: SGR, cursor and screen control with the parameters that it uses. */
const ownSequences =
  /\x1b\[\??[\d;]*[ABCDEGHJKhlmc]|\x1b\[5n|\x1b[78]|\x1b\]11;\?\x1b\\|\x1b\]52;c;[A-Za-z0-9+/=]*\x07/g;

/** Keys of the table that end or stop the explorer. */
const notPressed = new Set(['^c', '^z', 'q']);

/** Esc as a terminal with CSI u sends it: known at once. */
const esc = '\x1b[27u';

/** Starts the explorer where every name that comes from outside is this one. */
async function hostile(name: string, size: readonly [number, number] = [80, 24]) {
  const workbench = fakeWorkbench({ variants: ['a', 'b'] });
  const { openRun, listVariants, figure, exportFigure } = workbench;
  Object.assign(workbench, {
    results: `/results/${name}`,
    listVariants: async () =>
      (await listVariants()).map((entry, i) => ({
        ...entry,
        label: `${name}${i}`,
        family: `${name}${i}`
      })),
    openRun: async (...asked: Parameters<typeof openRun>) => ({
      ...(await openRun(...asked)),
      name: `${name}1`,
      label: name,
      family: name,
      path: name,
      device: name,
      facts: [
        ['prime', '59'],
        [name, name]
      ],
      events: [{ epoch: 120, label: name }],
      remedy: name,
      groups: [{ title: name, panels: fakeGroups[0].panels }, ...fakeGroups]
    }),
    figure: (...asked: Parameters<typeof figure>) => {
      if (asked[1] === 'bars') throw new UserError(name, name);
      const drawn = figure(...asked);
      if (drawn instanceof Promise) return drawn;
      const [first, ...others] = drawn.data;
      return {
        data: [{ ...first, name }, ...others],
        layout: { ...drawn.layout, title: { text: name } }
      };
    },
    exportFigure: async (...asked: Parameters<typeof exportFigure>) => {
      void exportFigure(...asked);
      return `/results/exports/${name}.png`;
    }
  });
  return exploring(size, workbench, { variant: 'a' });
}

describe('names that want more than to be read', () => {
  it.each(Object.entries(hostileNames))('%s do nothing on any screen', async (_, name) => {
    const { terminal } = await hostile(name);
    await terminal.press('b');
    const corner = [...terminal.cells()[1]].findIndex(([char]) => char === '╮');
    // The border of the sidebar stands under its corner, whatever the names beside it.
    const sides = terminal
      .cells()
      .slice(2, -2)
      .map((row) => row[corner][0]);
    expect(new Set(sides)).toEqual(new Set(['│']));
    await terminal.press('i');
    const rows = terminal.cells();
    expect(new Set(rows.slice(2, -2).map((row) => row.at(-1)![0]))).toEqual(new Set(['│']));
    const paste = `\x1b[200~${name}\x1b[201~`;
    await terminal.press(...[esc, esc, ':', paste, 'enter', esc, '/', paste, esc, esc]);
    await terminal.press(...['?', '/', paste, esc, esc, 'e', 'enter']);
    expectShowable(terminal.written.replace(ownSequences, '').replaceAll('\r\n', '\n'));
    expect(terminal.written).not.toMatch(/(\x1b\[[\d;]*|\x9b)7777m/);
  });

  it('do nothing after any key in any context', async () => {
    const name = Object.values(hostileNames).join(' ');
    const into: Readonly<Record<string, readonly string[]>> = {
      everywhere: [],
      view: [],
      overview: [],
      plot: ['z'],
      grid: ['c', 'b', 'a', esc, ':', ...'set compare side by side', 'enter'],
      list: ['b'],
      menu: ['e'],
      export: ['e'],
      options: ['S'],
      marks: ['m', 'enter', "'"],
      text: ['i'],
      prompt: [':'],
      always: []
    };
    expect(Object.keys(into).sort()).toEqual(contextTitles.map(([context]) => context).sort());
    const { terminal } = await hostile(name);
    for (const [context, path] of Object.entries(into)) {
      const keys = keyTable
        .filter((binding) => binding.context === context)
        .flatMap((binding) => binding.keys)
        .filter((key) => !notPressed.has(key));
      await terminal.press(...keys.flatMap((key) => [...path, key, esc, esc, '0']));
    }
    expect(terminal.buffer).toBe('alternate');
    expectShowable(terminal.written.replace(ownSequences, '').replaceAll('\r\n', '\n'));
  });
});
