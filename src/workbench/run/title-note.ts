import type { Figure } from '../../figure/figure.ts';

/** Returns a figure with a note after its title: `Coarseness · layer 0`. */
export function withTitleNote(figure: Figure, note: string): Figure {
  const { title, ...layout } = figure.layout;
  const text = `${title?.text ?? ''} · ${note}`;
  return { ...figure, layout: { ...layout, title: { ...title, text } } };
}
