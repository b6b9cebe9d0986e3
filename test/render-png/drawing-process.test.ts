import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { exportFigure, openExporter } from '../../src/render-png/index.ts';
import { fontsFile } from '../../src/render-png/process/open-raster.ts';
import { cacheFolders, ownFolder } from '../../src/render-png/process/own-folder.ts';
import { startRendering } from '../../src/render-png/process/render-process.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { heatmap, stackedBars, waves } from './example-figures.ts';

const size = { width: 600, height: 400 };
const parent = fileURLToPath(new URL('./drawing-parent.ts', import.meta.url));

/** Resolves when no process of that id is left. */
async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((wake) => setTimeout(wake, 20));
  }
}

describe('one exporter', () => {
  test('draws what is asked at once one after the other, each its own', async () => {
    const exporter = openExporter();
    const figures = [heatmap(waves(7, 1)), stackedBars, heatmap(waves(7, 2))];
    const draw = (figure: (typeof figures)[number]) =>
      exporter.export(figure, { ...size, format: 'svg' }).then((bytes) => Buffer.from(bytes));
    const together = await Promise.all(figures.map(draw));
    for (const [i, figure] of figures.entries())
      expect(together[i].equals(await draw(figure))).toBe(true);
    expect(together[0].equals(together[2])).toBe(false);
    exporter.close();
  });

  test('draws on for the others when one is stopped, under way or waiting', async () => {
    const exporter = openExporter();
    const stops = [new AbortController(), new AbortController()];
    const frames = Array.from({ length: 200 }, (_, i) => heatmap(waves(59, i % 5)));
    const under = exporter.export(frames, { ...size, format: 'gif', signal: stops[0].signal });
    const waiting = exporter.export(stackedBars, {
      ...size,
      format: 'svg',
      signal: stops[1].signal
    });
    const others = [0, 1].map(() => exporter.export(stackedBars, { ...size, format: 'svg' }));
    stops[1].abort(new Error('the second'));
    await expect(waiting).rejects.toThrow('the second');
    stops[0].abort(new Error('the first'));
    await expect(under).rejects.toThrow('the first');
    const [one, other] = await Promise.all(others);
    expect(Buffer.from(one).equals(other)).toBe(true);
    exporter.close();
  });

  test('closed while it draws, all that wait end; it can be used again', async () => {
    const exporter = openExporter();
    const asked = [0, 1].map(() => exporter.export(stackedBars, { ...size, format: 'svg' }));
    await Promise.resolve();
    exporter.close();
    for (const one of asked) await expect(one).rejects.toMatchObject({ name: 'UserError' });
    expect((await exporter.export(stackedBars, { ...size, format: 'svg' })).length).toBeGreaterThan(
      1000
    );
    exporter.close();
  });
});

describe('the drawing process', () => {
  test.each(['SIGKILL', 'SIGTERM'] as const)(
    'ends in the middle of drawing when its parent ends by %s',
    async (signal) => {
      const child = spawn(process.execPath, [parent]);
      const pid = await new Promise<number>((found, failed) => {
        child.stdout.once('data', (text: Buffer) => found(Number(text)));
        child.stderr.once('data', (text: Buffer) => failed(new Error(String(text))));
      });
      child.kill(signal);
      await gone(pid);
    }
  );

  test('that cannot start says so', async () => {
    const { execPath } = process;
    process.execPath = join(temporaryFolder(), 'nothing');
    try {
      const drawing = startRendering();
      const job = { ...size, figures: [stackedBars], format: 'svg', scale: 1, fps: 5 } as const;
      await expect(drawing.render(job, () => {})).rejects.toThrow('cannot start drawing');
    } finally {
      process.execPath = execPath;
    }
  });
});

describe('folders for temporary files', () => {
  test('drawing leaves nothing in the one for temporary files', async () => {
    const [TMPDIR, XDG_CACHE_HOME] = [temporaryFolder(), temporaryFolder()];
    await withEnvironment({ TMPDIR, XDG_CACHE_HOME }, async () => {
      await exportFigure(stackedBars, { ...size, format: 'png' });
    });
    expect(readdirSync(TMPDIR)).toEqual([]);
    expect(readdirSync(join(XDG_CACHE_HOME, 'grokscope')).toSorted()).toEqual([
      'compiled',
      'fontconfig',
      expect.stringMatching(/^fonts-[0-9a-f]{12}\.conf$/)
    ]);
  });

  test('none that can be written to is a message', async () => {
    await withEnvironment({ TMPDIR: '/dev/null', XDG_CACHE_HOME: '/dev/null' }, () =>
      expect(exportFigure(stackedBars, { ...size, format: 'png' })).rejects.toMatchObject({
        name: 'UserError',
        message: expect.stringMatching(/^cannot write to the folders for temporary files: ENOTDIR/),
        hint: expect.stringContaining('TMPDIR')
      })
    );
  });

  test('the next one is taken where the first is full, somebody else can write to it, or it is a link', async () => {
    const [open, linked, good] = [0, 0, 0].map(() => join(temporaryFolder(), 'grokscope'));
    mkdirSync(open);
    chmodSync(open, 0o777);
    symlinkSync(temporaryFolder(), linked);
    await expect(ownFolder(open)).rejects.toThrow('not a folder of this user alone');
    await expect(ownFolder(linked)).rejects.toThrow('not a folder of this user alone');
    expect(await fontsFile([open, linked, '/dev/null/x', good])).toMatch(good);
    expect(readdirSync(open)).toEqual([]);
  });

  test('the cache of the user comes first', () => {
    expect(cacheFolders({ XDG_CACHE_HOME: '/x' })[0]).toBe('/x/grokscope');
    expect(cacheFolders({ XDG_CACHE_HOME: 'relative' })[0]).toMatch(/\/\.cache\/grokscope$/);
  });
});

/** Runs something with other environment variables. */
async function withEnvironment(
  changes: Readonly<Record<string, string>>,
  run: () => Promise<unknown>
): Promise<void> {
  const before = Object.keys(changes).map((key) => [key, process.env[key]] as const);
  Object.assign(process.env, changes);
  try {
    await run();
  } finally {
    for (const [key, value] of before) {
      if (value === undefined) delete process.env[key];
      else process.env[key] = value;
    }
  }
}
