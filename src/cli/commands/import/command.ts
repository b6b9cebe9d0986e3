import { command } from '../../arguments/command.ts';
import { choice, number, optional, text } from '../../arguments/options.ts';

/** `grokscope import`: a run that was trained elsewhere becomes a variant. */
export default command({
  command: 'import [path]',
  about:
    'Import a language model by the folder of its checkpoints, a run saved by PyTorch (.pth), or what another program logged; nothing in a file is executed',
  examples: [
    [
      'import runs/my-model --probe-file probes.json --hard hard.yaml',
      'checkpoints of Llama, Qwen2, Qwen3, GPT-2 or GPT-NeoX; they stay where they are'
    ],
    [
      'import --status runs/my-model/status',
      'the numbers of a status folder, each under the name of its file'
    ],
    [
      'import runs/my-model/tensorboard',
      'curves: TensorBoard, offline W&B, trainer_state.json, lm-eval'
    ],
    ['import low_precision_mod_addition.pth', 'a run of the authors of the grokking paper'],
    [
      'import model.pth --split torch --data-seed 598 --fraction 0.3',
      'where the training pairs cannot be recognised'
    ]
  ],
  positionals: {
    path: optional(
      'a folder with checkpoint-<step> or step<N> folders (or one such), a .pth file of torch.save, or a log as grokscope log reads'
    )
  },
  options: {
    probeFile: text('of a language model: what to ask it; JSON or YAML of id, prompt, expected …'),
    hard: text('of a language model: file of hard examples, which are followed one by one'),
    base: text('of a language model: folder of the model that training began with, as step 0'),
    dataFiles: text(
      'of a language model: file of the steps each training file was used at (default: data_files.json of the run)'
    ),
    status: text('status folder of the learning-visualization plan, in place of a path'),
    step: number('of lm-eval results: the step of a model whose name tells none'),
    answerLimit: number('of a language model: most tokens of an answer (default: 12)'),
    family: text('of a .pth file: family to file it under (default: modulo_addition_1layer)'),
    name: text('folder name of the variant (default: by the path and what is in it)'),
    seed: number('of a .pth file: seed of the initial weights, for the name (default: data seed)'),
    split: choice(
      ['torch', 'python'],
      'of a .pth file: how the training pairs were drawn, torch.randperm or random.shuffle (default: recognised)'
    ),
    fraction: number(
      'of a .pth file: share of all pairs that it was trained on (default: recognised, 0.3)'
    ),
    dataSeed: number('of a .pth file: seed of the split (default: recognised)')
  },
  async run(request) {
    const { importPath } = await import('./run.ts');
    await importPath(request);
    return 0;
  }
});
