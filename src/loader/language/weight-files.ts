import { basename, join } from 'node:path';
import type { Tensor } from '../../array/tensor.ts';
import {
  readPth,
  readSafetensorsHeader,
  type SafetensorsEntry,
  storedElements
} from '../../codec/index.ts';
import { UserError } from '../../error/user-error.ts';
import { printable } from '../../text/printable.ts';
import { exists } from '../files/folder.ts';
import { readDecoded } from '../files/read-file.ts';
import { readJson } from '../files/read-json.ts';
import { openSpans, type SpanFile } from '../files/read-span.ts';

/** The weights in a folder of a Hugging Face model, read tensor by tensor. */
export interface WeightFiles {
  /** The shapes of all tensors by their names. */
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  /** Returns a tensor, widened to float32. Rejects with a UserError. */
  read(name: string): Promise<Tensor>;
  /** Returns the rows `from` to `to` of a matrix, [to − from, …], likewise. */
  readRows(name: string, from: number, to: number): Promise<Tensor>;
  close(): Promise<void>;
}

const REMEDY = 'copy the checkpoint again from where the model was trained';
/** More than any header of a model that is computed here has. */
const HEADER_LIMIT = 2 ** 26;

/**
 * Opens the weights in a folder: `model.safetensors`, its shards by `model.safetensors.index.json`,
 * or `pytorch_model.bin`, which stays in memory. Rejects with a UserError where there are none, a
 * shard is missing, or a file is damaged.
 */
export async function openWeights(folder: string): Promise<WeightFiles> {
  const single = join(folder, 'model.safetensors');
  const index = `${single}.index.json`;
  const pickled = join(folder, 'pytorch_model.bin');
  if (exists(single)) return safetensorsFiles([single]);
  if (exists(index)) return safetensorsFiles(await shardsOf(folder, index));
  if (exists(pickled)) return pickledWeights(pickled);
  if (exists(`${pickled}.index.json`))
    throw new UserError(
      `unsupported weights: sharded .bin in ${printable(folder)}`,
      'save them as safetensors, or as one pytorch_model.bin'
    );
  throw new UserError(
    `no weights in ${printable(folder)}`,
    'expected model.safetensors, its shards with an index, or pytorch_model.bin'
  );
}

async function shardsOf(folder: string, path: string): Promise<readonly string[]> {
  const index = await readJson(path, {
    missing: 'missing index',
    remedy: REMEDY,
    largest: 2 ** 26
  });
  const map = index.weight_map;
  const names = typeof map === 'object' && map !== null ? Object.values(map) : [];
  const files = [...new Set(names)];
  const odd = files.find((name) => typeof name !== 'string' || basename(name) !== name);
  if (files.length === 0 || odd !== undefined)
    throw new UserError(`damaged index of shards: ${printable(path)}`, REMEDY);
  const missing = files.find((name) => !exists(join(folder, name as string)));
  if (missing !== undefined)
    throw new UserError(`missing shard: ${printable(join(folder, missing as string))}`, REMEDY);
  return files.map((name) => join(folder, name as string)).sort();
}

/** Where a tensor lies. */
interface Place {
  readonly file: SpanFile;
  readonly entry: SafetensorsEntry;
  /** Position of the first byte after the header. */
  readonly start: number;
}

