import { Worker } from 'node:worker_threads';
import { lifeline } from './render-job.ts';

const watch = `
const { Socket } = require('node:net');
new Socket({ fd: ${lifeline} }).on('error', () => {}).on('close', () => process.kill(process.pid, 'SIGKILL')).resume();
`;

/**
 * Ends this process as soon as the one that started it is gone, even in the middle of drawing:
 * another thread watches the pipe between them.
 */
export function endWithParent(): void {
  new Worker(watch, { eval: true, execArgv: [] }).on('error', () => {}).unref();
}
