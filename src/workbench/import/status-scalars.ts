import type { LoggedBoard, StatusTree } from '../../loader/index.ts';

type Points = { readonly step: number; readonly value: number }[];

/**
 * Returns the numbers over steps in a status folder of the learning-visualization plan, each named
 * by the file that it is from: `confidence_calibration.json/mace_origin`. What a file does not tell
 * has no point.
 */
export function statusScalars(tree: StatusTree): ReadonlyMap<string, Points> {
  const scalars = new Map<string, { step: number; value: number }[]>();
  const add = (file: string, step: number | null, values: Record<string, number | null>) => {
    for (const [name, value] of Object.entries(values)) {
      if (step === null || value === null) continue;
      const points = scalars.get(`${file}/${name}`) ?? [];
      points.push({ step, value });
      scalars.set(`${file}/${name}`, points);
    }
  };
  const { history, trainingStatus, evalHistory, layerDriftHistory, calibration, hardBoard } = tree;
  const { stabilityHistory, comparisons, deployments, dataImpact } = tree;
  const stability = tree.stability ? [tree.stability.value] : null;
  for (const row of history?.value ?? []) {
    add(history!.file, row.step, {
      train_loss: row.trainLoss,
      validation_loss: row.validationLoss,
      learning_rate: row.learningRate,
      total_drift: row.totalDrift,
      geometry_drift: row.geometryDrift,
      calibration_error: row.calibrationError,
      mean_confidence: row.meanConfidence,
      hard:
        row.hardTotal === null || row.hardCorrect === null ? null : row.hardCorrect / row.hardTotal
    });
    for (const [skill, { accuracy }] of Object.entries(row.skills))
      add(history!.file, row.step, { [`skills/${skill}`]: accuracy });
  }
  for (const { step, loss, learningRate } of trainingStatus?.value.losses ?? [])
    add(trainingStatus!.file, step, { loss, learning_rate: learningRate });
  for (const { step, skill, level, accuracy } of evalHistory?.value ?? [])
    add(evalHistory!.file, step, { [level === null ? skill : `${skill}/${level}`]: accuracy });
  for (const { step, sumRatio, layers } of layerDriftHistory?.value ?? []) {
    add(layerDriftHistory!.file, step, { ratio_of_sums: sumRatio });
    for (const { index, relativeChange } of layers)
      add(layerDriftHistory!.file, step, {
        [index < 0 ? 'outside layers' : `layer ${index}`]: relativeChange
      });
  }
  for (const { step, maceOrigin, meanConfidence, meanAccuracy } of calibration?.value ?? [])
    add(calibration!.file, step, {
      mace_origin: maceOrigin,
      mean_confidence: meanConfidence,
      mean_accuracy: meanAccuracy
    });
  for (const { step, layers } of stabilityHistory?.value ?? stability ?? []) {
    const file = (stabilityHistory ?? tree.stability)!.file;
    for (const { index, weightNorm, maxAbs } of layers) {
      const layer = index < 0 ? 'outside layers' : `layer ${index}`;
      add(file, step, { [`${layer} norm`]: weightNorm, [`${layer} largest |w|`]: maxAbs });
    }
  }
  // Each comparison ranks all checkpoints anew: the last one counts.
  for (const { step, score, loss, accuracy, inferenceMs } of comparisons?.value.comparisons.at(-1)
    ?.ranking ?? [])
    add(comparisons!.file, step, { score, loss, accuracy, inference_ms: inferenceMs });
  for (const { step, score } of deployments?.value ?? [])
    add(deployments!.file, step, { deployed_score: score });
  for (const { stepAfter, dataFile, meanChange } of dataImpact?.value ?? [])
    add(dataImpact!.file, stepAfter, { [`mean change by ${dataFile}`]: meanChange });
  for (const { step, results } of hardBoard?.value.entries ?? []) {
    const tried = Object.values(results);
    const share = tried.filter(Boolean).length / tried.length;
    add(hardBoard!.file, step, { right: tried.length > 0 ? share : null });
  }
  for (const points of scalars.values()) points.sort((a, b) => a.step - b.step);
  return scalars;
}

/** Returns the board of hard examples in a status folder, null where it has none. */
export function statusBoard({ hardBoard, probeSet }: StatusTree): LoggedBoard | null {
  if (hardBoard === null) return null;
  const { examples, entries } = hardBoard.value;
  const prompts = new Map(probeSet?.value.probes.map(({ id, prompt }) => [id, prompt]));
  return {
    ids: examples,
    prompts: examples.map((id) => prompts.get(id) ?? ''),
    // Of two entries of a step the later one counts.
    columns: [...new Map(entries.map((entry) => [entry.step, entry])).values()].map(
      ({ step, results }) => ({ step, results: new Map(Object.entries(results)) })
    )
  };
}
