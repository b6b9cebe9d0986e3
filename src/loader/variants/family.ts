import { UserError } from '../../error/user-error.ts';
import type { Schedule } from '../../model/recipe.ts';
import { isInRange, rangeText } from '../../option/number-range.ts';
import {
  findTask,
  isImported,
  type ParameterSpec,
  parametersOfTask,
  runParameters,
  type Task
} from '../../task/index.ts';
import { printable } from '../../text/printable.ts';
import type { JsonObject } from '../files/read-json.ts';
import { pythonParameters, pythonTraining, unwritten } from './unwritten.ts';

/**
 * Figures that belong together on the overview: a summary over the run beside its per-epoch
 * details.
 */
export interface FamilyGroup {
  readonly title: string;
  readonly visualizations: readonly string[];
  /** `"epoch_control": false`: as a view of its own it is about all epochs at once. */
  readonly isCrossEpoch?: boolean;
}

/** A parameter as a family declares it. */
export interface FamilyParameter extends ParameterSpec {
  /** As config.json has it: `data_seed`. */
  readonly name: string;
  readonly default: number;
}

/** How a family trains unless told otherwise. */
export interface TrainingDefaults {
  /** Id of the task, `modular_addition`. */
  readonly task: string;
  /** Id of the architecture, `transformer`. */
  readonly model: string;
  readonly epochs: number;
  readonly lr: number;
  readonly weightDecay: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly eps: number;
  /** Epochs of linear warm-up of the learning rate. */
  readonly warmup: number;
  /** Epoch SPEC of the checkpoint schedule; the last epoch is always saved. */
  readonly checkpoints: string;
  /** Of language models that are trained here, see `Recipe`. */
  readonly batch?: number;
  readonly schedule?: Schedule;
}

/** A family.json: a task with a model, and what to make of its runs. */
export interface Family {
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  /**
   * What a run is about: `grid`, every input is known and has at most one answer; `text`, the
   * prompts of a probe set; `log`, what another program logged.
   */
  readonly subject: 'grid' | 'text' | 'log';
  /** What a run counts. */
  readonly time: 'epoch' | 'step';
  /** What its default recipe did when it was measured, in words; '' where it was not. */
  readonly measured: string;
  /** Python keys: n_layers, n_heads, d_model, d_head, d_mlp, act_fn, n_ctx … */
  readonly architecture: JsonObject;
  /** What tells its variants apart: what its task depends on, the seeds, the share to train on. */
  readonly parameters: readonly FamilyParameter[];
  /** How folders of variants are called: `…_seed{seed}_dseed{data_seed}`. */
  readonly variantPattern: string;
  /** Analyzer ids of all tiers; others' files may name some that grokscope does not have. */
  readonly analyzers: readonly string[];
  /**
   * `optional_analyzers`: those that run only when they are asked for, and are shown where they
   * have.
   */
  readonly optionalAnalyzers: readonly string[];
  readonly visualizations: readonly string[];
  readonly groups: readonly FamilyGroup[];
  readonly training: TrainingDefaults;
  readonly path: string;
}

const required = [
  'name',
  'display_name',
  'description',
  'architecture',
  'domain_parameters',
  'analyzers',
  'variant_pattern'
];
const optional = [
  'class_type',
  'secondary_analyzers',
  'cross_epoch_analyzers',
  'optional_analyzers',
  'visualizations',
  'analysis_dataset',
  'probes',
  'variants',
  'subject',
  'time',
  'measured',
  'ui_trainable',
  'training',
  'groups'
];

/**
 * Returns the family of a family.json; `strict` (for our own) makes unknown and missing keys
 * errors. Throws UserError.
 */
export function familyOf(json: JsonObject, path: string, strict: boolean): Family {
  const fail = (problem: string): never => {
    throw new UserError(`invalid family: ${problem}: ${printable(path)}`, 'mend that file');
  };
  if (strict) checkKeys(json, fail);
  const text = (key: string): string => {
    const value = json[key] ?? '';
    return typeof value === 'string' ? value : fail(`${key} is no text`);
  };
  /** Absent in the Python workbench's files, which have no other. */
  const oneOf = <W extends string>(key: string, words: readonly [W, ...W[]]): W =>
    words.find((word) => word === (json[key] ?? words[0])) ??
    fail(`${key} is not ${words.join(' or ')}`);
  const name = text('name') || fail('it has no name');
  const listed = (key: string): readonly string[] =>
    names(json[key] ?? [], strict) ?? fail(`${key} is no list of names`);
  const visualizations = listed('visualizations');
  const training = trainingOf(json.training, strict, fail);
  const parameters = declaredParameters(json, findTask(training.task), strict, fail);
  const groups =
    groupsOf(json.groups, visualizations, strict) ??
    fail('groups are no titles with visualizations');
  return {
    name,
    displayName: text('display_name') || name,
    description: text('description'),
    subject: oneOf('subject', ['grid', 'text', 'log']),
    time: oneOf('time', ['epoch', 'step']),
    measured: text('measured'),
    architecture: isObject(json.architecture) ? json.architecture : {},
    parameters,
    variantPattern: isImported(findTask(training.task))
      ? text('variant_pattern')
      : patternOf(text('variant_pattern'), name, parameters, strict, fail),
    analyzers: ['analyzers', 'secondary_analyzers', 'cross_epoch_analyzers'].flatMap(listed),
    optionalAnalyzers: listed('optional_analyzers'),
    visualizations,
    groups,
    training,
    path
  };
}

