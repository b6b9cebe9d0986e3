/** Returns an epoch as files carry it: padded to five digits, wider from 100000. */
export function paddedEpoch(epoch: number): string {
  return String(epoch).padStart(5, '0');
}

/** Returns the file name of a checkpoint: `checkpoint_epoch_00400.safetensors`. */
export function checkpointFile(epoch: number): string {
  return `checkpoint_epoch_${paddedEpoch(epoch)}.safetensors`;
}

/** Returns the file name of an artifact of one epoch: `epoch_00400.npz`. */
export function artifactFile(epoch: number): string {
  return `epoch_${paddedEpoch(epoch)}.npz`;
}
