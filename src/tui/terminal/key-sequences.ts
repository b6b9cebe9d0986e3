/** Names by the final letter of `CSI … letter` and `SS3 letter`. */
const finals: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  F: 'end',
  H: 'home',
  Z: 'S-tab'
};

/** Names by the number of `CSI number ~`. */
const numbered: Readonly<Record<number, string>> = {
  1: 'home',
  2: 'insert',
  3: 'delete',
  4: 'end',
  5: 'pgup',
  6: 'pgdn',
  7: 'home',
  8: 'end'
};

/** What `SS3 letter` means on a keypad in application mode. */
const keypad: Readonly<Record<string, string>> = {
  M: 'enter',
  X: '=',
  j: '*',
  k: '+',
  l: ',',
  m: '-',
  n: '.',
  o: '/',
  ...Object.fromEntries([...'pqrstuvwxy'].map((letter, digit) => [letter, String(digit)]))
};

/**
 * The kitty protocol's private code points for keys without a character, from 57344 and from 57399
 * on.
 */
const functional: ReadonlyMap<number, string> = new Map([
  ...[
    ...['esc', 'enter', 'tab', 'backspace', 'insert', 'delete'],
    ...['left', 'right', 'up', 'down', 'pgup', 'pgdn', 'home', 'end']
  ].map((name, i) => [57344 + i, name] as const),
  ...[
    ...[...'0123456789', '.', '/', '*', '-', '+', 'enter', '=', ','],
    ...['left', 'right', 'up', 'down', 'pgup', 'pgdn', 'home', 'end', 'insert', 'delete']
  ].map((name, i) => [57399 + i, name] as const)
]);

const shiftable = [...new Set([...Object.values(finals), ...Object.values(numbered)])].filter(
  (name) => name !== 'S-tab'
);
const named: ReadonlySet<string> = new Set([
  ...['space', 'enter', 'tab', 'S-tab', 'esc', 'backspace', ...shiftable],
  ...shiftable.map((name) => `S-${name}`)
]);

/** The keys with a name, as the help of the user's keys.json lists them. */
export const keyNamesHelp =
  'a character, ^ and a letter, space, enter, tab, esc, backspace, left, right, up, down, home, end, pgup, pgdn, insert, delete; S- for shift: S-left';

/**
 * Returns true for the name of a key that a terminal can send: `a`, `é`, `^s`, `space`, `S-left`.
 * Control and h, i, j, m are backspace, tab and enter.
 */
export function isKeyName(name: string): boolean {
  if (named.has(name)) return true;
  if (/^\^[a-z]$/.test(name)) return !/[hijm]/.test(name);
  return [...name].length === 1 && plainKey(name) === name;
}

/** Bits of a modifier parameter, which is one more than their sum. */
const SHIFT = 1;
const ALT = 2;
const CTRL = 4;
/** Super, hyper and meta. */
const OTHERS = 8 | 16 | 32;
const CAPS_LOCK = 64;
/** The type of an event that is no press. */
const RELEASE = 3;

/**
 * Returns the name of a key from what the terminal sent for it, null where it is none, has no name,
 * or was let go. Takes what terminals send in every mode: VT and xterm, application keypad, xterm's
 * modifyOtherKeys (`CSI 27;5;99~`) and CSI u, to which the kitty keyboard protocol adds alternate
 * keys, event types and text (`CSI 47:63;2:1;63u`).
 */
export function keyOf(sequence: string): string | null {
  if (sequence[0] !== '\x1b') return plainKey(sequence);
  if (sequence.length === 1) return 'esc';
  const ss3 = /^\x1bO([A-Za-z])$/.exec(sequence);
  if (ss3) return finals[ss3[1]] ?? keypad[ss3[1]] ?? null;
  const [, list, final] = /^\x1b\[([\d;:]*)([A-Zu~])$/.exec(sequence) ?? [];
  if (list === undefined || final === undefined) return null;
  const [codes = [], modifiers = [], text = []] = list
    .split(';')
    .map((part) => part.split(':').map(Number));
  const code = codes[0] ?? 0;
  const held = Math.max(0, (modifiers[0] ?? 0) - 1);
  if (modifiers[1] === RELEASE) return null;
  if (final === 'u') return typedKey(codes, held, text);
  if (final === '~') {
    if (code === 27 && text.length > 0) return typedKey(text, held, []);
    return shifted(numbered[code], held);
  }
  return list === '' || code === 1 ? shifted(finals[final], held) : null;
}

function shifted(name: string | undefined, held: number): string | null {
  if (name === undefined) return null;
  return (held & SHIFT) !== 0 && !name.startsWith('S-') ? `S-${name}` : name;
}

/**
 * @param codes the key, what it is with shift, and what it is on a Latin keyboard; as far as told
 * @param text the code points that the key types; empty where that is not told
 */
function typedKey(codes: readonly number[], held: number, text: readonly number[]): string | null {
  const [code = 0, withShift = 0, latin = 0] = codes;
  const name = functional.get(code);
  if (name !== undefined) return name.length === 1 ? name : shifted(name, held & ~OTHERS);
  if (!isCharacter(code)) return null;
  if (code === 9 || code === 13 || code === 27 || code === 127)
    return code === 9 ? shifted('tab', held) : plainKey(String.fromCharCode(code));
  if ((held & CTRL) !== 0) {
    const letter = code > 126 && latin > 0 ? latin : code;
    return letter >= 64 && letter <= 126 ? plainKey(String.fromCharCode(letter & 31)) : null;
  }
  // Nothing is bound to alt and its like.
  if ((held & (ALT | OTHERS)) !== 0) return null;
  const [typed = 0] = text;
  if (isCharacter(typed)) return plainKey(String.fromCodePoint(typed));
  const isShifted = (held & SHIFT) !== 0;
  if (isShifted && isCharacter(withShift)) return plainKey(String.fromCodePoint(withShift));
  const char = String.fromCodePoint(code);
  const isUpper = isShifted !== ((held & CAPS_LOCK) !== 0);
  return plainKey(isUpper && /^\p{Ll}$/u.test(char) ? char.toUpperCase() : char);
}

/** True for what may stand for a character: no private code point, no half of one. */
function isCharacter(code: number): boolean {
  return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xf8ff);
}

function plainKey(text: string): string | null {
  const code = text.codePointAt(0)!;
  if (code === 13 || code === 10) return 'enter';
  if (code === 9) return 'tab';
  if (code === 127 || code === 8) return 'backspace';
  if (code === 27) return 'esc';
  if (code === 32) return 'space';
  if (code === 0) return null;
  if (code < 27) return `^${String.fromCharCode(code + 96)}`;
  return code < 32 || (code >= 0x80 && code < 0xa0) ? null : text;
}
