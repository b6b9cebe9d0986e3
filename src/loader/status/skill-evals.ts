import type { JsonPlace } from '../files/json-place.ts';

/** How well a level of a skill was mastered at a checkpoint, as the plan's program tried it. */
export interface SkillEval {
  readonly skill: string;
  /** Number or name of the level. */
  readonly level: string | null;
  readonly levelName: string | null;
  readonly step: number | null;
  /** From 0 to 1. */
  readonly accuracy: number;
  readonly correct: number | null;
  readonly total: number | null;
  readonly timestamp: string | null;
  readonly checkpoint: string | null;
  readonly problems: readonly TriedProblem[];
}

/** One problem of an evaluation. */
export interface TriedProblem {
  readonly id: string | null;
  readonly isRight: boolean | null;
  /** From 0 to 1. */
  readonly partialScore: number | null;
  readonly expected: string | null;
  readonly answer: string | null;
}

/** How far a skill has come in the program's curriculum. */
export interface CurriculumSkill {
  readonly skill: string;
  /** Levels mastered. */
  readonly mastered: number | null;
  /** Ascending by step. */
  readonly evals: readonly SkillEval[];
  readonly progressions: readonly { readonly level: number; readonly timestamp: string | null }[];
}

/**
 * Returns the evaluations in curriculum_eval.json: the last one, as the program writes it, or one
 * per skill and level, as its history reader expects them. Whether a level was passed is left out:
 * the program says no there even when it was.
 */
export function curriculumEvalOf(place: JsonPlace): readonly SkillEval[] {
  if (place.has('last_eval')) {
    const last = place.object('last_eval');
    return last ? evalOf(last, last.label('skill'), last.label('level')) : [];
  }
  if (!place.has('results')) place.tell('last_eval', 'is missing');
  return place
    .objectsIfAny('results')
    .flatMap((result) => evalOf(result, result.label('skill'), result.label('level')));
}

/** Returns the evaluations in eval_results_history.json (at most five a level), by step. */
export function evalHistoryOf(place: JsonPlace): readonly SkillEval[] {
  const evals = place
    .objectsByKey()
    .flatMap(([skill, levels]) =>
      Object.keys(levels.value).flatMap((level) =>
        levels.objects(level).flatMap((row) => evalOf(row, skill, level))
      )
    );
  return byStep(evals);
}

/** Returns the skills in curriculum_state.json; its older rows name their level otherwise. */
export function curriculumStateOf(place: JsonPlace): readonly CurriculumSkill[] {
  if (!place.has('skills')) place.tell('skills', 'is missing');
  const skills = place.object('skills')?.objectsByKey() ?? [];
  return skills.map(([skill, state]) => ({
    skill,
    mastered: state.count('current_level'),
    evals: byStep(
      state
        .objectsIfAny('accuracy_history')
        .flatMap((row) => evalOf(row, skill, row.label('training_level', 'level')))
    ),
    progressions: state.objectsIfAny('progression_history').flatMap((row) => {
      const level = row.step('earned_level', 'new_mastered');
      return level === null ? [] : [{ level, timestamp: row.text('timestamp') }];
    })
  }));
}

function evalOf(
  place: JsonPlace,
  skill: string | null,
  level: string | null
): readonly SkillEval[] {
  const accuracy = place.share('accuracy');
  if (!place.has('accuracy')) place.tell('accuracy', 'is missing');
  if (skill === null) place.tell('skill', 'is missing');
  if (accuracy === null || skill === null) return [];
  const metadata = place.object('metadata');
  return [
    {
      skill,
      level,
      levelName: place.text('level_name'),
      step: place.count('step'),
      accuracy,
      correct: place.count('correct') ?? metadata?.count('correct') ?? null,
      total: place.count('total') ?? metadata?.count('problems') ?? null,
      timestamp: place.text('timestamp'),
      checkpoint: place.text('model') ?? metadata?.text('model') ?? null,
      problems: place.objectsIfAny('results').map((result) => ({
        id: result.label('problem_id'),
        isRight: result.flag('correct'),
        partialScore: result.share('partial_score'),
        expected: result.text('expected'),
        answer: result.text('model_answer')
      }))
    }
  ];
}

function byStep(evals: readonly SkillEval[]): readonly SkillEval[] {
  return [...evals].sort((a, b) => (a.step ?? 0) - (b.step ?? 0));
}
