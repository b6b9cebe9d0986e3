import { Box, Text } from 'ink';
import type { Rect } from '../layout.ts';
import { cut, lineText, type Segment, seg, widthOf } from '../segments.ts';
import { glyphsOf, type Look, type Tone } from '../theme.ts';

/** What a bordered box shows. */
export interface FrameProps {
  readonly rect: Rect;
  readonly title: string;
  /** Text at the right end of the upper border. */
  readonly note?: string | undefined;
  readonly hasFocus: boolean;
  /** Lines inside; without any, the inside stays blank for the painter. */
  readonly lines?: readonly (readonly Segment[])[] | undefined;
  /** True where the painter writes the lower border between its corners. */
  readonly hasPaintedFooter?: boolean | undefined;
  readonly look: Look;
}

/**
 * A bordered box at a place on the screen, its title in the border. Each side is a text of its own: Ink's time goes
 * by the characters that it is given, blanks included.
 */
export function Frame({
  rect,
  title,
  note = '',
  hasFocus,
  lines = [],
  hasPaintedFooter = false,
  look
}: FrameProps) {
  const { left, top, width, height } = rect;
  if (width < 2 || height < 2) return null;
  const glyphs = glyphsOf(look);
  const tone: Tone = hasFocus ? 'focus' : 'border';
  const inner = width - 2;
  const side = Array.from({ length: height - 2 }, () => lineText([seg(glyphs.down, tone)], look));
  const texts = lines
    .slice(0, height - 2)
    .map((line) => lineText(cut(line, inner, glyphs.more), look));
  const across = seg(hasPaintedFooter ? '' : glyphs.across.repeat(inner), tone);
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
        width={1 + (hasPaintedFooter ? 0 : inner)}
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

function topBorder(
  inner: number,
  title: string,
  note: string,
  hasFocus: boolean,
  look: Look
): readonly Segment[] {
  const glyphs = glyphsOf(look);
  const tone: Tone = hasFocus ? 'focus' : 'border';
  const name =
    inner >= 4 ? cut([seg(` ${title} `, hasFocus ? 'key' : 'title')], inner - 2, glyphs.more) : [];
  const end =
    note !== '' && widthOf(name) + note.length + 6 <= inner ? [seg(` ${note} `, 'dim')] : [];
  const gap = Math.max(0, inner - widthOf(name) - widthOf(end) - (end.length > 0 ? 2 : 1));
  return [
    seg(glyphs.topLeft + glyphs.across.repeat(Math.min(1, inner)), tone),
    ...name,
    seg(glyphs.across.repeat(gap), tone),
    ...end,
    seg((end.length > 0 ? glyphs.across : '') + glyphs.topRight, tone)
  ];
}
