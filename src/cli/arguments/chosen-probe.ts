import { UserError, usageError } from '../../error/user-error.ts';
import { readBytes, type Variant } from '../../loader/index.ts';
import { printable } from '../../text/printable.ts';
import { throughProbe } from '../../workbench/run/through-probe.ts';

/** A megabyte: 60,000 pairs, four for each of p = 127. */
const LARGEST = 2 ** 20;

/** Which pairs a command was asked to look at. */
export interface ProbeChoice {
  readonly probe?: string;
  readonly probeFile?: string;
}

/**
 * Returns the words of `--probe` or of the file of `--probe-file`; undefined for neither. Throws a
 * usage UserError.
 */
export async function probeText({ probe, probeFile }: ProbeChoice): Promise<string | undefined> {
  return probeFile === undefined ? probe : textOf(probeFile);
}

/**
 * Returns the text of a file of pairs. Throws a usage UserError where it cannot be read or has
 * none.
 */
export async function textOf(file: string): Promise<string> {
  const hint = 'one pair or condition per line';
  const shown = printable(file);
  const about = { missing: `cannot read file: ${shown}`, hint, folder: hint, largest: LARGEST };
  const words = await readBytes(file, about).catch((error: unknown) => {
    throw error instanceof UserError ? usageError(error.message, error.hint) : error;
  });
  const text = new TextDecoder().decode(words);
  if (text.replaceAll(/#.*$/gm, '').trim() === '')
    throw usageError(`no pairs in file: ${shown}`, hint);
  return text;
}

/** Returns the variant as seen through the asked pairs. Throws a usage UserError. */
export async function seenVariant(variant: Variant, request: ProbeChoice): Promise<Variant> {
  const words = await probeText(request);
  return words === undefined ? variant : throughProbe(variant, words);
}
