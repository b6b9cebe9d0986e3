import { Box, Text } from 'ink';
import { fitted, lineText, type Segment, seg, widthOf } from '../painted/segments.ts';
import { glyphsOf } from '../painted/theme.ts';
import { hintsHere } from '../state/hints-here.ts';
import { firstKey } from '../state/keys.ts';
import type { Layout } from '../state/layout.ts';
import { currentEpoch, type State } from '../state/state.ts';

interface Props {
  readonly state: State;
  readonly layout: Layout;
}

/**
 * The last line: the prompt, a message, a running export, or the keys that are valid now; at its
 * end the page.
 */
export function BottomLine({ state, layout }: Props) {
  const { columns, rows } = state.size;
  const end = pageNote(layout, state);
  const left = bottomText(state, columns - widthOf(end) - 1);
  return (
    <Box position="absolute" left={0} top={rows - 1} width={columns} height={1} overflow="hidden">
      <Text wrap="truncate">
        {lineText(
          [...fitted(left, columns - widthOf(end), glyphsOf(state.look).more), ...end],
          state.look
        )}
      </Text>
    </Box>
  );
}

/** Returns the left part of the last line for a width. */
function bottomText(state: State, width: number): readonly Segment[] {
  const { layer, message, job, look } = state;
  const glyphs = glyphsOf(look);
  if (layer?.kind === 'prompt') {
    const note =
      layer.error === null
        ? seg(
            state.variant?.probes
              ? ' step, probe ID, or words of what you look for'
              : ' epoch, neuron N, input A+B, or words of what you look for',
            'dim'
          )
        : seg(` ${layer.error}`, 'error');
    // The end of a long text stays in sight, with the cursor.
    const text = [...layer.text].slice(-Math.max(1, width - 4)).join('');
    return [seg(' :', 'key'), seg(text), seg(glyphs.cursor, 'accent'), note];
  }
  if (layer?.kind === 'note') {
    const text = [...layer.text].slice(-Math.max(1, width - 24)).join('');
    const what = ` note for ${state.variant?.time} ${currentEpoch(state)}: `;
    return [seg(what, 'key'), seg(text), seg(glyphs.cursor, 'accent')];
  }
  if (message) return [seg(` ${message.text}`, message.tone)];
  if (job) {
    const share = job.total > 0 ? ` ${job.done}/${job.total}` : '';
    return [
      seg(` exporting ${job.id}.${job.request.format}${share} ${glyphs.more}`, 'accent'),
      seg(`  ${firstKey(state.keys, 'everywhere', 'back')} cancels`, 'dim')
    ];
  }
  return hintSegments(state, width);
}

function hintSegments(state: State, width: number): readonly Segment[] {
  const hints = hintsHere(state);
  const segments = ({ keys, hint }: (typeof hints)[number]): readonly Segment[] => [
    seg(` ${keys} `, 'key'),
    seg(`${wordOf(hint, state)} `, 'dim')
  ];
  // Help and quit stay, whatever else has to go.
  const last = hints.filter(({ hint }) => hint === 'help' || hint === 'quit').flatMap(segments);
  let room = width - widthOf(last);
  const line: Segment[] = [];
  for (const hint of hints) {
    const added = segments(hint);
    if (hint.hint === 'help' || hint.hint === 'quit' || widthOf(added) > room) continue;
    line.push(...added);
    room -= widthOf(added);
  }
  return [...line, ...last];
}

/** Language models count steps and are asked probes. */
function wordOf(hint: string, { variant }: State): string {
  if (hint === 'epoch') return variant?.time ?? hint;
  return hint === 'neuron' && variant?.probes ? 'probe' : hint;
}

function pageNote({ page }: Layout, { maximised, layer, keys: table }: State): readonly Segment[] {
  if (maximised || layer || page.shown >= page.total) return [];
  const [up, down] = ['previous', 'next'].map((by) => firstKey(table, 'overview', `page ${by}`));
  const keys = [page.top > 0 ? up : '', page.top + page.shown < page.total ? down : ''];
  return [
    seg(`rows ${page.top + 1}-${page.top + page.shown}/${page.total} `, 'dim'),
    seg(`${keys.filter(Boolean).join(' ')} `, 'key')
  ];
}
