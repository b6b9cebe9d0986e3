import type { Action } from './state/action.ts';
import { isGrid } from './state/compared.ts';
import { gridPage } from './state/grid.ts';
import type { Context } from './state/keys.ts';
import type { Layout, PanelBox, Rect } from './state/layout.ts';
import { contextsOf, focusedPanel, hasEpochControl, type State } from './state/state.ts';
import { epochUnder } from './state/value-cursor.ts';
import { areaAt, areaOf, cursorAt, framed, type Place, type PlotArea } from './state/zoom.ts';
import type { InputEvent, MouseReport } from './terminal/input.ts';

/** Returns where the plots of a panel on the screen are. */
export type AreasOf = (box: PanelBox) => readonly PlotArea[];

/** Lines of a text that one notch of the wheel scrolls by. */
const linesPerNotch = 3;

/**
 * Returns the events with each run of wheel reports as one, their sum, and of each run of drags the
 * last: however many a terminal sends in one read, they are one change.
 */
export function coalesced(events: readonly InputEvent[]): readonly InputEvent[] {
  const kept: InputEvent[] = [];
  for (const event of events) {
    const last = kept.at(-1);
    const isRun =
      event.type === 'mouse' &&
      last?.type === 'mouse' &&
      event.kind === last.kind &&
      (event.kind === 'wheel' || event.kind === 'drag');
    if (isRun) kept[kept.length - 1] = { ...event, by: event.by + last.by };
    else kept.push(event);
  }
  return kept;
}

/**
 * Returns what the mouse asks for in a state: nothing where text is typed; the wheel scrolls texts
 * and lists and else moves the epoch; a click focuses a panel or the sidebar, goes to an epoch
 * in the panel under focus, or sets the value cursor of the maximised one; a drag zooms there.
 */
export function mouseActions(
  event: MouseReport,
  state: State,
  layout: Layout,
  areasOf: AreasOf
): readonly Action[] {
  const contexts = contextsOf(state);
  const { drag } = state.cursors;
  const dropped: readonly Action[] = drag ? [{ type: 'drag', drag: null }] : [];
  if (contexts[0] === 'prompt' || !layout.isLargeEnough) return dropped;
  if (event.kind === 'wheel') return wheelActions(event.by, contexts);
  if (state.layer) return dropped;
  if (event.kind === 'press') return pressActions(event, state, layout, areasOf);
  if (!drag) return [];
  const [box] = layout.panels;
  const to = box ? placeIn(box, event) : drag.to;
  if (event.kind === 'drag') return [{ type: 'drag', drag: { ...drag, to } }];
  return [...dropped, ...releaseActions(state, drag.axes, drag.from, to)];
}

function wheelActions(by: number, contexts: readonly Context[]): readonly Action[] {
  if (by === 0) return [];
  if (contexts.includes('text')) return [{ type: 'scroll', lines: by * linesPerNotch }];
  if (contexts.includes('menu')) return [{ type: 'choose', by }];
  return [contexts.includes('list') ? { type: 'select', by } : { type: 'step', by }];
}

function pressActions(
  event: MouseReport,
  state: State,
  layout: Layout,
  areasOf: AreasOf
): readonly Action[] {
  if (layout.sidebar && isInside(layout.sidebar, event)) return [{ type: 'focusOn', id: null }];
  const box = layout.panels.find(({ rect }) => isInside(rect, event));
  if (!box) return [];
  if (!state.maximised) {
    const hasFocus = !state.sidebar.focused && focusedPanel(state)?.id === box.panel.id;
    return hasFocus
      ? epochActions(state, areasOf(box), placeIn(box, event))
      : [{ type: 'focusOn', id: box.panel.id }];
  }
  if (isGrid(state)) {
    const { cells, page, size } = gridPage(state);
    const at = cells.findIndex(({ rect }) => isInside(rect, event));
    const left: readonly Action[] = state.sidebar.focused ? [{ type: 'leave' }] : [];
    return at < 0 ? left : [...left, { type: 'cell', by: page * size + at - state.cell }];
  }
  const focus: readonly Action[] = state.sidebar.focused ? [{ type: 'leave' }] : [];
  const place = placeIn(box, event);
  const area = areaAt(state.cursors.areas, place);
  const cursor = area && cursorAt(area, place);
  if (!cursor) return focus;
  const drag = { axes: area.axes, from: place, to: place };
  return [...focus, { type: 'place', cursor }, { type: 'drag', drag }];
}

/** Goes to the stored epoch at a cell of the panel's hole, where the plot there is over epochs. */
function epochActions(state: State, areas: readonly PlotArea[], place: Place): readonly Action[] {
  const area = areaAt(areas, place);
  const cursor = area && cursorAt(area, place);
  const epoch = cursor && hasEpochControl(state) ? epochUnder(area, cursor.x) : null;
  return epoch === null ? [] : [{ type: 'goTo', epoch }];
}

function releaseActions(state: State, axes: string, from: Place, to: Place): readonly Action[] {
  const area = areaOf(state.cursors.areas, { axes, x: 0 });
  if (!area || area.axes !== axes) return [];
  const window = framed(area, from, to);
  if (window) return [{ type: 'frame', window }];
  return [{ type: 'adopt' }];
}

function placeIn({ hole }: PanelBox, { column, row }: Place): Place {
  return { column: column - hole.left, row: row - hole.top };
}

function isInside({ left, top, width, height }: Rect, { column, row }: Place): boolean {
  return column >= left && column < left + width && row >= top && row < top + height;
}
