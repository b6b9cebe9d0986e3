import type { NamedArrays, Tensor } from '../array/tensor.ts';
import { UserError } from '../error/user-error.ts';
import { type Target, typesOf } from './emission.ts';
import { emit, outputValue } from './emit.ts';
import { heard } from './heard.ts';
import { blank, type Slot, toDevice, toHost } from './host-tensor.ts';
import { type Lazy, reachable } from './lazy.ts';
import { encodeModel } from './onnx-model.ts';
import { inputName, inputValue } from './ops/input.ts';
import { createSession, type DeviceTensor, type SessionSettings } from './session.ts';

/** Device tensors by name. */
export type DeviceTensors = Readonly<Record<string, DeviceTensor>>;

/** A compiled graph. Runs hold the thread they are started on until they are done. */
export interface Program {
  readonly device: Target;
  readonly inputs: Readonly<Record<string, Slot>>;
  readonly outputs: Readonly<Record<string, Slot>>;
  /** Runs it on host arrays. Throws UserError on a missing input or a wrong shape. */
  run(feeds: NamedArrays): Promise<Record<string, Tensor>>;
  /**
   * Runs it on device tensors without conversion; outputs named in `into` are written into those
   * host tensors.
   */
  step(feeds: DeviceTensors, into?: DeviceTensors): Promise<Record<string, DeviceTensor>>;
  /**
   * Returns host numbers as a device tensor for that input; shares memory where the type is already
   * right. Throws UserError on a wrong shape.
   */
  upload(input: string, tensor: Tensor): Promise<DeviceTensor>;
  /** Returns a host tensor of zeros for that output, to be passed in `into`. */
  allocate(output: string): Promise<DeviceTensor>;
  /** Lets go of the program; the last holder's call frees the session. */
  dispose(): Promise<void>;
}

/** Everything that decides what is built, with nothing left to choose. */
export interface Plan {
  readonly outputs: Readonly<Record<string, Lazy>>;
  readonly dtype: 'float32' | 'float64';
  readonly target: Target;
  readonly threads: number | undefined;
  readonly resident: readonly string[];
  readonly settings: SessionSettings | undefined;
}

/** Builds the model and its session and returns the program. Throws ONNX Runtime's error. */
export async function buildProgram(plan: Plan): Promise<Program> {
  const { dtype, target, threads, settings } = plan;
  const [inputs, outputs] = slots(plan);
  const resident = target === 'webgpu' ? plan.resident.map(outputValue) : [];
  const model = await encodeModel(emit(plan.outputs, dtype, target));
  const session = await createSession(model, { target, threads, resident, settings });
  await heard();
  const inputValues = Object.keys(inputs).map((name) => [name, inputValue(name)] as const);
  const outputValues = Object.keys(outputs).map((name) => [name, outputValue(name)] as const);

  const step = async (feeds: DeviceTensors, into: DeviceTensors = {}) => {
    const fed: Record<string, DeviceTensor> = {};
    for (const [name, value] of inputValues) fed[value] = given(feeds, name);
    const fetches: Record<string, DeviceTensor | null> = {};
    for (const [name, value] of outputValues) fetches[value] = into[name] ?? null;
    const results = await session.run(fed, fetches);
    await heard();
    const named: Record<string, DeviceTensor> = {};
    for (const [name, value] of outputValues) named[name] = into[name] ?? results[value];
    return named;
  };
  const upload = (name: string, tensor: Tensor) => toDevice(name, tensor, given(inputs, name));
  return {
    device: target,
    inputs,
    outputs,
    async run(feeds) {
      const fed: Record<string, DeviceTensor> = {};
      for (const name of Object.keys(inputs)) fed[name] = await upload(name, given(feeds, name));
      const results = Object.entries(await step(fed));
      const arrays: Record<string, Tensor> = {};
      for (const [name, tensor] of results) arrays[name] = await toHost(tensor);
      return arrays;
    },
    step,
    upload,
    allocate: (name) => blank(given(outputs, name)),
    dispose: () => session.release()
  };
}

function slots({ outputs, dtype, target }: Plan) {
  const types = typesOf(target, dtype);
  const slot = (node: Lazy): Slot => ({ type: types[node.type], shape: node.shape });
  const named = reachable(Object.values(outputs)).flatMap((node) => {
    const name = inputName(node);
    return name === undefined ? [] : [[name, node] as const];
  });
  const twice = named.find(([name], index) => named.findIndex(([n]) => n === name) !== index);
  if (twice !== undefined) throw new RangeError(`two inputs of one name: ${twice[0]}`);
  const all = (entries: readonly (readonly [string, Lazy])[]) =>
    Object.fromEntries(entries.map(([name, node]) => [name, slot(node)]));
  return [all(named), all(Object.entries(outputs))] as const;
}

function given<T>(values: Readonly<Record<string, T>>, name: string): T {
  const value = values[name];
  if (value === undefined) throw new UserError(`missing input: ${name}`);
  return value;
}
