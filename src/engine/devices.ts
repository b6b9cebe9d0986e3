import { readdirSync } from 'node:fs';
import { UserError, usageError } from '../error/user-error.ts';
import type { Target } from './emission.ts';
import { packedRuntime } from './onnx-runtime-path.ts';
import { type DeviceReport, tryDevice } from './try-device.ts';

/** A device a user may ask for; 'auto' picks the fastest that suits the graph. */
export type Device = 'auto' | Target;

/** The words `--device` takes. */
export const devices: readonly Device[] = ['auto', 'cpu', 'webgpu', 'cuda'];

const remedies: Readonly<Record<Target, string>> = {
  cpu: 'reinstall the packages: npm ci',
  cuda: `on Linux x64 with CUDA 12 and cuDNN 9 add it by: ${
    packedRuntime() === null
      ? 'node node_modules/onnxruntime-node/script/install.js --onnxruntime-node-install=cuda12'
      : 'npm install onnxruntime-node@1.30.0'
  }`,
  webgpu:
    'it needs a GPU with a Vulkan (Linux), Metal (macOS) or Direct3D 12 (Windows) driver; or: --device cpu'
};

const reports = new Map<Target, Promise<DeviceReport>>();

function tried(target: Target): Promise<DeviceReport> {
  const report = reports.get(target) ?? tryDevice(target);
  reports.set(target, report);
  return report;
}

/** Returns how to make a device work, for people. */
export function deviceRemedy(target: Target): string {
  return remedies[target];
}

/** Tries every device for real, each once per process, and reports on each. */
export function tryDevices(): Promise<readonly DeviceReport[]> {
  return Promise.all((['cpu', 'webgpu', 'cuda'] as const).map(tried));
}

/**
 * Returns the device to use. One asked for by name is tried first; 'auto' is CUDA where it works,
 * else WebGPU where it works on a real GPU and no float64 is needed (`doubles`), else the CPU. A
 * software adapter is used only if WebGPU is asked for by name. Throws UserError with the remedy if
 * the device asked for does not work.
 */
export async function chooseDevice(requested: Device, doubles = false): Promise<Target> {
  if (!devices.includes(requested))
    throw usageError(`unknown device: ${requested}`, `known devices: ${devices.join(', ')}`);
  if (requested === 'cpu') return requested;
  if (requested === 'auto') {
    if (mayHaveCuda() && (await tried('cuda')).works) return 'cuda';
    if (doubles || !mayHaveGpu()) return 'cpu';
    const { works, software } = await tried('webgpu');
    return works && !software ? 'webgpu' : 'cpu';
  }
  const { works, detail } = await tried(requested);
  if (!works)
    throw new UserError(`device ${requested} does not work here: ${detail}`, remedies[requested]);
  return requested;
}

/** A cheap look, so that machines without a GPU pay nothing for 'auto'. */
function mayHaveCuda(): boolean {
  return (
    process.platform === 'linux' && within('/dev').some((name) => /^nvidia\d|^dxg$/.test(name))
  );
}

/**
 * On Windows the software adapter cannot be told from a GPU here, so WebGPU has to be asked for by
 * name.
 */
function mayHaveGpu(): boolean {
  // A container on a GPU box often has NVIDIA's own device without a render node; Vulkan works
  // there.
  if (process.platform === 'darwin' || mayHaveCuda()) return true;
  return (
    process.platform === 'linux' && within('/dev/dri').some((name) => name.startsWith('render'))
  );
}

function within(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
