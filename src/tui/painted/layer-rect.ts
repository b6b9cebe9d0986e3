import type { Rect } from '../state/layout.ts';
import { exportFormats, focusedPanel, type State } from '../state/state.ts';

/**
 * Returns the rectangle of the layer over the view, where nothing is painted: help and info take
 * the whole body.
 */
export function layerRect(state: State, body: Rect): Rect | null {
  const { layer, size } = state;
  if (layer?.kind === 'help' || layer?.kind === 'info')
    return { ...body, left: 0, width: size.columns };
  if (layer?.kind !== 'export') return null;
  const width = Math.min(46, body.width);
  const height = Math.min(exportFormats(focusedPanel(state)).length + 2, body.height);
  const left = body.left + ((body.width - width) >> 1);
  return { left, top: body.top + ((body.height - height) >> 1), width, height };
}
