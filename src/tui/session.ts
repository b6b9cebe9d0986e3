import { createEffects, type ExplorerWorkbench } from './effects.ts';
import { tmuxRest } from './graphics/tmux.ts';
import { chromeParts } from './ink/chrome-parts.ts';
import type { Chrome } from './ink/mount.tsx';
import { coalesced, mouseActions } from './mouse.ts';
import { figureBoard } from './painted/figure-board.ts';
import { layerRect } from './painted/layer-rect.ts';
import type { Painter } from './painted/painter.ts';
import { figureAt } from './painted/panel-figure.ts';
import { type Scene, sceneDrawer } from './painted/scene.ts';
import { commandOf, valueIn } from './painted/yank.ts';
import type { Action } from './state/action.ts';
import { flatPanels } from './state/flat-panels.ts';
import { actionOf } from './state/keys.ts';
import { type Layout, layoutOf, type PanelBox, type Rect } from './state/layout.ts';
import { shownColors } from './state/look.ts';
import { ownRows } from './state/own-view.ts';
import {
  contextsOf,
  currentView,
  focusedPanel,
  leadOf,
  panelsOf,
  type State,
  shownGroups,
  sidebarOf
} from './state/state.ts';
import { update } from './state/update.ts';
import type { InputEvent } from './terminal/input.ts';
import type { Link } from './terminal/link.ts';

/** What a session needs of its surroundings. */
export interface SessionParts {
  readonly workbench: ExplorerWorkbench;
  readonly painter: Painter;
  /** Hands the terminal's clipboard a text. */
  readonly onCopy: (text: string) => void;
  readonly link: Pick<Link, 'isBehind' | 'isSlow'>;
  /** Draws as over a slow link, whatever is measured. */
  readonly isQuiet: boolean;
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
  const { workbench, painter, link, isQuiet, onCrash } = parts;
  let state = start;
  let chrome: Chrome | null = null;
  let shown: readonly unknown[] = [];
  let isScheduled = false;
  let isClosed = false;
  let isPaused = false;
  let hasInput = false;
  let lastFrame = Number.NEGATIVE_INFINITY;
  let later: NodeJS.Timeout | undefined;
  let renewal: NodeJS.Timeout | undefined;
  let isHeld = false;
  let foreseen = 0;
  /** A panel on the screen waits for its data. */
  let isLate = true;
  let waiting: (() => void) | null = null;

  const board = figureBoard(workbench, schedule, onCrash);
  const drawer = sceneDrawer(board);
  const effects = createEffects(workbench, dispatch, onCrash);

