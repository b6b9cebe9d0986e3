import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import type { EpochEvent } from '../../src/training/index.ts';
import { vulkanEnvironment } from '../helpers/vulkan.ts';

interface Run {
  readonly epochs: readonly EpochEvent[];
  readonly weights: readonly number[];
}

const environment = vulkanEnvironment();

test.skipIf(environment === null)(
  'ten training steps on WebGPU (Vulkan) give the losses and weights of the CPU',
  async () => {
    const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
    const node = path('../../node_modules/.bin/node');
    const options = { env: environment!, timeout: 220_000 };
    const { stdout } = await promisify(execFile)(node, [path('webgpu-child.ts')], options);
    const { webgpu, cpu }: { webgpu: Run; cpu: Run } = JSON.parse(
      stdout.trim().split('\n').at(-1)!
    );
    expect(webgpu.epochs).toHaveLength(10);
    cpu.epochs.forEach((wanted, i) => {
      const found = webgpu.epochs[i];
      expect(Math.abs(found.trainLoss / wanted.trainLoss - 1)).toBeLessThan(1e-5);
      expect(Math.abs(found.testLoss / wanted.testLoss - 1)).toBeLessThan(1e-5);
    });
    const off = cpu.weights.map((x, i) => Math.abs(x - webgpu.weights[i]));
    expect(Math.max(...off)).toBeLessThan(1e-4);
  },
  240_000
);
