import { usageError } from '../../../error/user-error.ts';
import { command } from '../../arguments/command.ts';
import { computeOptions, flag, required, text } from '../../arguments/options.ts';
import { familyNotes, recipeOptions } from '../../arguments/recipe-options.ts';

/** `grokscope train`: trains a variant, resumable and never over an existing one. */
export default command({
  command: 'train <family>',
  about: 'Train a variant and save its checkpoints',
  examples: [
    ['train modulo_addition_1layer', 'the reference run: p=113, seed 999, 25,000 epochs'],
    [
      'train modulo_addition_1layer --prime 59 --d-model 64 --d-mlp 256 --fraction 0.5 --epochs 1500',
      'a small one that groks within a minute'
    ],
    ['train modulo_addition_1layer --prime 59 … --resume', 'go on where Ctrl-C stopped it'],
    [
      'train modulo_addition_1layer --prime 59 … --resume --densify turn+-500:20',
      'add a checkpoint every 20 epochs around the turn'
    ],
    ['train n_digit_addition --layers 1', 'a language model that adds, in Hugging Face checkpoints']
  ],
  positionals: {
    family: required('family (see list families); with it, --help shows what it has')
  },
  notes: familyNotes,
  options: {
    ...recipeOptions,
    ...computeOptions,
    analyze: flag('analyze every checkpoint as it is saved'),
    force: flag('replace the variant if it exists'),
    resume: flag('go on from the last saved state'),
    densify: text(
      'with --resume: add checkpoints at these epochs by exact retraining, e.g. turn+-500:20'
    )
  },
  async run(request) {
    if (request.force && request.resume)
      throw usageError(
        'both --force and --resume given',
        'replace the variant or go on with it, not both'
      );
    if (request.densify !== undefined) {
      if (!request.resume)
        throw usageError(
          '--densify given without --resume',
          'it adds to a stored run: train … --resume --densify turn+-500:20'
        );
      const { densify } = await import('./densify.ts');
      return densify(request, request.densify);
    }
    const { train } = await import('./run.ts');
    return train(request);
  }
});
