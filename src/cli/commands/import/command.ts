import { command } from '../../arguments/command.ts';
import { choice, number, required, text } from '../../arguments/options.ts';

/** `grokscope import`: a run that was trained elsewhere becomes a variant. */
export default command({
  command: 'import <file>',
  about: 'Import a run saved by PyTorch (.pth) as a variant; nothing in the file is executed',
  examples: [
    ['import low_precision_mod_addition.pth', 'a run of the authors of the grokking paper'],
    [
      'import model.pth --split torch --data-seed 598 --fraction 0.3',
      'where the training pairs cannot be recognised'
    ]
  ],
  positionals: {
    file: required('a .pth file of torch.save: a state dict, with losses if there are any')
  },
  options: {
    family: { ...text('family to file it under'), default: 'modulo_addition_1layer' } as const,
    name: text('folder name of the variant (default: family, parameters and file name)'),
    seed: number('seed of the initial weights, for the name (default: the data seed)'),
    split: choice(
      ['torch', 'python'],
      'how the training pairs were drawn: torch.randperm or random.shuffle (default: recognised)'
    ),
    fraction: number('share of all pairs that it was trained on (default: recognised, 0.3)'),
    dataSeed: number('seed of the split (default: recognised)')
  },
  async run(request) {
    const { importFile } = await import('./run.ts');
    await importFile(request);
    return 0;
  }
});
