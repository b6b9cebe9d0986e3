import type { Cursor } from '../../render-terminal/index.ts';
import type {
  ExportFormat,
  NeuronRow,
  PanelOption,
  RunDescription,
  VariantEntry,
  VariantSummary
} from '../../workbench/explorer/explorer-workbench.ts';
import type { Size } from './layout.ts';
import type { Look } from './look.ts';
import type { Drag } from './state.ts';
import type { PlotArea, Window } from './zoom.ts';

/** All that can happen to the explorer's state: what keys ask for, and what the world reports. */
export type Action =
  // the shared cursors
  | { readonly type: 'step'; readonly by: number }
  | { readonly type: 'tick' }
  | { readonly type: 'play' }
  | { readonly type: 'event'; readonly by: 1 | -1 }
  | { readonly type: 'neuron'; readonly by: number }
  | { readonly type: 'order' }
  | {
      readonly type: 'neuronRows';
      readonly variant: string;
      readonly rows: readonly NeuronRow[];
    }
  | { readonly type: 'goTo'; readonly epoch: number }
  | { readonly type: 'mark' | 'markList' }
  // panels
  | { readonly type: 'focus'; readonly by: 1 | -1 }
  | { readonly type: 'move'; readonly rows: number }
  | { readonly type: 'page'; readonly by: number }
  | { readonly type: 'maximise' | 'restore' | 'root' | 'cycle' }
  | { readonly type: 'view'; readonly index: number }
  | { readonly type: 'viewBy'; readonly by: 1 | -1 }
  | { readonly type: 'show'; readonly view: string; readonly id: string }
  | { readonly type: 'optionMenu' | 'ranges' | 'undo' | 'events' | 'pin' }
  | { readonly type: 'optionBy'; readonly by: 1 | -1 }
  | {
      readonly type: 'setOption';
      readonly name: string;
      readonly value: PanelOption['default'];
    }
  | { readonly type: 'yank'; readonly what: 'value' | 'command' }
  | { readonly type: 'copied'; readonly text: string }
  // the maximised plot
  | { readonly type: 'cursor'; readonly columns: number; readonly rows: number }
  | { readonly type: 'cursorFar'; readonly columns: 1 | -1 }
  | { readonly type: 'zoom'; readonly factor: number }
  | { readonly type: 'pan'; readonly columns: number; readonly rows: number }
  | { readonly type: 'fit' | 'adopt' }
  | {
      readonly type: 'measured';
      readonly areas: readonly PlotArea[];
      /** Of panels over epochs that were drawn, whether they are 0 throughout. */
      readonly flat?: ReadonlyMap<string, boolean>;
    }
  // the mouse
  | { readonly type: 'focusOn'; readonly id: string | null }
  | { readonly type: 'place'; readonly cursor: Cursor }
  | { readonly type: 'drag'; readonly drag: Drag | null }
  | { readonly type: 'frame'; readonly window: Window }
  // the sidebar
  | { readonly type: 'sidebar' | 'filter' | 'leave' | 'open' }
  | { readonly type: 'select'; readonly by: number }
  | {
      readonly type: 'summarized';
      readonly summaries: Readonly<Record<string, VariantSummary>>;
    }
  | {
      readonly type: 'odd';
      readonly odd: Readonly<Record<string, readonly string[]>>;
    }
  | { readonly type: 'variantBy'; readonly by: 1 | -1 }
  | { readonly type: 'openNamed'; readonly name: string }
  | { readonly type: 'align' | 'unpick' | 'way' | 'seeds' | 'pickAll' }
  // the variants beside each other
  | { readonly type: 'cell'; readonly by: number }
  | { readonly type: 'cellPage'; readonly by: 1 | -1 }
  | { readonly type: 'openCell' }
  // layers, text and prompts
  | {
      readonly type: 'help' | 'info' | 'exportMenu' | 'search' | 'back' | 'quit' | 'exit';
    }
  | { readonly type: 'prompt'; readonly text?: string }
  | { readonly type: 'scroll'; readonly lines: number }
  | { readonly type: 'choose'; readonly by: number }
  | { readonly type: 'confirm' | 'remove' | 'complete' | 'submit' | 'erase' | 'eraseAll' }
  | { readonly type: 'type'; readonly text: string }
  | { readonly type: 'export'; readonly format: ExportFormat }
  | { readonly type: 'unbound'; readonly key: string }
  // the user's own views
  | { readonly type: 'ownView' }
  | { readonly type: 'saved'; readonly path: string }
  | { readonly type: 'unsaved'; readonly message: string; readonly hint?: string | undefined }
  // the screen and the world
  | { readonly type: 'marks' | 'colors' | 'rescan' | 'redraw' | 'suspend' }
  | { readonly type: 'resized'; readonly size: Size }
  | { readonly type: 'looked'; readonly look: Partial<Look> }
  | { readonly type: 'listed'; readonly variants: readonly VariantEntry[] }
  | { readonly type: 'opened'; readonly variant: RunDescription }
  | { readonly type: 'grown'; readonly variant: RunDescription }
  | { readonly type: 'progressed'; readonly done: number; readonly total: number }
  | { readonly type: 'exported'; readonly path: string }
  | { readonly type: 'failed'; readonly message: string; readonly hint?: string | undefined }
  | { readonly type: 'unopened'; readonly message: string; readonly hint?: string | undefined };
