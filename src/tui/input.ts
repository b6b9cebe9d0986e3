/** What the terminal sent: a key by its name (`a`, `A`, `space`, `left`, `S-tab`, `^s`), or an answer to a query. */
export type InputEvent =
  | { readonly type: 'key'; readonly key: string }
  | { readonly type: 'background'; readonly rgb: readonly [number, number, number] }
  | { readonly type: 'attributes' };

const finals: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  F: 'end',
  H: 'home',
  Z: 'S-tab'
};

const numbered: Readonly<Record<string, string>> = {
  1: 'home',
  2: 'insert',
  3: 'delete',
  4: 'end',
  5: 'pgup',
  6: 'pgdn',
  7: 'home',
  8: 'end'
};

/** A parser of what a terminal in raw mode sends. */
export interface InputParser {
  /** Returns the events of a chunk of text; an unfinished sequence waits for the next chunk. */
  push(chunk: string): readonly InputEvent[];
  /** True while the chunks so far end in a lone escape byte: the Esc key, unless more follows at once. */
  readonly hasPendingEscape: boolean;
  /** Gives up waiting: a lone escape byte is the Esc key, anything else unfinished is dropped. */
  flush(): readonly InputEvent[];
}

/** Creates a parser; sequences that are neither keys nor known answers are dropped, never typed as text. */
export function inputParser(): InputParser {
  let pending = '';
  return {
    get hasPendingEscape() {
      return pending !== '';
    },
    push(chunk) {
      const events: InputEvent[] = [];
      let text = pending + chunk;
      pending = '';
      while (text !== '') {
        const length = sequenceLength(text);
        if (length === 0) {
          pending = text.length > 4096 ? '' : text;
          break;
        }
        const event = eventOf(text.slice(0, length));
        if (event) events.push(event);
        text = text.slice(length);
      }
      return events;
    },
    flush() {
      const isEscape = pending === '\x1b';
      pending = '';
      return isEscape ? [{ type: 'key', key: 'esc' }] : [];
    }
  };
}

/** Length of the first key or sequence, 0 while it is unfinished. */
function sequenceLength(text: string): number {
  if (text[0] !== '\x1b') return text.codePointAt(0)! > 0xffff ? 2 : 1;
  if (text.length === 1) return 0;
  switch (text[1]) {
    case '[': {
      const found = /^\x1b\[[0-?]*[ -/]*[@-~]/.exec(text);
      if (found) return found[0].length;
      return /^\x1b\[[0-?]*[ -/]*$/.test(text) ? 0 : 2;
    }
    case 'O':
      return text.length < 3 ? 0 : 3;
    case ']':
    case 'P':
    case '_': {
      const end = /\x07|\x1b\\/.exec(text);
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
    return { type: 'background', rgb: [part(color[1]!), part(color[2]!), part(color[3]!)] };
  }
  return /^\x1b\[\?[\d;]*c$/.test(sequence) ? { type: 'attributes' } : null;
}

function keyOf(sequence: string): string | null {
  if (sequence[0] !== '\x1b') return plainKey(sequence);
  if (sequence.length === 1) return 'esc';
  const ss3 = /^\x1bO([A-Z])$/.exec(sequence);
  if (ss3) return finals[ss3[1]!] ?? null;
  const letter = /^\x1b\[(?:1;(\d+))?([A-Z])$/.exec(sequence);
  if (letter) return modified(letter[1], finals[letter[2]!]);
  const digits = /^\x1b\[(\d+)(?:;(\d+))?~$/.exec(sequence);
  return digits ? modified(digits[2], numbered[digits[1]!]) : null;
}

/** xterm's modifier is 1 + shift + 2 alt + 4 ctrl; only shift is told apart. */
function modified(modifier: string | undefined, name: string | undefined): string | null {
  if (name === undefined) return null;
  return modifier !== undefined && ((Number(modifier) - 1) & 1) === 1 ? `S-${name}` : name;
}

function plainKey(text: string): string | null {
  const code = text.codePointAt(0)!;
  if (code === 13 || code === 10) return 'enter';
  if (code === 9) return 'tab';
  if (code === 127 || code === 8) return 'backspace';
  if (code === 32) return 'space';
  if (code === 0) return null;
  if (code < 27) return `^${String.fromCharCode(code + 96)}`;
  return code < 32 || (code >= 0x80 && code < 0xa0) ? null : text;
}
