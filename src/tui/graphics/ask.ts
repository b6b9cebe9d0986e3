import type { ColorDepth, Marks } from '../../cells/capability.ts';
import type { Graphics } from '../state/look.ts';
import { inputParser } from '../terminal/input.ts';
import type { TerminalInput, TerminalOutput } from '../terminal/terminal.ts';
import { graphicsFinder } from './answers.ts';
import { tmuxRest } from './tmux.ts';

/** A terminal that has not answered after this time, in ms, does not answer at all. */
const answerTime = 1000;
/** Asks for device attributes, which every terminal tells, after all else. */
const askAttributes = '\x1b[c';

/**
 * Asks a terminal that nothing else reads from whether the explorer would show images in it; null
 * where it would not.
 */
export async function askGraphics(
  input: TerminalInput,
  output: TerminalOutput,
  env: Readonly<Record<string, string | undefined>>,
  look: { readonly marks: Marks; readonly colors: ColorDepth }
): Promise<Graphics | null> {
  const finder = graphicsFinder('auto', env, look);
  if (finder.questions === '') return null;
  const parser = inputParser();
  const size = { columns: output.columns ?? 80, rows: output.rows ?? 24 };
  let found: Graphics | null = null;
  const answered = Promise.withResolvers<void>();
  const onData = (chunk: string | Buffer): void => {
    const events = parser.push(chunk.toString());
    found = finder.take(events, size) ?? found;
    if (events.some(({ type }) => type === 'attributes'))
      setTimeout(answered.resolve, finder.isThroughTmux ? tmuxRest : 0);
  };
  input.setRawMode?.(true);
  input.on('data', onData);
  input.resume();
  const late = setTimeout(answered.resolve, answerTime);
  output.write(`${finder.questions}${askAttributes}`);
  await answered.promise;
  clearTimeout(late);
  input.removeListener('data', onData);
  input.pause();
  input.setRawMode?.(false);
  return found;
}
