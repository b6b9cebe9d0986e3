import { join, resolve } from 'node:path';
import { textsIn } from '../../../array/text-array.ts';
import type { Device } from '../../../engine/index.ts';
import { usageError } from '../../../error/user-error.ts';
import {
  artifactEpochs,
  checkpointEpochs,
  findVariant,
  parseEpochs,
  readArtifact,
  resultsFolder,
  type Variant
} from '../../../loader/index.ts';
import { formatTable } from '../../../text/format.ts';
import { printable } from '../../../text/printable.ts';
import { analyzeVariant } from '../../../workbench/analysis/index.ts';
import { hardBoard, mineHardExamples } from '../../../workbench/language/hard-examples.ts';
import { historyRows } from '../../../workbench/language/record-history.ts';
import {
  writeLmEvalFolder,
  writeProjectorFolder
} from '../../../workbench/language/write-interop.ts';
import {
  type StatusPart,
  statusPictures,
  writeStatusFolder
} from '../../../workbench/language/write-status-folder.ts';
import { printReport } from '../../output/analysis-report.ts';
import { interruptSignal } from '../../output/interrupt.ts';
import { print, printJson, remark } from '../../output/output.ts';
import { type Progress, startProgress } from '../../output/progress.ts';
import type { learnTopics } from './command.ts';

/** What `grokscope learn` was asked. */
export interface LearnRequest {
  readonly what: string;
  readonly variant: string;
  readonly results?: string;
  readonly json: boolean;
  readonly checkpoint: string;
  readonly visualize: boolean;
  readonly mine?: number;
  readonly statusOut?: string;
  readonly projectorOut?: string;
  readonly lmEvalOut?: string;
  readonly device: string;
  readonly threads?: number;
}

type Topic = (typeof learnTopics)[number];

/** What each topic needs, and which files of the plan it is about. */
const topics: Readonly<
  Record<Topic, { analyzers?: readonly string[]; parts: readonly StatusPart[]; figures: RegExp }>
> = {
  radar: { analyzers: ['probe_answers', 'probe_skills'], parts: [], figures: /^skill_radar/ },
  embeddings: {
    analyzers: ['probe_embeddings', 'embedding_map'],
    parts: ['embeddings'],
    figures: /^probe_scatter/
  },
  hard: {
    analyzers: ['probe_answers', 'probe_learning'],
    parts: ['hard'],
    figures: /^hard_example/
  },
  history: { parts: ['history'], figures: /^(training_log|layer_drift)/ },
  all: { parts: ['history', 'hard', 'embeddings'], figures: /./ }
};

/** Analyzes what is missing for a topic, shows it, and writes files where asked. */
export async function learn(request: LearnRequest): Promise<number> {
  const { json, mine, statusOut, projectorOut, lmEvalOut } = request;
  const what = request.what as Topic;
  if (mine !== undefined && what !== 'hard' && what !== 'all')
    throw usageError(`--mine is not for ${what}`, 'it goes with: grokscope learn hard VARIANT');
  for (const [option, given, topic] of [
    ['--projector-out', projectorOut, 'embeddings'],
    ['--lm-eval-out', lmEvalOut, 'radar']
  ] as const)
    if (given !== undefined && what !== topic && what !== 'all')
      throw usageError(
        `${option} is not for ${what}`,
        `it goes with: grokscope learn ${topic} VARIANT`
      );
  if (mine !== undefined && (!Number.isSafeInteger(mine) || mine < 1))
    throw usageError(`invalid mine: ${mine}`, 'expected a whole number from 1');
  if (request.visualize && statusOut === undefined)
    throw usageError(
      'no folder for pictures',
      'name one with --status-out, or draw one: grokscope export VARIANT FIGURE'
    );
  const variant = await languageVariant(request);
  const steps = await chosenSteps(variant, request.checkpoint);
  const signal = interruptSignal();
  const isAnalyzed = await analyzed(request, variant, steps, signal);
  if (signal.aborted) return 130;
  const shown = await topicsOf(what, variant, steps, mine);
  const written =
    statusOut === undefined ? null : await writeFiles(request, variant, steps, resolve(statusOut));
  const others: string[] = [];
  const measuredAt = async (analyzer: string) => {
    const stored = await artifactEpochs(variant, analyzer);
    return steps.filter((step) => stored.includes(step));
  };
  if (projectorOut !== undefined) {
    const files = await writeProjectorFolder(
      variant,
      resolve(projectorOut),
      await measuredAt('probe_embeddings')
    );
    others.push(...files.map((file) => join(projectorOut, file)));
  }
  if (lmEvalOut !== undefined)
    others.push(
      ...(await writeLmEvalFolder(variant, resolve(lmEvalOut), await measuredAt('probe_answers')))
    );
  if (json)
    printJson({
      ...{ variant: variant.name, steps, ...shown.json, ...(written && { written }) },
      ...(others.length > 0 && { others })
    });
  else {
    print(shown.text);
    for (const file of [...(written?.files ?? []), ...others]) print(`wrote ${printable(file)}`);
    for (const file of written?.missing ?? []) remark(`no data for ${file}`);
  }
  return isAnalyzed ? 0 : 1;
}

