import { availableParallelism } from 'node:os';
import { analyzers } from '../../analyzers/index.ts';
import type { NamedArrays } from '../../array/tensor.ts';
import { UserError } from '../../error/user-error.ts';
import {
  analysisCommand,
  isTraining,
  listFamilies,
  probesOf,
  type Variant
} from '../../loader/index.ts';
import { layoutOf } from '../../task/index.ts';
import { shortened } from '../../text/shortened.ts';
import { marginAbout, type TurnReport, turnTitle } from '../../turn/index.ts';
import { findVisualization } from '../../visualizations/index.ts';
import { turnOf } from '../../visualizations/parts/turn-marks.ts';
import type { Visualization } from '../../visualizations/visualization.ts';
import { needsOf } from '../../visualizations/visualization.ts';
import { usesNeuron } from '../export/export-run.ts';
import { keyFrequencies, type LossFacts, lossFacts } from '../run/facts.ts';
import { knownFamily } from '../run/known-family.ts';
import { modelOf } from '../run/model-of.ts';
import type { RunData } from '../run/run-data.ts';
import { labelOf } from '../run/variant-labels.ts';
import {
  type PanelEntry,
  type PanelGroup,
  type PanelOption,
  RANGES,
  type RunDescription
} from './explorer-workbench.ts';
import { runSentence } from './run-sentence.ts';
import { turnEvents } from './turn-events.ts';
import { viewPlaces } from './view-places.ts';

/** Figures whose arrays the files of a run turned out to lack, with the reason. */
export type AbsentFigures = ReadonlyMap<Visualization, string>;

/**
 * Returns all that the explorer shows about a run besides its figures; those that are known to be
 * absent are no panels. Views are counted over the families that the results folder has.
 */
export async function describeRun(
  run: RunData,
  absent: AbsentFigures = new Map(),
  families: readonly string[] = []
): Promise<RunDescription> {
  const { variant, losses, epochs, checkpoints } = run;
  const report = turnOf(losses.train, losses.test, layoutOf(variant).answers); // the one that the loss figure draws
  const facts = lossFacts(losses.train, losses.test, report.turn);
  const probes = variant.language ? probesOf(variant) : null;
  const telling = variant.probe?.analyzers ?? [probes ? 'probe_answers' : 'neuron_freq_norm'];
  const analyzed = new Set(telling.flatMap((id) => run.artifacts(id)));
  const isMissing = (epoch: number) => !analyzed.has(epoch);
  const groups = await panelGroups(run, absent);
  return {
    name: variant.name,
    family: variant.family,
    label: labelOf(variant),
    state: variant.state,
    turn: report.turn,
    path: variant.path,
    probe: variant.probe?.text ?? null,
    epochs,
    newest: newestEpoch(run),
    groups,
    views: await viewPlaces(run, groups, families),
    events: turnEvents(facts, report),
    sentence: await runSentence(run, facts, report),
    turnMargin: report.margin,
    time: variant.language || variant.log !== undefined ? 'step' : 'epoch',
    neurons: probes?.length ?? Number(variant.config.d_mlp ?? variant.config.d_hidden ?? 0),
    ...pairTokens(variant),
    probes,
    isTraining: isTraining(variant),
    epochsPlanned: plannedEpochs(variant),
    device: `cpu · ${availableParallelism()} threads`,
    facts: [...(await factLines(run, facts, report)), ...absenceLines(run, absent)],
    remedy: checkpoints.some(isMissing) ? analysisCommand(variant) : null
  };
}

/** How many numbers there are in a pair, where inputs are pairs. */
function pairTokens(variant: Variant): { readonly tokens?: number } {
  const { structure, tokens } = layoutOf(variant);
  return structure.includes('pairs') ? { tokens } : {};
}

/**
 * A checkpoint that was saved a moment ago is not analyzed yet; a cursor that follows waits for it.
 */
function newestEpoch({ variant, epochs, artifacts }: RunData): number {
  const begun = analyzers.map(({ id }) => new Set(artifacts(id))).filter(({ size }) => size > 0);
  const most = Math.max(0, ...begun.map(({ size }) => size));
  // One that was asked for at some epochs only does not follow the run.
  const following = begun.filter(({ size }) => size > most / 2);
  const isAnalyzed = (epoch: number) => following.every((done) => done.has(epoch));
  const newest = isTraining(variant) ? epochs.findLast(isAnalyzed) : undefined;
  return newest ?? epochs.at(-1) ?? 0;
}

