import type { RunArtifacts } from '../../src/analyzers/index.ts';
import type { NamedArrays } from '../../src/array/tensor.ts';
import { pairContext } from './pair-context.ts';
import { withBlock } from './with-block.ts';

/** Returns a run in memory for `across`: artifacts by analyzer and epoch, cross-epoch files by analyzer, checkpoints by epoch. */
export function fakeRun(files: {
  readonly artifacts?: Readonly<Record<string, Readonly<Record<number, NamedArrays>>>>;
  readonly across?: Readonly<Record<string, NamedArrays>>;
  readonly checkpoints?: Readonly<Record<number, NamedArrays>>;
}): RunArtifacts {
  const { artifacts = {}, across = {}, checkpoints = {} } = files;
  const epochsOf = (entries: object) => Object.keys(entries).map(Number);
  return {
    context: pairContext(13),
    checkpoints: epochsOf(checkpoints),
    epochs: (analyzer) => epochsOf(artifacts[analyzer] ?? {}),
    load: async (analyzer, epoch) => artifacts[analyzer][epoch],
    across: async (analyzer) => across[analyzer],
    checkpoint: async (epoch) => withBlock(checkpoints[epoch])
  };
}
