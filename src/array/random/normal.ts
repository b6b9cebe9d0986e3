import type { TorchGenerator } from './torch-generator.ts';
import { uniform } from './uniform.ts';

const BLOCK = 16;

/**
 * Returns `count` float32 numbers from N(0, std²), those of `torch.empty(count).normal_(0, std)` on
 * the CPU within 2e-7·std/0.07: Box–Muller in blocks of 16 uniforms (the last block drawn anew
 * where `count` is no multiple of 16), one pair at a time in double precision where `count` < 16.
 */
export function normal(
  generator: TorchGenerator,
  count: number,
  std = 1
): Float32Array<ArrayBuffer> {
  if (count < BLOCK) return Float32Array.from({ length: count }, () => draw(generator) * std);
  const values = uniform(generator, count);
  const whole = count - (count % BLOCK);
  for (let start = 0; start < whole; start += BLOCK) transform(values, start, std);
  if (whole < count) {
    values.set(uniform(generator, BLOCK), count - BLOCK);
    transform(values, count - BLOCK, std);
  }
  return values;
}

function transform(values: Float32Array, start: number, std: number): void {
  const half = BLOCK / 2;
  for (let j = start; j < start + half; j++) {
    const radius = Math.sqrt(-2 * Math.log(1 - values[j]));
    const angle = 2 * Math.PI * values[j + half];
    values[j] = radius * Math.cos(angle) * std;
    values[j + half] = radius * Math.sin(angle) * std;
  }
}

function draw(generator: TorchGenerator): number {
  if (generator.spare !== null) {
    const spare = generator.spare;
    generator.spare = null;
    return spare;
  }
  const angle = 2 * Math.PI * unit(generator);
  const radius = Math.sqrt(-2 * Math.log1p(-unit(generator)));
  generator.spare = radius * Math.sin(angle);
  return radius * Math.cos(angle);
}

/** A double in [0, 1) from the low 53 of 64 random bits. */
function unit(generator: TorchGenerator): number {
  const high = generator.next() & 0x1fffff;
  return (high * 2 ** 32 + generator.next()) / 2 ** 53;
}
