/**
 * Returns the command that shows a PNG in `columns` × `rows` cells from the cursor on; in tmux in
 * parts, since it forwards no long command.
 */
export function itermImage(
  columns: number,
  rows: number,
  png: Uint8Array,
  inParts: boolean
): string[] {
  const size = `width=${columns};height=${rows};preserveAspectRatio=0;doNotMoveCursor=1`;
  const head = `inline=1;size=${png.length};${size}`;
  const text = Buffer.from(png.buffer, png.byteOffset, png.length).toString('base64');
  if (!inParts) return [`\x1b]1337;File=${head}:${text}\x07`];
  const parts = text.match(/.{1,4096}/g) ?? [];
  return [
    `\x1b]1337;MultipartFile=${head}\x07`,
    ...parts.map((part) => `\x1b]1337;FilePart=${part}\x07`),
    '\x1b]1337;FileEnd\x07'
  ];
}
