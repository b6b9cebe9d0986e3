import { usageError } from '../../error/user-error.ts';

/** Returns `--set key=value` pairs as a record. Throws a usage UserError for a pair without `=`. */
export function parseSettings(pairs: readonly string[] = []): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw usageError(`invalid setting: ${pair}`, 'write it as --set key=value');
      return [pair.slice(0, at), pair.slice(at + 1)];
    })
  );
}
