import { UserError } from '../error/user-error.ts';
import type {
  ExplorerWorkbench,
  PanelEntry,
  RunDescription,
  VariantSummary
} from '../workbench/explorer/explorer-workbench.ts';
import type { Action } from './state/action.ts';
import { isGrid } from './state/compared.ts';
import { gridPage } from './state/grid.ts';
import { isNeuronView } from './state/neuron-order.ts';
import { figureOf, isText, requestAmong, requestOf } from './state/options.ts';
import { currentEpoch, type Job, type Saving, type State } from './state/state.ts';

export type { ExplorerWorkbench } from '../workbench/explorer/explorer-workbench.ts';

/**
 * Does what the state asks of the world. Nothing else calls the workbench (figures come through the
 * board).
 */
export interface Effects {
  /** Starts and stops work according to what changed; `before` is null at the beginning. */
  react(before: State | null, after: State): void;
  /** Reads ahead around the epoch cursor for the panels on the screen. */
  prefetch(state: State, panels: readonly PanelEntry[]): void;
  /** Stops everything. */
  close(): void;
}

/** So many runs in training are looked at again. */
const mostLooked = 20;

const ahead = [1, 2, 3, 4, 5, 6, -1, 10];

/** Creates the effects; outcomes come back as actions, what is no UserError goes to `onCrash`. */
export function createEffects(
  workbench: ExplorerWorkbench,
  dispatch: (action: Action) => void,
  onCrash: (error: unknown) => void
): Effects {
  let watch: { close(): void } | null = null;
  let timer: NodeJS.Timeout | undefined;
  let job: AbortController | null = null;
  let opening = 0;
  let fetched = '';
  let asked: RunDescription | null = null;
  let summarized = new Set<string>();
  let judging: AbortController | null = null;
  let looking: NodeJS.Timeout | undefined;
  let training: readonly string[] = [];
  let isClosed = false;

  function settle<T>(
    work: Promise<T>,
    done: (value: T) => void,
    isWanted = () => true,
    failure: 'failed' | 'unopened' | 'unsaved' = 'failed'
  ): void {
    work.then(
      (value) => {
        if (!isClosed && isWanted()) done(value);
      },
      (error: unknown) => {
        if (isClosed || !isWanted()) return;
        if (error instanceof UserError)
          dispatch({ type: failure, message: error.message, hint: error.hint });
        else onCrash(error);
      }
    );
  }

  function open(name: string, probe: string | null): void {
    const turn = ++opening;
    const isNewest = () => turn === opening;
    const work = workbench.openRun(name, probe).then((variant) => {
      // The workbench shows this now, even if something else was asked for meanwhile that may yet
      // fail.
      if (!isClosed && !isNewest()) dispatch({ type: 'grown', variant });
      return variant;
    });
    settle(work, (variant) => dispatch({ type: 'opened', variant }), isNewest, 'unopened');
  }

  /** Reads the rows of the variants one after another; the first come first. */
  async function summarize({ variants }: State): Promise<void> {
    let found: Record<string, VariantSummary> = {};
    let told = performance.now();
    const tell = () => {
      if (!isClosed && Object.keys(found).length > 0)
        dispatch({ type: 'summarized', summaries: found });
      found = {};
      told = performance.now();
    };
    for (const { name } of variants ?? []) {
      if (isClosed) return;
      if (summarized.has(name)) continue;
      summarized.add(name);
      try {
        found[name] = await workbench.summarize(name);
      } catch (error) {
        if (!(error instanceof UserError)) return onCrash(error);
      }
      if (performance.now() - told > 200) tell();
      // Keys come first.
      await new Promise((resolve) => setImmediate(resolve));
    }
    tell();
    if (!isClosed) judge(variants?.length ?? 0);
  }

  /** Finds what is odd of the variants, once for each look at the folder. */
  function judge(count: number): void {
    // With fewer there are not enough peers to be odd among.
    if (judging || count < 5) return;
    const controller = new AbortController();
    judging = controller;
    workbench.oddities(controller.signal).then(
      (odd) => {
        if (!isClosed && judging === controller) dispatch({ type: 'odd', odd });
      },
      (error: unknown) => {
        if (!controller.signal.aborted && !(error instanceof UserError)) onCrash(error);
      }
    );
  }

  /** Looks again at the rows of runs in training, while the table is seen. */
  function lookAgain({ sidebar, summaries }: State): void {
    training = Object.keys(summaries).filter((name) => summaries[name].training);
    const isWanted = sidebar.open && training.length > 0;
    if (isWanted === (looking !== undefined)) return;
    clearInterval(looking);
    looking = undefined;
    if (!isWanted) return;
    looking = setInterval(() => {
      const names = training.slice(0, mostLooked);
      void Promise.all(names.map(async (name) => [name, await workbench.summarize(name)] as const))
        .then((found) => {
          if (!isClosed) dispatch({ type: 'summarized', summaries: Object.fromEntries(found) });
        })
        .catch((error: unknown) => {
          if (!(error instanceof UserError)) onCrash(error);
        });
    }, 2000);
  }

  function ask(variant: RunDescription): void {
    if (asked === variant) return;
    asked = variant;
    const { name } = variant;
    workbench.neurons(name).then(
      (rows) => {
        if (!isClosed) dispatch({ type: 'neuronRows', variant: name, rows });
      },
      // What is not analyzed has no order: neurons go by their number.
      (error: unknown) => {
        if (!(error instanceof UserError)) onCrash(error);
      }
    );
  }

  function follow(name: string | undefined): void {
    watch?.close();
    watch =
      name === undefined
        ? null
        : workbench.watch(name, (variant) => dispatch({ type: 'grown', variant }));
  }

  function save({ name, spec, isForced }: Saving): void {
    const work = workbench.saveView(name, spec, isForced);
    settle(work, (path) => dispatch({ type: 'saved', path }), undefined, 'unsaved');
  }

  function run({ variant, id, request }: Job): void {
    const controller = new AbortController();
    job = controller;
    const onProgress = (done: number, total: number): void => {
      if (job === controller) dispatch({ type: 'progressed', done, total });
    };
    settle(
      workbench.exportFigure(variant, id, request, onProgress, controller.signal),
      (path) => dispatch({ type: 'exported', path }),
      () => job === controller
    );
  }

  return {
    react(before, after) {
      if (before?.scans !== after.scans)
        settle(workbench.listVariants(), (variants) => dispatch({ type: 'listed', variants }));
      if (
        after.opening !== null &&
        (before?.opening !== after.opening ||
          before.probe !== after.probe ||
          before.scans !== after.scans)
      )
        open(after.opening, after.probe);
      const [seen, now] = [before?.variant, after.variant];
      if (seen?.name !== now?.name || seen?.probe !== now?.probe) follow(now?.name);
      if (before?.scans !== after.scans) {
        summarized = new Set();
        judging?.abort();
        judging = null;
      }
      if (before?.summaries !== after.summaries || before.sidebar.open !== after.sidebar.open)
        lookAgain(after);
      const isNews = !before?.sidebar.open || before.variants !== after.variants;
      if (after.sidebar.open && after.variants && isNews) void summarize(after);
      if (after.variant && after.neuronRows === null && isNeuronView(after)) ask(after.variant);
      if (after.saving && before?.saving !== after.saving) save(after.saving);
      if (before?.job?.request !== after.job?.request) {
        if (after.job) run(after.job);
        else {
          job?.abort();
          job = null;
        }
      }
      const { playing, speed } = after.cursors;
      const changed = before?.cursors.speed !== speed;
      if ((before?.cursors.playing ?? false) !== playing || (playing && changed)) {
        clearInterval(timer);
        if (playing) timer = setInterval(() => dispatch({ type: 'tick' }), 1000 / speed);
      }
    },
    prefetch(state, panels) {
      const { variant, cursors } = state;
      const epoch = currentEpoch(state);
      if (!variant || epoch === null) return;
      // From an end there is only one way to go.
      const isLast = cursors.epoch === variant.epochs.length - 1;
      const direction = isLast ? -1 : cursors.epoch === 0 ? 1 : cursors.direction;
      const moving = panels.filter((panel) => !isText(panel) && panel.place?.epoch === undefined);
      const requestIn = isGrid(state) ? requestAmong : requestOf;
      const asked = moving.map((panel) => ({
        id: figureOf(panel),
        request: requestIn(state, panel)
      }));
      const names = isGrid(state) ? gridPage(state).cells.map(({ name }) => name) : [];
      const key = `${names.join()} ${variant.name} ${variant.probe} ${variant.epochs.length} ${direction} ${JSON.stringify(asked)}`;
      if (key === fetched) return;
      fetched = key;
      const epochs = ahead.flatMap(
        (step) => variant.epochs[cursors.epoch + step * direction] ?? []
      );
      workbench.prefetch(variant.name, asked, epochs);
    },
    close() {
      isClosed = true;
      clearInterval(timer);
      clearInterval(looking);
      judging?.abort();
      watch?.close();
      job?.abort();
    }
  };
}
