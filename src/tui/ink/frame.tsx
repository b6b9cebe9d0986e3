import { Box, Text } from 'ink';
import { topBorder } from '../painted/panel-cells.ts';
import { cut, lineText, type Segment, seg } from '../painted/segments.ts';
import { glyphsOf, type Tone } from '../painted/theme.ts';
import type { Rect } from '../state/layout.ts';
import type { Look } from '../state/look.ts';

/** What a bordered box shows. */
export interface FrameProps {
  readonly rect: Rect;
  readonly title: string;
  /** Text at the right end of the upper border. */
  readonly note?: string | undefined;
  readonly hasFocus: boolean;
  /** Lines inside. */
  readonly lines: readonly (readonly Segment[])[];
  readonly look: Look;
}

/**
 * A bordered box at a place on the screen, its title in the border. Each side is a text of its own:
 * Ink's time goes by the characters that it is given, blanks included.
 */
export function Frame({ rect, title, note = '', hasFocus, lines, look }: FrameProps) {
  const { left, top, width, height } = rect;
  if (width < 2 || height < 2) return null;
  const glyphs = glyphsOf(look);
  const tone: Tone = hasFocus ? 'focus' : 'border';
  const inner = width - 2;
  const side = Array.from({ length: height - 2 }, () => lineText([seg(glyphs.down, tone)], look));
  const texts = lines
    .slice(0, height - 2)
    .map((line) => lineText(cut(line, inner, glyphs.more), look));
  const across = seg(glyphs.across.repeat(inner), tone);
  return (
    <>
      <Piece
        left={left}
        top={top}
        width={width}
        height={1}
        text={lineText(topBorder(inner, title, note, hasFocus, look), look)}
      />
      {height > 2 ? (
        <Piece left={left} top={top + 1} width={1} height={height - 2} text={side.join('\n')} />
      ) : null}
      {texts.length > 0 ? (
        <Piece
          left={left + 1}
          top={top + 1}
          width={inner}
          height={texts.length}
          text={texts.join('\n')}
        />
      ) : null}
      {height > 2 ? (
        <Piece
          left={left + width - 1}
          top={top + 1}
          width={1}
          height={height - 2}
          text={side.join('\n')}
        />
      ) : null}
      <Piece
        left={left}
        top={top + height - 1}
        width={1 + inner}
        height={1}
        text={lineText([seg(glyphs.bottomLeft, tone), across], look)}
      />
      <Piece
        left={left + width - 1}
        top={top + height - 1}
        width={1}
        height={1}
        text={lineText([seg(glyphs.bottomRight, tone)], look)}
      />
    </>
  );
}

function Piece({ left, top, width, height, text }: Rect & { readonly text: string }) {
  return (
    <Box position="absolute" left={left} top={top} width={width} height={height} overflow="hidden">
      <Text wrap="truncate">{text}</Text>
    </Box>
  );
}
