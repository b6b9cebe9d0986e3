import { optionsShown } from '../state/comparing.ts';
import { marksOf } from '../state/epoch-marks.ts';
import type { Rect } from '../state/layout.ts';
import { paletteItems } from '../state/palette.ts';
import { exportFormats, focusedPanel, type State } from '../state/state.ts';

/** Most lines that the palette shows at once. */
const MOST_LINES = 12;

/**
 * Returns the rectangle of the layer over the view, where nothing is painted: help and info take
 * the whole body.
 */
export function layerRect(state: State, body: Rect): Rect | null {
  const { layer, size } = state;
  if (layer?.kind === 'help' || layer?.kind === 'info')
    return { ...body, left: 0, width: size.columns };
  if (layer === null || layer.kind === 'note') return null;
  if (layer.kind === 'prompt') {
    const width = Math.min(100, size.columns);
    const found = paletteItems(state, layer.text).length;
    if (found === 0) return null;
    const height = Math.min(MOST_LINES, found, body.height - 2) + 2;
    return { left: 0, top: body.top + body.height - height, width, height };
  }
  const panel = focusedPanel(state);
  const count = {
    export: exportFormats(focusedPanel(state)).length,
    options: (panel ? optionsShown(state, panel).length : 0) + 2,
    epochMarks: marksOf(state).length
  }[layer.kind];
  const width = Math.min(layer.kind === 'export' ? 46 : 72, body.width);
  const height = Math.min(count + 2, body.height);
  const left = body.left + ((body.width - width) >> 1);
  return { left, top: body.top + ((body.height - height) >> 1), width, height };
}
