import { readFile } from 'node:fs/promises';
import { printable } from '../error/printable.ts';
import { usageError } from '../error/user-error.ts';
import type { Variant } from '../loader/index.ts';
import { throughProbe } from '../workbench/through-probe.ts';

/** Which pairs a command was asked to look at. */
export interface AskedProbe {
  readonly probe?: string;
  readonly probeFile?: string;
}

/** Returns the words of `--probe` or of the file of `--probe-file`; undefined for neither. Throws a usage UserError. */
export async function probeWords({ probe, probeFile }: AskedProbe): Promise<string | undefined> {
  return probeFile === undefined ? probe : textOf(probeFile);
}

/** Returns the text of a file of pairs. Throws a usage UserError where it cannot be read or has none. */
export async function textOf(file: string): Promise<string> {
  const hint = 'one pair or condition per line';
  const words = await readFile(file, 'utf8').catch(() => null);
  if (words === null) throw usageError(`cannot read file: ${printable(file)}`, hint);
  if (words.replaceAll(/#.*$/gm, '').trim() === '')
    throw usageError(`no pairs in file: ${printable(file)}`, hint);
  return words;
}

/** Returns the variant as seen through the asked pairs. Throws a usage UserError. */
export async function askedVariant(variant: Variant, asked: AskedProbe): Promise<Variant> {
  const words = await probeWords(asked);
  return words === undefined ? variant : throughProbe(variant, words);
}
