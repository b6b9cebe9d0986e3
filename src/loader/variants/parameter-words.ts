import { allParameters, type RunParameters, runParameters } from '../../task/index.ts';

/** How folder names write the parameters of every run. */
const inFolders: Readonly<Record<string, string>> = {
  seed: 'seed',
  data_seed: 'dseed',
  fraction: 'frac'
};

/**
 * Returns the parameters of a run as folder names write them, in the order in which they are shown:
 * `p59`, `seed1`, `dseed598`, `frac0.5`.
 */
export function parameterWords(parameters: RunParameters): readonly string[] {
  return Object.entries(parameters).map(
    ([name, value]) => `${inFolders[name] ?? allParameters[name]?.label ?? name}${value}`
  );
}

/** Returns the parameters that the task of a run has, as they are shown: `p59`, `n12`. */
export function taskWords(parameters: RunParameters): readonly string[] {
  return Object.entries(parameters)
    .filter(([name]) => !Object.hasOwn(runParameters, name))
    .map(([name, value]) => `${allParameters[name]?.label ?? name}${value}`);
}
