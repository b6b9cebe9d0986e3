import { UserError } from '../../src/error/user-error.ts';
import type { Figure } from '../../src/figure/figure.ts';
import { visualizations } from '../../src/visualizations/index.ts';
import { drawn } from '../helpers/run-p13.ts';

/** A figure of the p=13 run by its id and the option that is not at its default. */
export interface NamedFigure {
  readonly name: string;
  readonly isDefault: boolean;
  readonly figure: Figure;
}

/** Every registered visualization of the fixture: as it is, with every other choice and switch, and with every preset. */
export const allFigures: readonly NamedFigure[] = visualizations.flatMap((visualization) => {
  const { id, options, presets = {} } = visualization;
  const settings = Object.entries(options).flatMap(([name, spec]): Record<string, unknown>[] => {
    if (spec.type === 'boolean') return [{ [name]: !spec.default }];
    if (spec.type !== 'choice') return [];
    return spec.choices.filter((one) => one !== spec.default).map((one) => ({ [name]: one }));
  });
  return [{}, ...settings, ...Object.values(presets)].flatMap((set, i): NamedFigure[] => {
    const name = i === 0 ? id : `${id} ${JSON.stringify(set)}`;
    try {
      return [{ name, isDefault: i === 0, figure: drawn(visualization, set) }];
    } catch (error) {
      // the fixture holds what the default figures need
      if (i > 0 && error instanceof UserError) return [];
      throw error;
    }
  });
});
