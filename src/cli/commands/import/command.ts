import { command } from '../../arguments/command.ts';
import { choice, number, required, text } from '../../arguments/options.ts';

/** `grokscope import`: a run that was trained elsewhere becomes a variant. */
export default command({
  command: 'import <path>',
  about:
    'Import a language model by the folder of its checkpoints, or a run saved by PyTorch (.pth); nothing in a file is executed',
  examples: [
    [
      'import runs/my-model --probe-file probes.json --hard hard.yaml',
      'checkpoints of Llama, Qwen2, Qwen3, GPT-2 or GPT-NeoX; they stay where they are'
    ],
    ['import low_precision_mod_addition.pth', 'a run of the authors of the grokking paper'],
    [
      'import model.pth --split torch --data-seed 598 --fraction 0.3',
      'where the training pairs cannot be recognised'
    ]
  ],
  positionals: {
    path: required(
      'a folder with checkpoint-<step> or step<N> folders (or one such), or a .pth file of torch.save'
    )
  },
  options: {
    probeFile: text('of a language model: what to ask it; JSON or YAML of id, prompt, expected …'),
    hard: text('of a language model: file of hard examples, which are followed one by one'),
    base: text('of a language model: folder of the model that training began with, as step 0'),
    dataFiles: text(
      'of a language model: file of the steps each training file was used at (default: data_files.json of the run)'
    ),
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
