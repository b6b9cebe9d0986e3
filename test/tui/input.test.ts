import { describe, expect, it } from 'vitest';
import { inputParser } from '../../src/tui/input.ts';

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
    expect(parser.hasPendingEscape).toBe(true);
    expect(parser.push('[')).toEqual([]);
    expect(parser.push('C')).toEqual([{ type: 'key', key: 'right' }]);
    expect(parser.hasPendingEscape).toBe(false);
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
    expect(inputParser().push('\x1b[?62;4c')).toEqual([{ type: 'attributes' }]);
  });

  it('is never text where it is an answer or a key without a name', () => {
    expect(keys('\x1b[<35;10;10M\x1b[I\x1b[15~\x1b[24;80R\x1bP1$r0m\x1b\\')).toEqual([]);
    expect(keys('\x00\x1c\x80')).toEqual([]);
  });
});
