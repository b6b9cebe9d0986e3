import { textWidth } from '../../text/width.ts';
import type { VariantEntry } from '../../workbench/explorer/explorer-workbench.ts';
import { fitted, type Segment, seg, widthOf } from '../painted/segments.ts';
import { clipped, glyphsOf } from '../painted/theme.ts';
import { firstKey } from '../state/keys.ts';
import type { Rect } from '../state/layout.ts';
import type { Look } from '../state/look.ts';
import { currentView, matchingVariants, type State } from '../state/state.ts';
import { Frame } from './frame.tsx';

/**
 * The variants of the results folder, filtered, and below them the views and the events of the open
 * one.
 */
export function SidebarPanel({ state, rect }: { readonly state: State; readonly rect: Rect }) {
  const { sidebar, look, variants } = state;
  const inner = Math.max(0, rect.width - 2);
  const events = eventLines(state, inner, Math.floor((rect.height - 2) / 3));
  const head = filterLine(state);
  // What the variants leave, at least a third.
  const free = rect.height - 2 - head.length - events.length - matchingVariants(state).length - 2;
  const views = viewLines(state, inner, Math.max(free, Math.floor((rect.height - 2) / 3)));
  const room = Math.max(0, rect.height - 2 - head.length - views.length - events.length);
  const list = variantLines(state, inner, room);
  const gap = Array.from({ length: Math.max(0, room - list.length) }, (): Segment[] => []);
  const count = matchingVariants(state).length;
  return (
    <Frame
      rect={rect}
      title="Variants"
      note={variants ? (sidebar.filter === '' ? String(count) : `${count}/${variants.length}`) : ''}
      hasFocus={sidebar.focused}
      lines={[...head, ...list, ...gap, ...views, ...events]}
      look={look}
    />
  );
}

function filterLine({ sidebar, look }: State): readonly (readonly Segment[])[] {
  if (!sidebar.typing && sidebar.filter === '') return [];
  const end = sidebar.typing ? [seg(glyphsOf(look).cursor, 'accent')] : [];
  return [[seg(' /', 'key'), seg(sidebar.filter), ...end]];
}

function variantLines(
  state: State,
  width: number,
  height: number
): readonly (readonly Segment[])[] {
  const { sidebar, look, variant, variants, opening } = state;
  const glyphs = glyphsOf(look);
  if (!variants) return [[seg(' reading …', 'dim')]];
  const found = matchingVariants(state);
  if (found.length === 0) return [[seg(variants.length === 0 ? ' none yet' : ' no match', 'dim')]];
  const rows = listRows(found);
  const at = rows.indexOf(found[sidebar.selected] ?? '');
  const first = Math.max(0, Math.min(at - (height >> 1), rows.length - height));
  return rows.slice(first, first + height).map((row) => {
    if (typeof row === 'string') return [seg(` ${clipped(row, width - 2)}`, 'dim')];
    const isOpen = row.name === variant?.name;
    const pointer = isOpen ? glyphs.pointer : row.name === opening ? glyphs.more : ' ';
    const turn = row.turn === null ? '' : `${row.turn} `;
    const name = clipped(row.label, Math.max(4, width - 4 - turn.length), glyphs.more);
    const text = `${pointer}${glyphs.states[row.state]} ${name}`;
    const gap = ' '.repeat(Math.max(0, width - textWidth(text) - turn.length));
    if (sidebar.focused && row === found[sidebar.selected])
      return [seg(text + gap + turn, 'selected')];
    return [seg(text, isOpen ? 'accent' : 'plain'), seg(gap + turn, 'dim')];
  });
}

/** The variants, each family under its name where there are several. */
function listRows(found: readonly VariantEntry[]): readonly (VariantEntry | string)[] {
  if (found.every(({ family }) => family === found[0]?.family)) return found;
  return found.flatMap((entry, i) =>
    entry.family === found[i - 1]?.family ? [entry] : [entry.family, entry]
  );
}

function viewLines(state: State, width: number, most: number): readonly (readonly Segment[])[] {
  const { variant, look } = state;
  const groups = variant?.groups ?? [];
  if (groups.length === 0 || most < 4) return [];
  const view = currentView(state);
  const at = view ? groups.indexOf(view) + 1 : 0;
  const rows = ['overview', ...groups.map(({ title }) => title)].map((title, i) => {
    const pointer = i === at ? glyphsOf(look).pointer : ' ';
    const number = String(i).padStart(String(groups.length).length);
    return [
      seg(pointer, 'accent'),
      seg(`${number} `, i < 10 ? 'key' : 'dim'),
      seg(title, i === at ? 'accent' : 'plain')
    ];
  });
  const first = Math.max(0, Math.min(at - (most >> 1), rows.length - (most - 1)));
  return [
    heading('views', bothKeys(state, 'view by'), width, look),
    ...rows.slice(first, first + most - 1)
  ];
}

function heading(name: string, keys: string, width: number, look: Look): readonly Segment[] {
  const title = [seg(` ${name} `, 'title'), seg(keys, 'key')];
  const rule = glyphsOf(look).across.repeat(Math.max(0, width - widthOf(title) - 2));
  return fitted([...title, seg(` ${rule} `, 'border')], width);
}

/** The keys to the previous and the next one. */
function bothKeys({ keys }: State, name: string): string {
  return ['previous', 'next'].map((by) => firstKey(keys, 'view', `${name} ${by}`)).join(' ');
}

function eventLines(state: State, width: number, most: number): readonly (readonly Segment[])[] {
  const { variant, look } = state;
  const events = variant?.events ?? [];
  if (events.length === 0 || most < 3) return [];
  const digits = Math.max(...events.map(({ epoch }) => String(epoch).length));
  return [
    heading('events', bothKeys(state, 'event'), width, look),
    ...events
      .slice(0, most - 1)
      .map(({ epoch, label }) => [seg(` ${String(epoch).padStart(digits)} `, 'dim'), seg(label)])
  ];
}
