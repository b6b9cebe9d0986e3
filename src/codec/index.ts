export { parseJson, parsePythonJson, repeatedKey } from './json.ts';
export type { TextArray } from './npy-text.ts';
export { type NpzSelection, readNpz, readNpzApart, readNpzTexts, writeNpz } from './npz.ts';
export { type PthValue, readPth } from './pth.ts';
export { readSafetensors, type Safetensors, writeSafetensors } from './safetensors.ts';
export {
  type HeaderEntry as SafetensorsEntry,
  readSafetensorsHeader
} from './safetensors-header.ts';
export { storedElements } from './stored-elements.ts';
export { zipEntries } from './zip-read.ts';
export { type ZipSizes, zipSizesAtEnd } from './zip-tail.ts';
