import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { lockVariant, type Variant } from '../../src/loader/index.ts';
import { densifyVariant } from '../../src/workbench/train/densify-variant.ts';
import { trainVariant } from '../../src/workbench/train/train-variant.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { userErrorOf } from '../helpers/user-error.ts';

const family = 'modulo_addition_1layer';
const changes = {
  parameters: { prime: 7, fraction: 0.6 },
  dModel: 8,
  heads: 2,
  dMlp: 12,
  epochs: 31,
  checkpoints: '0:30:10'
};
const request = (results: string) =>
  ({ results, family, changes, device: 'cpu', threads: 1 }) as const;

const inside = (path: string) =>
  globSync('**', { cwd: path, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1))
    .sort();
const bytesIn = (path: string) =>
  Object.fromEntries(inside(path).map((file) => [file, readFileSync(join(path, file), 'base64')]));

let whole: Readonly<Record<string, string>>;
beforeAll(async () => {
  const results = mkdtempSync(join(tmpdir(), 'grokscope-'));
  const { variant } = await trainVariant(request(results));
  whole = bytesIn(variant.path);
  rmSync(results, { recursive: true });
});

/** A training that is stopped at an epoch, its run as a kill there would leave it. */
async function stoppedAt(epoch: number): Promise<{ results: string; variant: Variant }> {
  const results = temporaryFolder();
  const stop = new AbortController();
  const { variant } = await trainVariant({
    ...request(results),
    signal: stop.signal,
    onEpoch: (event) => event.epoch === epoch && stop.abort()
  });
  rmSync(join(variant.path, 'metadata.json'));
  return { results, variant };
}

describe('a training killed at any moment goes on to the bytes of one that was not', () => {
  const moments: Readonly<Record<string, (path: string) => void>> = {
    'the folder was made': (path) => {
      for (const name of readdirSync(path)) rmSync(join(path, name), { recursive: true });
    },
    'checkpoints/ was made': (path) => {
      for (const name of readdirSync(path)) rmSync(join(path, name), { recursive: true });
      mkdirSync(join(path, 'checkpoints'));
    },
    'config.json was written': (path) => {
      for (const name of ['losses', 'initial.safetensors', 'optimizer.safetensors'])
        rmSync(join(path, name));
      rmSync(join(path, 'checkpoints'), { recursive: true });
      mkdirSync(join(path, 'checkpoints'));
    },
    'losses were written': (path) => {
      rmSync(join(path, 'optimizer.safetensors'));
      rmSync(join(path, 'checkpoints', 'checkpoint_epoch_00000.safetensors'));
    },
    'the first checkpoint was written': (path) => rmSync(join(path, 'optimizer.safetensors')),
    'another run was being replaced: its artifacts were gone': () => {},
    'another run was being replaced: its checkpoints were gone': (path) => {
      mkdirSync(join(path, '.grokscope-00000000-1-1-0-0.tmp'));
      renameSync(
        join(path, 'checkpoints'),
        join(path, '.grokscope-00000000-1-1-0-0.tmp', 'checkpoints')
      );
    },
    'another run was being replaced: its losses were gone': (path) => {
      for (const name of ['losses', 'optimizer.safetensors']) rmSync(join(path, name));
      rmSync(join(path, 'checkpoints'), { recursive: true });
    }
  };
  for (const [moment, leave] of Object.entries(moments))
    it(moment, async () => {
      const { results, variant } = await stoppedAt(0);
      leave(variant.path);
      const report = await trainVariant({ ...request(results), resume: true });
      expect(report.finished).toBe(true);
      expect(bytesIn(variant.path)).toEqual(whole);
    });
});

it('losses that are gone are written again from metadata.json when a run goes on', async () => {
  const results = temporaryFolder();
  const { variant } = await trainVariant({
    ...request(results),
    changes: { ...changes, epochs: 11 }
  });
  rmSync(join(variant.path, 'losses'));
  await trainVariant({ ...request(results), resume: true });
  expect(readFileSync(join(variant.path, 'losses'), 'base64')).toBe(whole.losses);
  expect(readFileSync(join(variant.path, 'metadata.json'), 'base64')).toBe(whole['metadata.json']);
});

it('a run of losses or artifacts only is not begun anew without being asked', async () => {
  const { results, variant } = await stoppedAt(0);
  rmSync(join(variant.path, 'checkpoints'), { recursive: true });
  mkdirSync(join(variant.path, 'artifacts', 'coarseness'), { recursive: true });
  writeFileSync(join(variant.path, 'artifacts', 'coarseness', 'epoch_00000.npz'), '');
  const error = await userErrorOf(() => trainVariant({ ...request(results), resume: true }));
  expect(error.message).toContain('it has no checkpoints');
  expect(existsSync(join(variant.path, 'artifacts', 'coarseness', 'epoch_00000.npz'))).toBe(true);
});

describe('a start that fails', () => {
  const broken = (results: string) => ({ ...request(results), device: 'cuda' }) as const;

  it('leaves no folder behind', async () => {
    const results = join(temporaryFolder(), 'results');
    await userErrorOf(() => trainVariant(broken(results)));
    expect(existsSync(results)).toBe(false);
  });

  it('leaves the run that it was to replace or to go on with as it was', async () => {
    const { results, variant } = await stoppedAt(0);
    const before = bytesIn(variant.path);
    await userErrorOf(() => trainVariant({ ...broken(results), force: true }));
    await userErrorOf(() => trainVariant({ ...broken(results), resume: true }));
    expect(bytesIn(variant.path)).toEqual(before);
  });
});

describe('a run in training', () => {
  it('is neither resumed, replaced nor densified by another; then it can be', async () => {
    const { results, variant } = await stoppedAt(0);
    const before = bytesIn(variant.path);
    const lock = await lockVariant(variant.path, 'training');
    const others = [
      () => trainVariant({ ...request(results), resume: true }),
      () => trainVariant({ ...request(results), force: true }),
      () => densifyVariant({ ...request(results), epochs: '0' })
    ];
    for (const work of others)
      expect((await userErrorOf(work)).message).toMatch(/^in training by process \d+ on /);
    expect((await userErrorOf(() => trainVariant(request(results)))).message).toContain(
      'variant exists'
    );
    await lock.release();
    expect(bytesIn(variant.path)).toEqual(before);
    await trainVariant({ ...request(results), resume: true });
    expect(bytesIn(variant.path)).toEqual(whole);
  });

  it('stops with a message when another took it over', async () => {
    const results = temporaryFolder();
    const error = await userErrorOf(() =>
      trainVariant({
        ...request(results),
        onCheckpoint({ path }, epoch) {
          const taken = { host: 'elsewhere', machine: '00000000', pid: 7, started: '1' };
          const holder = { ...taken, work: 'training', since: '2026', nonce: 'abc' };
          if (epoch === 10) writeFileSync(join(path, '.lock'), JSON.stringify(holder));
        }
      })
    );
    expect(error.message).toMatch(/^in training by process 7 on elsewhere since 2026: /);
    const [variant] = readdirSync(join(results, family));
    const folder = join(results, family, variant);
    expect(readdirSync(join(folder, 'checkpoints'))).toHaveLength(2);
    expect(readdirSync(folder)).toContain('.lock');
  });

  it('that is deleted meanwhile stops with a message', async () => {
    const results = temporaryFolder();
    const error = await userErrorOf(() =>
      trainVariant({
        ...request(results),
        onCheckpoint: ({ path }, epoch) => epoch === 10 && rmSync(path, { recursive: true })
      })
    );
    expect(error.message).toContain('folder is gone: ');
    expect(readdirSync(join(results, family))).toEqual([]);
  });
});
