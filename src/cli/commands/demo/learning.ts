import { textsIn } from '../../../array/text-array.ts';
import { checkpointEpochs, findVariant, readSummary } from '../../../loader/index.ts';
import { formatTable } from '../../../text/format.ts';
import { readRun } from '../../../workbench/run/run-data.ts';
import { print, printJson } from '../../output/output.ts';
import { exportAll } from './export-all.ts';

/**
 * The run of `demo learning`: a GPT-2 of two layers learns within a minute on two cores to add
 * numbers of three digits, carries last.
 */
export const learningRecipe = {
  parameters: { digits: 3 },
  epochs: 1000,
  checkpoints: '0:1000:50'
} as const;

/** Share of the probes of a level that it takes to have learned it. */
const LEARNED = 0.9;

/** Whether the run has its last checkpoint. */
export async function isLearningTrained(results: string, name: string): Promise<boolean> {
  const variant = await findVariant(results, name).catch(() => null);
  const steps = variant === null ? [] : await checkpointEpochs(variant);
  return steps.at(-1) === learningRecipe.epochs;
}

/** Prints what the model learned when, and exports figures. */
export async function reportLearning(results: string, name: string, json: boolean): Promise<void> {
  const variant = await findVariant(results, name);
  const run = await readRun(variant, ['probe_answers', 'probe_skills']);
  const levels = await levelsOf(variant);
  const last = run.epochs.at(-1) as number;
  const exports = await exportAll(run, results, [
    { id: 'skill_trajectories', epochs: [last] },
    { id: 'probe_map', epochs: [last] },
    { id: 'error_types', epochs: [last] },
    { id: 'skill_radar', epochs: run.epochs, format: 'gif' }
  ]);
  if (json) return printJson({ variant: variant.name, path: variant.path, levels, exports });
  print(`\n${variant.name}`);
  const rows = levels.map(({ level, probes, halfAt, learnedAt, right }) => [
    ...[level, String(probes), String(halfAt ?? 'never'), String(learnedAt ?? 'never')],
    right.toFixed(2)
  ]);
  const heads = ['level', 'probes', 'half right at step', '90 % from step on', 'right at the end'];
  print(formatTable(heads, rows));
  print('a level is how many columns a carry runs through: S0 has no carry');
  print('\nexported');
  for (const path of exports) print(`  ${path}`);
  print(`\nexplore it: grokscope explore ${variant.name} --results ${results}`);
}

/** When each level was learned, by the checkpoints that were analyzed; null where never. */
async function levelsOf(variant: Awaited<ReturnType<typeof findVariant>>) {
  const { epochs, skills, accuracy, count } = await readSummary(variant, 'probe_skills');
  const n = accuracy.shape[1];
  const names = textsIn({ ...skills, data: skills.data.slice(0, skills.shape[1]) as never }, n);
  return names.flatMap((name, i) => {
    if (!name.startsWith('level/')) return [];
    const shares = Array.from(epochs.data, (_, row) => Number(accuracy.data[row * n + i]));
    const half = shares.findIndex((share) => share >= 0.5);
    const from = shares.findLastIndex((share) => !(share >= LEARNED)) + 1;
    const stepAt = (row: number) => (row < 0 ? null : (epochs.data[row] as number | undefined));
    return {
      level: name.slice('level/'.length),
      probes: Number(count.data[i]),
      halfAt: stepAt(half) ?? null,
      learnedAt: stepAt(from) ?? null,
      right: shares.at(-1) as number
    };
  });
}
