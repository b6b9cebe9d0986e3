// Makes docs/explorer.png: runs the explorer in tmux, presses keys, and draws the screen (needs tmux and DejaVu Sans Mono).
// usage: node docs/screenshot.ts RESULTS OUT.png|OUT.gif [COLUMNS ROWS] [KEY …]     a GIF has a frame after each key; "~" waits
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import xterm from '@xterm/headless';
import sharp from 'sharp';

const [results = 'results', out = 'docs/explorer.png', columns = '160', rows = '48', ...keys] =
  process.argv.slice(2);
const [width, height] = [Number(columns), Number(rows)];
const cell = { width: 8, height: 17 };
const program = fileURLToPath(new URL('../bin/grokscope.js', import.meta.url));
const session = `shot${process.pid}`;
const tmux = (...words: string[]) => execFileSync('tmux', words, { encoding: 'utf8' });
const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));

tmux(
  ...['new-session', '-d', '-s', session, '-x', columns, '-y', rows],
  `env LANG=C.UTF-8 XDG_STATE_HOME=/tmp/${session} '${process.execPath}' '${program}' --results '${results}' --color true --background dark`
);
const isAnimated = out.endsWith('.gif');
const frames: string[] = [];
const take = () => {
  const screen = tmux('capture-pane', '-t', session, '-e', '-p');
  frames.push(screen.replaceAll('\n', '\r\n').trimEnd());
};
await wait(6000);
if (isAnimated) take();
for (const key of keys) {
  if (key !== '~') tmux('send-keys', '-t', session, key);
  await wait(isAnimated ? 1500 : 400);
  if (isAnimated) take();
}
await wait(1000);
if (!isAnimated) take();
tmux('kill-session', '-t', session);

const ansi = [
  '#1c1c1c',
  '#d75f5f',
  '#87af5f',
  '#d7af5f',
  '#5f87d7',
  '#af87d7',
  '#5fafaf',
  '#d0d0d0'
];

function color(value: number, isRgb: boolean, isPalette: boolean, otherwise: string): string {
  if (isRgb) return `#${value.toString(16).padStart(6, '0')}`;
  if (!isPalette) return otherwise;
  if (value < 16) return ansi[value % 8] as string;
  if (value >= 232) return `rgb(${Array(3).fill(8 + 10 * (value - 232))})`;
  const level = (n: number) => (n === 0 ? 0 : 55 + 40 * n);
  const index = value - 16;
  return `rgb(${level(Math.floor(index / 36))},${level(Math.floor(index / 6) % 6)},${level(index % 6)})`;
}

/** Blocks and braille are drawn, so that no font leaves gaps between cells. */
function glyph(
  code: number,
  text: string,
  x: number,
  y: number,
  fill: string,
  bold: boolean,
  dim: boolean
): string {
  const { width: w, height: h } = cell;
  const rect = (left: number, top: number, right: number, bottom: number) =>
    `<rect x="${x + left * w}" y="${y + top * h}" width="${(right - left) * w}" height="${(bottom - top) * h}" fill="${fill}"/>`;
  if (code === 0x2580) return rect(0, 0, 1, 0.5);
  if (code >= 0x2581 && code <= 0x2588) return rect(0, 1 - (code - 0x2580) / 8, 1, 1);
  if (code >= 0x2800 && code <= 0x28ff) {
    const places = [0, 0, 0, 1, 1, 1, 0, 1].map((column, bit) => [
      column,
      bit < 3 ? bit : bit < 6 ? bit - 3 : 3
    ]);
    return places
      .flatMap(([column = 0, row = 0], bit) =>
        (code - 0x2800) & (1 << bit)
          ? [
              `<circle cx="${x + (0.25 + 0.5 * column) * w}" cy="${y + (0.125 + 0.25 * row) * h}" r="1.25" fill="${fill}"/>`
            ]
          : []
      )
      .join('');
  }
  const safe = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<text x="${x}" y="${y + 0.76 * h}" fill="${fill}"${bold ? ' font-weight="bold"' : ''}${dim ? ' opacity="0.6"' : ''}>${safe}</text>`;
}

/** Returns a screen as SVG. */
async function drawn(screen: string): Promise<Buffer> {
  const terminal = new xterm.Terminal({ cols: width, rows: height, allowProposedApi: true });
  await new Promise<void>((done) => terminal.write(screen, done));
  const parts: string[] = [];
  for (let row = 0; row < height; row++) {
    const line = terminal.buffer.active.getLine(row);
    for (let column = 0; column < width; column++) {
      const found = line?.getCell(column);
      if (!found) continue;
      const fg = color(found.getFgColor(), found.isFgRGB(), found.isFgPalette(), '#d0d0d0');
      const bg = color(found.getBgColor(), found.isBgRGB(), found.isBgPalette(), '');
      const [ink, paper] = found.isInverse() ? [bg || '#1c1c1c', fg] : [fg, bg];
      const [x, y] = [column * cell.width, row * cell.height];
      if (paper)
        parts.push(
          `<rect x="${x}" y="${y}" width="${cell.width + 0.5}" height="${cell.height + 0.5}" fill="${paper}"/>`
        );
      const text = found.getChars();
      const [isBold, isDim] = [found.isBold() !== 0, found.isDim() !== 0];
      if (text.trim()) parts.push(glyph(text.codePointAt(0) ?? 32, text, x, y, ink, isBold, isDim));
    }
  }
  const [w, h] = [width * cell.width, height * cell.height];
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${w + 16}" height="${h + 16}" viewBox="-8 -8 ${w + 16} ${h + 16}" font-family="DejaVu Sans Mono" font-size="13.2"><rect x="-8" y="-8" width="${w + 16}" height="${h + 16}" fill="#1c1c1c"/>${parts.join('')}</svg>`
  );
}

const pictures = await Promise.all(frames.map(drawn));
if (isAnimated) {
  const pages = await Promise.all(
    pictures.map((svg) => sharp(svg, { density: 72 }).png().toBuffer())
  );
  await sharp(pages, { join: { animated: true } })
    .gif({ delay: pages.map(() => 1400), colours: 64, effort: 8 })
    .toFile(out);
} else await sharp(pictures[0], { density: 108 }).png({ palette: true, quality: 90 }).toFile(out);
console.log(out);
