import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { readJsonSync } from '../../loader/index.ts';
import { currentEpoch, type State } from './state.ts';

/** What is remembered of a results folder: where the user left off. */
export interface RememberedView {
  readonly variant?: string;
  /** Absent where the cursor stood at the newest epoch. */
  readonly epoch?: number;
  readonly neuron?: number;
  /** Title of the group that is shown alone; absent for the overview. */
  readonly view?: string;
  /** Ids of the panels whose toggle is not at its default. */
  readonly toggled?: readonly string[];
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
    const { variant, epoch, neuron, view, toggled, focus, maximised, sidebar } = readJsonSync(
      file,
      { missing: 'missing view' }
    );
    const isCount = (value: unknown): value is number =>
      Number.isInteger(value) && (value as number) >= 0;
    const isTexts = (value: unknown): value is string[] =>
      Array.isArray(value) && value.every((item) => typeof item === 'string');
    return {
      variant: typeof variant === 'string' ? variant : undefined,
      epoch: isCount(epoch) ? epoch : undefined,
      neuron: isCount(neuron) ? neuron : undefined,
      view: typeof view === 'string' ? view : undefined,
      toggled: isTexts(toggled) ? toggled : undefined,
      focus: typeof focus === 'string' ? focus : undefined,
      maximised: typeof maximised === 'boolean' ? maximised : undefined,
      sidebar: typeof sidebar === 'boolean' ? sidebar : undefined
    };
  } catch {
    return {};
  }
}

/** Returns what to remember of a state; null while nothing is open. */
export function viewOf(state: State): RememberedView | null {
  const { variant, cursors, view, toggled, focus, maximised, sidebar } = state;
  if (!variant) return null;
  const epoch = currentEpoch(state);
  const isNewest = cursors.epoch === variant.epochs.length - 1;
  return {
    variant: variant.name,
    epoch: isNewest ? undefined : (epoch ?? undefined),
    neuron: cursors.neuron,
    view: view ?? undefined,
    toggled: toggled.length > 0 ? toggled : undefined,
    focus: focus ?? undefined,
    maximised,
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
