import type { Action } from './action.ts';

/** What the sign of a number in an action says, by the number's name. */
const signs: Readonly<Record<string, readonly [negative: string, positive: string]>> = {
  by: ['previous', 'next'],
  rows: ['up', 'down'],
  lines: ['up', 'down'],
  columns: ['left', 'right']
};

/**
 * Returns an action's name in words, by which the user's keys.json knows the binding: `step next
 * 10`, `cursor left`, `zoom in`, `export png`.
 */
export function actionName({ type, ...facts }: Action | { readonly type: string }): string {
  const verb = type.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return [verb, ...Object.entries(facts).flatMap(([key, value]) => words(key, value))].join(' ');
}

function words(key: string, value: unknown): readonly string[] {
  if (value === 0) return [];
  if (typeof value !== 'number') return [String(value)];
  if (key === 'factor') return [value < 1 ? 'in' : 'out'];
  const isNegative = value < 0;
  if (!Number.isFinite(value)) return [isNegative ? 'first' : 'last'];
  const size = Math.abs(value);
  const sign = signs[key]?.[isNegative ? 0 : 1] ?? (isNegative ? '-' : '+');
  return size > 1 ? [sign, String(size)] : [sign];
}
