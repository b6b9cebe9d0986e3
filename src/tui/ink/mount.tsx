import { render } from 'ink';
import type { InkOutput } from '../painted/painter.ts';
import type { Layout } from '../state/layout.ts';
import type { State } from '../state/state.ts';
import type { TerminalInput } from '../terminal/terminal.ts';
import { App } from './app.tsx';

/** Ink on the painter's stream. */
export interface Chrome {
  /** Draws the chrome of a state, at once. */
  show(state: State, layout: Layout): void;
  /** The screen was erased: the next `show` writes everything. */
  forget(): void;
  /** Ends Ink without writing. */
  unmount(): void;
}

/**
 * Mounts the explorer's chrome; keys are not Ink's business. `onCrash` gets what a component
 * throws.
 */
export function mountChrome(
  stream: InkOutput,
  input: TerminalInput,
  state: State,
  layout: Layout,
  onCrash: (error: unknown) => void
): Chrome {
  let generation = 0;
  const app = (shown: State, laid: Layout) => <App key={generation} state={shown} layout={laid} />;
  const instance = render(app(state, layout), {
    stdout: stream as unknown as NodeJS.WritableStream,
    stdin: input,
    interactive: true,
    incrementalRendering: true,
    exitOnCtrlC: false,
    patchConsole: false,
    // Frames are already paced by the session.
    maxFps: 1000
  });
  instance.waitUntilExit().catch(onCrash);
  return {
    show: (shown, laid) => instance.rerender(app(shown, laid)),
    forget() {
      // Ink erases its last frame relative to the cursor; the screen is blank already.
      stream.muted = true;
      instance.clear();
      stream.muted = false;
      // New nodes, so that Ink renders although nothing in the tree changed.
      generation++;
    },
    unmount() {
      stream.muted = true;
      instance.unmount();
    }
  };
}
