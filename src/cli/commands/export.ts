import { command } from '../command.ts';

/** `grokscope export`: a figure as a file. */
export default command<{
  variant: string;
  figure: string;
  epoch?: string;
  epochs?: string;
  neuron?: number;
  format?: string;
  out?: string;
  width?: number;
  height?: number;
  scale?: number;
  fps?: number;
  set?: string[];
}>({
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
    argv
      .positional('variant', {
        type: 'string',
        demandOption: true,
        describe: 'variant folder name or path'
      })
      .positional('figure', {
        type: 'string',
        demandOption: true,
        describe: 'figure id (see list figures)'
      })
      .option('epoch', {
        type: 'string',
        requiresArg: true,
        describe: 'epoch (default: the last stored one)'
      })
      .option('epochs', {
        type: 'string',
        requiresArg: true,
        describe: 'epochs of an animation: all, 400, 0:1400:100, turn+-500:20, joined by commas'
      })
      .conflicts('epoch', 'epochs')
      .option('neuron', { type: 'number', requiresArg: true, describe: 'neuron (default 0)' })
      .option('format', {
        choices: ['png', 'svg', 'pdf', 'gif', 'html', 'json'],
        requiresArg: true,
        describe: 'file format (default: from --out, gif with --epochs, else png)'
      })
      .option('out', {
        type: 'string',
        requiresArg: true,
        describe: 'file to write (default: results/exports/…)'
      })
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
      })
      .option('set', {
        type: 'array',
        string: true,
        requiresArg: true,
        describe: 'option of the figure, key=value'
      }),
  async run(asked) {
    const { exportFigureFile } = await import('../export-figure.ts');
    await exportFigureFile(asked);
    return 0;
  }
});
