import { command } from '../command.ts';

const shells = ['bash', 'zsh', 'fish'] as const;

/** `grokscope completion`: what a shell needs to complete its words. */
export default command<{ shell?: (typeof shells)[number] }>({
  command: 'completion [shell]',
  about: 'Print what makes a shell complete commands, options, variants, figures and analyzers',
  examples: [['completion bash', 'in ~/.bashrc: source <(grokscope completion bash)']],
  options: (argv) =>
    argv.positional('shell', {
      choices: shells,
      describe: 'which shell (default: that of $SHELL, else bash)'
    }),
  async run({ shell }) {
    const { completionScript } = await import('../complete.ts');
    const { print } = await import('../output.ts');
    const own = shells.find((name) => process.env.SHELL?.endsWith(name));
    print(completionScript(shell ?? own ?? 'bash'));
    return 0;
  }
});
