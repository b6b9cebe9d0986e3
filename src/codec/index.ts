export type { TextArray } from './npy.ts';
export {
  type NpzEntry,
  type NpzSelection,
  npzEntries,
  npzNames,
  readNpz,
  readNpzTexts,
  writeNpz
} from './npz.ts';
export { type PthValue, readPth } from './pth.ts';
export { readSafetensors, type Safetensors, writeSafetensors } from './safetensors.ts';
