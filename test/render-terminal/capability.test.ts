import { describe, expect, it } from 'vitest';
import { chooseColors, chooseMarks } from '../../src/cells/capability.ts';

const xterm = { TERM: 'xterm-256color' };

describe('chooseColors', () => {
  it('obeys the flag before everything', () => {
    expect(chooseColors({ NO_COLOR: '1' }, false, 'true')).toBe('true');
    expect(chooseColors({ FORCE_COLOR: '3' }, true, 'none')).toBe('none');
    expect(chooseColors({ ...xterm, COLORTERM: 'truecolor' }, true, 'auto')).toBe('true');
    expect(() => chooseColors(xterm, true, 'pink')).toThrow('unknown colour depth: pink');
  });

  it('obeys a NO_COLOR that is not empty before FORCE_COLOR', () => {
    expect(chooseColors({ ...xterm, NO_COLOR: '1', FORCE_COLOR: '3' }, true)).toBe('none');
    expect(chooseColors({ ...xterm, NO_COLOR: '' }, true)).toBe('256');
  });

  it('obeys FORCE_COLOR and CLICOLOR_FORCE without a terminal', () => {
    expect(['0', '1', '2', '3'].map((n) => chooseColors({ FORCE_COLOR: n }, false))).toEqual([
      'none',
      '16',
      '256',
      'true'
    ]);
    expect(chooseColors({ CLICOLOR_FORCE: '1', ...xterm }, false)).toBe('256');
    expect(chooseColors({ CLICOLOR_FORCE: '0', ...xterm }, false)).toBe('none');
  });

  it('shows no colours in pipes and dumb terminals', () => {
    expect(chooseColors({ ...xterm, COLORTERM: 'truecolor' }, false)).toBe('none');
    expect(chooseColors({ TERM: 'dumb', COLORTERM: 'truecolor' }, true)).toBe('none');
  });

  it('believes the terminal, then COLORTERM, then TERM, else 16', () => {
    expect(chooseColors(xterm, true, undefined, 'true')).toBe('true');
    expect(chooseColors({ ...xterm, COLORTERM: '24bit' }, true)).toBe('true');
    expect(chooseColors({ TERM: 'xterm-direct' }, true)).toBe('true');
    expect(chooseColors({ TERM: 'tmux-256color' }, true)).toBe('256');
    expect(chooseColors({ TERM: 'vt100' }, true)).toBe('16');
    expect(chooseColors({}, true)).toBe('16');
  });
});

describe('chooseMarks', () => {
  it('takes braille in UTF-8, blocks on the Linux console, ASCII elsewhere', () => {
    expect(chooseMarks({ ...xterm, LANG: 'en_US.UTF-8' })).toBe('braille');
    expect(chooseMarks(xterm)).toBe('braille');
    expect(chooseMarks({ TERM: 'linux', LANG: 'C.UTF-8' })).toBe('block');
    expect(chooseMarks({ ...xterm, LANG: 'C' })).toBe('ascii');
    expect(chooseMarks({ ...xterm, LC_ALL: 'de_DE.ISO-8859-1', LANG: 'de_DE.UTF-8' })).toBe(
      'ascii'
    );
    expect(chooseMarks({ TERM: 'dumb' }, 'block')).toBe('block');
    expect(() => chooseMarks({}, 'dots')).toThrow('unknown marks: dots');
  });
});
