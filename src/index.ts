/**
 * grokscope as a library: read results, draw figures, train and analyze, in a plain Node script.
 * Figures are Plotly JSON; arrays are numbers, lists, typed arrays or tensors. Failures that a user
 * can mend are UserErrors.
 */
export { type Analyzer, analyzers, findAnalyzer } from './analyzers/index.ts';
export { type DType, type NamedArrays, type Tensor, view } from './array/tensor.ts';
export type { ArrayLikeInput } from './array/to-tensor.ts';
export { toArrays } from './array/to-tensor.ts';
export { readNpz, readSafetensors, writeNpz, writeSafetensors } from './codec/index.ts';
export type { Device } from './engine/index.ts';
export { UserError } from './error/user-error.ts';
export type { Figure, Layout, Trace } from './figure/figure.ts';
export { figureJson } from './figure/json.ts';
export { lockRanges, type Ranges, rangesOf, unionRanges } from './figure/ranges.ts';
export {
  analyzersOf,
  artifactEpochs,
  checkpointEpochs,
  type Era,
  type Family,
  findVariant,
  hasAcross,
  hasSummary,
  type Losses,
  listFamilies,
  listVariants,
  parseEpochs,
  type RunMetadata,
  readAcross,
  readArtifact,
  readCheckpoint,
  readFamily,
  readInitial,
  readLosses,
  readMetadata,
  readSummary,
  resultsFolder,
  type Variant,
  type VariantState,
  watchVariant
} from './loader/index.ts';
export type { Recipe } from './model/recipe.ts';
export {
  type Exporter,
  type ExportFormat,
  type ExportOptions,
  exportFigure,
  exportFormats,
  openExporter
} from './render-png/index.ts';
export { type PlainOptions, plainText } from './render-terminal/index.ts';
export {
  type Detection,
  detectTurn,
  type TurnOptions,
  type TurnReport,
  turnEpoch,
  type Window,
  type Windows
} from './turn/index.ts';
export * from './visualizations/figures.ts';
export {
  type ArtifactInput,
  findVisualization,
  type Kind,
  type Renderer,
  type Visualization,
  visualizations
} from './visualizations/index.ts';
export {
  type AnalysisProgress,
  type AnalysisReport,
  type AnalyzeOptions,
  analyzeVariant,
  analyzeVariants,
  findGaps,
  type Gap
} from './workbench/analysis/index.ts';
export type { Alignment } from './workbench/compare/alignments.ts';
export {
  type Anomaly,
  findAnomalies,
  type VariantAnomalies
} from './workbench/compare/anomalies.ts';
export {
  type Comparison,
  type ComparisonRequest,
  compareRuns
} from './workbench/compare/compare-runs.ts';
export {
  type FigureOptions,
  type FramesOptions,
  type OpenOptions,
  open,
  type Run
} from './workbench/open.ts';
export { keyFrequencies, type LossFacts, lossFacts } from './workbench/run/facts.ts';
export { listNeurons, type NeuronOrder, type NeuronRow } from './workbench/run/neuron-list.ts';
export type { RunData } from './workbench/run/run-data.ts';
export {
  type Cell,
  type Column,
  sortedRows,
  type TableRow,
  type VariantTable,
  variantTable
} from './workbench/table/variant-table.ts';
export {
  type PairsTrace,
  type TraceRequest,
  traceVariant,
  type VariantTrace
} from './workbench/trace/index.ts';
export {
  type DensifyReport,
  type DensifyRequest,
  densifyVariant
} from './workbench/train/densify-variant.ts';
export {
  type TrainReport,
  type TrainRequest,
  trainVariant
} from './workbench/train/train-variant.ts';
export { type VariantTurn, variantTurn } from './workbench/turn/variant-turn.ts';
