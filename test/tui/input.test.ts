import { describe, expect, it } from 'vitest';
import { inputParser } from '../../src/tui/terminal/input.ts';

const keys = (text: string) =>
  inputParser()
    .push(text)
    .map((event) => (event.type === 'key' ? event.key : event.type));

describe('what a terminal sends', () => {
  it('is keys by their names', () => {
    expect(keys('a A,.é字')).toEqual(['a', 'space', 'A', ',', '.', 'é', '字']);
    expect(keys('\r\t\x7f\x03\x13')).toEqual(['enter', 'tab', 'backspace', '^c', '^s']);
    expect(keys('\x1b[A\x1b[B\x1b[C\x1b[D\x1b[H\x1b[F\x1b[Z')).toEqual([
      'up',
      'down',
      'right',
      'left',
      'home',
      'end',
      'S-tab'
    ]);
    expect(keys('\x1bOA\x1bOH\x1b[1~\x1b[4~\x1b[5~\x1b[6~\x1b[3~')).toEqual([
      'up',
      'home',
      'home',
      'end',
      'pgup',
      'pgdn',
      'delete'
    ]);
    expect(keys('\x1b[1;2C\x1b[1;5C')).toEqual(['S-right', 'right']);
  });

  it('is one key each when keys are held and arrive together', () => {
    expect(keys(',,,,')).toEqual([',', ',', ',', ',']);
    expect(keys('\x1b[C\x1b[C')).toEqual(['right', 'right']);
  });

  it('may arrive in pieces', () => {
    const parser = inputParser();
    expect(parser.push('\x1b')).toEqual([]);
    expect(parser.wait).toBe(25);
    expect(parser.push('[')).toEqual([]);
    expect(parser.push('C')).toEqual([{ type: 'key', key: 'right' }]);
    expect(parser.wait).toBe(0);
  });

  it('is the Esc key where nothing follows an escape byte, and where a key follows it', () => {
    const parser = inputParser();
    parser.push('\x1b');
    expect(parser.flush()).toEqual([{ type: 'key', key: 'esc' }]);
    expect(keys('\x1bq')).toEqual(['esc', 'q']);
  });

  it('tells the background colour, and that no colour will come', () => {
    expect(inputParser().push('\x1b]11;rgb:1e1e/2020/ffff\x1b\\')).toEqual([
      { type: 'background', rgb: [30, 32, 255] }
    ]);
    expect(inputParser().push('\x1b]11;rgb:ff/ff/ff\x07')).toEqual([
      { type: 'background', rgb: [255, 255, 255] }
    ]);
    expect(inputParser().push('\x1b[?62;4c')).toEqual([{ type: 'attributes', codes: [62, 4] }]);
  });

  it('tells what images the terminal shows, in whatever parts the answers come', () => {
    const answers =
      '\x1b_Gi=31;OK\x1b\\\x1b_Gi=32,p=1;EINVAL:no\x1b\\\x1bP>|kitty(0.35.2)\x1b\\\x1b[6;18;9t\x1b[4;864;1440t';
    const events = [
      { type: 'graphics', image: 31, message: 'OK' },
      { type: 'graphics', image: 32, message: 'EINVAL:no' },
      { type: 'version', name: 'kitty(0.35.2)' },
      { type: 'cellSize', width: 9, height: 18 },
      { type: 'windowSize', width: 1440, height: 864 }
    ];
    for (let at = 0; at <= answers.length; at++) {
      const parser = inputParser();
      expect([...parser.push(answers.slice(0, at)), ...parser.push(answers.slice(at))]).toEqual(
        events
      );
    }
    // cut off, or of nothing that was asked: no keys
    for (const text of ['\x1b_Gi=1;OK', '\x1bP>|', '\x1b[9;1;1t', '\x1b_hello\x1b\\']) {
      const parser = inputParser();
      expect(
        [...parser.push(text), ...parser.flush()].filter(({ type }) => type === 'key')
      ).toEqual([]);
    }
  });

  it('is the same keys in CSI u, the kitty protocol and modifyOtherKeys', () => {
    const csi = (...parts: readonly string[]) => keys(parts.map((part) => `\x1b[${part}`).join(''));
    expect(csi('44u', '113u', '97;2u', '97;65u', '97;66u', '233u', '32u')).toEqual([
      ...[',', 'q', 'A', 'A', 'a', 'é', 'space']
    ]);
    expect(csi('99;5u', '27;5;99~', '99;5:1u', '99;133u', '1089::99;5u', '99;7u')).toEqual(
      Array(6).fill('^c')
    );
    expect(csi('117;5u', '105;5u', '109;5u', '91;5u', '104;5u')).toEqual([
      ...['^u', 'tab', 'enter', 'esc', 'backspace']
    ]);
    expect(csi('47:63;2u', '47;2;63u', '27;2;63~', '63;2u')).toEqual(Array(4).fill('?'));
    expect(csi('27u', '13u', '9u', '9;2u', '127u', '13;5u', '27;1:1u')).toEqual([
      ...['esc', 'enter', 'tab', 'S-tab', 'backspace', 'enter', 'esc']
    ]);
    expect(csi('57399u', '57409u', '57414u', '57417u', '57421u', '57423u', '57424u')).toEqual([
      ...['0', '.', 'enter', 'left', 'pgup', 'home', 'end']
    ]);
    expect(csi('57344u', '57350;2u', '57416u', '57426u')).toEqual(['esc', 'S-left', ',', 'delete']);
  });

  it('is one key however often a held key repeats, and none when it is let go', () => {
    expect(keys('\x1b[44;1:1u\x1b[44;1:2u\x1b[44;1:3u')).toEqual([',', ',']);
    expect(keys('\x1b[1;1:1D\x1b[1;2:2D\x1b[1;1:3D\x1b[5;1:1~\x1b[5;1:3~')).toEqual([
      ...['left', 'S-left', 'pgup']
    ]);
    expect(keys('\x1b[99;5:3u')).toEqual([]);
  });

  it('is nothing where alt or its like is held, or the key has no character', () => {
    expect(keys('\x1b[113;3u\x1b[113;9u\x1b[27;3;113~\x1b[57441;2u\x1b[57428u')).toEqual([]);
    expect(keys('\x1b[0u\x1b[u\x1b[55296u\x1b[1114112u\x1b[99999999999u\x1b[;u')).toEqual([]);
  });

  it('is digits and signs from a keypad in application mode', () => {
    expect(keys('\x1bOp\x1bOy\x1bOk\x1bOm\x1bOl\x1bOn\x1bOM')).toEqual([
      ...['0', '9', '+', '-', ',', '.', 'enter']
    ]);
  });

  it('is never text where it is an answer or a key without a name', () => {
    expect(keys('\x1b[<35;10;10M\x1b[I\x1b[15~\x1b[24;80R\x1bP1$r0m\x1b\\')).toEqual([]);
    expect(keys('\x00\x1c\x80')).toEqual([]);
  });

  it('is swallowed whole where nobody knows it, and never swallows ^C', () => {
    expect(keys('\x1b[M !!\x1b[[A\x1b[1;2;3y\x1b[?1;2$y\x1b^pm\x1b\\\x1bXsos\x1b\\.')).toEqual([
      '.'
    ]);
    expect(keys('\x1b[1;\x03')).toEqual(['^c']);
    expect(keys('\x1b]52;c;AAAA\x03')).toEqual(['^c']);
    expect(keys('\x1b[1;é')).toEqual(['é']);
    expect(keys('\x1b[\x1b[A')).toEqual(['up']);
  });

  it('is dropped to its end where it is too long to keep', () => {
    const parser = inputParser();
    expect(parser.push(`\x1b]52;c;${'q'.repeat(10_000)}`)).toEqual([]);
    expect(parser.push('q'.repeat(10_000))).toEqual([]);
    expect(parser.push('qq\x1b')).toEqual([]);
    expect(parser.push('\\.')).toEqual([{ type: 'key', key: '.' }]);
  });

  it('waits longer for the rest of an answer than for the rest of Esc', () => {
    const parser = inputParser();
    expect(parser.push('\x1b]11;rgb:1e1e/20')).toEqual([]);
    expect(parser.wait).toBe(1000);
    expect(parser.push('20/ffff\x1b')).toEqual([]);
    expect(parser.push('\\')).toEqual([{ type: 'background', rgb: [30, 32, 255] }]);
    parser.push('\x1b[');
    expect(parser.wait).toBe(100);
    expect(parser.flush()).toEqual([]);
  });
});

