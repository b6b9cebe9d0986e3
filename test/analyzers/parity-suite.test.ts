import { describe, expect, it } from 'vitest';
import { findAnalyzer } from '../../src/analyzers/index.ts';
import { type NamedArrays, type Tensor, vector } from '../../src/array/tensor.ts';
import {
  artifactEpochs,
  hasAcross,
  hasSummary,
  readAcross,
  readArtifact,
  readCheckpoint,
  readSummary,
  readVariant
} from '../../src/loader/index.ts';
import { resolveOptions } from '../../src/option/option.ts';
import { conform, factsOf, knownSizes } from '../../src/workbench/run/conform.ts';
import { analyzedCopy } from '../helpers/analyzed-p13.ts';
import { shared } from '../helpers/shared.ts';
import { withBlock } from '../helpers/with-block.ts';

const folder = 'modulo_addition_1layer_p13_seed999_dseed598';
const path = shared(`data/workbench/modulo_addition_1layer/${folder}`);
/** The Python workbench computes in float32 with float32 angles. */
const tolerance = 5e-5;

/** Complex arrays whose columns have an arbitrary phase. */
const turned = /__(modes|amplitudes)$/;

/** Arrays whose columns have an arbitrary sign. */
const signed = /__(projections|basis|trajectory)$/;

function usual(key: string): typeof largest {
  if (signed.test(key)) return upToSign;
  if (turned.test(key)) return sizes;
  return key.endsWith('__explained_variance') ? relative : largest;
}

/** How far an array may be off where 5e-5 does not fit what it holds, with the reason. */
const exceptions: Readonly<Record<string, typeof largest>> = {
  // float16 on disk: one unit in the last place near 1
  'input_trace/confidence': (mine, theirs, file) => largest(mine, theirs, file) - 5e-4,
  // the directions are drawn without a seed there; only the loss they start from is comparable
  'landscape_flatness/delta_losses': () => 0,
  ...Object.fromEntries(
    [
      'mean_delta_loss',
      'median_delta_loss',
      'max_delta_loss',
      'std_delta_loss',
      'p90_delta_loss'
    ].map((key) => [`landscape_flatness/summary/${key}`, () => 0])
  ),
  // the phase of a coefficient that is nearly 0 is noise; the coefficient it belongs to is not
  'neuron_group_pca/group_bases': (mine, theirs, file) => alongLast(mine, theirs, file),
  'neuron_group_pca/projections': groupSigns,
  'neuron_fourier/phi_mk': (mine, theirs, file) => arcs(mine, theirs, file.alpha_mk),
  'neuron_fourier/psi_mk': (mine, theirs, file) => arcs(mine, theirs, file.beta_mk!)
};

/** The last axis holds components, each with a sign of its own. */
function upToSign(mine: Tensor, theirs: Tensor, file: NamedArrays): number {
  const m = theirs.shape.at(-1)!;
  const signs = Array.from({ length: m }, (_, c) => {
    let overlap = 0;
    for (let i = c; i < mine.data.length; i += m) overlap += mine.data[i] * theirs.data[i];
    return Math.sign(overlap) || 1;
  });
  const data = mine.data.map((value: number, i: number) => value * signs[i % m]);
  return largest({ ...mine, data }, theirs, file);
}

/** Rows of the last axis are components, each with a sign of its own. */
function alongLast(mine: Tensor, theirs: Tensor, file: NamedArrays): number {
  const width = theirs.shape.at(-1)!;
  const data = mine.data.map((value: number, i: number) => {
    const row = (i - (i % width)) as number;
    let overlap = 0;
    for (let j = row; j < row + width; j++) overlap += mine.data[j] * theirs.data[j];
    return value * (Math.sign(overlap) || 1);
  });
  return largest({ ...mine, data }, theirs, file);
}

/** Each group has signs of its own: sizes are compared. */
function groupSigns(mine: Tensor, theirs: Tensor, file: NamedArrays): number {
  const absolute = (tensor: Tensor): Tensor => ({ ...tensor, data: tensor.data.map(Math.abs) });
  return largest(absolute(mine), absolute(theirs), file);
}

/** Squares of float32 numbers, of which the largest are far above 1. */
function relative(mine: Tensor, theirs: Tensor, file: NamedArrays): number {
  return largest(mine, theirs, file) / Math.max(1, ...theirs.data);
}

