import process from 'node:process';
import { setFlagsFromString } from 'node:v8';
import { chooseColors, chooseMarks } from '../cells/capability.ts';
import { usageError } from '../error/user-error.ts';
import type { ExplorerWorkbench } from '../workbench/explorer/explorer-workbench.ts';
import type { ViewSpec } from '../workbench/views/view-spec.ts';
import { type GraphicsChoice, graphicsFinder } from './graphics/answers.ts';
import { tmuxRest } from './graphics/tmux.ts';
import { ownKeys } from './own-keys.ts';
import { createPainter } from './painted/painter.ts';
import { createSession } from './session.ts';
import { initialState } from './state/initial-state.ts';
import { shownColors } from './state/look.ts';
import { ownView } from './state/own-view.ts';
import { readView, viewFile, viewOf, writeView } from './state/view-memory.ts';
import { endingSignals, signalCode, stopProcess, watchExits } from './terminal/exits.ts';
import type { InputEvent } from './terminal/input.ts';
import { createLink } from './terminal/link.ts';
import { quietConsole } from './terminal/quiet-console.ts';
import {
  askBackground,
  createTerminal,
  type TerminalInput,
  type TerminalOutput
} from './terminal/terminal.ts';

export { contextTitles, type KeyBinding, keyName, keyTable } from './state/keys.ts';

/** How to explore. */
export interface ExploreOptions {
  readonly workbench: ExplorerWorkbench;
  /** Variant to open; else the remembered one, else of the analyzed ones the one trained last. */
  readonly variant?: string | undefined;
  /** Through which pairs to look (`a<b`); all by default. */
  readonly probe?: string | undefined;
  /**
   * Epoch to begin at; else the remembered one, else the newest, which a run in training keeps
   * moving.
   */
  readonly epoch?: number | undefined;
  /** A view of the user's own, shown at first. */
  readonly view?: ViewSpec | undefined;
  /** `braille`, `block`, `ascii` or `auto`. */
  readonly marks?: string | undefined;
  /** `true`, `256`, `16`, `none` or `auto`. */
  readonly color?: string | undefined;
  /** `dark`, `light` or `auto`: ask the terminal. */
  readonly background?: string | undefined;
  /** False leaves the mouse to the terminal. */
  readonly mouse?: boolean | undefined;
  /** Draws fewer colours and frames, as over a link that was found slow. */
  readonly quietLink?: boolean | undefined;
  /** How plots are drawn: as images of a protocol, as cells, or as the terminal answers. */
  readonly graphics?: GraphicsChoice | undefined;
  readonly stdin?: TerminalInput | undefined;
  readonly stdout?: TerminalOutput | undefined;
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
}

/**
 * Runs the explorer in a terminal until the user quits; the terminal is then as it was. Every
 * signal that can be caught ends it too; unless somebody else listened to that signal before, the
 * process then exits with 128 + its number. Throws a UserError for wrong marks or colours and where
 * there is no terminal, and rethrows what is our own bug.
 */
