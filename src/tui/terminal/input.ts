import { keyOf } from './key-sequences.ts';

/**
 * What the terminal sent: a key by its name (`a`, `A`, `space`, `left`, `S-tab`, `^s`), pasted text
 * on one line, or an answer to a query.
 */
export type InputEvent =
  | { readonly type: 'key'; readonly key: string }
  | { readonly type: 'paste'; readonly text: string }
  | MouseReport
  | { readonly type: 'background'; readonly rgb: readonly [number, number, number] }
  | { readonly type: 'attributes'; readonly codes: readonly number[] }
  | { readonly type: 'version'; readonly name: string }
  | { readonly type: 'graphics'; readonly image: number; readonly message: string }
  | { readonly type: 'cellSize' | 'windowSize'; readonly width: number; readonly height: number }
  | { readonly type: 'status' };

/**
 * What the mouse did over a cell (0-based): its left button pressed, moved while pressed, let go;
 * or the wheel turned by one, up (-1) or down (1).
 */
export interface MouseReport {
  readonly type: 'mouse';
  readonly kind: 'press' | 'drag' | 'release' | 'wheel';
  readonly column: number;
  readonly row: number;
  readonly by: number;
}

/** A lone escape byte is the Esc key after this time, in ms. */
const escapeWait = 25;
/**
 * So are an escape byte and a character that begins a sequence (alt and that key) after this time,
 * in ms.
 */
const beginWait = 100;
/** A slow link may take this long between the parts of a sequence or of a paste, in ms. */
const partWait = 1000;
/** Longer sequences are no keys and no answers that we know. */
const longestSequence = 4096;
/** Of a paste this many characters are kept: more than any prompt takes. */
const longestPaste = 4096;

const pasteBegin = '\x1b[200~';
const pasteEnd = '\x1b[201~';

/** A parser of what a terminal in raw mode sends. */
export interface InputParser {
  /** Returns the events of a chunk of text; an unfinished sequence waits for the next chunk. */
  push(chunk: string): readonly InputEvent[];
  /** After how many ms without a chunk `flush` is due; 0 where nothing is unfinished. */
  readonly wait: number;
  /**
   * Gives up waiting: a lone escape byte is the Esc key, a paste ends, anything else unfinished is
   * dropped.
   */
  flush(): readonly InputEvent[];
}

/**
 * Creates a parser; sequences that are neither keys nor known answers are dropped, never typed as
 * text.
 */
export function inputParser(): InputParser {
  let pending = '';
  /** True within a string that is too long to keep: the rest of it is dropped. */
  let isDropping = false;
  /** What was pasted so far, null outside of a paste. */
  let paste: string | null = null;

  /**
   * Takes the text up to the end of a paste; returns what follows, null where the end is still to
   * come.
   */
  function takePaste(text: string): string | null {
    const end = text.indexOf(pasteEnd);
    const rest = end < 0 ? beginningAtEnd(text, pasteEnd) : '';
    const part = end < 0 ? text.slice(0, text.length - rest.length) : text.slice(0, end);
    paste = ((paste ?? '') + part).slice(0, longestPaste);
    pending = rest;
    return end < 0 ? null : text.slice(end + pasteEnd.length);
  }

  function pasted(): InputEvent {
    const text = (paste ?? '').replace(/\s+/g, ' ').replace(/\p{Cc}/gu, '');
    paste = null;
    return { type: 'paste', text: text.trim() };
  }

  return {
    get wait() {
      if (paste !== null || pending.length > 2) return partWait;
      return [0, escapeWait, beginWait][pending.length] ?? 0;
    },
    push(chunk) {
      const events: InputEvent[] = [];
      // Where the end of a paste was lost, ^C alone is still the key.
      if (paste !== null && keyOf(chunk) === '^c') [paste, pending] = [null, ''];
      let text = pending + chunk;
      pending = '';
      while (text !== '') {
        if (paste !== null) {
          const rest = takePaste(text);
          if (rest === null) break;
          events.push(pasted());
          text = rest;
          continue;
        }
        const length = sequenceLength(text);
        if (length === 0) {
          isDropping ||= text.length > longestSequence;
          // Enough to tell what it is, and to find its end.
          pending = isDropping ? text.slice(0, 2) + text.slice(2).slice(-1) : text;
          break;
        }
        const sequence = text.slice(0, length);
        text = text.slice(length);
        if (sequence === pasteBegin) paste = '';
        else {
          const event = isDropping ? null : eventOf(sequence);
          if (event) events.push(event);
        }
        isDropping = false;
      }
      return events;
    },
    flush() {
      const isEscape = pending === '\x1b' && paste === null;
      pending = '';
      isDropping = false;
      if (paste !== null) return [pasted()];
      return isEscape ? [{ type: 'key', key: 'esc' }] : [];
    }
  };
}

