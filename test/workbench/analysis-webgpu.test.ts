import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { artifactEpochs, readArtifact } from '../../src/loader/index.ts';
import { analyzeVariant } from '../../src/workbench/analysis/index.ts';
import { randomRun } from '../helpers/random-run.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { vulkanEnvironment } from '../helpers/vulkan.ts';

const env = vulkanEnvironment();
const index = new URL('../../src/workbench/analysis/index.ts', import.meta.url).href;
const loader = new URL('../../src/loader/index.ts', import.meta.url).href;

it.skipIf(env === null)(
  'analysis on WebGPU gives what the CPU gives, singular values in float64',
  async () => {
    const sizes = { prime: 5, dModel: 8, dMlp: 8 };
    const onGpu = await randomRun(temporaryFolder(), [0, 10], sizes);
    const code = `
    import { analyzeVariant } from ${JSON.stringify(index)};
    import { readVariant } from ${JSON.stringify(loader)};
    const variant = await readVariant(${JSON.stringify(onGpu.path)});
    console.log((await analyzeVariant(variant, { device: 'webgpu' })).device);`;
    const args = ['--input-type=module', '-e', code];
    const { stdout: told } = await promisify(execFile)(process.execPath, args, { env: env! });
    expect(told.trim().split('\n').at(-1)).toBe('webgpu');

    const onCpu = await randomRun(temporaryFolder(), [0, 10], sizes);
    await analyzeVariant(onCpu, { device: 'cpu' });
    for (const id of ['neuron_freq_norm', 'attention_freq', 'effective_dimensionality'])
      for (const epoch of await artifactEpochs(onCpu, id)) {
        const [gpu, cpu] = [
          await readArtifact(onGpu, id, epoch),
          await readArtifact(onCpu, id, epoch)
        ];
        for (const [key, { data }] of Object.entries(cpu)) {
          const most = id === 'effective_dimensionality' ? 1e-6 : 1e-4;
          data.forEach((value: number, i: number) => {
            expect(Math.abs(gpu[key].data[i] - value), `${key} at ${i}`).toBeLessThan(most);
          });
        }
      }
  },
  120_000
);
