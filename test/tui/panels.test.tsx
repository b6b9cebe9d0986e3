import { Box } from 'ink';
import { render } from 'ink-testing-library';
import { describe, expect, it } from 'vitest';
import { App } from '../../src/tui/ink/app.tsx';
import { BottomLine } from '../../src/tui/ink/bottom-line.tsx';
import { Frame } from '../../src/tui/ink/frame.tsx';
import { SidebarPanel } from '../../src/tui/ink/sidebar.tsx';
import { helpLines } from '../../src/tui/painted/layer-text.ts';
import { noticeLines } from '../../src/tui/painted/notice-lines.ts';
import { currentLayout } from '../../src/tui/session.ts';
import type { Action } from '../../src/tui/state/action.ts';
import { hintsHere } from '../../src/tui/state/hints-here.ts';
import { initialState } from '../../src/tui/state/initial-state.ts';
import { actionOf, keyTable } from '../../src/tui/state/keys.ts';
import { contextsOf, type State } from '../../src/tui/state/state.ts';
import { update } from '../../src/tui/state/update.ts';
import { fakeWorkbench } from './fake-workbench.ts';

const look = { marks: 'braille', colors: 'none', background: 'dark' } as const;
const workbench = fakeWorkbench({ variants: ['toy_p59_seed1', 'toy_p59_seed2'] });
const variant = await workbench.openRun('toy_p59_seed1');
const variants = await workbench.listVariants();
const start = initialState({ size: { columns: 100, rows: 24 }, look, results: '/results' });
const ready = [
  { type: 'listed', variants } as Action,
  { type: 'opened', variant } as Action
].reduce(update, start);
const pressed = (state: State, ...keys: readonly string[]): State =>
  keys.reduce((now, key) => {
    const action = actionOf(key, contextsOf(now));
    return action ? update(now, action) : now;
  }, state);

