import { Box, Text } from 'ink';
import { printable } from '../../error/printable.ts';
import type { Rect } from '../layout.ts';
import { cut, lineText, type Segment, seg, widthOf } from '../segments.ts';
import type { State } from '../state.ts';
import { glyphsOf } from '../theme.ts';

interface Props {
  readonly state: State;
  readonly rect: Rect;
}

/** Says what to do where there are no panels: nothing read yet, no variants, a variant without data. */
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

/** Returns the lines of the notice; none where panels are shown. */
export function noticeLines(state: State): readonly (readonly Segment[])[] {
  const { variants, variant, opening, results } = state;
  if (variant?.groups.some(({ panels }) => panels.length > 0)) return [];
  if (variant) {
    return [
      [seg(`${printable(variant.label)} has nothing to show yet`, 'title')],
      [],
      ...(variant.remedy ? [[seg('run  ', 'dim'), seg(printable(variant.remedy), 'key')], []] : []),
      [seg('then R reads the folder again', 'dim')]
    ];
  }
  if (variants === null || opening !== null)
    return [[seg(opening ? `opening ${printable(opening)} …` : 'reading …', 'dim')]];
  if (variants.length > 0)
    return [
      [seg('no variant is open', 'title')],
      [],
      [seg('b ', 'key'), seg('lists the variants', 'dim')]
    ];
  return [
    [seg('No variants in ', 'title'), seg(printable(results), 'title')],
    [],
    [
      seg('npm run demo                             ', 'key'),
      seg('a small run that groks in seconds', 'dim')
    ],
    [seg('grokscope train modulo_addition_1layer   ', 'key'), seg('train a variant', 'dim')],
    [
      seg('grokscope explore --results DIR          ', 'key'),
      seg('look into another folder', 'dim')
    ],
    [],
    [seg('R reads the folder again', 'dim')]
  ];
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
