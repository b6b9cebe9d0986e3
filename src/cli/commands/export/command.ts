import { command } from '../../arguments/command.ts';
import { type FigureArguments, figureOptions } from '../../arguments/figure-options.ts';

/** `grokscope export`: a figure as a file. */
export default command<
  FigureArguments & {
    epochs?: string;
    format?: string;
    out?: string;
    force: boolean;
    width?: number;
    height?: number;
    scale?: number;
    fps?: number;
  }
>({
  command: 'export <variant> <figure>',
  about: 'Write a figure as PNG, SVG, PDF, GIF, HTML or JSON',
  examples: [
    [
      'export VARIANT neuron_heatmap --neuron 37 --epochs all --format gif',
      'one frame per stored epoch'
    ],
    ['export VARIANT loss_curves --format svg --out figure1.svg', 'a figure for a paper']
  ],
  options: (argv) =>
    figureOptions(argv)
      .option('epoch', {
        type: 'string',
        requiresArg: true,
        describe: 'epoch (default: the last stored one; none is marked in figures of the whole run)'
      })
      .option('epochs', {
        type: 'string',
        requiresArg: true,
        describe: 'epochs of an animation: all, 400, 0:1400:100, turn+-500:20, joined by commas'
      })
      .conflicts('epoch', 'epochs')
      .option('format', {
        choices: ['png', 'svg', 'pdf', 'gif', 'html', 'json'],
        requiresArg: true,
        describe: 'file format (default: from --out, gif with --epochs, else png)'
      })
      .option('out', {
        type: 'string',
        requiresArg: true,
        describe: 'file or folder to write to, - for stdout (default: results/exports/…)'
      })
      .option('force', { type: 'boolean', default: false, describe: 'replace the file of --out' })
      .option('width', {
        type: 'number',
        requiresArg: true,
        describe: 'width in pixels (default 1200; gif 900)'
      })
      .option('height', {
        type: 'number',
        requiresArg: true,
        describe: 'height in pixels (default 800; gif 500)'
      })
      .option('scale', {
        type: 'number',
        requiresArg: true,
        describe: 'pixels per unit (default 2; gif 1)'
      })
      .option('fps', {
        type: 'number',
        requiresArg: true,
        describe: 'frames per second of a gif (default 5)'
      }),
  async run(asked) {
    const { exportFigureFile } = await import('./run.ts');
    await exportFigureFile(asked);
    return 0;
  }
});
