import { describe, expect, it } from 'vitest';
import type { ViewSpec } from '../../src/workbench/views/view-spec.ts';
import { expectShowable, hostileNames } from '../helpers/hostile-names.ts';
import { startExplorer } from './explorer.ts';
import type { FakeTerminal } from './fake-terminal.ts';

const two = ['toy_p59_seed1', 'toy_p59_seed2'];

/** The screen below the header, above the last line, with its colours. */
const body = (terminal: FakeTerminal) => terminal.cells().slice(1, -1);

/** Saves what some keys lead to, and opens it in another explorer. */
async function reopened(size: readonly [number, number], keys: readonly string[]) {
  const first = await startExplorer(size, { variants: two });
  await first.terminal.press(...keys);
  const before = body(first.terminal);
  await first.terminal.press(':', ...'save-view mine', 'enter');
  const saved = first.workbench.views.get('mine');
  const second = await startExplorer(size, { variants: two }, { view: saved });
  await second.terminal.settled();
  return { before, after: body(second.terminal), saved, ...second };
}

describe('a view of the user', () => {
  it.each([
    ['the overview', []],
    ['the overview at an epoch', [',', ',', ',']],
    ['a view', ['2']],
    ['a view further down', ['2', 'tab']],
    ['a changed option', ['4', 's']],
    ['variants over each other', ['b', 'a', 'b']],
    ['small multiples', ['b', 'a', 'b', 'w', 'w']],
    ['differences of maps', ['b', 'a', 'b', '3', 'w', 'w', 'w']],
    ['a maximised panel', ['tab', 'z']]
  ])('that was saved shows the same screen again: %s', async (_, keys) => {
    const { before, after } = await reopened([120, 40], keys);
    expect(after).toEqual(before);
  });

  it('has its title in the header, and comes back by the palette', async () => {
    const { terminal, saved } = await reopened([100, 30], ['2']);
    expect(terminal.lines()[0]).toContain('Coarseness of p59 seed1');
    expect(saved?.heights).toEqual([1.5, 1]);
    await terminal.press('0');
    expect(terminal.lines()[0]).not.toContain('Coarseness of');
    await terminal.press(':', ...'coarseness of', 'enter');
    expect(terminal.lines()[0]).toContain('Coarseness of p59 seed1');
  });

  it('has texts, titles of its own, and panels of other variants and epochs', async () => {
    const view: ViewSpec = {
      title: 'Mine',
      text: 'About **all** of it',
      rows: [
        [
          { figure: 'loss', title: 'The loss' },
          { text: '# Read me\n- first *thing*\n- `second`', title: 'Notes' }
        ],
        [{ figure: 'bars', variants: [two[1]] }, { figure: 'bars', epoch: 120 }, { figure: 'bars' }]
      ]
    };
    const { terminal, workbench } = await startExplorer([120, 40], { variants: two }, { view });
    const text = terminal.text();
    for (const words of ['The loss', 'Notes', 'Read me', '· first thing', '· second'])
      expect(text).toContain(words);
    expect(text).not.toContain('**');
    expect(text).toMatch(/p59 seed2 · Distribution/);
    expect(text).toMatch(/epoch 120 · Distribution/);
    await terminal.press(',');
    expect(
      workbench.asked.filter((key) => key.includes(' bars ')).map((key) => key.slice(0, 25))
    ).toEqual(expect.arrayContaining([`${two[1]} bars 930 0`, `${two[0]} bars 120 0`]));
    await terminal.press('i');
    expect(terminal.text()).toContain('About all of it');
  });

  it('is refused over another of its name, and says how to replace that', async () => {
    const { terminal, workbench } = await startExplorer([120, 40], { variants: two });
    const save = async (words: string) => terminal.press(':', ...words, 'enter');
    await save('save-view mine');
    expect(terminal.text()).toContain('saved /results/views/mine.json');
    await terminal.press('2');
    await save('save-view mine');
    expect(terminal.text()).toContain('view exists: mine');
    expect(workbench.views.get('mine')?.rows.length).toBeGreaterThan(2);
    await save('save-view! mine');
    expect(workbench.views.get('mine')?.title).toBe('Coarseness of p59 seed1');
    await save('save-view a/b');
    expect(terminal.text()).toContain('takes a name of letters');
  });
});

it.each(Object.entries(hostileNames))('%s in a view file is only read', async (_, name) => {
  const panels = [
    { figure: 'loss', title: name },
    { text: `# ${name}\n- ${name}`, title: name }
  ];
  const view: ViewSpec = { title: name, text: name, rows: [panels] };
  const { terminal } = await startExplorer([120, 40], {}, { view });
  await terminal.press('i', 'esc', '0', ':', 'enter', 'esc');
  expect(terminal.buffer).toBe('alternate');
  const own = /\x1b\[\??[\d;]*[ABCDEGHJKhlmc]|\x1b\[5n|\x1b[78]|\x1b\]11;\?\x1b\\/g;
  expectShowable(terminal.written.replace(own, '').replaceAll('\r\n', '\n'));
});