/** Returns the epochs that the recipe asks for; null where it is not known. */
export function plannedEpochs({ config }: Variant): number | null {
  const { epochs } = (config.recipe ?? {}) as { readonly epochs?: unknown };
  return typeof epochs === 'number' ? epochs : null;
}

async function panelGroups(run: RunData, absent: AbsentFigures): Promise<readonly PanelGroup[]> {
  const groups = await groupsOf(run.variant.family);
  const isComputable = lackOfWeights(run) === null;
  const isPanel = (figure: Visualization) =>
    run.canDraw(figure) &&
    !absent.has(figure) &&
    (isComputable || needsOf(figure).every(({ from }) => from !== 'source'));
  return groups
    .map(({ figures, ...group }) => ({
      ...group,
      panels: figures.filter(isPanel).map(panelEntry)
    }))
    .filter(({ panels }) => panels.length > 0);
}

/** Why nothing is computed from the weights of a grid's run here; null where it can be. */
function lackOfWeights({ variant, checkpoints }: RunData): string | null {
  if (variant.language || variant.log !== undefined || checkpoints.length === 0) return null;
  try {
    modelOf(variant);
    return null;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

function absenceLines(run: RunData, absent: AbsentFigures): readonly (readonly [string, string])[] {
  const lack = lackOfWeights(run);
  return [
    ...(lack === null ? [] : [['nothing from weights', lack] as const]),
    ...[...absent].map(([{ title }, reason]) => ['not shown', `${title}: ${reason}`] as const)
  ];
}

interface FigureGroup extends Omit<PanelGroup, 'panels'> {
  readonly figures: readonly Visualization[];
}

async function groupsOf(name: string): Promise<readonly FigureGroup[]> {
  const family = await knownFamily(name);
  if (family === null || family.groups.length === 0) return allGroups();
  const own = [...family.analyzers, ...family.optionalAnalyzers];
  const isOwn = (figure: Visualization) =>
    needsOf(figure).every((need) => !('analyzer' in need) || own.includes(need.analyzer));
  return family.groups.map(({ visualizations: ids, ...group }) => ({
    ...group,
    figures: ids.map(findVisualization).filter(isOwn)
  }));
}

/**
 * The groups of a family that only its users know: every figure, by what it is about in the family
 * of ours with the most groups that names it.
 */
async function allGroups(): Promise<readonly FigureGroup[]> {
  const families = [...(await listFamilies())].sort((a, b) => b.groups.length - a.groups.length);
  const groups = new Map<string, Omit<FigureGroup, 'figures'> & { figures: Visualization[] }>();
  const placed = new Set<Visualization>();
  for (const { visualizations: ids, ...group } of families.flatMap((family) => family.groups)) {
    const found = groups.get(group.title) ?? { ...group, figures: [] };
    groups.set(group.title, found);
    for (const figure of ids.map(findVisualization)) {
      if (placed.has(figure)) continue;
      placed.add(figure);
      found.figures.push(figure);
    }
  }
  return [...groups.values()];
}

/** Returns what the explorer knows of a figure. */
export function panelEntry(figure: Visualization): PanelEntry {
  const { id, title, about, kind, square: isSquare = false } = figure;
  return {
    id,
    title,
    about,
    kind,
    hasNeuron: usesNeuron(figure),
    isSquare,
    options: [...optionsOf(figure), ...(kind === 'epoch' ? [rangesOption] : [])]
  };
}

/** What every figure of an epoch can be switched to. */
const rangesOption: PanelOption = {
  name: RANGES,
  about: 'colours and axes span all epochs, or what the epoch alone has',
  type: 'choice',
  default: 'locked',
  choices: ['locked', 'per_frame']
};

/** The explorer has its own title, and says what the shared cursors are at. */
const notChosen = ['title', 'currentEpoch', 'input', 'against'];

function optionsOf({ options }: Visualization): readonly PanelOption[] {
  return Object.entries(options).flatMap(([name, option]): PanelOption[] => {
    if (option.context !== undefined || notChosen.includes(name)) return [];
    const { type, about, default: value } = option;
    const described = { name, about, type, default: value, choices: [] };
    if (option.type === 'choice') return [{ ...described, choices: option.choices }];
    if (option.type !== 'number') return [described];
    const { min: least, max: most, integer: isInteger } = option;
    return [{ ...described, least, most, isInteger }];
  });
}

async function factLines(
  run: RunData,
  facts: LossFacts,
  report: TurnReport
): Promise<readonly (readonly [string, string])[]> {
  const { variant, checkpoints } = run;
  if (variant.language) return languageLines(run);
  if (variant.log !== undefined) return logLines(run);
  const lines: [string, string][] = [
    ['variant', variant.name],
    ['family', variant.family],
    ['folder', variant.path],
    ...Object.entries(variant.parameters).map(([name, value]): [string, string] => [
      name.replaceAll('_', ' '),
      String(value)
    ]),
    ...probeLines(variant),
    ['layout', `era ${variant.era}`],
    [
      'checkpoints',
      checkpoints.length
        ? `${checkpoints.length} (${checkpoints[0]} … ${checkpoints.at(-1)})`
        : 'none'
    ],
    ['epochs trained', String(facts.epochs)],
    ['memorized (train ≤ 0.01)', epochText(facts.memorizedAt)],
    [
      'test loss peak',
      facts.peakTestEpoch === null
        ? 'none'
        : `${facts.peakTestLoss?.toPrecision(4)} at ${facts.peakTestEpoch}`
    ],
    [turnTitle, report.reason ?? turnLine(report)],
    ...agreementLines(report),
    ['generalized (test ≤ 0.01)', epochText(facts.generalizedAt)],
    [
      'final train, test loss',
      `${facts.finalTrainLoss?.toPrecision(3) ?? '–'}, ${facts.finalTestLoss?.toPrecision(3) ?? '–'}`
    ]
  ];
  const last = run.artifacts('neuron_freq_norm').at(-1);
  if (last !== undefined) {
    lines.push([`key frequencies at ${last}`, await frequenciesText(run, last)]);
  }
  return lines;
}

function languageLines({ variant, checkpoints }: RunData): readonly (readonly [string, string])[] {
  const { config, language } = variant;
  const steps = checkpoints.length
    ? `${checkpoints.length} (${checkpoints[0]} … ${checkpoints.at(-1)})`
    : 'none';
  return [
    ['variant', variant.name],
    ['family', variant.family],
    ['folder', variant.path],
    ['checkpoints in', language?.source ?? ''],
    ['base', language?.base ?? 'none'],
    ['checkpoints', steps],
    ['model', `${config.model_type}, ${config.n_layers} layers, width ${config.d_model}`],
    ['vocabulary', String(config.vocabulary)],
    ['probes', `${config.n_probes} (set ${language?.probes})`],
    ['tokens of an answer', `at most ${config.answer_limit}`]
  ];
}

function logLines({ variant, epochs }: RunData): readonly (readonly [string, string])[] {
  return [
    ['variant', variant.name],
    ['family', variant.family],
    ['folder', variant.path],
    ['log', variant.log ?? ''],
    ['written by', String(variant.config.program)],
    ['steps', epochs.length ? `${epochs.length} (${epochs[0]} … ${epochs.at(-1)})` : 'none']
  ];
}

/** A damaged artifact keeps nobody from opening the run. */
async function frequenciesText(run: RunData, epoch: number): Promise<string> {
  const need = { from: 'epoch', analyzer: 'neuron_freq_norm' } as const;
  try {
    return keyFrequencies((await run.read(need, { epoch })) as NamedArrays).join(', ') || 'none';
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

function probeLines(variant: Variant): [string, string][] {
  const { probe } = variant;
  if (!probe) return [];
  const { rows } = layoutOf(variant);
  return [['pairs', `${shortened(probe.text, 200)} (${probe.rows.length} of ${rows})`]];
}

function agreementLines({ agreement, windows }: TurnReport): [string, string][] {
  if (agreement.found === 0) return [];
  const { found, of, first, last } = agreement;
  const lines: [string, string][] = [
    ['turn by all detectors', `${first} … ${last} (${found} of ${of})`]
  ];
  const { plateau, secondDescent } = windows;
  if (plateau) lines.push(['plateau', `${plateau.start} … ${plateau.end}`]);
  if (secondDescent)
    lines.push(['second descent', `${secondDescent.start} … ${secondDescent.end}`]);
  return lines;
}

function turnLine({ turn, margin }: TurnReport): string {
  return `${epochText(turn)}${margin ? ` ±${margin} (${marginAbout})` : ''}`;
}

function epochText(epoch: number | null): string {
  return epoch === null ? 'not reached' : `epoch ${epoch}`;
}
