import type { JsonPlace } from '../files/json-place.ts';

/** What the plan's program noted when it saved a checkpoint. */
export interface LedgerEntry {
  readonly step: number;
  readonly timestamp: string | null;
  readonly path: string | null;
  readonly name: string | null;
  readonly trainLoss: number | null;
  readonly validationLoss: number | null;
  readonly learningRate: number | null;
  /** Not a whole number here. */
  readonly epoch: number | null;
  readonly accuracy: number | null;
  /** The file that was trained on. */
  readonly dataFile: string | null;
  readonly bytes: number | null;
}

/** Returns the checkpoints of checkpoint_ledger.json, ascending by step. */
export function ledgerOf(place: JsonPlace): readonly LedgerEntry[] {
  if (!place.has('checkpoints')) place.tell('checkpoints', 'is missing');
  const entries = place.object('checkpoints')?.objectsByKey() ?? [];
  return entries.flatMap(([key, entry]) => entryOf(key, entry)).sort((a, b) => a.step - b.step);
}

function entryOf(key: string, place: JsonPlace): readonly LedgerEntry[] {
  const step = place.step('step');
  if (step === null) return [];
  if (String(step) !== key) place.tell('step', `is ${step} there`);
  return [
    {
      step,
      timestamp: place.text('timestamp'),
      path: place.text('path'),
      name: place.text('canonical_name'),
      trainLoss: place.number('train_loss'),
      validationLoss: place.number('val_loss'),
      learningRate: place.number('learning_rate'),
      epoch: place.number('epoch'),
      accuracy: place.number('accuracy'),
      dataFile: place.text('training_file'),
      bytes: place.count('size_bytes')
    }
  ];
}
