// The drawing process: plotly.js in jsdom takes some 400 MB, which its end gives back.
import { enableCompileCache } from 'node:module';
import type { RenderAnswer, RenderJob } from './render-job.ts';

enableCompileCache();

const answer = (message: RenderAnswer) => process.send?.(message);

process.on('disconnect', () => process.exit());
process.on('message', async (job: RenderJob) => {
  try {
    const { render } = await loaded;
    const bytes = await render(job, (done) => answer({ kind: 'progress', done }));
    answer({ kind: 'done', bytes });
  } catch (error) {
    const { message, hint, name, stack } = error as Error & { hint?: string };
    const mendable = name === 'UserError';
    answer({ kind: 'failed', mendable, message: mendable ? message : (stack ?? message), hint });
  }
});

// Loading starts at once, while the figures are still on their way.
const loaded = import('./render.ts');
