import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { float32, type Tensor } from '../../../src/array/tensor.ts';
import { writeProjector } from '../../../src/loader/interop/projector.ts';
import { temporaryFolder } from '../../helpers/temporary.ts';
import { userErrorOf } from '../../helpers/user-error.ts';

const numbers = [0.1, -1e-30, 3, 1 / 3, 1e20, 0];
const matrix = float32(Float32Array.from(numbers), [3, 2]);
const table = {
  header: ['input', 'skill'],
  rows: [
    ['a\tb', 'x\r\ny'],
    ['c', ''],
    ['', '']
  ]
};

async function written(
  ...given: Parameters<typeof writeProjector> extends [string, ...infer R] ? R : never
) {
  const folder = temporaryFolder();
  await writeProjector(folder, ...given);
  const names = readdirSync(folder).sort();
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

describe('files of the projector', () => {
  it('are three for one embedding', async () => {
    const files = await written([{ name: 'hidden:400', tensor: matrix }], table);
    expect(Object.keys(files)).toEqual(['metadata.tsv', 'projector_config.pbtxt', 'tensors.tsv']);
    expect(files['metadata.tsv']).toBe('input\tskill\na b\tx y\nc\t\n-\t\n');
    expect(files['projector_config.pbtxt']).toBe(
      [
        'embeddings {',
        '  tensor_name: "hidden:400"',
        '  tensor_shape: 3',
        '  tensor_shape: 2',
        '  tensor_path: "tensors.tsv"',
        '  metadata_path: "metadata.tsv"',
        '}',
        ''
      ].join('\n')
    );
    const read = files['tensors.tsv']
      .trimEnd()
      .split('\n')
      .map((row) => row.split('\t').map(Number));
    expect(Float32Array.from(read.flat())).toEqual(matrix.data);
    expect(files['tensors.tsv'].split('\n')[0]).toBe('0.100000001\t-1e-30');
  });

  it('are one of numbers per checkpoint, with one table', async () => {
    const float64: Tensor = { dtype: 'float64', shape: [3, 2], data: Float64Array.from(numbers) };
    const files = await written(
      [
        { name: 'step "1"\\\n', tensor: matrix },
        { name: 'é', tensor: float64 }
      ],
      { header: ['label'], rows: [['a'], [' '], ['c']] }
    );
    expect(files['metadata.tsv']).toBe('a\n-\nc\n');
    expect(files['tensors-2.tsv'].split('\n')[1]).toBe(`3\t${1 / 3}`);
    const config = files['projector_config.pbtxt'];
    expect(config).toContain('tensor_name: "step \\"1\\"\\\\\\012"');
    expect(config).toContain('tensor_name: "é"');
    expect(config.match(/tensor_path: .*/g)).toEqual([
      'tensor_path: "tensors-1.tsv"',
      'tensor_path: "tensors-2.tsv"'
    ]);
  });

  it.each([
    ['embeddings of different names', [], table],
    ['embeddings of different names', [matrix, matrix], table],
    ['rows of metadata and header differ', [matrix], { ...table, rows: [['a']] }],
    ['two numbers or more', [float32(new Float32Array(3), [3, 1])], table],
    ['2 rows of metadata belong to x [3, 2]', [matrix], { ...table, rows: table.rows.slice(1) }],
    ['not all numbers are finite', [float32(new Float32Array(6).fill(Number.NaN), [3, 2])], table]
  ])('are refused: %s', async (problem, tensors, given) => {
    const folder = temporaryFolder();
    const embeddings = tensors.map((tensor) => ({ name: 'x', tensor }));
    const { message } = await userErrorOf(() => writeProjector(folder, embeddings, given));
    expect(message).toContain('the projector cannot show this: ');
    expect(message).toContain(problem);
    expect(readdirSync(folder)).toEqual([]);
  });
});