/** What only families of language models that are trained here have, by default. */
const minibatches = { batch: 256, schedule: 'constant' };

function checkKeys(json: JsonObject, fail: (problem: string) => never): void {
  const unknown = Object.keys(json).find(
    (key) => !required.includes(key) && !optional.includes(key)
  );
  if (unknown !== undefined) fail(`unknown key ${unknown}`);
  const absent = required.find((key) => json[key] === undefined);
  if (absent !== undefined) fail(`missing key ${absent}`);
}

type Fail = (problem: string) => never;

/** Those of its task and of every run; a strict family declares each, but for the fraction. */
function declaredParameters(
  { domain_parameters: declared, training }: JsonObject,
  task: Task,
  strict: boolean,
  fail: Fail
): readonly FamilyParameter[] {
  const given = isObject(declared) ? declared : {};
  const specs = parametersOfTask(task);
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(specs, name));
  if (strict && unknown !== undefined) fail(`unknown parameter ${unknown}`);
  return Object.entries(specs).map(([name, spec]) => {
    const own = isObject(given[name]) ? given[name] : {};
    const share = isObject(training) ? training.fraction : undefined;
    const value = name === 'fraction' ? (share ?? unwritten.fraction) : own.default;
    const isNeeded = strict && !Object.hasOwn(runParameters, name);
    const usual = isNeeded ? undefined : pythonParameters[name];
    const found = typeof value === 'number' ? value : (usual ?? fail(`no default of ${name}`));
    if (!isInRange(found, spec.range)) fail(`default of ${name} is not ${rangeText(spec.range)}`);
    const label = typeof own.label === 'string' ? own.label : spec.label;
    if (!/^[a-z]{1,4}$/.test(label)) fail(`label of ${name} is not one to four letters`);
    const about = typeof own.description === 'string' ? own.description : spec.about;
    return { ...spec, name, label, about, default: found };
  });
}

/** Others' patterns that do not name each parameter make no names: two runs would share one. */
function patternOf(
  pattern: string,
  family: string,
  parameters: readonly FamilyParameter[],
  strict: boolean,
  fail: Fail
): string {
  const named = parameters.filter(({ name }) => name !== 'fraction');
  const own = named.filter(({ name }) => !Object.hasOwn(runParameters, name));
  const usual = `${own.map(({ name, label }) => `_${label}{${name}}`).join('')}_seed{seed}_dseed{data_seed}`;
  const isWhole =
    pattern.startsWith(`${family}_`) &&
    named.every(({ name }) => pattern.includes(`{${name}}`)) &&
    /^[\w.-]+$/.test(named.reduce((text, { name }) => text.replace(`{${name}}`, ''), pattern));
  if (strict && !isWhole) fail('variant_pattern does not name each parameter');
  return isWhole ? pattern : family + usual;
}

function trainingOf(
  value: unknown,
  strict: boolean,
  fail: (problem: string) => never
): TrainingDefaults {
  const given = isObject(value) ? value : {};
  const isText = typeof given.task === 'string' && findTask(given.task).corpus !== undefined;
  const out: Record<string, unknown> = { ...pythonTraining, ...(isText && minibatches) };
  for (const [key, setting] of Object.entries(given)) {
    const name = key === 'weight_decay' ? 'weightDecay' : key;
    if (name === 'fraction') continue;
    if (Object.hasOwn(out, name) && typeof setting === typeof out[name]) out[name] = setting;
    else if (strict) fail(`invalid training setting ${key}`);
  }
  return out as unknown as TrainingDefaults;
}

function groupsOf(
  value: unknown,
  visualizations: readonly string[],
  strict: boolean
): readonly FamilyGroup[] | null {
  if (value === undefined) return visualizations.map((id) => ({ title: id, visualizations: [id] }));
  if (!Array.isArray(value)) return strict ? null : [];
  const groups: FamilyGroup[] = [];
  for (const group of value) {
    const ids = isObject(group) ? names(group.visualizations, strict) : null;
    if (ids !== null && typeof group.title === 'string')
      groups.push({
        title: group.title,
        visualizations: ids,
        ...(group.epoch_control === false && { isCrossEpoch: true })
      });
    else if (strict) return null;
  }
  return groups;
}

function names(value: unknown, strict: boolean): readonly string[] | null {
  if (!Array.isArray(value)) return strict ? null : [];
  const texts = value.filter((item): item is string => typeof item === 'string');
  return strict && texts.length < value.length ? null : texts;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