function sizes(mine: Tensor, theirs: Tensor, file: NamedArrays): number {
  const absolute = ({ dtype, data }: Tensor): Tensor => {
    const lanes = dtype === 'complex128' ? 2 : 1;
    const at = (_: unknown, i: number) => Math.hypot(...data.subarray(lanes * i, lanes * (i + 1)));
    return vector(Array.from({ length: data.length / lanes }, at));
  };
  return largest(absolute(mine), absolute(theirs), file);
}

function arcs(mine: Tensor, theirs: Tensor, radius: Tensor): number {
  let worst = 0;
  theirs.data.forEach((angle: number, i: number) => {
    const half = Math.abs(Math.sin((mine.data[i] - angle) / 2));
    worst = Math.max(worst, 2 * half * radius.data[i]);
  });
  return worst;
}

function largest(mine: Tensor, theirs: Tensor, _file: NamedArrays): number {
  let worst = 0;
  theirs.data.forEach((value: number, i: number) => {
    const both = Number.isNaN(value) && Number.isNaN(mine.data[i]);
    const difference = both ? 0 : Math.abs(mine.data[i] - value);
    worst = Math.max(worst, Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference);
  });
  return worst;
}

function expectSame(mine: NamedArrays, theirs: NamedArrays, what: string): number {
  const worst: [string, number][] = [];
  for (const [key, stored] of Object.entries(theirs)) {
    const found = mine[key];
    expect(found, `${what}/${key}`).toBeDefined();
    expect([found.dtype, ...found.shape], `${what}/${key}`).toEqual([
      stored.dtype,
      ...stored.shape
    ]);
    const off = (exceptions[`${what}/${key}`] ?? usual(key))(found, stored, theirs);
    worst.push([key, off]);
  }
  worst.sort((a, b) => b[1] - a[1]);
  console.info(
    what,
    worst
      .slice(0, 3)
      .map(([key, off]) => `${key} ${off.toExponential(1)}`)
      .join(', ')
  );
  expect(
    worst.filter(([, off]) => !(off <= tolerance)),
    what
  ).toEqual([]);
  return worst[0]?.[1] ?? 0;
}

describe.skipIf(path === null)('the suite beside the files of the Python workbench (p=13)', () => {
  const ids = [
    'attention_patterns',
    'attention_fourier',
    'neuron_fourier',
    'fourier_nucleation',
    'fourier_frequency_quality',
    'repr_geometry',
    'input_trace',
    'input_trace_graduation',
    'parameter_trajectory',
    'global_centroid_pca',
    'centroid_dmd',
    'landscape_flatness'
  ];

  it.each(ids)('%s: names, shapes, dtypes and values', { timeout: 120_000 }, async (id) => {
    const theirs = await readVariant(path!);
    const mine = await analyzedCopy(path!, [id]);
    expect(Object.keys(findAnalyzer(id).arrays).length > 0 || hasAcross(theirs, id)).toBe(true);
    for (const epoch of await artifactEpochs(theirs, id))
      expectSame(await readArtifact(mine, id, epoch), await readArtifact(theirs, id, epoch), id);
    if (hasSummary(theirs, id))
      expectSame(await readSummary(mine, id), await readSummary(theirs, id), `${id}/summary`);
    if (hasAcross(theirs, id))
      expectSame(await readAcross(mine, id), await readAcross(theirs, id), id);
  });

  // On their neuron_freq_norm and neuron_dynamics: nearly tied shares put some neurons into other groups on ours.
  it.each(['neuron_group_pca', 'freq_group_weight_geometry', 'transient_frequency'])(
    '%s from their artifacts',
    async (id) => {
      const theirs = await readVariant(path!);
      const analyzer = findAnalyzer(id);
      const epochs = await artifactEpochs(theirs, 'neuron_freq_norm');
      const made = await analyzer.across!(
        {
          context: factsOf(theirs),
          checkpoints: epochs,
          epochs: () => epochs,
          load: (read, epoch) => readArtifact(theirs, read, epoch),
          across: (read) => readAcross(theirs, read),
          checkpoint: async (epoch) => withBlock(await readCheckpoint(theirs, epoch))
        },
        resolveOptions(analyzer.parameters ?? {}, {})
      );
      const mine = conform(made, analyzer.acrossArrays!, knownSizes(theirs), id);
      expectSame(mine, await readAcross(theirs, id), id);
    }
  );
});
