import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  chooseDevice,
  type DeviceReport,
  devices,
  listOps,
  tryDevices
} from '../../src/engine/index.ts';
import { UserError } from '../../src/error/user-error.ts';
import { vulkanEnvironment } from '../helpers/vulkan.ts';

test('the CPU works and is chosen when asked for', async () => {
  expect(await chooseDevice('cpu')).toBe('cpu');
  const [cpu] = await tryDevices();
  expect(cpu).toEqual({ device: 'cpu', works: true, software: false, detail: 'works' });
});

test('a device that does not work is refused with the reason and a remedy', async () => {
  for (const { device, works, detail } of await tryDevices()) {
    if (works) continue;
    const error = await chooseDevice(device).catch((caught) => caught);
    expect(error).toBeInstanceOf(UserError);
    expect(error.message).toBe(`device ${device} does not work here: ${detail}`);
    expect(error.hint).toMatch(device === 'cuda' ? /install\.js .*cuda12/ : /driver/);
  }
});

test('an unknown device is wrong usage', async () => {
  const error = await chooseDevice('tpu' as 'cpu').catch((caught) => caught);
  expect(error).toMatchObject({
    message: 'unknown device: tpu',
    hint: `known devices: ${devices.join(', ')}`,
    exitCode: 2
  });
});

interface Trained {
  readonly losses: number[];
  readonly W: number[];
  readonly location: string;
}

function expectClose(found: readonly number[], wanted: readonly number[]): void {
  expect(found).toHaveLength(wanted.length);
  for (const [i, value] of wanted.entries()) expect(found[i]).toBeCloseTo(value, 5);
}

const environment = vulkanEnvironment();

describe.skipIf(environment === null)('WebGPU (needs a Vulkan device)', () => {
  let seen: {
    readonly reports: readonly DeviceReport[];
    readonly auto: string;
    readonly y: number[];
    readonly top: number[];
    readonly refused: string;
    readonly ops: Readonly<Record<string, number>>;
    readonly webgpu: Trained;
    readonly cpu: Trained;
  };

  beforeAll(async () => {
    const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
    const node = path('../../node_modules/.bin/node');
    const options = { env: environment!, timeout: 110_000 };
    const { stdout } = await promisify(execFile)(node, [path('webgpu-child.ts')], options);
    seen = JSON.parse(stdout.trim().split('\n').at(-1)!);
  }, 120_000);

  test('is reported to work', () => {
    expect(seen.reports[1]).toMatchObject({ device: 'webgpu', works: true });
  });

  test('is not chosen by auto where it is emulated on the CPU', () => {
    const { software } = seen.reports[1];
    if (software) expect(seen.auto).toBe('cpu');
    else expect(seen.auto).not.toBe('cpu');
  });

  test('runs a small graph', () => {
    const rows = [
      [5, 3],
      [3, 6]
    ].map((row) => row.map((v) => Math.exp(v) / (Math.exp(row[0]) + Math.exp(row[1]))));
    expectClose(seen.y, rows.flat());
    expect(seen.top).toEqual([2, 0]);
  });

  test('runs every op and its gradient; sines are coarse on GPUs, as Vulkan allows', () => {
    expect(Object.keys(seen.ops)).toEqual(listOps().map((op) => op.id));
    for (const [id, difference] of Object.entries(seen.ops))
      expect(difference, id).toBeLessThan(id === 'sin' || id === 'cos' ? 1e-3 : 1e-4);
  });

  test('trains ten steps to the losses and weights of the CPU, its state staying in GPU memory', () => {
    expect(seen.webgpu.location).toBe('gpu-buffer');
    expect(seen.cpu.location).toBe('cpu');
    expect(seen.cpu.losses[9]).toBeLessThan(seen.cpu.losses[0] * 0.95);
    expectClose(seen.webgpu.losses, seen.cpu.losses);
    expectClose(seen.webgpu.W, seen.cpu.W);
  });

  test('has no float64 and says so', () => {
    expect(seen.refused).toBe('UserError: webgpu has no float64');
  });
});
