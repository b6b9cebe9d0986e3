import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  checkpointEpochs,
  checkpointPath,
  readMetadata,
  readResumeState,
  type Variant,
  writeMetadata
} from '../../src/loader/index.ts';
import { findGaps } from '../../src/workbench/analysis/index.ts';
import { densifyVariant } from '../../src/workbench/train/densify-variant.ts';
import { sameConditions } from '../../src/workbench/train/stored-state.ts';
import { trainVariant } from '../../src/workbench/train/train-variant.ts';
import { grokking } from '../helpers/curves.ts';
import { eraC } from '../helpers/eras.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { userErrorOf } from '../helpers/user-error.ts';

const family = 'modulo_addition_1layer';
const parameters = { prime: 7, fraction: 0.6 };
const tiny = { parameters, dModel: 8, heads: 2, dMlp: 12, epochs: 61 };

/** A run of 61 epochs with checkpoints at 0, 20, 40 and 60. */
async function run(checkpoints = '0:60:20') {
  const results = temporaryFolder();
  const changes = { ...tiny, checkpoints };
  const { variant } = await trainVariant({ results, family, changes, device: 'cpu' });
  const densify = (epochs: string, signal?: AbortSignal, onCheckpoint?: () => void) =>
    densifyVariant({
      results,
      family,
      changes: tiny,
      device: 'cpu',
      epochs,
      ...(signal && { signal }),
      ...(onCheckpoint && { onCheckpoint })
    });
  return { results, variant, densify };
}

const bytes = (variant: Variant, epoch: number) => readFileSync(checkpointPath(variant, epoch));
const json = (variant: Variant) =>
  JSON.parse(readFileSync(`${variant.path}/metadata.json`, 'utf8')) as Record<string, unknown>;

/** Changes the last byte of a stored checkpoint. */
function damage(variant: Variant, epoch: number): void {
  const content = bytes(variant, epoch);
  content[content.length - 1] ^= 1;
  writeFileSync(checkpointPath(variant, epoch), content);
}

