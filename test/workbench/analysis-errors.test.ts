import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findAnalyzer } from '../../src/analyzers/index.ts';
import { float32, type NamedArrays } from '../../src/array/tensor.ts';
import type { UserError } from '../../src/error/user-error.ts';
import {
  artifactEpochs,
  checkpointPath,
  readCheckpoint,
  readVariant,
  type Variant,
  writeCheckpoint
} from '../../src/loader/index.ts';
import { analyzeVariant, findGaps } from '../../src/workbench/analysis/index.ts';
import { runAnalysis } from '../../src/workbench/analysis/run-analysis.ts';
import neuronMap from '../../src/workbench/run/sources/neuron-map.ts';
import { inlineHost } from '../helpers/inline-host.ts';
import { randomRun } from '../helpers/random-run.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { userErrorOf } from '../helpers/user-error.ts';

const options = { analyzers: ['coarseness'], device: 'cpu' } as const;

async function change(
  variant: Variant,
  epoch: number,
  edit: (weights: Record<string, NamedArrays[string]>) => void
): Promise<void> {
  const weights = { ...(await readCheckpoint(variant, epoch)) };
  edit(weights);
  await writeCheckpoint(variant, epoch, weights);
}

/** Analyzes a run whose checkpoint of epoch 10 is broken; the others must be done. */
async function failureAt10(breakIt: (variant: Variant) => Promise<void> | void) {
  const variant = await randomRun(temporaryFolder());
  await breakIt(variant);
  const report = await analyzeVariant(variant, options);
  expect(report.failures.map(({ epoch }) => epoch)).toEqual([10]);
  expect(await artifactEpochs(variant, 'coarseness')).toEqual([0, 20]);
  expect(report.remade).toEqual(['coarseness/summary.npz']);
  return { variant, error: report.failures[0].error };
}

describe('a checkpoint that cannot be used is refused, and the others go on', () => {
  it('NaN weights: file and tensor are named', async () => {
    const { variant, error } = await failureAt10((run) =>
      change(run, 10, (weights) => {
        weights['blocks.0.mlp.W_in'].data[3] = Number.NaN;
      })
    );
    const path = checkpointPath(variant, 10);
    expect(error.message).toBe(`weights that are not finite: blocks.0.mlp.W_in in ${path}`);
    expect((error as UserError).hint).toContain('--lr');
  });

  it('a missing tensor: file and tensor are named', async () => {
    const { error } = await failureAt10((run) =>
      change(run, 10, (weights) => {
        delete weights['pos_embed.W_pos'];
      })
    );
    expect(error.message).toContain('missing tensor: pos_embed.W_pos');
    expect(error.message).toContain('checkpoint_epoch_00010.safetensors');
  });

  it('a tensor of another shape', async () => {
    const { error } = await failureAt10((run) =>
      change(run, 10, (weights) => {
        weights['embed.W_E'] = float32(new Float32Array(40), [5, 8]);
      })
    );
    expect(error.message).toContain('shape mismatch: embed.W_E is [5,8], expected [8,8]');
  });

  it('a truncated file', async () => {
    const { error } = await failureAt10((run) => {
      const path = checkpointPath(run, 10);
      writeFileSync(path, readFileSync(path).subarray(0, 900));
    });
    expect(error.message).toContain('damaged safetensors');
  });

  it('is tried again next time', async () => {
    const { variant } = await failureAt10((run) =>
      change(run, 10, (weights) => {
        weights['embed.W_E'].data[0] = Number.POSITIVE_INFINITY;
      })
    );
    await change(variant, 10, (weights) => {
      weights['embed.W_E'].data[0] = 0;
    });
    expect(await analyzeVariant(variant, options)).toMatchObject({ checkpoints: 1, failures: [] });
    expect(await findGaps(variant, options)).toEqual([]);
  });
});

describe('an analysis that cannot be done', () => {
  it('of an unknown analyzer is wrong usage', async () => {
    const variant = await randomRun(temporaryFolder(), [0]);
    const error = await userErrorOf(() => analyzeVariant(variant, { analyzers: ['fourier'] }));
    expect(error).toMatchObject({ message: 'unknown analyzer: fourier', exitCode: 2 });
  });

  it('of a variant without a usable config.json says what is wrong with it', async () => {
    const variant = await randomRun(temporaryFolder(), [0]);
    writeFileSync(`${variant.path}/config.json`, '{');
    const error = await userErrorOf(async () => analyzeVariant(await readVariant(variant.path)));
    expect(error.message).toContain('config.json');
  });

  it('of a variant without a size in config.json names it', async () => {
    const variant = await randomRun(temporaryFolder(), [0]);
    const config = { ...variant.config, d_mlp: undefined };
    const error = await userErrorOf(() => analyzeVariant({ ...variant, config }, options));
    expect(error.message).toContain('missing d_mlp in config.json');
  });

  it('of a variant without checkpoints does nothing', async () => {
    const variant = await randomRun(temporaryFolder(), []);
    expect(await analyzeVariant(variant, options)).toMatchObject({ checkpoints: 0, remade: [] });
    expect(await findGaps(variant)).toEqual([]);
  });

  it('where a file stands in the way stops with that path', async () => {
    const variant = await randomRun(temporaryFolder(), [0, 10, 20, 30]);
    writeFileSync(`${variant.path}/artifacts`, '');
    const error = await userErrorOf(() => analyzeVariant(variant, options));
    expect(error.message).toContain('cannot write');
  });

  it('where one file cannot be written stops there and keeps what it wrote before', async () => {
    const epochs = Array.from({ length: 12 }, (_, i) => i);
    const variant = await randomRun(temporaryFolder(), epochs);
    mkdirSync(`${variant.path}/artifacts/coarseness/epoch_00004.npz`, { recursive: true });
    const error = await userErrorOf(() => analyzeVariant(variant, { ...options, force: true }));
    expect(error.message).toContain('epoch_00004.npz');
    const written = await artifactEpochs(variant, 'coarseness');
    expect(written.slice(0, 5)).toEqual([0, 1, 2, 3, 4]);
    expect(written.length).toBeLessThan(12);
  });

  it('by an analyzer that breaks its declaration is our bug, not the user’s, and told as one', async () => {
    const variant = await randomRun(temporaryFolder(), [0]);
    const wrong = { ...findAnalyzer('coarseness'), arrays: { coarseness: ['frequency'] } };
    const host = inlineHost(() => wrong);
    const { failures } = await runAnalysis(variant, [wrong], host, { device: 'cpu' });
    expect(failures).toMatchObject([{ epoch: 0, file: 'coarseness/epoch_00000.npz' }]);
    expect(failures[0].error).not.toHaveProperty('exitCode');
    expect(failures[0].error.message).toBe(
      'wrong shape of coarseness at epoch 0: coarseness: [12], declared [frequency] = [3]'
    );
    expect(await artifactEpochs(variant, 'coarseness')).toEqual([]);
  });
});