async function languageVariant({ variant: name, results }: LearnRequest): Promise<Variant> {
  const variant = await findVariant(resultsFolder(results), name);
  if (variant.language) return variant;
  throw usageError(
    `not a language model: ${variant.name}`,
    'see skills_over_epochs, learning_and_forgetting and reliability_diagram of runs on grids'
  );
}

async function chosenSteps(variant: Variant, asked: string): Promise<readonly number[]> {
  const stored = await checkpointEpochs(variant);
  return asked === 'latest' ? stored.slice(-1) : parseEpochs(asked, stored);
}

async function analyzed(
  { what, device, threads, json }: LearnRequest,
  variant: Variant,
  steps: readonly number[],
  signal: AbortSignal
): Promise<boolean> {
  let progress: Progress | null = null;
  const { analyzers } = topics[what as Topic];
  const report = await analyzeVariant(variant, {
    ...(analyzers && { analyzers }),
    ...(what !== 'all' && what !== 'history' && { epochs: steps }),
    device: device as Device,
    threads,
    signal,
    onProgress({ epoch, done, total }) {
      progress ??= startProgress(variant.name, total, 'checkpoints', json);
      progress.update(done, `step ${epoch}`);
    }
  });
  (progress as Progress | null)?.end();
  if (!json && (report.checkpoints > 0 || report.failures.length > 0)) printReport(report);
  return report.failures.length === 0;
}

async function topicsOf(
  what: Topic,
  variant: Variant,
  steps: readonly number[],
  mine: number | undefined
) {
  const parts = what === 'all' ? (['radar', 'hard', 'history'] as const) : [what];
  const found = await Promise.all(parts.map((part) => topicOf(part, variant, steps, mine)));
  return {
    text: found.map(({ text }) => text).join('\n\n'),
    json: Object.assign({}, ...found.map(({ json }) => json)) as object
  };
}

async function topicOf(
  what: Exclude<Topic, 'all'>,
  variant: Variant,
  steps: readonly number[],
  mine: number | undefined
): Promise<{ readonly text: string; readonly json: object }> {
  switch (what) {
    case 'radar':
      return radar(variant, steps);
    case 'embeddings': {
      const { n_probes: probes, d_model: width } = variant.config;
      const text = `mean hidden states of ${probes} probes, width ${width}, halfway and at the end: step ${steps.join(', ')}`;
      return { text: `${text}\nsee: grokscope show ${variant.name} probe_scatter`, json: {} };
    }
    case 'hard':
      return hard(variant, steps, mine);
    case 'history':
      return history(variant);
  }
}