describe('pasted text', () => {
  const paste = (text: string) => inputParser().push(`\x1b[200~${text}\x1b[201~`);

  it('is one event, on one line, without control characters', () => {
    expect(paste('q')).toEqual([{ type: 'paste', text: 'q' }]);
    expect(paste('neuron\r\n 3\x1b[A\x03\x9b1m\n')).toEqual([
      { type: 'paste', text: 'neuron 3[A1m' }
    ]);
    expect(keys('a\x1b[200~q\x1b[201~b')).toEqual(['a', 'paste', 'b']);
  });

  it('may come in any pieces', () => {
    const text = '\x1b[200~a\x1b[20b\x1b\x1b[201~q';
    for (let at = 1; at < text.length; at++) {
      const parser = inputParser();
      const events = [...parser.push(text.slice(0, at)), ...parser.push(text.slice(at))];
      expect(events).toEqual([
        { type: 'paste', text: 'a[20b' },
        { type: 'key', key: 'q' }
      ]);
    }
    const parser = inputParser();
    expect([...text].flatMap((char) => parser.push(char))).toHaveLength(2);
  });

  it('is bounded', () => {
    const parser = inputParser();
    parser.push('\x1b[200~');
    for (let i = 0; i < 100; i++) expect(parser.push('q'.repeat(10_000))).toEqual([]);
    expect(parser.push('\x1b[201~')).toEqual([{ type: 'paste', text: 'q'.repeat(4096) }]);
  });

  it('ends without its end after a while, or by ^C', () => {
    const parser = inputParser();
    parser.push('\x1b[200~abc');
    expect(parser.wait).toBe(1000);
    expect(parser.flush()).toEqual([{ type: 'paste', text: 'abc' }]);
    expect(parser.push('q')).toEqual([{ type: 'key', key: 'q' }]);
    parser.push('\x1b[200~abc');
    expect(parser.push('\x03')).toEqual([{ type: 'key', key: '^c' }]);
    expect(parser.wait).toBe(0);
  });
});
