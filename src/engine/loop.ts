import type { NamedArrays, Tensor } from '../array/tensor.ts';
import { UserError } from '../error/user-error.ts';
import { compile } from './compile.ts';
import { toHost } from './host-tensor.ts';
import { input } from './ops/input.ts';
import type { DeviceTensors, Program } from './program.ts';
import type { DeviceTensor } from './session.ts';

/** A program that is run again and again, some of its outputs being inputs of its next step. */
export interface Loop {
  /**
   * Runs one step and returns the other outputs, in tensors that the next step overwrites.
   * `feeds` are the inputs that are not carried.
   */
  advance(feeds?: DeviceTensors): Promise<DeviceTensors>;
  /**
   * Returns the carried tensors by input name, to be fed to another program on the same device;
   * valid until the next step.
   */
  carried(): DeviceTensors;
  /** Returns copies of the carried numbers by input name (the named ones, all by default). */
  read(names?: readonly string[]): Promise<Record<string, Tensor>>;
}

/**
 * Starts a loop. `carry` maps output to input names; `initial` has the numbers of these inputs,
 * which are copied. On host memory each carried value has two buffers that swap roles, so that
 * nothing is copied or allocated; on WebGPU it stays in GPU memory if it was compiled as
 * `resident`.
 */
export async function startLoop(
  program: Program,
  carry: Readonly<Record<string, string>>,
  initial: NamedArrays
): Promise<Loop> {
  const pairs = Object.entries(carry);
  let state: Record<string, DeviceTensor> = {};
  for (const [, name] of pairs) {
    const given = initial[name];
    if (given === undefined) throw new UserError(`missing input: ${name}`);
    state[name] = await program.upload(name, { ...given, data: given.data.slice() });
  }
  let into: Record<string, DeviceTensor> = {};
  if (program.device !== 'webgpu')
    for (const name of Object.keys(program.outputs)) into[name] = await program.allocate(name);
  return {
    async advance(feeds = {}) {
      const results = await program.step({ ...feeds, ...state }, into);
      const next: Record<string, DeviceTensor> = {};
      const spare = { ...into };
      for (const [output, name] of pairs) {
        const used = state[name];
        next[name] = results[output];
        delete results[output];
        if (output in into) spare[output] = used;
        else if (used.location === 'gpu-buffer') used.dispose();
      }
      state = next;
      into = spare;
      return results;
    },
    carried: () => state,
    async read(names = Object.values(carry)) {
      const arrays: Record<string, Tensor> = {};
      for (const name of names) arrays[name] = await fetch(state[name], program);
      return arrays;
    }
  };
}

/** A GPU buffer can only be read back as the output of a graph: here the one that does nothing. */
async function fetch(tensor: DeviceTensor, { device }: Program): Promise<Tensor> {
  if (tensor.location === 'gpu-buffer') {
    const copy = await compile({ x: input('x', tensor.dims) }, { device });
    const { x } = await copy.step({ x: tensor });
    return toHost(x);
  }
  const { dtype, shape, data } = await toHost(tensor);
  return { dtype, shape, data: data.slice() };
}
