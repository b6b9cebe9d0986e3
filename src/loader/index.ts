export {
  analysisCommand,
  analyzersOf,
  artifactEpochs,
  hasAcross,
  hasSummary,
  readAcross,
  readArtifact,
  readSummary,
  type StoredEpochs,
  storedEpochs
} from './artifacts/artifacts.ts';
export {
  type AnalyzerProvenance,
  type AnalyzerRecord,
  listProbes,
  readProvenance,
  type StoredProbe,
  updateManifest
} from './artifacts/manifest.ts';
export { writeAcross, writeArtifact, writeSummary } from './artifacts/write-artifacts.ts';
export { artifactFile } from './files/epoch-file.ts';
export { exists, foldersIn, isFolder } from './files/folder.ts';
export { sweepVariant } from './files/leftovers.ts';
export { type Lock, lockVariant } from './files/lock.ts';
export { nearestTo } from './files/nearest.ts';
export { readBytes, readBytesSync } from './files/read-file.ts';
export { type JsonObject, readJsonSync } from './files/read-json.ts';
export { someAtOnce } from './files/some-at-once.ts';
export type { NpzSizes, Shapes } from './files/whole-files.ts';
export { writeAtomic } from './files/write-atomic.ts';
export { type Appended, appendHistory } from './history/append-history.ts';
export type { HistoryOrigin, HistoryRow, SkillScore } from './history/history-row.ts';
export { type History, readHistory } from './history/read-history.ts';
export { type LmEval, readLmEval } from './interop/lm-eval.ts';
export type { LmEvalResult } from './interop/lm-eval-results.ts';
export type { LmEvalSample } from './interop/lm-eval-samples.ts';
export {
  type LoggedBoard,
  type LoggedRun,
  loggedSteps,
  readLoggedRun,
  writeLoggedRun
} from './interop/logged-run.ts';
export { type Embedding, type PointTable, writeProjector } from './interop/projector.ts';
export type { ScalarPoint, Scalars } from './interop/scalars.ts';
export { readTensorBoardScalars, type TensorBoardScalars } from './interop/tensorboard.ts';
export {
  hasTrainerState,
  readTrainerState,
  type TrainerRow,
  type TrainerState
} from './interop/trainer-state.ts';
export { readWandbScalars, type WandbRun } from './interop/wandb.ts';
export { type EvaluatedTask, type Evaluation, writeLmEval } from './interop/write-lm-eval.ts';
export { type DataFile, dataFilesOf, readDataFiles } from './language/data-files.ts';
export {
  probeSetOf,
  readProbeSet,
  readRows,
  type TextProbeSet
} from './language/probe-set.ts';
export { readLanguageConfig } from './language/read-config.ts';
export {
  type CheckpointFolder,
  checkpointFolders,
  folderOfCheckpoints,
  isWholeCheckpoint
} from './language/run-folder.ts';
export {
  readSavedTraining,
  type SavedTraining,
  writeSavedTraining
} from './language/saved-training.ts';
export { probesOf, withHardExamples, writeProbes } from './language/stored-probes.ts';
export { readTokenizer, type Tokenizer } from './language/tokenizer.ts';
export { openWeights, type WeightFiles } from './language/weight-files.ts';
export { type LogRow, writeLanguageCheckpoint } from './language/write-checkpoint.ts';
export {
  checkpointChangedAt,
  checkpointEpochs,
  checkpointPath,
  checkpointShapes,
  damagedCheckpoints,
  readCheckpoint,
  wholeCheckpoints
} from './run/checkpoints.ts';
export { type EpochContext, parseEpochs, planEpochs } from './run/epochs.ts';
export { hasLosses, isTraining, type Losses, readLiveLosses, readLosses } from './run/losses.ts';
export { type RunMetadata, readMetadata } from './run/metadata.ts';
export { isBegunOnly, type ResumeState, readInitial, readResumeState } from './run/resume.ts';
export { sameCheckpoint } from './run/same-checkpoint.ts';
export { type Change, type Watching, watchVariant } from './run/watch.ts';
export {
  writeCheckpoint,
  writeInitial,
  writeLosses,
  writeMetadata,
  writeOptimizer
} from './run/write-run.ts';
export {
  type EmbeddingFile,
  type Embeddings,
  embeddingFiles,
  readEmbeddings
} from './status/embeddings.ts';
export { type HardBoard, type HardEntry, hardScore } from './status/hard-board.ts';
export {
  type EmbeddingsPart,
  type Part,
  readStatus,
  type StatusParts,
  type StatusProblem,
  type StatusTree
} from './status/read-status.ts';
export type { UmapCoords, UmapSlice } from './status/umap-coords.ts';
export {
  writeEmbeddings,
  writeHardBoard,
  writeStatusHistory,
  writeStatusProbes,
  writeUmapCoords
} from './status/write-status.ts';
export {
  checkFree,
  createVariant,
  existingRun,
  updateRecipe,
  variantPath
} from './variants/create-variant.ts';
export { familyNames, listFamilies, readFamily } from './variants/families.ts';
export type { Family, FamilyGroup, FamilyParameter, TrainingDefaults } from './variants/family.ts';
export { findVariant, variantNames } from './variants/find-variant.ts';
export { importVariant, readPthFile } from './variants/import-variant.ts';
export {
  demandVariants,
  familiesIn,
  listVariants,
  someVariants
} from './variants/list-variants.ts';
export { parameterWords, taskWords } from './variants/parameter-words.ts';
export { readVariant } from './variants/read-variant.ts';
export {
  configOf,
  defaultRecipe,
  differentKey,
  nameByPattern,
  type RecipeChanges,
  recipeOf,
  recipeWith,
  variantName
} from './variants/recipe.ts';
export { resultsFolder } from './variants/results-folder.ts';
export { trainedAt } from './variants/trained-at.ts';
export {
  type Era,
  type LanguageRun,
  type ProbeSet,
  stateSigns,
  type Variant,
  type VariantState
} from './variants/variant.ts';
export { checkSameRun, pinned } from './variants/write-in-variant.ts';
