import type { Tensor } from '../array/tensor.ts';
import { UserError } from '../error/user-error.ts';
import { elements, sameShape } from './broadcast.ts';
import type { OnnxType } from './onnx-model.ts';
import { type DeviceTensor, onnxRuntime } from './session.ts';

/** What a program expects or returns under a name. */
export interface Slot {
  readonly type: OnnxType;
  readonly shape: readonly number[];
}

/**
 * Returns the numbers as a device tensor of the slot's type, without a copy where the type is
 * already right. Throws UserError on a wrong shape.
 */
export async function toDevice(name: string, tensor: Tensor, slot: Slot): Promise<DeviceTensor> {
  if (!sameShape(tensor.shape, slot.shape)) {
    const message = `shape mismatch: ${name} is [${tensor.shape}], expected [${slot.shape}]`;
    throw new UserError(message, 'check that the weights and the model settings belong together');
  }
  const { Tensor: Device } = await onnxRuntime();
  const { data } = tensor;
  const dims = [...slot.shape];
  switch (slot.type) {
    case 'float32':
      return new Device(
        'float32',
        data instanceof Float32Array ? data : Float32Array.from(data),
        dims
      );
    case 'float64':
      return new Device(
        'float64',
        data instanceof Float64Array ? data : Float64Array.from(data),
        dims
      );
    case 'int64':
      return new Device(
        'int64',
        BigInt64Array.from(data, (value) => BigInt(value)),
        dims
      );
    case 'bool':
      return new Device(
        'bool',
        data instanceof Uint8Array ? data : Uint8Array.from(data, Number),
        dims
      );
  }
}

/** Returns a device tensor of zeros of the slot's type and shape. */
export async function blank(slot: Slot): Promise<DeviceTensor> {
  const { Tensor: Device } = await onnxRuntime();
  const size = elements(slot.shape);
  const dims = [...slot.shape];
  switch (slot.type) {
    case 'float32':
      return new Device('float32', new Float32Array(size), dims);
    case 'float64':
      return new Device('float64', new Float64Array(size), dims);
    case 'int64':
      return new Device('int64', new BigInt64Array(size), dims);
    case 'bool':
      return new Device('bool', new Uint8Array(size), dims);
  }
}

/**
 * Returns the numbers of a device tensor, on the device's own memory where it is the host's;
 * integers as float64.
 */
export async function toHost(tensor: DeviceTensor): Promise<Tensor> {
  const data = await tensor.getData();
  const shape = tensor.dims;
  if (data instanceof Float32Array) return { dtype: 'float32', shape, data };
  if (data instanceof Float64Array) return { dtype: 'float64', shape, data };
  if (data instanceof Uint8Array) return { dtype: 'bool', shape, data };
  return { dtype: 'int64', shape, data: Float64Array.from(data as BigInt64Array, Number) };
}
