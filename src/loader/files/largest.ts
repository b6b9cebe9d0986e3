import { layoutOf } from '../../task/index.ts';
import type { Variant } from '../variants/variant.ts';
import { numberedFiles } from './folder.ts';

/** Nobody minds so many bytes, whatever the model is. */
const SMALL = 16 * 2 ** 20;
/**
 * The most bytes of a file, packed or unpacked: none of ours or of the Python workbench's has more.
 */
export const LARGEST = 512 * 2 ** 20;
/** A number as the widest type has it. */
const WIDTH = 8;

/**
 * Returns the most bytes that the arrays of one epoch may have together: each neuron, answer,
 * direction and head over all pairs, and the weights themselves. 16 MiB to 512 MiB.
 */
export function largestArtifact(variant: Variant): number {
  return bounded(perEpoch(variant));
}

/**
 * Returns the most bytes that the arrays of a summary or across epochs may have together: some
 * dozens of values of each neuron, number and direction at each of the epochs on disk, beside those
 * of one epoch. 16 MiB to 512 MiB.
 */
export function largestAcross(variant: Variant, artifacts: string): number {
  const { tokens, dMlp, dModel } = sizesOf(variant);
  return bounded(
    perEpoch(variant) + epochsOf(variant, artifacts) * 64 * WIDTH * (tokens + dMlp + dModel)
  );
}

/**
 * Returns the most bytes that a file of all weights may have, `copies` times; 16 MiB to 512 MiB for
 * each.
 */
export function largestWeights(variant: Variant, copies = 1): number {
  return copies * bounded(2 * WIDTH * weightsOf(variant));
}

/** Of a language model: residual streams, answers, and how probes resemble each other. */
function perProbe({ config }: Variant): number {
  const { n_probes: probes, d_model: width, answer_limit: limit } = config;
  return WIDTH * Number(probes) * (8 * Number(width) + 64 * Number(limit) + Number(probes) + 1024);
}

function perEpoch(variant: Variant): number {
  if (variant.language) return perProbe(variant);
  const { rows, dMlp, dModel, answers, patterns } = sizesOf(variant);
  return WIDTH * (rows * (dMlp + dModel + answers + patterns) + 2 * weightsOf(variant));
}

function weightsOf(variant: Variant): number {
  const { dMlp, dModel, answers, heads, dHead, layers, vocabulary, positions } = sizesOf(variant);
  const inLayer = 4 * heads * dHead * (dModel + 1) + (2 * dMlp + 1) * (dModel + 1);
  return (vocabulary + positions + answers) * (dModel + 1) + layers * inLayer;
}

/** Of variants that cannot be used. */
const nothing = { length: 2, tokens: 0, rows: 0, answers: 0 };

/** Model sizes by config.json, those of the largest usual model where it does not say. */
function sizesOf(variant: Variant) {
  const { config } = variant;
  const { length, tokens, rows, answers } = variant.problem ? nothing : layoutOf(variant);
  const size = (key: string, usual: number): number => {
    const value = config[key];
    return typeof value === 'number' && value >= 1 ? value : usual;
  };
  const dModel = size('d_model', 512);
  const heads = size('n_heads', 8);
  const positions = size('n_ctx', length + 1);
  return {
    tokens,
    rows,
    dModel,
    heads,
    positions,
    patterns: heads * positions ** 2,
    dMlp: size('d_mlp', 1024),
    dHead: size('d_head', dModel / heads),
    layers: size('n_layers', 1),
    vocabulary: size('d_vocab', tokens + 1),
    answers: size('d_vocab_out', answers)
  };
}

function epochsOf({ path }: Variant, artifacts: string): number {
  return Math.max(
    numberedFiles(`${path}/checkpoints`, 'checkpoint_epoch_', '.safetensors').length,
    numberedFiles(artifacts, 'epoch_', '.npz').length
  );
}

/** Not finite where config.json tells sizes beyond all bounds. */
function bounded(bytes: number): number {
  return Math.min(LARGEST, Math.max(SMALL, bytes || LARGEST));
}
