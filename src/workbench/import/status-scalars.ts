import type { StatusTree } from '../../loader/index.ts';

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
  for (const { step, results } of hardBoard?.value.entries ?? []) {
    const tried = Object.values(results);
    const share = tried.filter(Boolean).length / tried.length;
    add(hardBoard!.file, step, { right: tried.length > 0 ? share : null });
  }
  for (const points of scalars.values()) points.sort((a, b) => a.step - b.step);
  return scalars;
}