async function safetensorsFiles(paths: readonly string[]): Promise<WeightFiles> {
  const opened: SpanFile[] = [];
  const close = async () => {
    for (const file of opened) await file.close();
  };
  const places = new Map<string, Place>();
  try {
    for (const path of paths) {
      const file = await openSpans(path, { missing: `missing weights: ${printable(path)}` });
      opened.push(file);
      for (const place of await placesIn(file, path)) {
        const { name } = place.entry;
        if (places.has(name))
          throw new UserError(`two files hold ${printable(name)}: ${printable(path)}`, REMEDY);
        places.set(name, place);
      }
    }
  } catch (error) {
    await close();
    throw error;
  }
  const placeOf = (name: string): Place => {
    const found = places.get(name);
    if (found === undefined) throw missingTensor(name);
    return found;
  };
  const part = async ({ file, entry, start }: Place, begin: number, end: number) => {
    const raw = await file.read(start + entry.begin + begin, start + entry.begin + end);
    return widened(entry, raw);
  };
  return {
    shapes: Object.fromEntries([...places].map(([name, { entry }]) => [name, entry.shape])),
    async read(name) {
      const place = placeOf(name);
      const { shape, begin, end } = place.entry;
      return { dtype: 'float32', shape, data: await part(place, 0, end - begin) };
    },
    async readRows(name, from, to) {
      const place = placeOf(name);
      const { shape, begin, end } = place.entry;
      const width = (end - begin) / shape[0];
      const data = await part(place, from * width, to * width);
      return { dtype: 'float32', shape: [to - from, ...shape.slice(1)], data };
    },
    close
  };
}

async function placesIn(file: SpanFile, path: string): Promise<readonly Place[]> {
  try {
    if (file.size < 8) throw new UserError('damaged safetensors: it is cut short', REMEDY);
    const length = new DataView((await file.read(0, 8)).buffer).getBigUint64(0, true);
    if (length > BigInt(Math.min(HEADER_LIMIT, file.size - 8)))
      throw new UserError('damaged safetensors: its header is cut short', REMEDY);
    const bytes = await file.read(0, 8 + Number(length));
    const { entries, start } = readSafetensorsHeader(bytes, file.size);
    return entries.map((entry) => ({ file, entry, start }));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(`${error.message}: ${printable(path)}`, REMEDY);
  }
}

function widened({ dtype, name }: SafetensorsEntry, raw: Uint8Array): Float32Array {
  const found = ['F32', 'F16', 'BF16'].includes(dtype)
    ? storedElements(dtype, raw, 'safetensors', name)
    : null;
  if (found === null)
    throw new UserError(
      `unsupported type of ${printable(name)}: ${dtype}`,
      'weights are f32, f16 or bf16: save the model as one of them'
    );
  return found.data as Float32Array;
}

/** Buffers beside the weights (masks, angles) are left out. */
async function pickledWeights(path: string): Promise<WeightFiles> {
  const description = { missing: `missing weights: ${printable(path)}`, remedy: REMEDY };
  const value = await readDecoded(path, description, readPth);
  const tensors = new Map<string, Tensor>();
  if (value instanceof Map)
    for (const [name, tensor] of value)
      if (typeof name === 'string' && isWeight(tensor)) tensors.set(name, tensor);
  if (tensors.size === 0)
    throw new UserError(
      `no tensors by name in ${printable(path)}`,
      'save the model’s state dict: torch.save(model.state_dict(), …)'
    );
  const of = (name: string): Tensor => {
    const found = tensors.get(name);
    if (found === undefined) throw missingTensor(name);
    return { ...found, dtype: 'float32' };
  };
  return {
    shapes: Object.fromEntries([...tensors].map(([name, { shape }]) => [name, shape])),
    read: async (name) => of(name),
    async readRows(name, from, to) {
      const { shape, data } = of(name);
      const width = data.length / shape[0];
      const rows = (data as Float32Array).subarray(from * width, to * width);
      return { dtype: 'float32', shape: [to - from, ...shape.slice(1)], data: rows };
    },
    close: async () => undefined
  };
}

function isWeight(value: unknown): value is Tensor {
  const { dtype, data } = (value ?? {}) as Partial<Tensor>;
  return (dtype === 'float32' || dtype === 'float16') && data instanceof Float32Array;
}

function missingTensor(name: string): UserError {
  return new UserError(
    `missing tensor: ${printable(name)}`,
    'the weights are of another model than config.json describes, or incomplete'
  );
}
