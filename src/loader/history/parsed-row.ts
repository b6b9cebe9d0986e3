import { isShare, type JsonPlace } from '../files/json-place.ts';
import {
  type HistoryOrigin,
  type HistoryRow,
  historyOrigins,
  type SkillScore
} from './history-row.ts';

/** Keys that are no skill and no stranger's. */
const known: ReadonlySet<string> = new Set([
  'step',
  'timestamp',
  'train_loss',
  'val_loss',
  'learning_rate',
  'skill_scores',
  'skill_counts',
  'total_weight_drift',
  'layer_drifts',
  'layer_norms',
  'weight_norms',
  'geometry_drift',
  'expected_calibration_error',
  'ece',
  'mean_confidence',
  'hard_examples_correct',
  'hard_examples_total',
  'checkpoint_path',
  'data_files_trained',
  'probe_set',
  'origin'
]);

/** The skills of the plan, which its sample has among the other keys of a row. */
const plansSkill = /^(syllo|sy|binary|bin)(?![a-z])/;

/**
 * Returns a line of a learning history as a row, in whichever of the plan's shapes it is: the
 * program's (`skill_scores`), the sample's (a skill is a key of its own, `weight_norms`, `ece`) or
 * the sketch's (losses in `metrics`). Null (told) without a step. What its program writes for want
 * of a value is null: hard examples 0 of 0, empty lists, loss and learning rate 0 of a run that has
 * ended.
 * @param skillNames names that are skills where they are keys of their own, besides the plan's
 */
export function parsedRow(place: JsonPlace, skillNames: ReadonlySet<string>): HistoryRow | null {
  const step = place.step('step');
  if (step === null) return null;
  const origin = originOf(place);
  const isListed = place.has('skill_scores');
  const skills = isListed ? skillsOf(place) : flatSkills(place, skillNames);
  return {
    step,
    timestamp: place.text('timestamp'),
    ...lossesOf(place, origin),
    skills,
    layerDrifts: filled(place.numbers('layer_drifts')),
    layerNorms: filled(place.numbers(place.has('layer_norms') ? 'layer_norms' : 'weight_norms')),
    totalDrift: place.number('total_weight_drift'),
    geometryDrift: place.number('geometry_drift'),
    calibrationError: place.number('expected_calibration_error', 'ece'),
    meanConfidence: place.number('mean_confidence'),
    ...hardOf(place),
    dataFiles: filled(place.texts('data_files_trained')),
    checkpoint: place.text('checkpoint_path'),
    probeSet: place.text('probe_set'),
    origin,
    others: place.others(new Set([...known, ...(isListed ? [] : Object.keys(skills))]))
  };
}

/** Returns the names of the skills that a line lists as skills. */
export function listedSkills({ value }: JsonPlace): readonly string[] {
  const scores = value.skill_scores;
  return typeof scores === 'object' && scores !== null ? Object.keys(scores) : [];
}

function originOf(place: JsonPlace): HistoryOrigin {
  const { origin } = place.value;
  if (typeof origin === 'string' && historyOrigins.includes(origin)) return origin as HistoryOrigin;
  return 'skill_scores' in place.value && !('metrics' in place.value) ? 'code' : 'plan';
}

function lossesOf(
  place: JsonPlace,
  origin: HistoryOrigin
): Pick<HistoryRow, 'trainLoss' | 'validationLoss' | 'learningRate'> {
  const metrics = place.has('metrics') ? place.object('metrics') : null;
  const found = {
    trainLoss: place.number('train_loss') ?? metrics?.number('train_loss', 'loss') ?? null,
    validationLoss: place.number('val_loss') ?? metrics?.number('val_loss') ?? null,
    learningRate: place.number('learning_rate') ?? metrics?.number('learning_rate') ?? null
  };
  if (origin === 'grokscope' || found.trainLoss !== 0 || found.learningRate !== 0) return found;
  place.tell('train_loss', 'and learning_rate are 0, as the end of a run resets them: left out');
  return { ...found, trainLoss: null, learningRate: null };
}

function skillsOf(place: JsonPlace): HistoryRow['skills'] {
  const scores = place.object('skill_scores')?.each<number>('number from 0 to 1', isShare) ?? {};
  const counts = new Map(place.object('skill_counts')?.objectsByKey());
  return Object.fromEntries(
    Object.entries(scores).map(([name, accuracy]): [string, SkillScore] => {
      const [correct, total] = ['correct', 'total'].map((key) => counts.get(name)?.count(key));
      const isCounted = typeof correct === 'number' && typeof total === 'number';
      return [name, isCounted ? { accuracy, correct, total } : { accuracy }];
    })
  );
}

/** A key that is named like a skill, but is no share, is told and stays what it was. */
function flatSkills(place: JsonPlace, skillNames: ReadonlySet<string>): HistoryRow['skills'] {
  return Object.fromEntries(
    Object.keys(place.value).flatMap((name) => {
      if (known.has(name) || !(plansSkill.test(name) || skillNames.has(name))) return [];
      const accuracy = place.share(name);
      return accuracy === null ? [] : [[name, { accuracy }]];
    })
  );
}

function hardOf(place: JsonPlace): Pick<HistoryRow, 'hardCorrect' | 'hardTotal'> {
  const nothing = { hardCorrect: null, hardTotal: null };
  const hardCorrect = place.count('hard_examples_correct');
  const hardTotal = place.count('hard_examples_total');
  if (!hardTotal || hardCorrect === null) return nothing;
  if (hardCorrect <= hardTotal) return { hardCorrect, hardTotal };
  place.tell('hard_examples_correct', `is more than all ${hardTotal}: ${hardCorrect}`);
  return nothing;
}

function filled<T>(list: readonly T[] | null): readonly T[] | null {
  return list === null || list.length === 0 ? null : list;
}
