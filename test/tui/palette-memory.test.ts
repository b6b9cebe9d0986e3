import { expect, it, vi } from 'vitest';
import { layerRect } from '../../src/tui/painted/layer-rect.ts';
import { initialState } from '../../src/tui/state/initial-state.ts';
import { actionOf } from '../../src/tui/state/keys.ts';
import { paletteItems } from '../../src/tui/state/palette.ts';
import { contextsOf, type State } from '../../src/tui/state/state.ts';
import { update } from '../../src/tui/state/update.ts';
import { fakeWorkbench } from './fake-workbench.ts';

it('the palette goes through all variants once, whatever is typed and asked', async () => {
  const workbench = fakeWorkbench({ variants: ['a_p59_seed1', 'a_p59_seed2'] });
  const variants = await workbench.listVariants();
  const start = initialState({
    size: { columns: 120, rows: 40 },
    look: { marks: 'braille', colors: 'true', background: 'dark' },
    results: '/results'
  });
  const ready = [
    { type: 'listed', variants } as const,
    { type: 'opened', variant: await workbench.openRun('a_p59_seed1') } as const,
    { type: 'prompt' } as const
  ].reduce(update, start);
  const looks = vi.spyOn(variants as unknown as unknown[], 'map');
  const frame = (state: State) => {
    layerRect(state, { left: 0, top: 1, width: 120, height: 38 });
    return paletteItems(state, state.layer?.kind === 'prompt' ? state.layer.text : '');
  };
  const typed = [...'seed2', 'down', 'up', 'tab'].reduce((state, key) => {
    frame(state);
    return update(state, actionOf(key, contextsOf(state)) ?? { type: 'unbound', key });
  }, ready);
  expect(frame(typed).map(({ text }) => text)).toContain('a p59 seed2');
  expect(looks.mock.calls.length).toBeLessThanOrEqual(1);
  expect(frame(typed)).toBe(frame(update(typed, { type: 'measured', areas: [] })));
  // others are offered once there are others
  const more = update(typed, { type: 'listed', variants: variants.slice(0, 1) });
  expect(frame(more).map(({ text }) => text)).not.toContain('a p59 seed2');
});
