import { usageError } from '../../../error/user-error.ts';
import { command } from '../../arguments/command.ts';

/** `grokscope train`: trains a variant, resumable and never over an existing one. */
export default command<{
  family: string;
  prime?: number;
  seed?: number;
  dataSeed?: number;
  fraction?: number;
  epochs?: number;
  lr?: number;
  weightDecay?: number;
  beta1?: number;
  beta2?: number;
  warmup?: number;
  dModel?: number;
  heads?: number;
  dMlp?: number;
  checkpoints?: string;
  device: string;
  threads?: number;
  analyze: boolean;
  force: boolean;
  resume: boolean;
  densify?: string;
}>({
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
    ]
  ],
  options: (argv) =>
    argv
      .positional('family', {
        type: 'string',
        demandOption: true,
        describe: 'family (see list families)'
      })
      .option('prime', { type: 'number', requiresArg: true, describe: 'modulus p (default 113)' })
      .option('seed', {
        type: 'number',
        requiresArg: true,
        describe: 'seed of the initial weights (default 999)'
      })
      .option('data-seed', {
        type: 'number',
        requiresArg: true,
        describe: 'seed of the train/test split (default 598)'
      })
      .option('fraction', {
        type: 'number',
        requiresArg: true,
        describe: 'share of all pairs to train on (default 0.3)'
      })
      .option('epochs', {
        type: 'number',
        requiresArg: true,
        describe: 'full-batch steps (default 25000)'
      })
      .option('lr', {
        type: 'number',
        requiresArg: true,
        describe: 'learning rate of AdamW (default 0.001)'
      })
      .option('weight-decay', {
        type: 'number',
        requiresArg: true,
        describe: 'decoupled weight decay (default 1)'
      })
      .option('beta1', {
        type: 'number',
        requiresArg: true,
        describe: 'decay of the first moment (default 0.9)'
      })
      .option('beta2', {
        type: 'number',
        requiresArg: true,
        describe: 'decay of the second moment (default 0.98)'
      })
      .option('warmup', {
        type: 'number',
        requiresArg: true,
        describe: 'epochs of linear warm-up (default 0)'
      })
      .option('d-model', {
        type: 'number',
        requiresArg: true,
        describe: 'width of the residual stream (default 128)'
      })
      .option('heads', {
        type: 'number',
        requiresArg: true,
        describe: 'attention heads (default 4)'
      })
      .option('d-mlp', { type: 'number', requiresArg: true, describe: 'MLP neurons (default 512)' })
      .option('checkpoints', {
        type: 'string',
        requiresArg: true,
        describe: "epochs to save, e.g. 0:25000:100; the last one always is (default: the family's)"
      })
      .option('device', {
        choices: ['auto', 'cpu', 'webgpu', 'cuda'],
        default: 'auto',
        requiresArg: true,
        describe: 'where to compute'
      })
      .option('threads', {
        type: 'number',
        requiresArg: true,
        describe: 'CPU threads (default: all cores)'
      })
      .option('analyze', {
        type: 'boolean',
        default: false,
        describe: 'analyze every checkpoint as it is saved'
      })
      .option('force', {
        type: 'boolean',
        default: false,
        describe: 'replace the variant if it exists'
      })
      .option('resume', {
        type: 'boolean',
        default: false,
        describe: 'go on from the last saved state'
      })
      .option('densify', {
        type: 'string',
        requiresArg: true,
        describe:
          'with --resume: add checkpoints at these epochs by exact retraining, e.g. turn+-500:20'
      }),
  async run(asked) {
    if (asked.force && asked.resume)
      throw usageError(
        'both --force and --resume given',
        'replace the variant or go on with it, not both'
      );
    if (asked.densify !== undefined) {
      if (!asked.resume)
        throw usageError(
          '--densify given without --resume',
          'it adds to a stored run: train … --resume --densify turn+-500:20'
        );
      const { densify } = await import('./densify.ts');
      return densify(asked, asked.densify);
    }
    const { train } = await import('./run.ts');
    return train(asked);
  }
});