describe('densifying a run', () => {
  it('adds the checkpoints that a denser training would have saved, and changes nothing else', async () => {
    const dense = await run('0:60:5');
    const { variant, densify } = await run();
    const before = json(variant);
    const losses = readFileSync(`${variant.path}/losses`);
    const old = [0, 20, 40, 60];
    const written = old.map((epoch) => statSync(checkpointPath(variant, epoch)).mtimeMs);
    const report = await densify('5:35:5');
    expect(report).toMatchObject({
      from: 0,
      added: [5, 10, 15, 25, 30, 35],
      verified: [0, 20, 40],
      finished: true
    });
    for (const epoch of await checkpointEpochs(variant))
      expect(bytes(variant, epoch).equals(bytes(dense.variant, epoch))).toBe(true);
    expect(old.map((epoch) => statSync(checkpointPath(variant, epoch)).mtimeMs)).toEqual(written);
    const { checkpoint_epochs, ...rest } = json(variant);
    expect(checkpoint_epochs).toEqual([0, 5, 10, 15, 20, 25, 30, 35, 40, 60]);
    expect({ ...rest, checkpoint_epochs: old }).toEqual(before);
    expect(readFileSync(`${variant.path}/losses`).equals(losses)).toBe(true);
    const [gap] = await findGaps(variant, { analyzers: ['coarseness'] });
    expect(gap?.epochs).toContain(35);
    expect(await densify('5:35:5')).toMatchObject({ added: [], verified: [], finished: true });
  });

  it('around the turn takes it from the losses', async () => {
    const { variant, densify } = await run();
    const known = await readMetadata(variant);
    // A curve that turns at 29; densifying compares weights, not losses.
    const losses = grokking(61, { at: 32, width: 1.5 });
    await writeMetadata(variant, { ...known, ...losses });
    const { turn, added } = await densify('turn+-4:2');
    expect(turn).toBe(29);
    expect(added).toEqual([25, 27, 29, 31, 33]);
    expect((await readMetadata(variant)).test).toEqual(losses.test);
  });

  it('refuses at the first stored checkpoint that comes out otherwise', async () => {
    const { variant, densify } = await run();
    damage(variant, 0);
    const first = await userErrorOf(() => densify('10'));
    expect(first.message).toContain('differ from the stored checkpoint of epoch 0');
    expect(first.hint).toContain('nothing was written');
    expect(await checkpointEpochs(variant)).toEqual([0, 20, 40, 60]);
  });

  it('keeps what agrees and writes nothing that might not', async () => {
    const { variant, densify } = await run();
    damage(variant, 40);
    const error = await userErrorOf(() => densify('10,30,50'));
    expect(error.message).toContain('epoch 40');
    expect(error.hint).toContain('added before it: 10 to 10');
    expect(await checkpointEpochs(variant)).toEqual([0, 10, 20, 40, 60]);
    expect(json(variant).checkpoint_epochs).toEqual([0, 10, 20, 40, 60]);
    expect(readdirSync(`${variant.path}/checkpoints`)).toHaveLength(5);
  });

  it('that is stopped keeps what was added and goes on when asked again', async () => {
    const dense = await run('0:60:10');
    const { variant, densify } = await run();
    const stop = new AbortController();
    const stopped = await densify('0:60:10', stop.signal, () => stop.abort());
    expect(stopped).toMatchObject({ added: [10], finished: false });
    expect(await densify('0:60:10')).toMatchObject({ added: [30, 50], finished: true });
    for (const epoch of [10, 30, 50])
      expect(bytes(variant, epoch).equals(bytes(dense.variant, epoch))).toBe(true);
  });

  it('starts at the optimizer where that lies before the window', async () => {
    const { variant, densify } = await run();
    // As after a kill between the checkpoint and the optimizer of epoch 60.
    const stopped = await trainVariant({
      results: temporaryFolder(),
      family,
      device: 'cpu',
      changes: { ...tiny, epochs: 41, checkpoints: '0:60:20' }
    });
    const optimizer = readFileSync(`${stopped.variant.path}/optimizer.safetensors`);
    writeFileSync(`${variant.path}/optimizer.safetensors`, optimizer);
    expect(await densify('50')).toMatchObject({ from: 41, added: [50], verified: [60] });
  });

  it('trains on the device and with the threads of the training', async () => {
    const results = temporaryFolder();
    const changes = { ...tiny, checkpoints: '0:60:20' };
    const request = { results, family, changes, device: 'cpu', threads: 1 } as const;
    const { variant } = await trainVariant(request);
    expect((await readResumeState(variant))!.metadata).toEqual({
      epoch: '60',
      device: 'cpu',
      threads: '1'
    });
    const stored = { device: 'webgpu', threads: '3' };
    expect(sameConditions({ device: 'auto' }, stored)).toEqual({ device: 'webgpu', threads: 3 });
    expect(sameConditions({ device: 'cpu', threads: 2 }, stored)).toEqual({
      device: 'cpu',
      threads: 2
    });
    expect(sameConditions({ device: 'auto' })).toEqual({});
    const again = { results, family, changes: tiny, epochs: '10' };
    expect(await densifyVariant(again)).toMatchObject({ added: [10], verified: [0, 20] });
  });

  it('needs initial weights, which only runs of grokscope have', async () => {
    const { variant, densify } = await run();
    rmSync(`${variant.path}/initial.safetensors`);
    const error = await userErrorOf(() => densify('10'));
    expect(error.message).toContain('missing initial weights');
    expect(error.hint).toContain('only runs trained by grokscope have them');
  });

  it('says so for a run of the Python workbench', async (context) => {
    const theirs = eraC();
    if (theirs === null) return context.skip();
    const results = `${theirs}/../..`;
    const changes = { parameters: { prime: 13, seed: 999 } };
    const error = await userErrorOf(() =>
      densifyVariant({ results, family, changes, epochs: '5', device: 'cpu' })
    );
    expect(error.hint).toContain('only runs trained by grokscope have them');
  });

  it('needs a run, a turn if the SPEC names it, and a SPEC', async () => {
    const { results, densify } = await run();
    const none = await userErrorOf(() =>
      densifyVariant({
        results,
        family,
        changes: { ...tiny, parameters: { ...parameters, seed: 1 } },
        epochs: '5'
      })
    );
    expect(none.message).toMatch(/^no such variant: .*seed1_/);
    expect((await userErrorOf(() => densify('turn+-5:1'))).message).toBe(
      'no turn found in this run: turn+-5:1'
    );
    expect((await userErrorOf(() => densify('often'))).exitCode).toBe(2);
  });
});
