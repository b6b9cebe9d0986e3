import { textWidth } from '../../text/width.ts';
import { helpLines, infoLines } from '../painted/layer-text.ts';
import { type Segment, seg } from '../painted/segments.ts';
import { glyphsOf } from '../painted/theme.ts';
import type { Rect } from '../state/layout.ts';
import { exportFormats, focusedPanel, type State } from '../state/state.ts';
import { Frame } from './frame.tsx';

interface Props {
  readonly state: State;
  readonly rect: Rect;
}

/**
 * Help or info over the whole body: scrolled, and narrowed to the lines that hold the searched
 * text.
 */
export function TextLayer({ state, rect }: Props) {
  const { layer, look } = state;
  if (layer?.kind !== 'help' && layer?.kind !== 'info') return null;
  const { query } = layer;
  const lines =
    layer.kind === 'help'
      ? helpLines(state, rect.width - 2, query)
      : infoLines(state).filter((line) => query === '' || hasText(line, query));
  const search =
    layer.typing || query !== ''
      ? [[seg(' /', 'key'), seg(query), seg(layer.typing ? glyphsOf(look).cursor : '', 'accent')]]
      : [];
  const room = Math.max(1, rect.height - 2 - search.length);
  const first = Math.min(layer.scroll, Math.max(0, lines.length - room));
  const shown = lines.slice(first, first + room);
  const note = lines.length > room ? `${first + 1}-${first + shown.length} of ${lines.length}` : '';
  return (
    <Frame
      rect={rect}
      title={layer.kind === 'help' ? 'Help' : 'Info'}
      note={note}
      hasFocus
      lines={[...search, ...shown]}
      look={look}
    />
  );
}

const meanings: Readonly<Record<string, string>> = {
  png: 'picture for a page or a slide',
  svg: 'vectors, for pages',
  pdf: 'vectors, for papers',
  gif: 'every stored epoch, animated',
  html: 'interactive, standalone',
  json: 'the Plotly figure'
};

/** The formats in which the figure under focus can be exported. */
export function ExportMenu({ state, rect }: Props) {
  const { layer, look } = state;
  if (layer?.kind !== 'export') return null;
  const panel = focusedPanel(state);
  const lines = exportFormats(panel).map((format, row): Segment[] => {
    const text = ` ${row === layer.selected ? glyphsOf(look).pointer : ' '} ${format.padEnd(5)} ${meanings[format] ?? ''}`;
    const gap = ' '.repeat(Math.max(0, rect.width - 2 - textWidth(text)));
    return [seg(text + gap, row === layer.selected ? 'selected' : 'plain')];
  });
  return (
    <Frame rect={rect} title={`Export ${panel?.title ?? ''}`} hasFocus lines={lines} look={look} />
  );
}

function hasText(line: readonly Segment[], query: string): boolean {
  const text = line.map((part) => part.text).join('');
  return text.toLowerCase().includes(query.toLowerCase());
}
