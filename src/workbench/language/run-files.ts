import { join } from 'node:path';
import type { LanguageRunFiles } from '../../analyzers/index.ts';
import {
  checkpointPath,
  hasTrainerState,
  readDataFiles,
  readTrainerState,
  type Variant,
  wholeCheckpoints
} from '../../loader/index.ts';

/** Returns what lies beside the checkpoints of a language model; undefined for other runs. */
export function runFilesOf(variant: Variant): LanguageRunFiles | undefined {
  const { language } = variant;
  if (!language) return undefined;
  return {
    async log() {
      const steps = await wholeCheckpoints(variant);
      const last = steps.findLast((step) => hasTrainerState(checkpointPath(variant, step)));
      if (last === undefined) return [];
      const path = join(checkpointPath(variant, last), 'trainer_state.json');
      const { rows } = await readTrainerState(path);
      return rows.map(({ step, loss, evalLoss, learningRate, gradNorm }) => ({
        step,
        loss: loss ?? Number.NaN,
        validationLoss: evalLoss ?? Number.NaN,
        learningRate: learningRate ?? Number.NaN,
        gradientNorm: gradNorm ?? Number.NaN
      }));
    },
    dataFiles: async () => (language.dataFiles === null ? [] : readDataFiles(language.dataFiles))
  };
}
