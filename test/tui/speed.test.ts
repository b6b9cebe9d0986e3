import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createEffects } from '../../src/tui/effects.ts';
import { headerLine } from '../../src/tui/painted/header-text.ts';
import { widthOf } from '../../src/tui/painted/segments.ts';
import type { Action } from '../../src/tui/state/action.ts';
import { initialState } from '../../src/tui/state/initial-state.ts';
import type { State } from '../../src/tui/state/state.ts';
import { update } from '../../src/tui/state/update.ts';
import { fakeWorkbench } from './fake-workbench.ts';

const workbench = fakeWorkbench();
const variant = await workbench.openRun('toy_p59_seed1');
const look = { marks: 'braille', colors: 'true', background: 'dark' } as const;
const at = (columns: number): State =>
  update(initialState({ size: { columns, rows: 24 }, look, results: '/r', epoch: 0 }), {
    type: 'opened',
    variant
  });
const typed = (state: State, text: string): State =>
  (
    [{ type: 'prompt' }, { type: 'type', text }, { type: 'submit' }] satisfies readonly Action[]
  ).reduce(update, state);
const header = (state: State): string =>
  headerLine(state)
    .map(({ text }) => text)
    .join('');

describe(':speed', () => {
  it('sets the frames a second, which the header shows while it plays', () => {
    const fast = typed(at(120), 'speed 20');
    expect(fast.cursors.speed).toBe(20);
    expect(fast.layer).toBeNull();
    expect(fast.message?.text).toBe('plays 20 frames/s');
    expect(header(fast)).not.toContain('/s');
    expect(header(update(fast, { type: 'play' }))).toContain('▶ 20/s');
    expect(header(update(at(120), { type: 'play' }))).toContain('▶ 8/s');
  });

  it('fits the header from 80 columns on, and moves nothing while it plays', () => {
    for (let columns = 80; columns <= 200; columns++) {
      const playing = update(typed(at(columns), 'speed 30'), { type: 'play' });
      const line = headerLine(playing);
      expect(widthOf(line)).toBe(columns);
      expect(header(playing)).toContain('▶ 30/s');
      const later = header(update(playing, { type: 'tick' }));
      expect(later.indexOf('▶')).toBe(header(playing).indexOf('▶'));
    }
  });

  it.each(['speed 0', 'speed 31', 'speed 2.5', 'speed fast', 'speed'])(
    'says what it takes for %s',
    (text) => {
      const asked = typed(at(120), text);
      expect(asked.cursors.speed).toBe(8);
      expect(asked.layer).toMatchObject({ error: 'speed takes 1 to 30 frames/s · now 8' });
    }
  );

  it('holds at once while it plays', () => {
    vi.useFakeTimers();
    onTestFinished(() => {
      vi.useRealTimers();
    });
    let ticks = 0;
    const count = (action: Action): void => {
      if (action.type === 'tick') ticks++;
    };
    const effects = createEffects(workbench, count, () => {});
    const ticksIn = (before: State | null, after: State): number => {
      ticks = 0;
      effects.react(before, after);
      vi.advanceTimersByTime(1000);
      return ticks;
    };
    const idle = at(120);
    const playing = update(idle, { type: 'play' });
    const fast = typed(playing, 'speed 25');
    const paused = update(fast, { type: 'play' });
    expect(ticksIn(null, idle)).toBe(0);
    expect(ticksIn(idle, playing)).toBe(8);
    expect(ticksIn(playing, fast)).toBe(25);
    expect(ticksIn(fast, paused)).toBe(0);
    expect(ticksIn(paused, typed(paused, 'speed 3'))).toBe(0);
    effects.close();
  });
});
