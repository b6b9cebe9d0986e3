import type { Target } from './emission.ts';

/** A device a user may ask for. */
export type Device = 'auto' | Target;

/** Returns the device that will be used. */
export async function chooseDevice(asked: Device): Promise<Target> {
  return asked === 'auto' ? 'cpu' : asked;
}
