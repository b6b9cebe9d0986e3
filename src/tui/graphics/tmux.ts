/** Returns a command as tmux hands it on to the terminal around it, where it is allowed to. */
export function throughTmux(command: string): string {
  return `\x1bPtmux;${command.replaceAll('\x1b', '\x1b\x1b')}\x1b\\`;
}
