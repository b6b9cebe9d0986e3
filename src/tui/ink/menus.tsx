import { textWidth } from '../../text/width.ts';
import { fitted, type Segment, seg } from '../painted/segments.ts';
import { clipped, glyphsOf } from '../painted/theme.ts';
import { optionsShown } from '../state/comparing.ts';
import { marksOf } from '../state/epoch-marks.ts';
import type { Rect } from '../state/layout.ts';
import { optionName, optionValue, switchOf, valueText } from '../state/options.ts';
import { paletteItems } from '../state/palette.ts';
import { exportFormats, focusedPanel, type State } from '../state/state.ts';
import { Frame } from './frame.tsx';

interface Props {
  readonly state: State;
  readonly rect: Rect;
}

type Line = readonly Segment[];

const meanings: Readonly<Record<string, string>> = {
  png: 'picture for a page or a slide',
  svg: 'vectors, for pages',
  pdf: 'vectors, for papers',
  gif: 'every stored epoch, animated',
  html: 'interactive, standalone',
  json: 'the Plotly figure'
};

/** A menu over the view: formats to export, options of a figure, marks, the palette. */
export function Menu({ state, rect }: Props) {
  const { layer, look } = state;
  const panel = focusedPanel(state);
  const inner = rect.width - 2;
  const frame = (title: string, lines: readonly Line[], note = '') => (
    <Frame rect={rect} title={title} note={note} hasFocus lines={lines} look={look} />
  );
  switch (layer?.kind) {
    case 'export':
      return frame(`Export ${panel?.title ?? ''}`, exportLines(state, layer.selected, inner));
    case 'options':
      return frame(`Options of ${panel?.title ?? ''}`, optionLines(state, layer.selected, inner));
    case 'epochMarks':
      return frame('Marks', markLines(state, layer.selected, inner));
    case 'prompt': {
      const { lines, note } = paletteLines(state, layer, inner, rect.height - 2);
      return lines.length === 0 ? null : frame('Palette', lines, note);
    }
    default:
      return null;
  }
}

/** A line with its ends at both sides, marked where it is selected. */
function row(state: State, isSelected: boolean, left: string, right: string, width: number): Line {
  const glyphs = glyphsOf(state.look);
  const start = `${isSelected ? glyphs.pointer : ' '} `;
  const room = width - textWidth(start) - textWidth(right) - 2;
  const name = clipped(left, Math.max(1, room), glyphs.more);
  const gap = ' '.repeat(
    Math.max(1, width - textWidth(start) - textWidth(name) - textWidth(right) - 1)
  );
  return isSelected
    ? [seg(`${start}${name}${gap}${right} `, 'selected')]
    : [seg(start + name), seg(`${gap}${right} `, 'dim')];
}

function exportLines(state: State, selected: number, width: number): readonly Line[] {
  return exportFormats(focusedPanel(state)).map((format, i) =>
    row(state, i === selected, `${format.padEnd(5)} ${meanings[format] ?? ''}`, '', width)
  );
}

function optionLines(state: State, selected: number, width: number): readonly Line[] {
  const panel = focusedPanel(state);
  if (!panel) return [];
  const options = optionsShown(state, panel);
  const widest = Math.max(...options.map((option) => textWidth(optionName(option))));
  const lines = options.map((option, i) => {
    const name = `${optionName(option).padEnd(widest)}  ${valueText(optionValue(state, panel, option))}`;
    const choices = option.type === 'choice' ? option.choices.map(valueText).join(' ') : '';
    const key = option === switchOf(panel) ? 's' : '';
    const free = width - textWidth(name) - 8;
    const end = [textWidth(choices) <= free ? choices : `${option.choices.length} values`, key];
    return row(
      state,
      i === selected,
      name,
      option.type === 'choice' ? end.filter(Boolean).join('  ') : key,
      width
    );
  });
  return [...lines, [], fitted([seg(` ${options[selected]?.about ?? ''}`, 'dim')], width)];
}

function markLines(state: State, selected: number, width: number): readonly Line[] {
  return marksOf(state).map(({ epoch, note }, i) =>
    row(state, i === selected, `${epoch}  ${note}`, '', width)
  );
}

function paletteLines(
  state: State,
  { text, selected }: { readonly text: string; readonly selected: number },
  width: number,
  height: number
): { readonly lines: readonly Line[]; readonly note: string } {
  const items = paletteItems(state, text);
  const first = Math.max(0, Math.min(selected - (height >> 1), items.length - height));
  const lines = items.slice(first, first + height).map(({ text: name, group, key }, i) => {
    const end = key === '' ? group : `${group}  ${key}`;
    return row(state, first + i === selected, name, end, width);
  });
  return { lines, note: `${items.length}` };
}