/** Returns the longest end of a text that is a beginning of `whole`. */
function beginningAtEnd(text: string, whole: string): string {
  for (let length = Math.min(text.length, whole.length - 1); length > 0; length--)
    if (text.endsWith(whole.slice(0, length))) return whole.slice(0, length);
  return '';
}

/** Length of the first key or sequence, 0 while it is unfinished. */
function sequenceLength(text: string): number {
  if (text[0] !== '\x1b') return text.codePointAt(0)! > 0xffff ? 2 : 1;
  if (text.length === 1) return 0;
  switch (text[1]) {
    case '[': {
      // Function keys of the Linux console, and mouse reports whose coordinates are bytes.
      const fixed = text[2] === '[' ? 4 : text[2] === 'M' ? 6 : 0;
      if (fixed > 0) return text.length < fixed ? 0 : fixed;
      // What cannot go on is dropped without the character that does not belong to it.
      const length = /^\x1b\[[0-?]*[ -/]*[@-~]?/.exec(text)![0].length;
      return length === text.length && !/[@-~]$/.test(text.slice(2)) ? 0 : length;
    }
    case 'O':
      return text.length < 3 ? 0 : 3;
    case ']':
    case 'P':
    case '_':
    case '^':
    case 'X': {
      const end = /\x07|\x1b\\|(?=[\x03\x18\x1a])/.exec(text);
      return end ? end.index + end[0].length : 0;
    }
    // Esc and then a key, which slow links deliver at once: nothing is bound to alt.
    default:
      return 1;
  }
}

function eventOf(sequence: string): InputEvent | null {
  const key = keyOf(sequence);
  if (key !== null) return { type: 'key', key };
  const color = /^\x1b\]11;rgba?:([0-9a-f]+)\/([0-9a-f]+)\/([0-9a-f]+)/i.exec(sequence);
  if (color) {
    const part = (hex: string) =>
      Math.round((Number.parseInt(hex, 16) / (16 ** hex.length - 1)) * 255);
    return { type: 'background', rgb: [part(color[1]), part(color[2]), part(color[3])] };
  }
  const attributes = /^\x1b\[\?([\d;]*)c$/.exec(sequence);
  if (attributes) return { type: 'attributes', codes: attributes[1].split(';').map(Number) };
  const version = /^\x1bP>\|([^\x1b\x07]*)/.exec(sequence);
  if (version) return { type: 'version', name: version[1] };
  const graphics = /^\x1b_Gi=(\d+)[^;]*;([^\x1b\x07]*)/.exec(sequence);
  if (graphics) return { type: 'graphics', image: Number(graphics[1]), message: graphics[2] };
  const size = /^\x1b\[([46]);(\d+);(\d+)t$/.exec(sequence);
  if (size) {
    const type = size[1] === '6' ? 'cellSize' : 'windowSize';
    return { type, width: Number(size[3]), height: Number(size[2]) };
  }
  if (/^\x1b\[[03]n$/.test(sequence)) return { type: 'status' };
  return mouseOf(sequence);
}

/** Bits of the button in a mouse report: the pointer moved, it is the wheel. */
const MOVED = 32;
const WHEEL = 64;

function mouseOf(sequence: string): MouseReport | null {
  const [, code, x, y, final] = /^\x1b\[<(\d+);(\d+);(\d+)([Mm])$/.exec(sequence) ?? [];
  const button = Number(code);
  const place = { column: Number(x) - 1, row: Number(y) - 1 };
  if (final === undefined || button > 127 || place.column < 0 || place.row < 0) return null;
  // Which button or way of the wheel; shift and its like do not matter.
  const which = button & 3;
  if ((button & WHEEL) !== 0)
    return final === 'M'
      ? { type: 'mouse', kind: 'wheel', ...place, by: which % 2 ? 1 : -1 }
      : null;
  if (which !== 0) return null;
  const kind = final === 'm' ? 'release' : (button & MOVED) !== 0 ? 'drag' : 'press';
  return { type: 'mouse', kind, ...place, by: 0 };
}