  function dispatch(action: Action): void {
    if (isClosed) return;
    // Keys that came in one read with the one that maximised the panel: they need to know the plot.
    if (plotActions.has(action.type) && state.maximised && state.cursors.areas.length === 0)
      measure();
    // What is under a cursor that moved in the same read.
    if (action.type === 'adopt' && state.maximised) measure();
    const before = state;
    state = update(before, action);
    if (action.type === 'yank') copy(action.what);
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

  /** Hands the clipboard the value at the value cursor, or the command that draws the figure. */
  function copy(what: 'value' | 'command'): void {
    const panel = focusedPanel(state);
    if (!state.variant || !panel) return;
    const { figure } = figureAt(board, state, state.variant, panel);
    const text = what === 'command' ? commandOf(state, panel) : figure && valueIn(state, figure);
    if (!text) return;
    parts.onCopy(text);
    dispatch({ type: 'copied', text });
  }

  function schedule(): void {
    if (isScheduled || isClosed) return;
    isScheduled = true;
    foreseen++;
    setImmediate(() => {
      isScheduled = false;
      try {
        frame();
      } catch (error) {
        onCrash(error);
      }
    });
  }

  /** Draws a frame; one that a key needs comes at once. */
  function frame(isNeeded = false): void {
    // A terminal that is behind gets the newest frame once it has caught up.
    if (isClosed || isPaused) return;
    if (painter.isBlocked) {
      isHeld = link.isBehind;
      if (isHeld) inWhile(poll);
      return;
    }
    const rest = state.look.isLean && !isNeeded ? lastFrame + leanPause - performance.now() : 0;
    if (rest > 0 && chrome) {
      inWhile(rest);
      return;
    }
    lastFrame = performance.now();
    const { grid, pictures, isWaiting, layout } = measure();
    isLate = isWaiting;
    if (waiting && !isWaiting && (state.variant || isIdle(state))) waiting();
    if (!chrome) return;
    painter.show(grid, pictures);
    const parts = chromeParts(state, layout);
    if (parts.some((part, i) => part !== shown[i])) {
      shown = parts;
      chrome.show(state, layout);
    }
    painter.flush(shownColors(state.look));
    effects.prefetch(
      state,
      layout.panels.map(({ panel }) => panel)
    );
    if (!isWaiting) foresee();
  }

  /**
   * Draws what the next step of the epoch cursor would show, panel by panel while nothing else
   * happens.
   */
  function foresee(): void {
    const { epoch, direction } = state.cursors;
    const next = update(state, { type: 'step', by: direction });
    const { panels } = currentLayout(next);
    let at = next.cursors.epoch === epoch ? panels.length : 0;
    const turn = ++foreseen;
    const draw = (): void => {
      if (turn !== foreseen || isClosed || isPaused || at >= panels.length) return;
      drawer.ahead(next, panels[at++]);
      setImmediate(draw);
    };
    if (hasInput) setImmediate(draw);
  }

  /** Draws into memory, and tells the state what of the maximised plot the next key may need. */
  function measure(): Scene & { readonly layout: Layout } {
    const { flat } = state;
    const layout = currentLayout(state);
    const scene = drawer.draw(state, layout, blockedRect(state, layout));
    state = update(state, { type: 'measured', areas: scene.areas, flat: scene.flat });
    // What turned out to be a line gives its room away before anybody sees it.
    return state.flat === flat ? { ...scene, layout } : measure();
  }

  /** Draws a frame after some ms, if none was drawn before. */
  function inWhile(milliseconds: number): void {
    clearTimeout(later);
    later = setTimeout(schedule, milliseconds);
  }

  /** Goes by what was measured of the way to the terminal. */
  function heedLink(): void {
    const isLean = isQuiet || link.isSlow;
    if (isLean !== (state.look.isLean ?? false)) dispatch({ type: 'looked', look: { isLean } });
    if (isHeld) schedule();
    isHeld = false;
  }

  function redraw(): void {
    if (!chrome || isPaused) return;
    painter.erase(state.size.columns, state.size.rows);
    chrome.forget();
    shown = [];
    schedule();
    if (state.look.graphics?.isTmux) {
      clearTimeout(renewal);
      renewal = setTimeout(() => {
        painter.renew();
        schedule();
      }, tmuxRest);
    }
  }

  /**
   * Draws the neighbours of the first epoch, unseen: the first keys then find data in memory and
   * compiled code.
   */
  async function rehearse(): Promise<void> {
    const nobody = (): void => {};
    const unseen = sceneDrawer(figureBoard(workbench, nobody, nobody));
    for (const by of [-1, 1, -2, 2, -1, 1, -2, 2, -3, 3]) {
      do await new Promise((resolve) => setTimeout(resolve, 15));
      while (isLate && !isClosed && !hasInput);
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
      const { grid, pictures } = drawer.draw(state, layout, blockedRect(state, layout));
      painter.show(grid, pictures);
      chrome = mount(state, layout);
      shown = chromeParts(state, layout);
      schedule();
      void rehearse();
    },
    dispatch,
    input(events) {
      for (const event of coalesced(events)) {
        if (event.type === 'key') {
          hasInput = true;
          const action = actionOf(event.key, contextsOf(state), state.keys);
          dispatch(action ?? { type: 'unbound', key: event.key });
        } else if (event.type === 'paste') {
          // Elsewhere it would be keys that nobody pressed.
          if (contextsOf(state)[0] === 'prompt') dispatch({ type: 'type', text: event.text });
        } else if (event.type === 'mouse') {
          hasInput = true;
          if (state.maximised && state.cursors.areas.length === 0) frame(true);
          const areasOf = (box: PanelBox) => drawer.areasOf(state, box);
          for (const action of mouseActions(event, state, currentLayout(state), areasOf))
            dispatch(action);
        } else if (event.type === 'status') {
          heedLink();
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
      clearTimeout(later);
      clearTimeout(renewal);
      effects.close();
      chrome?.unmount();
    }
  };
}

/** Over a slow link at least so many ms lie between two frames: 8 a second. */
const leanPause = 125;
/** How often a terminal that is behind is looked at, in ms. */
const poll = 50;

const plotActions: ReadonlySet<Action['type']> = new Set([
  ...(['cursor', 'cursorFar', 'zoom', 'pan', 'view', 'adopt'] as const)
]);

/** Returns the layout of a state. */
export function currentLayout(state: State): Layout {
  const { size, top, maximised, layer } = state;
  const isCovered = layer?.kind === 'help' || layer?.kind === 'info';
  const panel = maximised ? focusedPanel(state) : null;
  const layout = layoutOf({
    size,
    groups: shownGroups(state),
    isAlone: currentView(state) !== null,
    sidebar: sidebarOf(state),
    hasLead: leadOf(state) !== '',
    flat: flatPanels(state),
    rows: ownRows(state),
    heights: ownRows(state) ? state.ownView?.spec.heights : undefined,
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
