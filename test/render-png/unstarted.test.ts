import { EventEmitter } from 'node:events';
import { expect, it, vi } from 'vitest';
import { startRendering } from '../../src/render-png/process/render-process.ts';
import { userErrorOf } from '../helpers/user-error.ts';

let code = '';
vi.mock('node:child_process', () => ({
  /** What Node gives where no process can be started: neither number nor pipes, and an error soon after. */
  fork() {
    const child = new EventEmitter();
    process.nextTick(() =>
      child.emit('error', Object.assign(new Error(`spawn ${code}`), { code }))
    );
    return child;
  }
}));

const job = { figures: [], format: 'svg', width: 100, height: 100, scale: 1, fps: 5 } as const;

it.each(['EMFILE', 'ENFILE', 'EAGAIN', 'ENOMEM'])(
  'a drawing process that a limit forbids is a message: %s',
  async (reason) => {
    code = reason;
    const error = await userErrorOf(() => startRendering().render(job, () => {}));
    expect(error.message).toBe(`cannot start drawing: ${reason}`);
    expect(error.hint).toContain('ulimit -a');
  }
);