export async function explore(options: ExploreOptions): Promise<void> {
  const { workbench, stdin = process.stdin, stdout = process.stdout, env = process.env } = options;
  if (!stdin.isTTY || !stdout.isTTY)
    throw usageError(
      'the explorer needs a terminal',
      'grokscope show VARIANT FIGURE prints a chart as text; grokscope export writes a file'
    );
  const file = viewFile(workbench.results, env);
  const remembered = readView(file);
  const { view } = options;
  const wanted = options.variant ?? view?.variant;
  const isElsewhere = wanted !== undefined && wanted !== remembered.variant;
  const isQuiet = options.quietLink === true;
  const look = {
    marks: chooseMarks(env, options.marks),
    colors: chooseColors(env, stdout.isTTY ?? false, options.color),
    background:
      options.background === 'light' || (options.background !== 'dark' && isLight(env))
        ? ('light' as const)
        : ('dark' as const),
    isLean: isQuiet
  };
  const keys = ownKeys(env);
  const hasMouse = options.mouse !== false;
  const start = initialState({
    hasMouse,
    keys,
    size: { columns: stdout.columns ?? 80, rows: stdout.rows ?? 24 },
    look,
    results: workbench.results,
    variant: wanted ?? remembered.variant,
    isRemembered: wanted === undefined,
    probe: options.probe,
    epoch: options.epoch ?? view?.epoch ?? (isElsewhere ? undefined : remembered.epoch),
    neuron: view?.neuron ?? remembered.neuron,
    ownView: view && ownView(view, workbench.panelOf),
    view: remembered.view,
    options: remembered.options,
    epochMarks: remembered.epochMarks,
    showsEvents: remembered.showsEvents,
    chosen: remembered.chosen,
    focus: remembered.focus,
    maximised: isElsewhere ? false : remembered.maximised,
    sidebar: remembered.sidebar
  });

  let finish: (error?: unknown) => void = () => {};
  const finished = new Promise<void>((resolve, reject) => {
    finish = (error) => (error === undefined ? resolve() : reject(error));
  });
  const link = createLink();
  const painter = createPainter(
    stdout,
    () => session.wake(),
    () => shownColors(session.state.look),
    link
  );
  const finder = graphicsFinder(options.graphics ?? 'auto', env, look);
  const onEvents = (events: readonly InputEvent[]): void => {
    const graphics = finder.take(events, session.state.size);
    if (graphics !== undefined) session.dispatch({ type: 'looked', look: { graphics } });
    session.input(events);
  };
  const terminal = createTerminal(stdin, stdout, onEvents, link, hasMouse, () =>
    painter.farewell()
  );
  const listeners = new Map(endingSignals.map((signal) => [signal, process.listenerCount(signal)]));
  let isStopping = false;
  const session = createSession(start, {
    workbench,
    painter,
    onCopy: (text) => terminal.copy(text),
    link,
    isQuiet,
    onEnd: () => finish(),
    onCrash: (error) => finish(error),
    onSuspend: () => suspend()
  });

  let askAgain: NodeJS.Timeout | undefined;
  /** While the terminal still has to answer, stopping has to wait for that. */
  let stopping: Promise<void> | null = null;
  let hasEnded = false;
  function suspend(): void {
    if (stopping) return;
    session.pause();
    stopping = terminal.part().then(() => {
      stopping = null;
      if (hasEnded) return;
      isStopping = true;
      stopProcess();
      comeBack();
    });
  }

  function comeBack(): void {
    terminal.leave();
    terminal.enter();
    session.resume();
  }
  const onResize = (): void => {
    session.dispatch({
      type: 'resized',
      size: { columns: stdout.columns ?? 80, rows: stdout.rows ?? 24 }
    });
    // a larger font gives fewer cells of more pixels
    if (session.state.look.graphics) terminal.ask(finder.sizeQuestions);
  };
  /** The terminal is gone: there is nobody left to ask, or to wait for. */
  const onGone = (): void => {
    terminal.leave();
    finish();
  };
  let signalled: NodeJS.Signals | null = null;
  const unwatch = watchExits({
    restore: () => terminal.leave(),
    onSignal(signal) {
      signalled = signal;
      if (signal === 'SIGHUP') onGone();
      else finish();
    },
    onCrash: (error) => finish(error),
    onStop: suspend,
    onContinue() {
      if (!isStopping) comeBack();
      isStopping = false;
    }
  });
  const speak = stdout === process.stdout ? quietConsole() : () => {};
  try {
    terminal.enter();
    const asksBackground = options.background === undefined || options.background === 'auto';
    const questions = `${asksBackground ? askBackground : ''}${finder.questions}`;
    if (questions !== '') terminal.ask(questions, finder.isThroughTmux);
    if (finder.isThroughTmux) {
      // what comes while tmux redraws its window is not handed on
      askAgain = setTimeout(() => {
        if (!session.state.look.graphics) terminal.ask(finder.questions, true);
      }, tmuxRest);
    }
    stdout.on('resize', onResize);
    stdout.on('error', onGone);
    stdin.on('error', onGone);
    stdin.on('end', onGone);
    session.begin();
    const { mountChrome } = await withoutFetch(() => import('./ink/mount.tsx'));
    await session.ready(300);
    while (stopping) await stopping;
    session.attach((state, layout) =>
      mountChrome(painter.stream, stdin, state, layout, (error) => finish(error))
    );
    // Frames make much short-lived garbage: without a limit the young generation grows to some 90
    // MB and stays there.
    setFlagsFromString('--semi-space-growth-factor=1');
    const warming = setTimeout(warmUp, 300);
    await finished;
    clearTimeout(warming);
  } finally {
    stdout.removeListener('resize', onResize);
    stdin.removeListener('end', onGone);
    hasEnded = true;
    clearTimeout(askAgain);
    session.close();
    await terminal.part();
    unwatch();
    speak();
    const view = viewOf(session.state);
    if (view) writeView(file, workbench.results, view);
    await workbench.close();
  }
  if (signalled !== null && listeners.get(signalled) === 0) {
    const code = signalCode(signalled);
    // The caller may still have to stop what it started; the exit code then tells of the signal.
    process.once('exit', () => {
      process.exitCode = code;
    });
  }
}

/**
 * Yoga, Ink's layout engine, would fetch its code from a data: address, for which Node loads its
 * whole HTTP client (some 50 ms); where there is no fetch it decodes the address itself.
 */
async function withoutFetch<T>(load: () => Promise<T>): Promise<T> {
  const fetch = Object.getOwnPropertyDescriptor(globalThis, 'fetch');
  Reflect.deleteProperty(globalThis, 'fetch');
  try {
    return await load();
  } finally {
    if (fetch) Object.defineProperty(globalThis, 'fetch', fetch);
  }
}

/**
 * The first width of a text that is not ASCII compiles this expression (some 40 ms): better before
 * a key needs it.
 */
function warmUp(): void {
  /^\p{RGI_Emoji}$/v.test('◉');
}

/** COLORFGBG, which some terminals set: the last number is the background's palette entry. */
function isLight(env: Readonly<Record<string, string | undefined>>): boolean {
  const entry = Number(env.COLORFGBG?.split(';').at(-1));
  return entry === 7 || entry >= 9;
}
