import { didYouMean } from '../error/did-you-mean.ts';
import { UserError } from '../error/user-error.ts';
import { printable } from '../text/printable.ts';
import languageProbes from './language-probes.ts';
import loggedNumbers from './logged-numbers.ts';
import modularAddition from './modular-addition.ts';
import modularDivision from './modular-division.ts';
import modularMultiplication from './modular-multiplication.ts';
import modularSubtraction from './modular-subtraction.ts';
import nDigitAddition from './n-digit-addition.ts';
import { type ParameterSpecs, type Parameters, runParameters } from './parameters.ts';
import quadraticForm from './quadratic-form.ts';
import s5Composition from './s5-composition.ts';
import sparseParity from './sparse-parity.ts';
import type { Task } from './task.ts';

/** All tasks. */
export const tasks: readonly Task[] = [
  modularAddition,
  modularSubtraction,
  modularMultiplication,
  modularDivision,
  quadraticForm,
  s5Composition,
  sparseParity,
  nDigitAddition,
  languageProbes,
  loggedNumbers
];

/** Every parameter that runs of some task have: those of the tasks, then those of all runs. */
export const allParameters: ParameterSpecs = Object.assign(
  {},
  ...tasks.map(({ parameters }) => parameters),
  runParameters
);

/** Whether a task is about texts, rather than a grid. */
export function isOfText(task: Task): boolean {
  return task.subject === 'text';
}

/** Whether the runs of a task are always trained elsewhere. */
export function isImported(task: Task): boolean {
  return task.subject !== undefined && task.corpus === undefined;
}

/**
 * Returns the parameters of the runs of a task: its own, then those of all runs that are trained
 * here.
 */
export function parametersOfTask(task: Task): ParameterSpecs {
  return isImported(task) ? task.parameters : { ...task.parameters, ...runParameters };
}

/** Returns the task of that id. Throws UserError, naming the known ones, if there is none. */
export function findTask(id: string): Task {
  const found = tasks.find((task) => task.id === id);
  if (found !== undefined) return found;
  const known = tasks.map((task) => task.id);
  throw new UserError(
    `unknown task: ${printable(id)}`,
    didYouMean(id, known, `known tasks: ${known.join(', ')}`)
  );
}

/**
 * Returns the task of a run by its config.json. Python's workbench writes none: it only adds.
 * Throws UserError on an unknown one.
 */
export function taskOf(config: Readonly<Record<string, unknown>>): Task {
  const { task } = (config.recipe ?? {}) as { readonly task?: unknown };
  return findTask(typeof task === 'string' ? task : 'modular_addition');
}

const known = new Map<string, Int32Array>();

/** How many grids stay in memory. */
const most = 8;

/**
 * Returns the answer to each row of a task's grid, [rows]; −1 where there is none. Throws UserError
 * on parameters that the task does not allow.
 */
export function gridLabels(task: Task, parameters: Parameters): Int32Array {
  const own = Object.keys(task.parameters).map((name) => parameters[name]);
  const key = [task.id, ...own].join(' ');
  const labels = known.get(key) ?? task.grid(parameters).labels;
  known.delete(key);
  known.set(key, labels);
  if (known.size > most) known.delete(known.keys().next().value as string);
  return labels;
}
