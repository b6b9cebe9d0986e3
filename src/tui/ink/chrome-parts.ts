import { infoLines } from '../painted/layer-text.ts';
import { noticeLines } from '../painted/notice-lines.ts';
import { marksOf } from '../state/epoch-marks.ts';
import { hintsHere } from '../state/hints-here.ts';
import type { Layout } from '../state/layout.ts';
import { exportFormats, focusedPanel, type State } from '../state/state.ts';

/**
 * Returns everything that Ink draws of a state, in pieces that are equal (===) where they look the
 * same. Scrubbing and most of what a run in training reports change none of them, and then Ink is
 * not asked for a frame.
 */
export function chromeParts(state: State, layout: Layout): readonly unknown[] {
  const { size, look, sidebar, layer, message, job, variants, opening, variant } = state;
  const words: unknown[] = [layout.page, state.maximised, state.view, noticeLines(state)];
  words.push(hintsHere(state));
  if (sidebar.open)
    words.push(
      variant?.name,
      variant?.events,
      state.summaries,
      state.odd,
      state.picked,
      variant?.groups.map(({ title }) => title),
      variant?.views
    );
  if (layer?.kind === 'export')
    words.push(focusedPanel(state)?.title, exportFormats(focusedPanel(state)));
  if (layer?.kind === 'options') words.push(focusedPanel(state)?.title, state.options);
  if (layer?.kind === 'epochMarks' || sidebar.open) words.push(marksOf(state));
  if (layer?.kind === 'prompt')
    words.push(focusedPanel(state)?.id, state.options, state.chosen, variant?.name);
  if (layer?.kind === 'info') words.push(infoLines(state));
  return [size, look, sidebar, layer, message, job, variants, opening, JSON.stringify(words)];
}
