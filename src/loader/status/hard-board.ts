import { isCount, type JsonPlace } from '../files/json-place.ts';

/** Which hard examples were answered rightly, checkpoint by checkpoint. */
export interface HardBoard {
  /** Ids, in the order of the board. */
  readonly examples: readonly string[];
  /** Ascending by step. */
  readonly entries: readonly HardEntry[];
}

/** The hard examples at one checkpoint. */
export interface HardEntry {
  readonly checkpoint: string | null;
  readonly step: number;
  readonly timestamp: string | null;
  /** Right or wrong, by id; an example that was not tried is absent. */
  readonly results: Readonly<Record<string, boolean>>;
  /** How many errors of each kind. */
  readonly errorTypes: Readonly<Record<string, number>>;
}

/** Returns how many of a checkpoint's examples were answered rightly, of how many. */
export function hardScore({ results }: HardEntry): {
  readonly correct: number;
  readonly total: number;
} {
  const all = Object.values(results);
  return { correct: all.filter(Boolean).length, total: all.length };
}

/** Returns the content of hard_example_board.json; an entry without step or results is left out. */
export function hardBoardOf(place: JsonPlace): HardBoard {
  const entries = place.objects('entries').flatMap(entryOf);
  return {
    examples: place.texts('examples') ?? [
      ...new Set(entries.flatMap(({ results }) => Object.keys(results)))
    ],
    entries: entries.sort((a, b) => a.step - b.step)
  };
}

function entryOf(place: JsonPlace): readonly HardEntry[] {
  const step = place.step('step');
  if (!place.has('results')) place.tell('results', 'is missing');
  const results = place
    .object('results')
    ?.each<boolean>('truth value', (value) => typeof value === 'boolean');
  if (step === null || results === undefined) return [];
  const entry = {
    checkpoint: place.text('checkpoint'),
    step,
    timestamp: place.text('timestamp'),
    results,
    errorTypes: place.object('error_types')?.each<number>('whole number', isCount) ?? {}
  };
  const written = place.count('total_correct');
  const { correct } = hardScore(entry);
  if (written !== null && written !== correct)
    place.tell('total_correct', `is ${written}, but ${correct} results are right`);
  return [entry];
}
