import { createEffects, type ExplorerWorkbench } from './effects.ts';
import { chromeParts } from './ink/chrome-parts.ts';
import type { Chrome } from './ink/mount.tsx';
import { figureBoard } from './painted/figure-board.ts';
import { layerRect } from './painted/layer-rect.ts';
import type { Painter } from './painted/painter.ts';
import { sceneDrawer } from './painted/scene.ts';
import type { Action } from './state/action.ts';
import { actionOf } from './state/keys.ts';
import { type Layout, layoutOf, type Rect } from './state/layout.ts';
import {
  contextsOf,
  currentView,
  focusedPanel,
  panelsOf,
  type State,
  shownGroups
} from './state/state.ts';
import { update } from './state/update.ts';
import type { InputEvent } from './terminal/input.ts';

/** What a session needs of its surroundings. */
export interface SessionParts {
  readonly workbench: ExplorerWorkbench;
  readonly painter: Painter;
  readonly onSuspend: () => void;
  readonly onEnd: () => void;
  readonly onCrash: (error: unknown) => void;
}

/** The running explorer: state, frames, and what keys do to them. */
export interface Session {
  readonly state: State;
  /** Begins to read; nothing is drawn before `attach`. */
  begin(): void;
  /** Resolves when there is something to show, at the latest after some milliseconds. */
  ready(milliseconds: number): Promise<void>;
  /** Gives it the chrome; from now on frames are drawn. */
  attach(mount: (state: State, layout: Layout) => Chrome): void;
  dispatch(action: Action): void;
  input(events: readonly InputEvent[]): void;
  /** Draws a frame soon: the terminal can take one again. */
  wake(): void;
  /** Writes nothing more until `resume`: the screen is somebody else's. */
  pause(): void;
  /** Draws again, everything anew. */
  resume(): void;
  /** Stops effects and Ink. */
  close(): void;
}

/**
 * Creates a session in a state. Actions are applied at once, frames come at most one per turn of
 * the event loop.
 */
export function createSession(start: State, parts: SessionParts): Session {
  const { workbench, painter, onCrash } = parts;
  let state = start;
  let chrome: Chrome | null = null;
  let shown: readonly unknown[] = [];
  let isScheduled = false;
  let isClosed = false;
  let isPaused = false;
  let hasInput = false;
  let waiting: (() => void) | null = null;

  const board = figureBoard(workbench, schedule, onCrash);
  const drawer = sceneDrawer(board);
  const effects = createEffects(workbench, dispatch, onCrash);

  function dispatch(action: Action): void {
    if (isClosed) return;
    // Keys that came in one read with the one that maximised the panel: they need to know the plot.
    if (plotActions.has(action.type) && state.maximised && state.cursors.areas.length === 0)
      frame();
    const before = state;
    state = update(before, action);
    if (action.type === 'suspend') parts.onSuspend();
    if (action.type === 'redraw') redraw();
    if (state === before) return;
    if (before.size !== state.size || before.look.colors !== state.look.colors) redraw();
    if (state.ending) {
      parts.onEnd();
      return;
    }
    if (state.variant && before.variant?.name !== state.variant.name)
      board.keepOnly(state.variant.name);
    effects.react(before, state);
    schedule();
  }

  function schedule(): void {
    if (isScheduled || isClosed) return;
    isScheduled = true;
    setImmediate(() => {
      isScheduled = false;
      try {
        frame();
      } catch (error) {
        onCrash(error);
      }
    });
  }

  function frame(): void {
    // A terminal that is behind gets the newest frame once it has caught up.
    if (isClosed || isPaused || painter.isBlocked) return;
    const layout = currentLayout(state);
    const { grid, areas, isWaiting } = drawer.draw(state, layout, blockedRect(state, layout));
    state = update(state, { type: 'measured', areas });
    if (waiting && !isWaiting && (state.variant || isIdle(state))) waiting();
    if (!chrome) return;
    painter.show(grid);
    const parts = chromeParts(state, layout);
    if (parts.some((part, i) => part !== shown[i])) {
      shown = parts;
      chrome.show(state, layout);
    }
    painter.flush(state.look.colors);
    effects.prefetch(
      state,
      layout.panels.map(({ panel }) => panel.id)
    );
  }

  function redraw(): void {
    if (!chrome || isPaused) return;
    painter.erase(state.size.columns, state.size.rows);
    chrome.forget();
    shown = [];
    schedule();
  }

  /**
   * Draws the neighbours of the first epoch, unseen: the first keys then find data in memory and
   * compiled code.
   */
  async function rehearse(): Promise<void> {
    const nobody = (): void => {};
    const unseen = sceneDrawer(figureBoard(workbench, nobody, nobody));
    for (const by of [-1, 1, -2, 2, -1, 1, -2, 2, -3, 3]) {
      await new Promise((resolve) => setTimeout(resolve, 15));
      if (isClosed || hasInput) return;
      const next = update(state, { type: 'step', by });
      if (next.cursors.epoch !== state.cursors.epoch) unseen.draw(next, currentLayout(next), null);
    }
  }

  return {
    get state() {
      return state;
    },
    begin() {
      effects.react(null, state);
      schedule();
    },
    ready(milliseconds) {
      return new Promise((resolve) => {
        const timer = setTimeout(() => waiting?.(), milliseconds);
        waiting = () => {
          clearTimeout(timer);
          waiting = null;
          resolve();
        };
        schedule();
      });
    },
    attach(mount) {
      painter.erase(state.size.columns, state.size.rows);
      const layout = currentLayout(state);
      painter.show(drawer.draw(state, layout, blockedRect(state, layout)).grid);
      chrome = mount(state, layout);
      shown = chromeParts(state, layout);
      schedule();
      void rehearse();
    },
    dispatch,
    input(events) {
      for (const event of events) {
        if (event.type === 'key') {
          hasInput = true;
          const action = actionOf(event.key, contextsOf(state));
          if (action) dispatch(action);
        } else if (event.type === 'paste') {
          // Elsewhere it would be keys that nobody pressed.
          if (contextsOf(state)[0] === 'prompt') dispatch({ type: 'type', text: event.text });
        } else if (event.type === 'background') {
          const [r, g, b] = event.rgb;
          const background = 0.2126 * r + 0.7152 * g + 0.0722 * b > 127 ? 'light' : 'dark';
          if (background !== state.look.background)
            dispatch({ type: 'looked', look: { background } });
        }
      }
    },
    wake: schedule,
    pause() {
      isPaused = true;
    },
    resume() {
      isPaused = false;
      redraw();
    },
    close() {
      isClosed = true;
      effects.close();
      chrome?.unmount();
    }
  };
}

const plotActions: ReadonlySet<Action['type']> = new Set([
  'cursor',
  'zoom',
  'pan',
  'view',
  'adopt'
]);

/** Returns the layout of a state. */
export function currentLayout(state: State): Layout {
  const { size, sidebar, top, maximised, layer } = state;
  const isCovered = layer?.kind === 'help' || layer?.kind === 'info';
  const panel = maximised ? focusedPanel(state) : null;
  const layout = layoutOf({
    size,
    groups: shownGroups(state),
    isAlone: currentView(state) !== null,
    hasSidebar: sidebar.open,
    top,
    maximised: panel
  });
  return isCovered ? { ...layout, panels: [] } : layout;
}

function blockedRect(state: State, layout: Layout): Rect | null {
  return layerRect(state, layout.body);
}

function isIdle(state: State): boolean {
  return state.variants !== null && state.opening === null && panelsOf(state).length === 0;
}
