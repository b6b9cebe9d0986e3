import { join } from 'node:path';
import { parsePythonJson } from '../../codec/index.ts';
import { UserError } from '../../error/user-error.ts';
import { asHardExample, type TextProbe } from '../../task/index.ts';
import { printable } from '../../text/printable.ts';
import { readDecodedSync } from '../files/read-file.ts';
import type { Variant } from '../variants/variant.ts';
import { writeInVariant } from '../variants/write-in-variant.ts';
import { probeSetOf, type TextProbeSet } from './probe-set.ts';

const known = new Map<string, readonly TextProbe[]>();
/** How many sets stay in memory. */
const ROOM = 8;

/** Keeps what a language model is asked in its variant: probes, then hard examples. */
export function writeProbes(variant: Variant, { probes }: TextProbeSet): Promise<void> {
  const items = probes.map(({ expected, ...rest }) => ({ ...rest, expected_answer: expected }));
  const text = JSON.stringify({ total: items.length, probes: items }, null, 1);
  return writeInVariant(variant, join(variant.path, 'probes.json'), `${text}\n`);
}

/**
 * Returns a probe set with hard examples behind it, as one set of another hash. Throws UserError on
 * an id that both have.
 */
export function withHardExamples(probes: TextProbeSet, hard: TextProbeSet | null): TextProbeSet {
  if (hard === null) return probes;
  const ids = new Set(probes.probes.map(({ id }) => id));
  const both = hard.probes.find(({ id }) => ids.has(id));
  if (both !== undefined)
    throw new UserError(
      `a hard example has the id of a probe: ${printable(both.id)}`,
      'give it another, or leave it out of the file of the probes'
    );
  return probeSetOf([...probes.probes, ...hard.probes.map(asHardExample)]);
}

/**
 * Returns what a language model is asked, in the order of its artifacts. Kept in memory. Throws
 * UserError where the file is missing, damaged, or changed since: artifacts of two sets must not
 * mix.
 */
export function probesOf({ path, name, language }: Variant): readonly TextProbe[] {
  if (!language) return [];
  const key = `${language.probes}\0${path}`;
  const before = known.get(key);
  if (before) return before;
  const description = {
    missing: `missing probes.json of ${printable(name)}`,
    hint: 'import the run again: grokscope import RUN_DIR --probe-file FILE',
    remedy: 'import the run again: grokscope import RUN_DIR --probe-file FILE',
    largest: 2 ** 26
  };
  const { probes, hash } = readDecodedSync(join(path, 'probes.json'), description, (bytes) =>
    probeSetOf(parsePythonJson(new TextDecoder().decode(bytes)))
  );
  if (hash !== language.probes)
    throw new UserError(
      `probes.json was changed: ${printable(path)}`,
      'other probes are another set: import the run again with them, or put the old file back'
    );
  known.set(key, probes);
  if (known.size > ROOM) known.delete(known.keys().next().value as string);
  return probes;
}
