import type { ExportFormat } from '../../workbench/explorer/explorer-workbench.ts';
import { warned } from './changes.ts';
import { isGrid, labelOf } from './compared.ts';
import { atEpoch } from './epoch-cursor.ts';
import { marksOf } from './epoch-marks.ts';
import { firstKey } from './keys.ts';
import { figureOf, isText, otherVariant, requestOf } from './options.ts';
import { besideOf, exportFormats, focusedPanel, hasEpochControl, type State } from './state.ts';

/** Returns the state after enter in a menu: at the mark, or exporting in the format. */
export function confirmed(state: State): State {
  if (state.layer?.kind === 'epochMarks') {
    const mark = marksOf(state)[state.layer.selected];
    return mark ? atEpoch({ ...state, layer: null }, mark.epoch, true) : state;
  }
  if (state.layer?.kind !== 'export') return state;
  const format = exportFormats(focusedPanel(state))[state.layer.selected];
  return format ? exporting({ ...state, layer: null }, format) : state;
}

/** Returns the state that exports the figure under focus; says so where it cannot. */
export function exporting(state: State, format: ExportFormat): State {
  const panel = focusedPanel(state);
  const { variant } = state;
  if (!panel || !variant) return state;
  if (isText(panel)) return warned(state, 'a text is not exported');
  const other = otherVariant(state, panel);
  if (other !== null)
    return warned(state, `${labelOf(state, other)} is not open · open it to export its figures`);
  if (isGrid(state))
    return warned(
      state,
      `${besideOf(state).length} variants: ${firstKey(state.keys, 'grid', 'open cell')} opens the one under focus, overlay (${firstKey(state.keys, 'view', 'way')}) shows its figure alone`
    );
  const { beside, among: _, ...asked } = requestOf(state, panel);
  if (beside)
    return warned(
      state,
      `several variants: ${firstKey(state.keys, 'view', 'yank command')} copies the command that compares them, add --out FILE`
    );
  if (state.job)
    return warned(
      state,
      `an export is running · ${firstKey(state.keys, 'everywhere', 'back')} cancels it`
    );
  const request = { format, cursor: hasEpochControl(state), ...asked };
  return {
    ...state,
    layer: null,
    job: { variant: variant.name, id: figureOf(panel), request, done: 0, total: 0 }
  };
}
