import { textsIn } from '../../array/text-array.ts';
import {
  checkpointPath,
  probesOf,
  readArtifact,
  type Variant,
  writeLmEval,
  writeProjector
} from '../../loader/index.ts';
import { isHardExample, type TextProbe } from '../../task/index.ts';

/**
 * Writes the mean hidden states of the probes, after the final norm, as TensorBoard's projector
 * opens them: an embedding for each step, with id, category, difficulty and prompt of the probes.
 * Returns what was written. Rejects with a UserError where the artifact probe_embeddings is absent.
 */
export async function writeProjectorFolder(
  variant: Variant,
  folder: string,
  steps: readonly number[]
): Promise<readonly string[]> {
  const own = ownProbes(variant);
  const embeddings = [];
  for (const step of steps) {
    const { last } = await readArtifact(variant, 'probe_embeddings', step);
    const width = last.shape[1];
    const data = (last.data as Float32Array<ArrayBuffer>).slice(0, own.length * width);
    embeddings.push({
      name: `step ${step}`,
      tensor: { ...last, shape: [own.length, width], data }
    });
  }
  await writeProjector(folder, embeddings, {
    header: ['id', 'category', 'difficulty', 'prompt'],
    rows: own.map(({ id, category, difficulty, prompt }) => [...[id, category, difficulty, prompt]])
  });
  return ['projector_config.pbtxt', 'metadata.tsv'];
}

/**
 * Writes what a model answers to the probes as lm-evaluation-harness lays it out: a task for each
 * category, with the share of exact answers and its standard error; a folder for each step. Probes
 * without an expected answer are left out. Returns the paths of the results. Rejects with a
 * UserError where the artifact probe_answers is absent.
 */
export async function writeLmEvalFolder(
  variant: Variant,
  folder: string,
  steps: readonly number[]
): Promise<readonly string[]> {
  const own = ownProbes(variant);
  const known = own.flatMap((probe, i) => (probe.expected === null ? [] : [{ probe, i }]));
  const categories = [...new Set(known.map(({ probe }) => categoryOf(probe)))];
  const date = new Date();
  const paths: string[] = [];
  for (const step of steps) {
    const { correct, greedy_texts } = await readArtifact(variant, 'probe_answers', step);
    const answers = textsIn(greedy_texts, correct.data.length);
    const tasks = categories.map((category) => {
      const members = known.filter(({ probe }) => categoryOf(probe) === category);
      const n = members.length;
      const share = members.filter(({ i }) => correct.data[i] === 1).length / n;
      const stderr = n > 1 ? Math.sqrt((share * (1 - share)) / (n - 1)) : null;
      return {
        name: category,
        metrics: [{ metric: 'exact_match', filter: 'none', value: share, stderr }],
        samples: members.map(({ probe, i }, docId) => ({
          ...{ docId, filter: 'none', prompt: probe.prompt, target: probe.expected as string },
          response: answers[i],
          metrics: { exact_match: correct.data[i] }
        }))
      };
    });
    const model = checkpointPath(variant, step).split('/').slice(-1)[0];
    paths.push(await writeLmEval(folder, { model: `${variant.name}/${model}`, date, tasks }));
  }
  return paths;
}

/** The probes without hard examples, which stand behind them. */
function ownProbes(variant: Variant): readonly TextProbe[] {
  return probesOf(variant).filter((probe) => !isHardExample(probe));
}

/** As the name of a file. */
function categoryOf({ category }: TextProbe): string {
  return (category || 'probes')
    .replaceAll(/[/\\\p{Cc}]/gu, '_')
    .replace(/^\./, '_')
    .slice(0, 150);
}
