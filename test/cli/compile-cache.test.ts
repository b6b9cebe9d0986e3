import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../helpers/temporary.ts';
import { grokscope } from './program.ts';

/** Calls the program with a cache folder of its own; returns how much lies in the common temporary folder afterwards. */
async function call(cache: string): Promise<void> {
  const temporary = temporaryFolder();
  const env = { XDG_CACHE_HOME: cache, TMPDIR: temporary };
  const { code, stdout } = await grokscope(['--version'], env);
  expect([code, stdout.trim()]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+$/)]);
  expect(readdirSync(temporary)).toEqual([]);
}

describe("Node's compile cache", () => {
  it('is a folder of the user alone', async () => {
    const cache = temporaryFolder();
    await call(cache);
    expect(readdirSync(join(cache, 'grokscope/compiled'))).toHaveLength(1);
    for (const path of ['grokscope', 'grokscope/compiled'])
      expect(statSync(join(cache, path)).mode & 0o777).toBe(0o700);
  });

  it.each(['grokscope', 'grokscope/compiled'])(
    'is not %s where others can write it',
    async (path) => {
      const cache = temporaryFolder();
      mkdirSync(join(cache, 'grokscope/compiled'), { recursive: true, mode: 0o700 });
      chmodSync(join(cache, path), 0o777);
      await call(cache);
      expect(readdirSync(join(cache, 'grokscope/compiled'))).toEqual([]);
    }
  );

  it('is not in a home that does not exist, which is not made either', async () => {
    const home = join(temporaryFolder(), 'none');
    const { code } = await grokscope(['--version'], { HOME: home, XDG_CACHE_HOME: '' });
    expect([code, existsSync(home)]).toEqual([0, false]);
  });

  it('is not what a link points to', async () => {
    const [cache, planted] = [temporaryFolder(), temporaryFolder()];
    symlinkSync(planted, join(cache, 'grokscope'));
    await call(cache);
    expect(readdirSync(planted).filter((name) => name !== 'compiled')).toEqual([]);
    expect(readdirSync(join(planted, 'compiled'))).toEqual([]);
  });

  it.runIf(process.getuid?.() === 0)("is not another user's", async () => {
    const { chownSync } = await import('node:fs');
    const cache = temporaryFolder();
    mkdirSync(join(cache, 'grokscope/compiled'), { recursive: true, mode: 0o700 });
    chownSync(join(cache, 'grokscope/compiled'), 65_534, 65_534);
    await call(cache);
    expect(readdirSync(join(cache, 'grokscope/compiled'))).toEqual([]);
  });
});
