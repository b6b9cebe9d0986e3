import type { NamedArrays } from '../../array/tensor.ts';
import { UserError } from '../../error/user-error.ts';
import { type TurnReport, turnText } from '../../turn/index.ts';
import { keyFrequencies, type LossFacts } from '../run/facts.ts';
import type { RunData } from '../run/run-data.ts';

/**
 * Returns what happened in a run, in one line: when it memorized, turned and generalized, which
 * frequencies won, how many neurons are blobs; of a language model how much of its probes is right
 * in the end. What is not known is left out.
 */
export async function runSentence(
  run: RunData,
  facts: LossFacts,
  { turn, margin, reason }: TurnReport
): Promise<string> {
  if (run.variant.language) return await lastAccuracy(run);
  const at = (name: string, epoch: number | null) => (epoch === null ? '' : `${name} ${epoch}`);
  return [
    at('memorized', facts.memorizedAt),
    turn === null ? (reason ?? '') : turnText(turn, margin).replace(/ \(detectors\)$/, ''),
    turn === null ? '' : at('generalized', facts.generalizedAt),
    await lastFrequencies(run),
    await lastBlobs(run)
  ]
    .filter(Boolean)
    .join(' · ');
}

async function lastFrequencies(run: RunData): Promise<string> {
  const epoch = run.artifacts('neuron_freq_norm').at(-1);
  if (epoch === undefined) return '';
  const arrays = await known(run.read({ from: 'epoch', analyzer: 'neuron_freq_norm' }, { epoch }));
  const keys = arrays ? keyFrequencies(arrays) : [];
  return keys.length > 0 ? `k ${keys.join(', ')}` : '';
}

async function lastBlobs(run: RunData): Promise<string> {
  const need = { from: 'summary', analyzer: 'coarseness' } as const;
  if (run.artifacts('coarseness').length === 0) return '';
  const count = (await known(run.read(need, { epoch: 0 })))?.blob_count?.data.at(-1);
  return count === undefined ? '' : `${count} ${count === 1 ? 'blob' : 'blobs'}`;
}

async function lastAccuracy(run: RunData): Promise<string> {
  if (run.artifacts('probe_answers').length === 0) return '';
  const need = { from: 'summary', analyzer: 'probe_answers' } as const;
  const arrays = await known(run.read(need, { epoch: 0 }));
  const [right, count] = [arrays?.accuracy?.data.at(-1), arrays?.count?.data.at(-1)];
  const step = run.artifacts('probe_answers').at(-1);
  if (right === undefined || !Number.isFinite(right)) return '';
  return `${(100 * right).toFixed(1)} % of ${count} probes right at step ${step}`;
}

/** A damaged or absent file keeps nobody from opening the run. */
async function known(read: NamedArrays | Promise<NamedArrays>): Promise<NamedArrays | null> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}
