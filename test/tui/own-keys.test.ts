import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { explore } from '../../src/tui/index.ts';
import { keysFile, ownKeys, remapped } from '../../src/tui/own-keys.ts';
import { hintsOf } from '../../src/tui/state/key-hints.ts';
import { actionOf, contextTitles, keyTable } from '../../src/tui/state/keys.ts';
import { isKeyName } from '../../src/tui/terminal/key-sequences.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { startExplorer } from './explorer.ts';
import { fakeTerminal } from './fake-terminal.ts';
import { fakeWorkbench } from './fake-workbench.ts';

const plot = ['plot', 'view', 'everywhere', 'always'] as const;

/** An environment whose configuration folder has this keys.json. */
function withFile(text: string): Readonly<Record<string, string>> {
  const XDG_CONFIG_HOME = temporaryFolder();
  mkdirSync(join(XDG_CONFIG_HOME, 'grokscope'));
  writeFileSync(join(XDG_CONFIG_HOME, 'grokscope', 'keys.json'), text);
  return { XDG_CONFIG_HOME };
}

function thrown(env: Readonly<Record<string, string>>): unknown {
  try {
    ownKeys(env);
  } catch (error) {
    return error;
  }
  return null;
}

describe('the names of the key table', () => {
  it('are unique within a place', () => {
    for (const [context] of contextTitles) {
      const names = keyTable.filter((row) => row.context === context).map((row) => row.name);
      expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
      for (const name of names) expect(name).toMatch(/^[a-z]+( [a-z0-9]+)*$/);
    }
  });

  it('stand for keys that a terminal can send', () => {
    for (const key of keyTable.flatMap(({ keys }) => keys))
      expect([key, isKeyName(key)]).toEqual([key, true]);
    for (const key of ['S-left', 'é', '^k', 'delete', 'S-pgup', '^'])
      expect(isKeyName(key)).toBe(true);
    for (const key of ['ctrl+x', '^i', '^m', '^X', 'F1', 'S-a', '', '\x07', 'aa'])
      expect(isKeyName(key)).toBe(false);
  });
});

