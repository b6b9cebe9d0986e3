import { createHash } from 'node:crypto';
import { probedAnalyzers } from '../../analyzers/index.ts';
import { listProbes, type Variant } from '../../loader/index.ts';
import { parseProbe, probeParts } from '../../model/index.ts';
import { answeredRows, labelsOf, splitOf, taskOf } from '../../task/index.ts';
import { demandGrid } from './suited.ts';

/**
 * Returns the variant as seen through some of its pairs: what depends on the pairs is read, written
 * and drawn for those alone, beside the artifacts over all pairs. `text` is a pair, a condition, a
 * word or several (see `parseProbe`), or the id of a set that was analyzed before. All pairs are no
 * set of their own. Throws a usage UserError.
 */
export function throughProbe(variant: Variant, text: string): Variant {
  demandGrid(variant, 'pairs');
  const stored = listProbes(variant);
  const words = probeParts(stored.get(text.trim())?.text ?? text).join(', ');
  const labels = labelsOf(variant);
  const { config, parameters } = variant;
  const { train } = splitOf(variant);
  const rows = parseProbe(words, { task: taskOf(config), parameters, train });
  const { probe: _, ...whole } = variant;
  if (rows.length === answeredRows(labels).length) return whole;
  const hash = createHash('sha256').update(new Uint8Array(rows.buffer)).digest('hex').slice(0, 8);
  const same = [...stored.keys()].find((id) => id.endsWith(`_${hash}`));
  const id = same ?? `probe_${slugOf(words)}_${hash}`;
  return { ...whole, probe: { id, text: words, rows, analyzers: probedAnalyzers(rows.length) } };
}

const signs: readonly (readonly [RegExp, string])[] = [
  [/<=/g, ' le '],
  [/>=/g, ' ge '],
  [/!=/g, ' ne '],
  [/==?/g, ' eq '],
  [/</g, ' lt '],
  [/>/g, ' gt '],
  [/\+/g, ' plus ']
];

function slugOf(text: string): string {
  const words = signs.reduce((rest, [sign, word]) => rest.replace(sign, word), text.toLowerCase());
  return words.replace(/\W+/g, '_').replace(/^_+/, '').slice(0, 24).replace(/_+$/, '') || 'set';
}
