// Begins to draw something that takes long and prints the drawing process's id once it is at it.
import { startRendering } from '../../src/render-png/process/render-process.ts';
import { heatmap, waves } from './example-figures.ts';

const figures = Array.from({ length: 500 }, (_, i) => heatmap(waves(59, i % 5)));
const drawing = startRendering();
const job = { figures, format: 'gif', width: 1200, height: 900, scale: 1, fps: 5 } as const;
drawing.render(job, (done) => {
  if (done === 1) console.log(drawing.pid);
});
