import { didYouMean } from '../error/did-you-mean.ts';
import { UserError } from '../error/user-error.ts';
import { printable } from '../text/printable.ts';
import modularAddition from './modular-addition.ts';
import modularDivision from './modular-division.ts';
import modularMultiplication from './modular-multiplication.ts';
import modularSubtraction from './modular-subtraction.ts';
import quadraticForm from './quadratic-form.ts';
import s5Composition from './s5-composition.ts';
import type { Task } from './task.ts';

/** All tasks. */
export const tasks: readonly Task[] = [
  modularAddition,
  modularSubtraction,
  modularMultiplication,
  modularDivision,
  quadraticForm,
  s5Composition
];

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

const known = new Map<string, Int32Array>();

/** How many grids stay in memory. */
const most = 8;

/**
 * Returns the answer to each row of a task's grid, [prime²]; −1 where there is none. Throws
 * UserError where the task has another number of inputs.
 */
export function gridLabels(task: Task, prime: number): Int32Array {
  const { modulus, title } = task;
  if (typeof modulus === 'number' && prime !== modulus)
    throw new UserError(`${title} has ${modulus} inputs, not ${prime}`, 'choose another task');
  const key = `${task.id} ${prime}`;
  const labels = known.get(key) ?? task.grid(prime).labels;
  known.delete(key);
  known.set(key, labels);
  if (known.size > most) known.delete(known.keys().next().value as string);
  return labels;
}
