import { join } from 'node:path';
import type { Tensor } from '../../array/tensor.ts';
import { UserError } from '../../error/user-error.ts';
import { printable } from '../../text/printable.ts';
import { writeAtomic } from '../files/write-atomic.ts';

/** One cloud of points, as of one checkpoint. */
export interface Embedding {
  /** Its name in the projector's list, as `hidden:step 400`. */
  readonly name: string;
  /** One point per row: [N, H], H at least 2, all numbers finite. */
  readonly tensor: Tensor;
}

/** What the projector shows and colours: a value per column for each of the N points. */
export interface PointTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The projector holds all numbers in a browser. */
const MOST = 2 ** 25;

/**
 * Writes what TensorBoard's projector opens: `metadata.tsv`, `tensors.tsv` of a single embedding or
 * `tensors-1.tsv` and so on of several, and `projector_config.pbtxt`, which names them all with the
 * same metadata. `tensorboard --logdir <folder>` shows them. Tabs and line ends in the metadata
 * become blanks, and a row that is blank `-`, since the projector skips blank lines; a single
 * column has no header there. Float32 is written with 9 digits, exact. Throws UserError where the
 * sizes do not fit, a number is not finite, or nothing can be written.
 */
export async function writeProjector(
  folder: string,
  embeddings: readonly Embedding[],
  table: PointTable
): Promise<void> {
  check(embeddings, table);
  await writeAtomic(join(folder, 'metadata.tsv'), metadataText(table));
  const config: string[] = [];
  for (const [i, { name, tensor }] of embeddings.entries()) {
    const file = embeddings.length === 1 ? 'tensors.tsv' : `tensors-${i + 1}.tsv`;
    await writeAtomic(join(folder, file), tensorText(tensor));
    config.push(
      'embeddings {',
      `  tensor_name: ${quoted(name)}`,
      `  tensor_shape: ${tensor.shape[0]}`,
      `  tensor_shape: ${tensor.shape[1]}`,
      `  tensor_path: "${file}"`,
      '  metadata_path: "metadata.tsv"',
      '}'
    );
  }
  await writeAtomic(join(folder, 'projector_config.pbtxt'), `${config.join('\n')}\n`);
}

function check(embeddings: readonly Embedding[], { header, rows }: PointTable): void {
  const refuse = (problem: string, hint: string) =>
    new UserError(`the projector cannot show this: ${problem}`, hint);
  const names = new Set(embeddings.map(({ name }) => name));
  if (embeddings.length === 0 || names.size < embeddings.length)
    throw refuse('it needs embeddings of different names', 'name each by its checkpoint');
  if (header.length === 0 || rows.some((row) => row.length !== header.length))
    throw refuse('rows of metadata and header differ in length', 'give each row all columns');
  for (const { name, tensor } of embeddings) {
    const [points, width] = tensor.shape;
    const shown = `${printable(name)} [${tensor.shape.join(', ')}]`;
    if (tensor.shape.length !== 2 || width < 2)
      throw refuse(
        `a point needs two numbers or more: ${shown}`,
        'give a matrix [points, numbers]'
      );
    if (points !== rows.length)
      throw refuse(`${rows.length} rows of metadata belong to ${shown}`, 'give a row per point');
    if (points * width > MOST)
      throw refuse(`more than ${MOST} numbers: ${shown}`, 'give fewer points');
    if (!tensor.data.every((value) => Number.isFinite(value)))
      throw refuse(`not all numbers are finite: ${shown}`, 'leave such points out');
  }
}

function metadataText({ header, rows }: PointTable): string {
  const lines = header.length > 1 ? [header, ...rows] : rows;
  return lines
    .map((line) => {
      const cells = line.map((cell) => cell.replace(/[\t\n\r]+/g, ' '));
      if (cells.every((cell) => cell.trim() === '')) cells[0] = '-';
      return `${cells.join('\t')}\n`;
    })
    .join('');
}

function tensorText({ shape, data }: Tensor): string {
  const [points, width] = shape;
  const shown = (value: number) =>
    String(data instanceof Float32Array ? Number(value.toPrecision(9)) : value);
  const lines: string[] = [];
  for (let i = 0; i < points; i++) {
    const row = Array.from(data.subarray(i * width, (i + 1) * width), shown);
    lines.push(`${row.join('\t')}\n`);
  }
  return lines.join('');
}

/** A string of protobuf's text format: bytes that it cannot have are octal. */
function quoted(text: string): string {
  const plain = text.replace(
    /["\\\p{Cc}]/gu,
    (character) => `\\${character === '"' || character === '\\' ? character : octal(character)}`
  );
  return `"${plain}"`;
}

function octal(character: string): string {
  return Array.from(Buffer.from(character), (byte) => byte.toString(8).padStart(3, '0')).join('\\');
}
