import type { TorchGenerator } from './torch-generator.ts';

/**
 * Returns a random permutation of 0 … count−1, identical to `torch.randperm(count)` on the CPU
 * (Fisher–Yates with modulo draws).
 */
export function randperm(generator: TorchGenerator, count: number): Int32Array<ArrayBuffer> {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  for (let i = 0; i < count - 1; i++) {
    const j = i + (generator.next() % (count - i));
    const value = order[i];
    order[i] = order[j];
    order[j] = value;
  }
  return order;
}
