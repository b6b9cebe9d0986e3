export {
  analyzersOf,
  analyzeWords,
  artifactEpochs,
  hasAcross,
  hasSummary,
  readAcross,
  readArtifact,
  readSummary,
  type StoredEpochs,
  storedEpochs
} from './artifacts.ts';
export {
  checkpointEpochs,
  checkpointPath,
  checkpointShapes,
  damagedCheckpoints,
  readCheckpoint,
  wholeCheckpoints
} from './checkpoints.ts';
export {
  checkFree,
  createVariant,
  existingRun,
  updateRecipe,
  variantPath
} from './create-variant.ts';
export { artifactFile } from './epoch-file.ts';
export { type EpochContext, parseEpochs, planEpochs } from './epochs.ts';
export { familyNames, listFamilies, readFamily } from './families.ts';
export type { Family, FamilyGroup, TrainingDefaults } from './family.ts';
export { findVariant, variantNames } from './find-variant.ts';
export { importVariant, readPthFile } from './import-variant.ts';
export { sweepVariant } from './leftovers.ts';
export { listVariants, someVariants } from './list-variants.ts';
export { type Lock, lockVariant } from './lock.ts';
export { hasLosses, isTraining, type Losses, readLiveLosses, readLosses } from './losses.ts';
export {
  type AnalyzerProvenance,
  type AnalyzerRecord,
  listProbes,
  readProvenance,
  type StoredProbe,
  updateManifest
} from './manifest.ts';
export { type RunMetadata, readMetadata } from './metadata.ts';
export { nearestTo } from './nearest.ts';
export { readBytes } from './read-file.ts';
export { type JsonObject, readJsonSync } from './read-json.ts';
export { readVariant } from './read-variant.ts';
export {
  configOf,
  defaultRecipe,
  differentKey,
  type Recipe,
  recipeOf,
  recipeWith,
  variantName
} from './recipe.ts';
export { resultsFolder } from './results-folder.ts';
export { isBegunOnly, type ResumeState, readInitial, readResumeState } from './resume.ts';
export { sameCheckpoint } from './same-checkpoint.ts';
export { someAtOnce } from './some-at-once.ts';
export { type Era, type ProbeSet, stateSigns, type Variant, type VariantState } from './variant.ts';
export { type Change, type Watching, watchVariant } from './watch.ts';
export type { NpzSizes, Shapes } from './whole-files.ts';
export { writeAcross, writeArtifact, writeSummary } from './write-artifacts.ts';
export { writeAtomic } from './write-atomic.ts';
export { checkSameRun, pinned } from './write-in-variant.ts';
export {
  writeCheckpoint,
  writeInitial,
  writeLosses,
  writeMetadata,
  writeOptimizer
} from './write-run.ts';
