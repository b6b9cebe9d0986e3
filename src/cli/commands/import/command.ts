import { command } from '../../arguments/command.ts';

/** `grokscope import`: a run that was trained elsewhere becomes a variant. */
export default command<{
  file: string;
  family: string;
  name?: string;
  seed?: number;
  split?: string;
  fraction?: number;
  dataSeed?: number;
}>({
  command: 'import <file>',
  about: 'Import a run saved by PyTorch (.pth) as a variant; nothing in the file is executed',
  examples: [
    ['import low_precision_mod_addition.pth', 'a run of the authors of the grokking paper'],
    [
      'import model.pth --split torch --data-seed 598 --fraction 0.3',
      'where the training pairs cannot be recognised'
    ]
  ],
  options: (argv) =>
    argv
      .positional('file', {
        type: 'string',
        demandOption: true,
        describe: 'a .pth file of torch.save: a state dict, with losses if there are any'
      })
      .option('family', {
        type: 'string',
        default: 'modulo_addition_1layer',
        requiresArg: true,
        describe: 'family to file it under'
      })
      .option('name', {
        type: 'string',
        requiresArg: true,
        describe: 'folder name of the variant (default: family, prime, seeds and file name)'
      })
      .option('seed', {
        type: 'number',
        requiresArg: true,
        describe: 'seed of the initial weights, for the name (default: the data seed)'
      })
      .option('split', {
        choices: ['torch', 'python'],
        requiresArg: true,
        describe:
          'how the training pairs were drawn: torch.randperm or random.shuffle (default: recognised)'
      })
      .option('fraction', {
        type: 'number',
        requiresArg: true,
        describe: 'share of all pairs that it was trained on (default: recognised, 0.3)'
      })
      .option('data-seed', {
        type: 'number',
        requiresArg: true,
        describe: 'seed of the split (default: recognised)'
      }),
  async run(asked) {
    const { importFile } = await import('./run.ts');
    await importFile(asked);
    return 0;
  }
});
