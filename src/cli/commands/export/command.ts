import { command } from '../../arguments/command.ts';
import { figureArguments, figureOptions } from '../../arguments/figure-options.ts';
import { choice, flag, number, text } from '../../arguments/options.ts';
import { probeConflict } from '../../arguments/probe-options.ts';

/** `grokscope export`: a figure as a file. */
export default command({
  command: 'export <variant> <figure>',
  about: 'Write a figure as PNG, SVG, PDF, GIF, HTML or JSON',
  examples: [
    [
      'export VARIANT neuron_heatmap --neuron 37 --epochs all --format gif',
      'one frame per stored epoch'
    ],
    ['export VARIANT loss_curves --format svg --out figure1.svg', 'a figure for a paper']
  ],
  positionals: { ...figureArguments },
  options: {
    ...figureOptions,
    epoch: text('epoch (default: the last stored one; none is marked in figures of the whole run)'),
    epochs: text('epochs of an animation: all, 400, 0:1400:100, turn+-500:20, joined by commas'),
    format: choice(
      ['png', 'svg', 'pdf', 'gif', 'html', 'json'],
      'file format (default: from --out, gif with --epochs, else png)'
    ),
    out: text('file or folder to write to, - for stdout (default: results/exports/…)'),
    force: flag('replace the file of --out'),
    width: number('width in pixels (default 1200; gif 900)'),
    height: number('height in pixels (default 800; gif 500)'),
    scale: number('pixels per unit (default 2; gif 1)'),
    fps: number('frames per second of a gif (default 5)')
  },
  conflicts: [probeConflict, ['epoch', 'epochs']],
  async run(request) {
    const { exportFigureFile } = await import('./run.ts');
    await exportFigureFile(request);
    return 0;
  }
});
