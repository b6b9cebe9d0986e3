import { contextTitles, keyNames } from '../state/keys.ts';
import { type Look, shownGraphics } from '../state/look.ts';
import { ownTitle } from '../state/own-view.ts';
import { contextsOf, currentEpoch, focusedPanel, type State } from '../state/state.ts';
import { viewsOf } from '../state/views.ts';
import { markdownLines } from './markdown-lines.ts';
import { fitted, type Segment, seg, widthOf } from './segments.ts';

type Line = readonly Segment[];

const keyColumn = 16;

const mouseHelp = [
  ['wheel', 'previous and next stored epoch; scrolls lists and texts'],
  ['click', 'focuses a panel; in the one with focus, the epoch there'],
  ['drag', 'zooms the maximised panel to what is enclosed'],
  ['shift+drag', 'selects text; explore --no-mouse leaves all to the terminal']
] as const;

/**
 * Returns the help screen from the key table, what is valid right now first: in two columns where
 * they fit, or in one the keys that have the query in their line.
 */
export function helpLines(state: State, width: number, query = ''): readonly Line[] {
  const valid = contextsOf({ ...state, layer: null });
  const order = [...contextTitles].sort(
    ([a], [b]) => rank(valid.indexOf(a)) - rank(valid.indexOf(b))
  );
  const matches = (text: string) => text.toLowerCase().includes(query.toLowerCase());
  const blocks = order.map(([context, title]): Line[] => {
    const lines = state.keys
      .filter((binding) => binding.context === context)
      .map((binding) => [keyNames(binding), binding.help] as const);
    return blockOf(title, lines, matches);
  });
  if (state.hasMouse) blocks.push(blockOf('Mouse', mouseHelp, matches));
  const lines = blocks.flat();
  if (width < 116 || query !== '') return lines;
  const half = Math.ceil(lines.length / 2);
  const column = width >> 1;
  return lines.slice(0, half).map((left, row) => {
    return [
      ...left,
      seg(' '.repeat(Math.max(1, column - widthOf(left)))),
      ...(lines[half + row] ?? [])
    ];
  });
}

/** A title over keys and what they do, those that match; nothing where none does. */
function blockOf(
  title: string,
  rows: readonly (readonly [keys: string, help: string])[],
  matches: (text: string) => boolean
): Line[] {
  const lines = rows
    .map(([keys, help]) => [`  ${keys.padEnd(keyColumn)}`, help] as const)
    .filter(([keys, help]) => matches(`${keys}${help}`))
    .map(([keys, help]): Line => [seg(keys, 'key'), seg(help)]);
  return lines.length > 0 ? [[seg(` ${title}`, 'title')], ...lines, []] : [];
}

function rank(index: number): number {
  return index < 0 ? 99 : index;
}

function plotsText(look: Look): string {
  const graphics = shownGraphics(look);
  if (!graphics) return 'characters';
  const { protocol, cell, isTmux } = graphics;
  const name = { kitty: "kitty's images", iterm: "iTerm2's images", sixel: 'sixels' }[protocol];
  return `${name}${isTmux ? ' in tmux' : ''}, ${cell.width}×${cell.height} pixels a cell`;
}

/** Returns what is known about the variant, the figure under focus and the terminal. */
export function infoLines(state: State): readonly Line[] {
  const { variant, size, look } = state;
  const panel = focusedPanel(state);
  const epoch = currentEpoch(state);
  const rows: (readonly [string, string])[] = [];
  const lines: Line[] = [];
  const section = (title: string, pairs: readonly (readonly [string, string])[]): void => {
    lines.push([seg(` ${title}`, 'title')]);
    const names = pairs.map(([key]) => seg(`  ${key}`, 'dim'));
    const widest = Math.max(14, ...names.map((name) => widthOf([name])));
    pairs.forEach(([, value], i) => {
      lines.push([...fitted([names[i]], widest + 2), seg(value)]);
    });
    lines.push([]);
  };
  const { ownView } = state;
  if (ownView && state.view === ownTitle) {
    lines.push([seg(` ${ownView.spec.title}`, 'title')]);
    lines.push(...markdownLines(ownView.spec.text ?? '', 96).map((line) => [seg('  '), ...line]));
    lines.push([]);
  }
  if (variant) {
    section(variant.name, [
      ...variant.facts,
      ...(state.odd?.[variant.name] ?? []).map((sentence) => ['odd', sentence] as const),
      ...(variant.remedy ? [['to add more', variant.remedy] as const] : [])
    ]);
    section(
      'Views',
      viewsOf(state).map(({ title, absence }, i) => {
        const group = variant.groups.find((one) => one.title === title);
        const panels = group?.panels.map((entry) => entry.title).join(', ');
        return [`${i + 1} ${title}`, panels ?? `absent: ${absence}`] as const;
      })
    );
    if (variant.events.length > 0)
      section(
        'Events',
        variant.events.map(({ epoch: at, label }) => [String(at), label] as const)
      );
  }
  if (panel) {
    section(panel.title, [
      ['id', panel.id],
      ['about', panel.about],
      ['kind', panel.kind],
      [
        'export',
        `grokscope export ${variant?.name ?? ''} ${panel.id}${panel.kind === 'epoch' && epoch !== null ? ` --epoch ${epoch}` : ''}`
      ]
    ]);
  }
  rows.push(
    ['size', `${size.columns}×${size.rows}`],
    ['plots', plotsText(look)],
    ['marks', look.marks],
    ['colours', look.colors],
    ['background', look.background],
    ['link', look.isLean ? 'slow: 8 colours a map, 8 frames/s at most' : 'fast'],
    ['results', state.results]
  );
  section('Terminal', rows);
  return lines;
}