async function radar(variant: Variant, steps: readonly number[]) {
  const rows: string[][] = [];
  const skills: object[] = [];
  const measured = await artifactEpochs(variant, 'probe_skills');
  for (const step of steps) {
    // A damaged checkpoint keeps nobody from seeing the others.
    if (!measured.includes(step)) {
      rows.push([String(step), 'not measured', '–', '–', '']);
      continue;
    }
    const found = await readArtifact(variant, 'probe_skills', step);
    const names = textsIn(found.skills, found.count.data.length);
    names.forEach((name, i) => {
      const [right, count] = [found.right.data[i], found.count.data[i]];
      const share = count > 0 ? right / count : null;
      skills.push({ step, skill: name, right, count, accuracy: share });
      const bar = share === null ? '' : '█'.repeat(Math.round(share * 20));
      rows.push([
        String(step),
        name,
        share === null ? '–' : share.toFixed(2),
        `${right}/${count}`,
        bar
      ]);
    });
  }
  return { text: formatTable(['step', 'skill', 'right', 'probes', ''], rows), json: { skills } };
}

async function hard(variant: Variant, steps: readonly number[], mine: number | undefined) {
  const board = await hardBoard(variant, new Date().toISOString());
  const entries = board.entries.filter(({ step }) => steps.includes(step));
  const sign = (result: boolean | undefined) => (result === undefined ? '–' : result ? '✓' : '✗');
  const rows = board.examples.map((id) => [id, ...entries.map(({ results }) => sign(results[id]))]);
  const table =
    board.examples.length > 0
      ? formatTable(['hard example', ...entries.map(({ step }) => String(step))], rows)
      : `no hard examples were given: grokscope import ${variant.language?.source} --probe-file FILE --hard FILE`;
  const mined = mine === undefined ? [] : await mineHardExamples(variant, mine);
  const proposed = mined.map((one) => [
    one.id,
    one.meanProbability.toPrecision(2),
    String(one.forgettingEvents),
    one.learnedAt === null ? 'never' : String(one.learnedAt),
    one.expected,
    `${one.isRight ? '✓' : '✗'} ${one.answer}`,
    one.prompt
  ]);
  const head = ['proposed', 'mean p', 'forgotten', 'learned at', 'expected', 'answers', 'prompt'];
  return {
    text: mined.length > 0 ? `${table}\n\n${formatTable(head, proposed)}` : table,
    json: { board: { ...board, entries }, ...(mine !== undefined && { proposed: mined }) }
  };
}

async function history(variant: Variant) {
  const rows = await historyRows(variant);
  const shown = (value: number | null) => (value === null ? '–' : value.toPrecision(3));
  const text = formatTable(
    ['step', 'train loss', 'val loss', 'hard', 'token ECE', 'drift', 'geometry drift'],
    rows.map((row) => [
      String(row.step),
      shown(row.trainLoss),
      shown(row.validationLoss),
      row.hardTotal === null ? '–' : `${row.hardCorrect}/${row.hardTotal}`,
      shown(row.calibrationError),
      shown(row.totalDrift),
      shown(row.geometryDrift)
    ])
  );
  return { text: `${text}\n${variant.path}/learning_history.jsonl`, json: { history: rows } };
}

async function writeFiles(
  { what, visualize, checkpoint, json }: LearnRequest,
  variant: Variant,
  steps: readonly number[],
  folder: string
) {
  const { parts, figures } = topics[what as Topic];
  const isDrawn = visualize || what === 'all' || what === 'radar';
  const pictures = statusPictures.filter(({ figure }) => figures.test(figure));
  let progress: Progress | null = null;
  const report = await writeStatusFolder(
    variant,
    folder,
    isDrawn ? [...parts, 'pictures'] : parts,
    {
      pictures,
      ...(checkpoint !== 'latest' && { steps }),
      signal: interruptSignal(),
      onProgress(done, total, file) {
        progress ??= startProgress('drawing', total, 'pictures', json);
        progress.update(done, file);
      }
    }
  );
  (progress as Progress | null)?.end();
  return report;
}