/** What a component shows on a screen of its own, without styles. */
function shown(element: React.ReactElement): string {
  const screen = (
    <Box width={100} height={200}>
      {element}
    </Box>
  );
  const text = (render(screen).lastFrame() ?? '').replace(/\x1b\[[\d;]*m/g, '');
  return text.replace(/ +$/gm, '').trimEnd();
}

describe('a frame', () => {
  const rect = { left: 0, top: 0, width: 24, height: 4 };
  const lines = [[{ text: 'first', tone: 'plain' as const }]];

  it('carries title and note in its border, and its lines inside', () => {
    const frame = <Frame rect={rect} title="Loss" note="1/2" hasFocus look={look} lines={lines} />;
    expect(shown(frame).split('\n')).toEqual([
      '╭─ Loss ───────── 1/2 ─╮',
      '│first                 │',
      '│                      │',
      '╰──────────────────────╯'
    ]);
  });

  it('cuts a long title and drops a note without room', () => {
    const narrow = { ...rect, width: 12 };
    const frame = (
      <Frame rect={narrow} title="Coarseness" note="12/34" hasFocus look={look} lines={[]} />
    );
    expect(shown(frame).split('\n')[0]).toBe('╭─ Coarse…─╮');
  });

  it('is nothing in less than 2×2', () => {
    const narrow = { ...rect, width: 1 };
    expect(shown(<Frame rect={narrow} title="x" hasFocus look={look} lines={[]} />)).toBe('');
  });
});

describe('the last line', () => {
  const line = (state: State) =>
    shown(<BottomLine state={state} layout={currentLayout(state)} />).trim();

  it('fills the width with keys that work, the important first', () => {
    const at = (columns: number) => line({ ...ready, size: { columns, rows: 24 } });
    expect(at(80)).toMatch(/^, \. epoch {2}n N neuron {2}z maximise .* \? help {2}q quit/);
    for (const hint of ['{ } event', 'space play', ': palette', 'b variants'])
      expect(at(180)).toContain(hint);
    for (let columns = 80; columns < 200; columns += 7)
      expect(at(columns).length).toBeLessThanOrEqual(columns);
  });

  it('of an empty folder and of a variant without panels names keys that work there', () => {
    const keysOf = (state: State) => hintsHere(state).map(({ hint }) => hint);
    expect(keysOf({ ...start, variants: [] })).toEqual(['info', 'help', 'quit']);
    const bare = { ...ready, variant: { ...variant, groups: [] } };
    expect(keysOf(bare)).toEqual(['filter', 'variants', 'info', 'help', 'quit']);
  });

  it('names no key that does nothing here', () => {
    const wide = { ...ready, size: { columns: 160, rows: 24 } };
    expect(line(wide)).not.toContain('s option');
    const weights = line(pressed(wide, '4'));
    expect(weights).toContain('s option');
    for (const hint of ['epoch', 'neuron', 'event', 'play']) expect(weights).not.toContain(hint);
  });

  it('shows the keys that are valid now and the page', () => {
    expect(line(ready)).toMatch(
      /^, \. epoch {2}n N neuron {2}z maximise .* \? help {2}q quit +rows 1-2\/3 pgdn$/
    );
    expect(line(pressed(ready, 'z'))).toContain('+ - zoom');
    expect(line(pressed(ready, 'b'))).toContain('enter open');
    expect(line(pressed(ready, '?'))).toContain('↓ scroll');
  });

  it('shows the prompt with what is wrong', () => {
    expect(line(pressed(ready, ':', '9', '5'))).toContain(
      ':95█ epoch, neuron N, input A+B, or words'
    );
    expect(line(pressed(ready, ':', ...'xqz', 'enter'))).toContain(':xqz█ unknown: x');
  });

  it('shows messages and the progress of an export', () => {
    expect(
      line(update(ready, { type: 'failed', message: 'missing: x', hint: 'run: y' }))
    ).toContain('missing: x · run: y');
    const job = update(pressed(ready, '^s'), { type: 'progressed', done: 3, total: 95 });
    expect(line(job)).toContain('exporting loss.png 3/95 …  esc cancels');
  });
});

describe('the sidebar', () => {
  it('shows states, the open variant, turns and events', () => {
    const text = shown(
      <SidebarPanel state={pressed(ready, 'b')} rect={{ left: 0, top: 0, width: 30, height: 20 }} />
    );
    expect(text).toMatch(/^╭─ Variants ─+ 2 ─╮/);
    expect(text).toContain('▸◉ p59 seed1            500');
    expect(text).toContain('503 turn');
  });

  it('cannot be broken by escapes in names', () => {
    const evil = variants.map((entry) => ({ ...entry, label: '\x1b[2J\x07evil\n' }));
    const text = shown(
      <SidebarPanel
        state={{ ...ready, variants: evil }}
        rect={{ left: 0, top: 0, width: 40, height: 9 }}
      />
    );
    expect(text).not.toContain('\x1b[2J');
    expect(text).toContain('\\x1b[2J\\x07evil\\x0a');
    expect(text.split('\n')).toHaveLength(9);
  });

  it('names the families where there are several', () => {
    const two = variants.map((entry, i) => ({ ...entry, family: i === 0 ? 'toy' : 'grid' }));
    const rect = { left: 0, top: 0, width: 30, height: 12 };
    const lines = shown(<SidebarPanel state={{ ...ready, variants: two }} rect={rect} />).split(
      '\n'
    );
    expect(lines.slice(1, 5).map((line) => line.slice(1, 14).trimEnd())).toEqual([
      ' toy',
      '▸◉ p59 seed1',
      ' grid',
      ' ◉ p59 seed2'
    ]);
  });

  it('keeps the selection in sight in a long list', () => {
    const many = Array.from({ length: 200 }, (_, i) => ({
      ...variants[0],
      name: `v${i}`,
      label: `run ${i}`
    }));
    const state = pressed(
      { ...ready, variants: many },
      'b',
      ...Array.from({ length: 150 }, () => 'down')
    );
    expect(
      shown(<SidebarPanel state={state} rect={{ left: 0, top: 0, width: 30, height: 20 }} />)
    ).toContain('run 150');
  });
});

describe('the help', () => {
  it('names every key of the table', () => {
    const help = { ...pressed(ready, '?'), size: { columns: 100, rows: 200 } };
    const text = shown(<App state={help} layout={currentLayout(help)} />);
    for (const { help: sentence } of keyTable) expect(text).toContain(sentence);
  });

  it('filters keys one by one, where they stand in two columns too', () => {
    const texts = (width: number, query: string) =>
      helpLines(ready, width, query).map((row) =>
        row
          .map(({ text }) => text)
          .join('')
          .trimEnd()
      );
    const found = texts(150, 'neuron').join('\n');
    for (const { help } of keyTable) {
      expect(texts(150, '').join('\n')).toContain(help);
      expect(found.includes(help)).toBe(help.includes('neuron'));
    }
    expect(texts(100, 'next neuron')).toEqual([
      ' Overview, plot, grid and list',
      '  n               next neuron',
      ''
    ]);
    expect(texts(150, 'no such key')).toEqual([]);
  });

  it('begins with what is valid right now', () => {
    const help = pressed(ready, 'z', '?');
    expect(shown(<App state={help} layout={currentLayout(help)} />).split('\n')[2]).toContain(
      'Maximised panel'
    );
  });
});

describe('the notice', () => {
  const text = (state: State) =>
    noticeLines(state)
      .map((line) => line.map((part) => part.text).join(''))
      .join('\n');

  it('says what to run for a variant without data', () => {
    const empty = {
      ...variant,
      groups: [],
      state: 'untrained' as const,
      remedy: 'grokscope train toy --prime 59'
    };
    expect(text({ ...ready, variant: empty })).toContain('grokscope train toy --prime 59');
  });

  it('is not there where panels are', () => {
    expect(text(ready)).toBe('');
  });

  it('waits before it claims that there is nothing', () => {
    expect(text(start)).toContain('reading');
    expect(text({ ...start, variants: [] })).toContain('No variants in /results');
    expect(text({ ...start, variants: [] })).toContain('grokscope demo --results /results ');
  });
});
