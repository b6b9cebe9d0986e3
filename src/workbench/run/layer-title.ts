import { findAnalyzer } from '../../analyzers/index.ts';
import type { Figure } from '../../figure/figure.ts';
import type { Variant } from '../../loader/index.ts';
import type { Visualization } from '../../visualizations/visualization.ts';
import { needsOf } from '../../visualizations/visualization.ts';
import { findSource } from './sources/index.ts';

/** The parameters that the files of an analyzer were made with, by analyzer. */
type Provenance = Readonly<
  Record<string, { readonly parameters?: Readonly<Record<string, unknown>> }>
>;

/** Returns the number of layers that a run's config.json tells; 1 where it tells none. */
export function layerCount({ config }: Pick<Variant, 'config'>): number {
  return typeof config.n_layers === 'number' && !config.architecture ? config.n_layers : 1;
}

/** Returns a figure of a run with several layers that says at which one it looks, if at one. */
export function withLayerTitle(
  figure: Figure,
  variant: Variant,
  visualization: Visualization,
  provenance: Provenance
): Figure {
  const last = layerCount(variant) - 1;
  if (last < 1) return figure;
  const seen = needsOf(visualization).flatMap((need) => {
    if (need.from === 'source') return findSource(need.source).layered ? [last] : [];
    if (!('analyzer' in need) || !findAnalyzer(need.analyzer).layered) return [];
    const { layer } = provenance[need.analyzer]?.parameters ?? {};
    return [typeof layer === 'number' ? layer : last];
  });
  if (seen.length === 0) return figure;
  const { title, ...layout } = figure.layout;
  const words = [...new Set(seen)].map((layer) => `layer ${layer}`).join(', ');
  return {
    ...figure,
    layout: { ...layout, title: { ...title, text: `${title?.text ?? ''} · ${words}` } }
  };
}