describe('an analysis whose run is replaced meanwhile', () => {
  it('ends with a message, and leaves nothing beside the new run', async () => {
    const variant = await randomRun(temporaryFolder(), [0, 10, 20, 30, 40, 50]);
    const { path } = variant;
    const error = await userErrorOf(() =>
      analyzeVariant(variant, {
        ...options,
        onProgress({ done }) {
          if (done !== 2) return;
          renameSync(`${path}/checkpoints`, `${path}/.aside`);
          mkdirSync(`${path}/checkpoints`);
          rmSync(`${path}/artifacts`, { recursive: true, force: true, maxRetries: 10 });
        }
      })
    );
    expect(error.message).toBe(`run was replaced meanwhile: ${variant.name}`);
    expect(readdirSync(path).sort()).toEqual(['.aside', 'checkpoints', 'config.json']);
  });
});

describe('a killed analysis', () => {
  /** Analyzes in another process that kills itself at that many finished checkpoints. */
  async function killedAt(variant: Variant, count: number): Promise<void> {
    const index = new URL('../../src/workbench/analysis/index.ts', import.meta.url).href;
    const loader = new URL('../../src/loader/index.ts', import.meta.url).href;
    const code = `
      import { analyzeVariant } from ${JSON.stringify(index)};
      import { readVariant } from ${JSON.stringify(loader)};
      const onProgress = ({ done }) => {
        if (done === ${count}) process.kill(process.pid, 'SIGKILL');
      };
      await analyzeVariant(await readVariant(${JSON.stringify(variant.path)}), { onProgress });`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
      stdio: ['ignore', 'ignore', 'inherit']
    });
    const [, signal] = await once(child, 'exit');
    expect(signal).toBe('SIGKILL');
  }

  it('goes on where it was, to the same files as one that was not', async () => {
    const epochs = Array.from({ length: 20 }, (_, i) => i * 10);
    const sizes = { prime: 13, dModel: 16, dMlp: 256 };
    const killed = await randomRun(temporaryFolder(), epochs, sizes);
    await killedAt(killed, 3);
    await killedAt(killed, 5);
    const report = await analyzeVariant(killed);
    expect(report.checkpoints).toBeLessThanOrEqual(20 - 3 - 5);
    expect(await findGaps(killed)).toEqual([]);

    const whole = await randomRun(temporaryFolder(), epochs, sizes);
    await analyzeVariant(whole);
    const contents = ({ path }: Variant) =>
      readdirSync(`${path}/artifacts`, { recursive: true, encoding: 'utf8' })
        .filter((name) => /(^|\/)[^.][^/]*\.npz$/.test(name))
        .sort()
        .map((name) => [name, readFileSync(`${path}/artifacts/${name}`, 'base64')]);
    expect(contents(killed)).toEqual(contents(whole));
    const noted = ({ path }: Variant) =>
      JSON.parse(readFileSync(`${path}/artifacts/manifest.json`, 'utf8'), (key, value) =>
        key === 'updated_at' ? '' : value
      );
    expect(noted(killed)).toEqual(noted(whole));
    const left = readdirSync(killed.path, { recursive: true, encoding: 'utf8' });
    expect(left.filter((name) => name.endsWith('.tmp') || name.endsWith('.lock'))).toEqual([]);
  });
});

describe('the neuron map', () => {
  it('of a neuron out of range names the range', async () => {
    const variant = await randomRun(temporaryFolder(), [0]);
    const error = await userErrorOf(() => neuronMap.load(variant, { epoch: 0, neuron: 12 }));
    expect(error.message).toBe('neuron out of range: 12');
    expect(error.hint).toBe('expected a neuron from 0 to 11');
  });

  it('of a checkpoint without a tensor names it', async () => {
    const variant = await randomRun(temporaryFolder(), [0]);
    await change(variant, 0, (weights) => {
      delete weights['blocks.0.attn.W_V'];
    });
    const error = await userErrorOf(() => neuronMap.load(variant, { epoch: 0, neuron: 1 }));
    expect(error.message).toContain('missing tensor: blocks.0.attn.W_V');
  });
});
