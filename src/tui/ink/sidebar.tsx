import { formatDuration, formatLoss } from '../../text/format.ts';
import { textWidth } from '../../text/width.ts';
import type { VariantEntry } from '../../workbench/explorer/explorer-workbench.ts';
import { fitted, type Segment, seg, widthOf } from '../painted/segments.ts';
import { clipped, glyphsOf } from '../painted/theme.ts';
import { momentsOf } from '../state/epoch-marks.ts';
import { firstKey } from '../state/keys.ts';
import type { Rect } from '../state/layout.ts';
import type { Look } from '../state/look.ts';
import { ownTitle } from '../state/own-view.ts';
import { currentView, matchingVariants, type State } from '../state/state.ts';
import { viewNumber, viewsOf } from '../state/views.ts';
import { Frame } from './frame.tsx';

/**
 * The variants of the results folder, filtered, and below them the views and the events of the open
 * one.
 */
export function SidebarPanel({ state, rect }: { readonly state: State; readonly rect: Rect }) {
  const { sidebar, look, variants } = state;
  const inner = Math.max(0, rect.width - 2);
  const events = eventLines(state, inner, Math.floor((rect.height - 2) / 3));
  const head = [...filterLine(state), ...columnLine(state, inner)];
  const odd = oddLines(state, inner);
  // What the variants leave, at least a third.
  const free =
    rect.height - 2 - head.length - odd.length - events.length - matchingVariants(state).length - 2;
  const views = viewLines(state, inner, Math.max(free, Math.floor((rect.height - 2) / 3)));
  const room = Math.max(
    0,
    rect.height - 2 - head.length - odd.length - views.length - events.length
  );
  const list = variantLines(state, inner, room);
  const gap = Array.from({ length: Math.max(0, room - list.length) }, (): Segment[] => []);
  const count = matchingVariants(state).length;
  return (
    <Frame
      rect={rect}
      title="Variants"
      note={variants ? (sidebar.filter === '' ? String(count) : `${count}/${variants.length}`) : ''}
      hasFocus={sidebar.focused}
      lines={[...head, ...list, ...gap, ...odd, ...views, ...events]}
      look={look}
    />
  );
}

/** Why the selected variant has its badge. */
function oddLines(state: State, width: number): readonly (readonly Segment[])[] {
  const { sidebar, odd } = state;
  const selected = matchingVariants(state)[sidebar.selected];
  const [sentence] = (selected && odd?.[selected.name]) ?? [];
  if (width < TABLE || sentence === undefined) return [];
  return [fitted([seg(' ! ', 'warn'), seg(sentence, 'dim')], width)];
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
  const rows = sidebar.sort === 'name' ? listRows(found) : found;
  const at = rows.indexOf(found[sidebar.selected] ?? '');
  const first = Math.max(0, Math.min(at - (height >> 1), rows.length - height));
  return rows.slice(first, first + height).map((row) => {
    if (typeof row === 'string') return [seg(` ${clipped(row, width - 2)}`, 'dim')];
    const isOpen = row.name === variant?.name;
    const pointer = isOpen ? glyphs.pointer : row.name === opening ? glyphs.more : ' ';
    const end = rowEnd(state, row, width);
    const room = width - (state.odd ? 5 : 4) - textWidth(end);
    const name = clipped(row.label, Math.max(4, room), glyphs.more);
    const mark = state.picked.includes(row.name) ? '+' : ' ';
    const badge = state.odd ? (state.odd[row.name] ? '!' : ' ') : '';
    const text = `${pointer}${glyphs.states[row.state]}${mark}${badge}${name}`;
    const gap = ' '.repeat(Math.max(0, width - textWidth(text) - textWidth(end)));
    if (sidebar.focused && row === found[sidebar.selected])
      return [seg(text + gap + end, 'selected')];
    return [seg(text, isOpen ? 'accent' : 'plain'), seg(gap + end, 'dim')];
  });
}

/** From this width on rows have columns. */
const TABLE = 50;
const blocks = [...'▁▂▃▄▅▆▇█'];
const letters = [...'_.-=+*#@'];

/** The end of a row: the turn; in a table also the last test loss, key frequencies, the curve. */
function rowEnd({ summaries, look }: State, { name, turn }: VariantEntry, width: number): string {
  const summary = summaries[name];
  const at = turn ?? summary?.turn ?? null;
  const start = at === null ? '' : String(at);
  if (width < TABLE) return start === '' ? '' : `${start} `;
  const { testLoss = null, frequencies = [], curve = [] } = summary ?? {};
  const loss = testLoss === null ? '' : formatLoss(testLoss);
  const told = summary?.training ? leftText(summary.training) : frequencies.join(',');
  const key = clipped(told, 10, glyphsOf(look).more);
  const levels = look.marks === 'ascii' ? letters : blocks;
  return `${start.padStart(6)} ${loss.padStart(8)} ${key.padEnd(10)} ${spark(curve, levels).padEnd(8)} `;
}

/** How long a run still trains. */
function leftText({ remaining }: { readonly remaining: number | null }): string {
  if (remaining === null) return 'training';
  const [first, unit] = formatDuration(remaining).split(' ');
  return `${first} ${unit} left`;
}

/** A curve in 8 cells, between its least and greatest value. */
function spark(curve: readonly number[], levels: readonly string[]): string {
  const known = curve.filter(Number.isFinite);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  if (known.length < 2 || low === high) return '';
  return curve
    .filter((_, i) => i % 2 === 0)
    .map((value) =>
      Number.isFinite(value)
        ? levels[Math.round(((value - low) / (high - low)) * (levels.length - 1))]
        : ' '
    )
    .join('');
}

/** The names of the columns, where the rows have some; the one that orders is marked. */
function columnLine({ sidebar, look }: State, width: number): readonly (readonly Segment[])[] {
  if (width < TABLE) return [];
  const mark = glyphsOf(look).pointer;
  const name = (title: string, sort: string) => (sidebar.sort === sort ? `${mark}${title}` : title);
  const end = `${name('turn', 'turn').padStart(6)} ${name('test', 'test loss').padStart(8)} ${'k'.padEnd(10)} ${'test'.padEnd(8)} `;
  const start = ` ${name('variant', 'name')}`;
  const gap = ' '.repeat(Math.max(0, width - textWidth(start) - textWidth(end)));
  return [[seg(start + gap + end, 'dim')]];
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
  const at = state.view === ownTitle ? -1 : view ? groups.indexOf(view) + 1 : 0;
  const digits = String(viewsOf(state).length).length;
  const rows = ['overview', ...groups.map(({ title }) => title)].map((title, i) => {
    const pointer = i === at ? glyphsOf(look).pointer : ' ';
    const place = i === 0 ? 0 : viewNumber(state, title);
    const number = String(place).padStart(digits);
    return [
      seg(pointer, 'accent'),
      seg(`${number} `, place < 10 ? 'key' : 'dim'),
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
  const { look } = state;
  const events = momentsOf(state);
  if (events.length === 0 || most < 3) return [];
  const digits = Math.max(...events.map(({ epoch }) => String(epoch).length));
  return [
    heading('events', bothKeys(state, 'event'), width, look),
    ...events
      .slice(0, most - 1)
      .map(({ epoch, label }) => [seg(` ${String(epoch).padStart(digits)} `, 'dim'), seg(label)])
  ];
}
