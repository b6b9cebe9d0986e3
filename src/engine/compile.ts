import type { InferenceSession } from 'onnxruntime-node';
import type { NamedArrays, Tensor } from '../array/tensor.ts';
import { UserError } from '../error/user-error.ts';
import { chooseDevice, type Device } from './devices.ts';
import { emissionGraph, type Target } from './emission.ts';
import { emit, outputName } from './emit.ts';
import { blank, type Slot, toDevice, toHost } from './host-tensor.ts';
import { type Lazy, reachable } from './lazy.ts';
import { inputName } from './ops/input.ts';
import { createSession, type DeviceTensor, type SessionSettings } from './session.ts';

/** How a graph is compiled. */
export interface CompileOptions {
  /** What 'float' means: 'float32' (the default) to run, 'float64' to check. */
  readonly dtype?: 'float32' | 'float64';
  /** 'auto' by default. */
  readonly device?: Device;
  /** CPU threads per kernel; all cores by default. */
  readonly threads?: number;
  readonly session?: SessionSettings;
}

/** Device tensors by name. */
export type DeviceTensors = Readonly<Record<string, DeviceTensor>>;

/** A compiled graph. */
export interface Program {
  readonly device: Target;
  readonly inputs: Readonly<Record<string, Slot>>;
  readonly outputs: Readonly<Record<string, Slot>>;
  /** Runs it on host arrays. Throws UserError on a missing input or a wrong shape. */
  run(feeds: NamedArrays): Promise<Record<string, Tensor>>;
  /** Runs it on device tensors without conversion; outputs named in `into` are written into those tensors. */
  step(feeds: DeviceTensors, into?: DeviceTensors): Promise<Record<string, DeviceTensor>>;
  /** Returns host numbers as a device tensor for that input; shares memory where the type is already right. */
  upload(input: string, tensor: Tensor): Promise<DeviceTensor>;
  /** Returns a device tensor of zeros for that output, to be passed in `into`. */
  allocate(output: string): Promise<DeviceTensor>;
  /** Lets go of the program; the last holder's call frees the session. */
  dispose(): Promise<void>;
}

interface Shared {
  readonly program: Promise<Program>;
  holders: number;
}

const cache = new Map<string, Shared>();

/**
 * Compiles a graph: everything `outputs` need, each node once. The same graph with the same options is compiled only
 * once and shared. Throws UserError if the device does not work here.
 */
export async function compile(
  outputs: Readonly<Record<string, Lazy>>,
  options: CompileOptions = {}
): Promise<Program> {
  const { dtype = 'float32', device = 'auto', threads, session } = options;
  const target = await chooseDevice(device);
  const ids = Object.entries(outputs).map(([name, node]) => [name, node.id]);
  const key = JSON.stringify([ids, dtype, target, threads, session]);
  const shared = cache.get(key) ?? {
    program: build(outputs, dtype, target, threads, session),
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

async function build(
  outputs: Readonly<Record<string, Lazy>>,
  dtype: 'float32' | 'float64',
  target: Target,
  threads: number | undefined,
  settings: SessionSettings | undefined
): Promise<Program> {
  const session = await createSession(emit(outputs, dtype, target), target, threads, settings);
  return programOf(session, outputs, dtype, target);
}

function programOf(
  session: InferenceSession,
  graph: Readonly<Record<string, Lazy>>,
  dtype: 'float32' | 'float64',
  target: Target
): Program {
  const { dtype: onnxType } = emissionGraph(target, dtype);
  const slot = (node: Lazy): Slot => ({ type: onnxType(node.type), shape: node.shape });
  const inputs: Record<string, Slot> = {};
  for (const node of reachable(Object.values(graph))) {
    const name = inputName(node);
    if (name !== undefined) inputs[name] = slot(node);
  }
  const outputs = Object.fromEntries(
    Object.entries(graph).map(([name, node]) => [name, slot(node)])
  );
  const outputNames = Object.keys(outputs);
  const program: Program = {
    device: target,
    inputs,
    outputs,
    async run(feeds) {
      const fed: Record<string, DeviceTensor> = {};
      for (const name of Object.keys(inputs))
        fed[name] = await program.upload(name, given(feeds, name));
      const results = await program.step(fed);
      const arrays: Record<string, Tensor> = {};
      for (const name of outputNames) arrays[name] = await toHost(results[name]!);
      return arrays;
    },
    async step(feeds, into = {}) {
      const fed: Record<string, DeviceTensor> = {};
      for (const name of Object.keys(inputs)) fed[`in:${name}`] = given(feeds, name);
      const fetches: Record<string, DeviceTensor | null> = {};
      for (const name of outputNames) fetches[outputName(name)] = into[name] ?? null;
      const results = await session.run(fed, fetches);
      return Object.fromEntries(
        outputNames.map((name) => [name, into[name] ?? results[outputName(name)]!])
      );
    },
    upload: (name, tensor) => toDevice(name, tensor, inputs[name]!),
    allocate: (name) => blank(outputs[name]!),
    dispose: () => session.release()
  };
  return program;
}

function given<T>(feeds: Readonly<Record<string, T>>, name: string): T {
  const value = feeds[name];
  if (value === undefined) throw new UserError(`missing input: ${name}`);
  return value;
}
