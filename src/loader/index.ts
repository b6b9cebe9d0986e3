export {
  analyzersOf,
  artifactEpochs,
  hasAcross,
  hasSummary,
  readAcross,
  readArtifact,
  readSummary
} from './artifacts.ts';
export { checkpointEpochs, checkpointPath, readCheckpoint } from './checkpoints.ts';
export { type EpochContext, parseEpochs, planEpochs } from './epochs.ts';
export { listFamilies, readFamily } from './families.ts';
export type { Family, FamilyGroup, TrainingDefaults } from './family.ts';
export { findVariant, listVariants } from './list-variants.ts';
export { type Losses, readLosses } from './losses.ts';
export { type RunMetadata, readMetadata } from './metadata.ts';
export { resultsFolder } from './results-folder.ts';
export { type Era, stateSigns, type Variant, type VariantState } from './variant.ts';
