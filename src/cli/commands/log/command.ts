import { command } from '../../arguments/command.ts';
import { required, text } from '../../arguments/options.ts';

/** `grokscope log`: the numbers that another program logged of a run. */
export default command({
  command: 'log <path>',
  about:
    'What another program logged: trainer_state.json, TensorBoard, offline W&B, lm-evaluation-harness, a status folder of the learning-visualization plan',
  examples: [
    ['log runs/my-model/checkpoint-1000', 'its trainer_state.json: losses and learning rate'],
    ['log wandb/offline-run-20261127_101500-x1 --scalar loss', 'one curve, as text'],
    ['log runs/tensorboard --json', 'all points, for scripts']
  ],
  positionals: { path: required('a file, or a folder with one') },
  options: { scalar: text('draw the curve of this one') },
  async run({ path, scalar, json }) {
    const { showLog } = await import('./run.ts');
    await showLog(path, scalar, json);
    return 0;
  }
});
