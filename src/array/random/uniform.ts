import type { TorchGenerator } from './torch-generator.ts';

/**
 * Returns `count` float32 numbers, uniform in [low, high), the same as
 * `torch.empty(count).uniform_(low, high)`: each is (24 random bits / 2^24) · (high − low) + low,
 * rounded to float32 at every step.
 */
export function uniform(
  generator: TorchGenerator,
  count: number,
  low = 0,
  high = 1
): Float32Array<ArrayBuffer> {
  const f = Math.fround;
  const [from, range] = [f(low), f(f(high) - f(low))];
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const unit = (generator.next() & 0xffffff) / 0x1000000;
    values[i] = f(unit * range) + from;
  }
  return values;
}
