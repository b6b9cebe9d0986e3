import { describe, expect, test } from 'vitest';
import { normal } from '../../src/array/random/normal.ts';
import { randperm } from '../../src/array/random/randperm.ts';
import { torchGenerator } from '../../src/array/random/torch-generator.ts';
import { uniform } from '../../src/array/random/uniform.ts';

/** Expected numbers are those of PyTorch 2.13 on the CPU after `torch.manual_seed(seed)`. */
describe('the torch-compatible generator', () => {
  test('draws the bits of mt19937', () => {
    const generator = torchGenerator(5489);
    expect([generator.next(), generator.next()]).toEqual([3499211612, 581869302]);
  });

  test('takes any whole seed by its low 32 bits and refuses others', () => {
    expect(torchGenerator(2 ** 33 + 7).next()).toBe(torchGenerator(7).next());
    expect(normal(torchGenerator(-5), 1)[0]).toBeCloseTo(-1.8266246318817139, 7);
    expect(() => torchGenerator(0.5)).toThrow('invalid seed: 0.5');
  });

  test('uniform equals torch.empty(4).uniform_(-0.3, 0.3)', () => {
    const torch = [
      -0.29744189977645874, -0.23665839433670044, -0.1284945160150528, -0.28382712602615356
    ];
    expect([...uniform(torchGenerator(3), 4, -0.3, 0.3)]).toEqual(torch);
  });

  test('short normals share Box–Muller pairs across calls, and a block of 16 follows', () => {
    const generator = torchGenerator(0);
    const first = [...normal(generator, 5), ...normal(generator, 3)];
    const torch = [
      1.5409960746765137, -0.293428897857666, -2.1787893772125244, 0.5684312582015991,
      -1.0845223665237427, -1.3985954523086548, 0.40334683656692505, 0.8380263447761536
    ];
    first.forEach((value, i) => {
      expect(value).toBeCloseTo(torch[i], 7);
    });
    const tail = [
      -1.586688756942749, 1.203223705291748, 0.08453469723463058, -1.2001394033432007,
      -0.004785737954080105
    ];
    normal(generator, 20)
      .slice(-5)
      .forEach((value, i) => {
        expect(value).toBeCloseTo(tail[i], 6);
      });
  });

  test('randperm equals torch.randperm: the split of the Python workbench', () => {
    const first = [2404, 3488, 5321, 9739, 11270, 1804, 6289, 3838, 2621, 1976];
    const order = randperm(torchGenerator(598), 113 * 113);
    expect([...order.slice(0, 10)]).toEqual(first);
    expect([...order.slice(3830, 3835)]).toEqual([4899, 3545, 4470, 4016, 12758]);
    expect([...randperm(torchGenerator(42), 113 * 113).slice(0, 5)]).toEqual([
      11691, 4308, 4501, 5493, 10945
    ]);
    expect([...randperm(torchGenerator(598), 17 * 17).slice(0, 5)]).toEqual([
      257, 32, 241, 119, 95
    ]);
    expect([...order].sort((a, b) => a - b).every((value, i) => value === i)).toBe(true);
  });
});
