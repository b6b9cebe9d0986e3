import { helpLines, infoLines } from '../painted/layer-text.ts';
import { type Segment, seg } from '../painted/segments.ts';
import { glyphsOf } from '../painted/theme.ts';
import type { Rect } from '../state/layout.ts';
import type { State } from '../state/state.ts';
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

function hasText(line: readonly Segment[], query: string): boolean {
  const text = line.map((part) => part.text).join('');
  return text.toLowerCase().includes(query.toLowerCase());
}
