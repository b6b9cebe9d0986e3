/**
 * What is sent while tmux redraws its window is not handed on: after so many ms it has.
 */
export const tmuxRest = 300;

/** Returns a command as tmux hands it on to the terminal around it, where it is allowed to. */
export function throughTmux(command: string): string {
  return `\x1bPtmux;${command.replaceAll('\x1b', '\x1b\x1b')}\x1b\\`;
}
