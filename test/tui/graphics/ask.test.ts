import { describe, expect, it } from 'vitest';
import { askGraphics } from '../../../src/tui/graphics/ask.ts';
import { fakeTerminal } from '../fake-terminal.ts';
import { type Answering, graphicsTerminal } from './graphics-terminal.ts';

const cell = { width: 9, height: 18 };
const look = { marks: 'braille', colors: 'true' } as const;

const ask = async (answering: Answering, env = {}, more = {}) => {
  const terminal = fakeTerminal(80, 24, graphicsTerminal(answering));
  const found = await askGraphics(terminal.stdin, terminal.stdout, env, { ...look, ...more });
  return { found, terminal };
};

describe('grokscope doctor asks the terminal', () => {
  it.each(['kitty', 'iterm', 'sixel'] as const)('for images of %s', async (protocol) => {
    const { found, terminal } = await ask({ protocol, cell });
    expect(found).toEqual({ protocol, cell, isTmux: false });
    expect(terminal.isRaw).toBe(false);
    expect(terminal.text().trim()).toBe('');
  });

  it('and tells that there are none', async () => {
    expect((await ask({ protocol: 'none', cell })).found).toBeNull();
    expect((await ask({ protocol: 'kitty', cell: { width: 0, height: 0 } })).found).toBeNull();
  });

  it('but not where there are few colours', async () => {
    const { found, terminal } = await ask({ protocol: 'kitty', cell }, {}, { colors: '16' });
    expect(found).toBeNull();
    expect(terminal.written).toBe('');
  });
});
