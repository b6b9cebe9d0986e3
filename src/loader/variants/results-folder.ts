import { resolve } from 'node:path';

/**
 * Returns the absolute path of the results folder: the `--results` option, else GROKSCOPE_RESULTS,
 * else `results` in the working directory. It need not exist.
 */
export function resultsFolder(
  option?: string,
  env: Readonly<Record<string, string | undefined>> = process.env
): string {
  return resolve(option || env.GROKSCOPE_RESULTS || 'results');
}
