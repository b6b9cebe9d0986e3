import { command } from '../../arguments/command.ts';

/** `grokscope doctor`: what works on this machine. */
export default command({
  command: 'doctor',
  about: 'Check Node, compute devices, the terminal and the results folder',
  async run({ results, json }) {
    const { diagnose } = await import('./run.ts');
    return diagnose(results, json);
  }
});
