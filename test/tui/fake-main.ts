import { explore } from '../../src/tui/index.ts';
import { fakeWorkbench } from './fake-workbench.ts';

// A program for end-to-end tests: the explorer on a fake workbench, in the terminal that it is started in.
const crash = process.argv.includes('--crash');
const workbench = fakeWorkbench();
const { exportFigure } = workbench;
workbench.exportFigure = async (...asked) => {
  if (crash) throw new Error('our own bug');
  void exportFigure(...asked);
  await new Promise((resolve) => setTimeout(resolve, 100));
  return `/results/exports/${asked[1]}.${asked[2].format}`;
};
await explore({ workbench });
console.log('left the explorer');
