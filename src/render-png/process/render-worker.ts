// The drawing process: plotly.js in jsdom takes some 400 MB, which its end gives back.
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { endWithParent } from './end-with-parent.ts';
import { cacheFolders, ownFolder } from './own-folder.ts';
import type { RenderAnswer, RenderJob } from './render-job.ts';

endWithParent();

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

/**
 * Lets Node keep compiled code where only this user can write, since it is run: as
 * bin/compile-cache.js does.
 */
async function keepCompiled(): Promise<void> {
  const [own = ''] = cacheFolders();
  try {
    await ownFolder(own);
    await ownFolder(join(own, 'compiled'));
    enableCompileCache(join(own, 'compiled'));
  } catch {} // a home that cannot be written
}

// Loading starts at once, while the figures are still on their way.
const loaded = keepCompiled().then(() => import('./render.ts'));