describe("the user's keys", () => {
  it('take the place of the usual ones of that action and leave all others', () => {
    const { table, faults } = remapped({
      plot: { 'zoom in': 'a', adopt: 'x +' },
      view: { 'neuron next': 'N', 'neuron previous': 'n' }
    });
    expect(faults).toEqual([]);
    expect(actionOf('a', plot, table)).toEqual({ type: 'zoom', factor: 0.5 });
    expect(actionOf('+', plot, table)).toEqual({ type: 'adopt' });
    expect(actionOf('x', plot, table)).toEqual({ type: 'adopt' });
    expect(actionOf('enter', plot, table)).toBeNull();
    expect(actionOf('n', plot, table)).toEqual({ type: 'neuron', by: -1 });
    expect(actionOf('-', plot, table)).toEqual({ type: 'zoom', factor: 2 });
    expect(hintsOf(plot, table)).toContainEqual({ keys: 'a -', hint: 'zoom' });
  });

  it('of an action with many keys mean what the usual key in their place means', () => {
    const { table, faults } = remapped({ view: { view: 'x X d' } });
    expect(faults).toEqual([]);
    expect(actionOf('X', ['overview', 'view'], table)).toEqual({ type: 'view', index: 1 });
    expect(actionOf('2', ['overview', 'view'], table)).toBeNull();
  });

  it.each([
    ['a place', { plt: {} }, 'no place plt (did you mean plot?'],
    [
      'an action',
      { plot: { 'zoom inn': 'a' } },
      'plot has no action zoom inn (did you mean zoom in?'
    ],
    ['a key', { plot: { 'zoom in': 'ctrl+a' } }, 'plot: zoom in: no key ctrl+a (a character,'],
    ['keys', { plot: { 'zoom in': 7 } }, 'plot: zoom in: keys are one text'],
    ['actions', { plot: 'a' }, 'plot has no actions in braces'],
    ['too few', { plot: { 'zoom in': ' ' } }, 'plot: zoom in has no key'],
    ['too many', { view: { view: 'q w e r t y u i o p' } }, 'view: view takes 9 keys at most'],
    ['text', { prompt: { submit: 'x' } }, 'prompt: submit: x is text where text is typed'],
    ['text too', { always: { exit: 'space' } }, 'always: exit: space is text where text is typed'],
    ['a clash', { plot: { 'zoom in': 'z' } }, 'z is both plot: zoom in and plot: restore'],
    ['an outer one', { list: { open: 'q' } }, 'q is both list: open and everywhere: quit'],
    ['itself', { plot: { fit: '= =' } }, '= is both plot: fit and plot: fit']
  ] as const)('name %s that is wrong', (_, wanted, said) => {
    expect(remapped(wanted).faults.join('\n')).toContain(said);
  });

  it('name everything that is wrong, not the first thing only', () => {
    const { faults } = remapped({ plot: { zoom: 'a', fit: 'F1' }, nowhere: {} });
    expect(faults).toHaveLength(3);
  });

  it('are read from the XDG configuration folder, and need not be there', () => {
    expect(keysFile({ XDG_CONFIG_HOME: '/x' })).toBe('/x/grokscope/keys.json');
    expect(keysFile({})).toMatch(/\/\.config\/grokscope\/keys\.json$/);
    expect(ownKeys({ XDG_CONFIG_HOME: temporaryFolder() })).toBe(keyTable);
  });

  it.each([
    ['', 'damaged json'],
    ['[]', 'not an object'],
    ['{"plot": {"fit": "F1"}}', 'wrong keys in '],
    ['{"plot": {"fit": "a"}, "plot": {"adopt": "A"}}', 'plot stands there twice'],
    ['{"plot": {"fit": "\\":{", "f\\u0069t": "b"}}', 'fit stands there twice']
  ])('in a file that holds %j are an error of usage', (text, said) => {
    expect(thrown(withFile(text))).toMatchObject({
      exitCode: 2,
      message: expect.stringContaining(said)
    });
  });

  it('in a folder, or behind a link to nothing, are an error of usage', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'grokscope/keys.json'), { recursive: true });
    const linked = temporaryFolder();
    mkdirSync(join(linked, 'grokscope'));
    symlinkSync('nothing', join(linked, 'grokscope/keys.json'));
    for (const XDG_CONFIG_HOME of [folder, linked])
      expect(thrown({ XDG_CONFIG_HOME })).toMatchObject({ name: 'UserError', exitCode: 2 });
  });

  it('work in the explorer, in its help and in every text that names one', async () => {
    const env = withFile(
      JSON.stringify({
        everywhere: { 'step previous': 'x', help: 'F' },
        plot: { 'cursor left': 'd', fit: '*' },
        overview: { 'page next': '^f' },
        view: { rescan: 'r' }
      })
    );
    const { terminal } = await startExplorer([80, 24], {}, { env });
    expect(terminal.lines().at(-1)).toMatch(/^ x \. epoch .* F help/);
    expect(terminal.lines().at(-1)).toContain('^f');
    await terminal.press('x', ',');
    expect(terminal.lines()[0]).toContain('epoch 930');
    await terminal.press('F', '/', ...'previous stored');
    expect(terminal.text()).toMatch(/ x +previous stored epoch/);
    await terminal.press('esc', 'esc', 'z');
    expect(terminal.text()).toContain('d → exact values');
    expect(terminal.text()).toContain('+ - H L * zoom, pan, fit');
  });

  it('that are wrong end the explorer before it takes the terminal', async () => {
    const env = { ...withFile('{"plot": {"fit": "z"}}'), GROKSCOPE_STATE_DIR: temporaryFolder() };
    const terminal = fakeTerminal(80, 24);
    const asked = explore({ ...terminal, workbench: fakeWorkbench(), env });
    await expect(asked).rejects.toThrow('z is both plot: fit and plot: restore');
    expect(terminal.written).toBe('');
  });
});
