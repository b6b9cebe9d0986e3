import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { readJsonSync } from '../../loader/index.ts';
import { ownTitle } from './own-view.ts';
import { type ChosenOptions, currentEpoch, type State } from './state.ts';

/** What is remembered of a results folder: where the user left off. */
export interface RememberedView {
  readonly variant?: string;
  /** Absent where the cursor stood at the newest epoch. */
  readonly epoch?: number;
  readonly neuron?: number;
  /** Title of the group that is shown alone; absent for the overview. */
  readonly view?: string;
  readonly options?: ChosenOptions;
  readonly epochMarks?: State['epochMarks'];
  readonly showsEvents?: boolean;
  readonly chosen?: readonly string[];
  readonly focus?: string;
  readonly maximised?: boolean;
  readonly sidebar?: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Returns the file that remembers the view of a results folder: in GROKSCOPE_STATE_DIR, else the
 * XDG state directory.
 */
export function viewFile(results: string, env: Environment): string {
  const base =
    env.GROKSCOPE_STATE_DIR ||
    join(env.XDG_STATE_HOME || join(homedir(), '.local', 'state'), 'grokscope');
  return join(
    base,
    'views',
    `${createHash('sha256').update(results).digest('hex').slice(0, 16)}.json`
  );
}

/** Returns the remembered view; what is missing or broken is left out, never an error. */
export function readView(file: string): RememberedView {
  try {
    const {
      variant,
      epoch,
      neuron,
      view,
      options,
      epochMarks,
      showsEvents,
      chosen,
      focus,
      maximised,
      sidebar
    } = readJsonSync(file, { missing: 'missing view' });
    const isCount = (value: unknown): value is number =>
      Number.isInteger(value) && (value as number) >= 0;
    return {
      variant: typeof variant === 'string' ? variant : undefined,
      epoch: isCount(epoch) ? epoch : undefined,
      neuron: isCount(neuron) ? neuron : undefined,
      view: typeof view === 'string' ? view : undefined,
      options: isOptions(options) ? options : undefined,
      epochMarks: marksIn(epochMarks),
      showsEvents: typeof showsEvents === 'boolean' ? showsEvents : undefined,
      chosen: Array.isArray(chosen) ? chosen.filter((one) => typeof one === 'string') : undefined,
      focus: typeof focus === 'string' ? focus : undefined,
      maximised: typeof maximised === 'boolean' ? maximised : undefined,
      sidebar: typeof sidebar === 'boolean' ? sidebar : undefined
    };
  } catch {
    return {};
  }
}

/** Of marks those that are whole. */
function marksIn(value: unknown): State['epochMarks'] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.fromEntries(
    Object.entries(value).map(([variant, marks]) => [
      variant,
      (Array.isArray(marks) ? marks : []).filter(
        (mark) => Number.isInteger(mark?.epoch) && typeof mark?.note === 'string'
      )
    ])
  );
}

function isOptions(value: unknown): value is ChosenOptions {
  const isRecord = (one: unknown): one is Record<string, unknown> =>
    typeof one === 'object' && one !== null && !Array.isArray(one);
  const isValue = (one: unknown) =>
    one === null || ['boolean', 'string', 'number'].includes(typeof one);
  return (
    isRecord(value) &&
    Object.values(value).every((own) => isRecord(own) && Object.values(own).every(isValue))
  );
}

/** Returns what to remember of a state; null while nothing is open. */
export function viewOf(state: State): RememberedView | null {
  const { variant, cursors, view, options, focus, maximised, sidebar } = state;
  const { epochMarks, showsEvents, chosen } = state;
  if (!variant) return null;
  const epoch = currentEpoch(state);
  // What the user's own view decides is in its file.
  const isOwn = view === ownTitle;
  const figures = Object.entries(options).filter(([id]) => !/^panel \d+$/.test(id));
  const isNewest = cursors.epoch === variant.epochs.length - 1;
  return {
    variant: variant.name,
    epoch: isNewest ? undefined : (epoch ?? undefined),
    neuron: cursors.neuron,
    view: isOwn ? undefined : (view ?? undefined),
    options: figures.length > 0 ? Object.fromEntries(figures) : undefined,
    epochMarks: Object.keys(epochMarks).length > 0 ? epochMarks : undefined,
    showsEvents: showsEvents ? undefined : false,
    chosen: chosen.length > 0 ? chosen : undefined,
    focus: isOwn ? undefined : (focus ?? undefined),
    maximised: maximised && !isOwn,
    sidebar: sidebar.open
  };
}

/**
 * Writes the view of a results folder, whole or not at all; a folder that cannot be written is not
 * worth an error.
 */
export function writeView(file: string, results: string, view: RememberedView): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    const temporary = `${file}.${process.pid}`;
    writeFileSync(temporary, `${JSON.stringify({ results, ...view }, null, 2)}\n`);
    renameSync(temporary, file);
  } catch {
    // The next start begins with the newest epoch of the first variant.
  }
}
