import { onTestFinished } from 'vitest';
import { type ExploreOptions, explore } from '../../src/tui/index.ts';
import type { ExplorerWorkbench } from '../../src/workbench/explorer/explorer-workbench.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { type Abilities, type FakeTerminal, fakeTerminal } from './fake-terminal.ts';
import { type FakeOptions, type FakeWorkbench, fakeWorkbench } from './fake-workbench.ts';

/** An explorer that runs in a fake terminal. */
export interface RunningExplorer {
  readonly terminal: FakeTerminal;
  readonly workbench: FakeWorkbench;
  /** Settles when the explorer ends. */
  readonly ended: Promise<void>;
}

/** Starts the explorer on a fake workbench in a fake terminal; it is quit when the test ends. */
export async function startExplorer(
  size: readonly [number, number] = [120, 40],
  fake: FakeOptions = {},
  options: Partial<ExploreOptions> = {},
  can?: Abilities
): Promise<RunningExplorer> {
  const workbench = fakeWorkbench(fake);
  return { ...(await exploring(size, workbench, options, can)), workbench };
}

/** Starts the explorer on a workbench in a fake terminal; it is quit when the test ends. */
export async function exploring(
  size: readonly [number, number],
  workbench: ExplorerWorkbench,
  options: Partial<ExploreOptions> = {},
  can?: Abilities
): Promise<Omit<RunningExplorer, 'workbench'>> {
  const terminal = fakeTerminal(...size, can);
  const env = {
    LANG: 'C.UTF-8',
    COLORTERM: 'truecolor',
    GROKSCOPE_STATE_DIR: temporaryFolder(),
    XDG_CONFIG_HOME: temporaryFolder(),
    ...options.env
  };
  const ended = explore({
    workbench,
    stdin: terminal.stdin,
    stdout: terminal.stdout,
    background: 'dark',
    graphics: 'cells',
    ...options,
    env
  });
  onTestFinished(async () => {
    await terminal.press('^c');
    await ended.catch(() => {});
  });
  ended.catch(() => {});
  for (let i = 0; i < 200 && terminal.buffer === 'normal'; i++)
    await new Promise((resolve) => setTimeout(resolve, 10));
  for (
    let i = 0;
    i < 200 && !terminal.written.includes('╭') && !terminal.written.includes('grokscope');
    i++
  )
    await new Promise((resolve) => setTimeout(resolve, 10));
  await terminal.settled();
  return { terminal, ended };
}
