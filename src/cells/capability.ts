import { usageError } from '../error/user-error.ts';

/** How many colours the terminal shows. */
export type ColorDepth = 'true' | '256' | '16' | 'none';

/**
 * The characters that curves are made of: braille dots (2×4 a cell), quadrant blocks (2×2), or
 * ASCII only.
 */
export type Marks = 'braille' | 'block' | 'ascii';

type Environment = Readonly<Record<string, string | undefined>>;

const DEPTHS: readonly ColorDepth[] = ['none', '16', '256', 'true'];

/**
 * Returns the colour depth to use: flag > NO_COLOR > FORCE_COLOR/CLICOLOR_FORCE > no terminal or
 * TERM=dumb > the terminal's own answer (`answer`, if it was asked) > COLORTERM > TERM's ending >
 * 16. `flag` is the value of --color (`auto` as undefined); an unknown one throws a UserError.
 */
export function chooseColors(
  env: Environment,
  isTTY: boolean,
  flag?: string,
  answer?: ColorDepth
): ColorDepth {
  const requested = flag === undefined || flag === 'auto' ? undefined : depthOfFlag(flag);
  if (requested) return requested;
  if (env.NO_COLOR) return 'none';
  const forced = forcedDepth(env);
  if (forced) return forced;
  if (!isTTY || env.TERM === 'dumb') return 'none';
  return answer ?? depthOfTerminal(env);
}

/**
 * Returns the marks to use: flag > ASCII where the locale is not UTF-8 or the terminal is dumb or
 * the Linux console > braille.
 */
export function chooseMarks(env: Environment, flag?: string): Marks {
  if (flag === 'braille' || flag === 'block' || flag === 'ascii') return flag;
  if (flag !== undefined && flag !== 'auto')
    throw usageError(`unknown marks: ${flag}`, 'use braille, block, ascii or auto');
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  if (env.TERM === 'dumb' || /^(c|posix)$/i.test(locale)) return 'ascii';
  if (/\.(?!utf-?8)/i.test(locale)) return 'ascii';
  return env.TERM === 'linux' ? 'block' : 'braille';
}

function depthOfFlag(flag: string): ColorDepth {
  if (flag === 'truecolor' || flag === '24bit') return 'true';
  if (flag === 'never') return 'none';
  const depth = DEPTHS.find((known) => known === flag);
  if (depth) return depth;
  throw usageError(`unknown colour depth: ${flag}`, 'use true, 256, 16, none or auto');
}

function forcedDepth(env: Environment): ColorDepth | undefined {
  const force = env.FORCE_COLOR;
  if (force !== undefined) {
    if (force === '0' || force === 'false') return 'none';
    if (/^[123]$/.test(force)) return DEPTHS[Number(force)];
    return depthOfTerminal(env);
  }
  if (env.CLICOLOR_FORCE && env.CLICOLOR_FORCE !== '0') return depthOfTerminal(env);
  return undefined;
}

function depthOfTerminal(env: Environment): ColorDepth {
  const term = env.TERM ?? '';
  if (/^(truecolor|24bit)$/i.test(env.COLORTERM ?? '')) return 'true';
  if (term.endsWith('-direct') || env.WT_SESSION) return 'true';
  return /-256(color)?$/.test(term) ? '256' : '16';
}
