import { command } from '../../arguments/command.ts';

const shells = ['bash', 'zsh', 'fish'] as const;

/** `grokscope completion`: what a shell needs to complete its words. */
export default command({
  command: 'completion [shell]',
  about: 'Print what makes a shell complete commands, options, variants, figures and analyzers',
  examples: [['completion bash', 'in ~/.bashrc: source <(grokscope completion bash)']],
  positionals: {
    shell: {
      choices: shells,
      describe: 'which shell (default: that of $SHELL, else bash)'
    } as const
  },
  async run({ shell, json }) {
    const { completionScript } = await import('./run.ts');
    const { print, printJson } = await import('../../output/output.ts');
    const own = shells.find((name) => process.env.SHELL?.endsWith(name));
    const chosen = shell ?? own ?? 'bash';
    const script = completionScript(chosen);
    if (json) printJson({ shell: chosen, script });
    else print(script);
    return 0;
  }
});
