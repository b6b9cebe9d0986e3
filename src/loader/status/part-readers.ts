import { parsePythonJson } from '../../codec/index.ts';
import { jsonLines } from '../files/json-lines.ts';
import { type JsonPlace, jsonPlace, type Tell } from '../files/json-place.ts';
import type { HistoryRow } from '../history/history-row.ts';
import { historyOf } from '../history/read-history.ts';
import { probeSetOf } from '../language/probe-set.ts';
import { ledgerOf } from './checkpoint-ledger.ts';
import { modelComparisonsOf } from './comparisons.ts';
import { impactsOf } from './data-impact.ts';
import { deploymentsOf } from './deployments.ts';
import { hardBoardOf } from './hard-board.ts';
import { driftOf, historyRows } from './layer-drift.ts';
import { originCalibrationOf } from './origin-calibration.ts';
import { stabilityOf } from './parameter-stability.ts';
import { curriculumEvalOf, curriculumStateOf, evalHistoryOf } from './skill-evals.ts';
import { trainingStatusOf } from './training-status.ts';
import { umapCoordsOf } from './umap-coords.ts';

/** How one part of a status folder is read. */
export interface PartReader<T> {
  /** Where it lies, from the status folder on; the first that is there counts. */
  readonly files: readonly string[];
  /** Returns the content, null where nothing is left of it. Throws UserError on damaged bytes. */
  readonly read: (bytes: Uint8Array, tell: Tell) => T | null;
}

/** The parts of a status folder by name, embeddings apart. */
export const partReaders = {
  history: { files: ['learning_history.jsonl'], read: historyRowsOf },
  trainingStatus: object('training_status.json', trainingStatusOf),
  curriculumEval: object('curriculum_eval.json', curriculumEvalOf),
  evalHistory: object('eval_results_history.json', evalHistoryOf),
  curriculum: {
    ...object('curriculum_state.json', curriculumStateOf),
    files: ['curriculum_state.json', '../data_manager/curriculum_state.json']
  },
  comparisons: object('model_comparisons.json', modelComparisonsOf),
  deployments: {
    files: ['deployment_status.json'],
    read: (bytes: Uint8Array, tell: Tell) => {
      const rows = jsonPlace({ rows: jsonOf(bytes) }, '', tell)?.objects('rows');
      return rows ? deploymentsOf(rows) : null;
    }
  },
  layerDrift: object('layer_drift.json', driftOf),
  layerDriftHistory: object('layer_drift_history.json', (place) => historyRows(place, driftOf)),
  stability: object('parameter_stability.json', stabilityOf),
  stabilityHistory: object('parameter_stability_history.json', (place) =>
    historyRows(place, stabilityOf)
  ),
  hardBoard: object('hard_example_board.json', hardBoardOf),
  calibration: object('confidence_calibration.json', originCalibrationOf),
  dataImpact: {
    files: ['data_file_impact.jsonl'],
    read: (bytes: Uint8Array, tell: Tell) => impactsOf(jsonLines(bytes, '{"filename"', tell))
  },
  ledger: object('checkpoint_ledger.json', ledgerOf),
  probeSet: {
    files: ['embeddings/probe_set.json', '../config/probe_set.json'],
    read: (bytes: Uint8Array) => probeSetOf(jsonOf(bytes))
  },
  umapCoords: object('embeddings/umap_coords.json', umapCoordsOf)
};

function object<T>(file: string, read: (place: JsonPlace) => T | null): PartReader<T> {
  return {
    files: [file],
    read: (bytes, tell) => {
      const place = jsonPlace(jsonOf(bytes), '', tell);
      return place && read(place);
    }
  };
}

function historyRowsOf(bytes: Uint8Array, tell: Tell): readonly HistoryRow[] {
  const { rows, problems } = historyOf(bytes);
  for (const problem of problems) tell(problem);
  return rows;
}

function jsonOf(bytes: Uint8Array): unknown {
  return parsePythonJson(new TextDecoder().decode(bytes));
}
