import { findAnalyzer, layerSource } from '../../analyzers/index.ts';
import type { Figure } from '../../figure/figure.ts';
import type { Variant } from '../../loader/index.ts';
import { layerCount } from '../../model/index.ts';
import type { Need, Visualization } from '../../visualizations/visualization.ts';
import { needsOf } from '../../visualizations/visualization.ts';
import { findSource } from './sources/index.ts';
import { withTitleNote } from './title-note.ts';

/** The parameters that the files of an analyzer were made with, by analyzer. */
type Provenance = Readonly<
  Record<string, { readonly parameters?: Readonly<Record<string, unknown>> }>
>;

/** Returns a figure of a run with several layers that says at which one it looks, if at one. */
export function withLayerTitle(
  figure: Figure,
  variant: Variant,
  visualization: Visualization,
  provenance: Provenance
): Figure {
  const last = layerCount(variant.config) - 1;
  if (last < 1) return figure;
  const seen = needsOf(visualization).flatMap((need) => layersOf(need, last, provenance));
  if (seen.length === 0) return figure;
  return withTitleNote(figure, [...new Set(seen)].map((layer) => `layer ${layer}`).join(', '));
}

/** Whether what a figure says more by is of the layers that it shows. */
export function isOfLayer(
  need: Need,
  visualization: Visualization,
  variant: Variant,
  provenance: Provenance
): boolean {
  const last = layerCount(variant.config) - 1;
  if (last < 1) return true;
  const shown = needsOf(visualization).flatMap((own) => layersOf(own, last, provenance));
  return layersOf(need, last, provenance).every((layer) => shown.includes(layer));
}

function layersOf(need: Need, last: number, provenance: Provenance): readonly number[] {
  if (need.from === 'source') return findSource(need.source).layered ? [last] : [];
  const source = 'analyzer' in need ? layerSource(findAnalyzer(need.analyzer)) : null;
  if (source === null) return [];
  const { layer } = provenance[source.id]?.parameters ?? {};
  return [typeof layer === 'number' ? layer : last];
}
