import { UserError } from '../error/user-error.ts';
import { chooseDevice, type Device } from './devices.ts';
import { type Lazy, reachable } from './lazy.ts';
import { buildProgram, type Program } from './program.ts';
import type { SessionSettings } from './session.ts';

/** How a graph is compiled. */
export interface CompileOptions {
  /** What 'float' means: 'float32' (the default) to run, 'float64' to check. */
  readonly dtype?: 'float32' | 'float64';
  /** 'auto' by default; for a graph with 'double' nodes or dtype 'float64' that is never WebGPU. */
  readonly device?: Device;
  /** CPU threads per kernel; all cores by default. */
  readonly threads?: number;
  /**
   * Outputs that stay in GPU memory between steps (WebGPU; elsewhere every output is host memory
   * anyway).
   */
  readonly resident?: readonly string[];
  readonly session?: SessionSettings;
}

interface Shared {
  /** Keeps the nodes alive, so that an equal graph built later is this one. */
  readonly outputs: Readonly<Record<string, Lazy>>;
  readonly program: Promise<Program>;
  holders: number;
}

const cache = new Map<string, Shared>();

/**
 * Compiles a graph: everything `outputs` need, each node once. The same graph with the same options
 * is compiled only once and shared. Throws UserError if the device does not work here.
 */
export async function compile(
  outputs: Readonly<Record<string, Lazy>>,
  options: CompileOptions = {}
): Promise<Program> {
  const { dtype = 'float32', device = 'auto', threads, resident = [], session } = options;
  const nodes = reachable(Object.values(outputs));
  const doubles = dtype === 'float64' || nodes.some((node) => node.type === 'double');
  const target = await chooseDevice(device, doubles);
  if (target === 'webgpu' && dtype === 'float64')
    throw new UserError('webgpu has no float64', 'use: --device cpu');
  const ids = Object.entries(outputs).map(([name, node]) => [name, node.id]);
  const key = JSON.stringify([ids, dtype, target, threads, resident, session]);
  const shared = cache.get(key) ?? {
    outputs,
    program: buildProgram({ outputs, dtype, target, threads, resident, settings: session }),
    holders: 0
  };
  cache.set(key, shared);
  shared.holders++;
  try {
    const program = await shared.program;
    let held = true;
    const dispose = async () => {
      if (held && --shared.holders === 0) {
        cache.delete(key);
        await program.dispose();
      }
      held = false;
    };
    return { ...program, dispose };
  } catch (error) {
    cache.delete(key);
    throw error;
  }
}
