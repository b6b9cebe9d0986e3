import { Box, Text } from 'ink';
import { noticeLines } from '../painted/notice-lines.ts';
import { cut, lineText, seg, widthOf } from '../painted/segments.ts';
import { glyphsOf } from '../painted/theme.ts';
import type { Rect } from '../state/layout.ts';
import type { State } from '../state/state.ts';

interface Props {
  readonly state: State;
  readonly rect: Rect;
}

/**
 * Says what to do where there are no panels: nothing read yet, no variants, a variant without data.
 */
export function Notice({ state, rect }: Props) {
  const lines = noticeLines(state);
  const above = Math.max(0, (rect.height - lines.length) >> 1);
  const width = Math.max(0, ...lines.map(widthOf));
  const indent = ' '.repeat(Math.max(1, (rect.width - width) >> 1));
  return (
    <Box
      position="absolute"
      left={rect.left}
      top={rect.top + above}
      width={rect.width}
      height={Math.max(0, rect.height - above)}
      overflow="hidden"
    >
      <Text wrap="truncate">
        {lines
          .map((line) =>
            lineText(cut([seg(indent), ...line], rect.width, glyphsOf(state.look).more), state.look)
          )
          .join('\n')}
      </Text>
    </Box>
  );
}

/** Says that the terminal is too small, in however few cells there are. */
export function TooSmall({ state }: { readonly state: State }) {
  const { columns, rows } = state.size;
  const lines = ['grokscope', 'needs 80×24', `has ${columns}×${rows}`, 'q quits'];
  return (
    <Box width={columns} height={rows} overflow="hidden">
      <Text wrap="truncate">
        {lines
          .slice(0, rows)
          .map((line) => line.slice(0, columns))
          .join('\n')}
      </Text>
    </Box>
  );
}
