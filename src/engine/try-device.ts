import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Target } from './emission.ts';
import { emit } from './emit.ts';
import { encodeModel } from './onnx-model.ts';
import { onnxRuntimePath } from './onnx-runtime-path.ts';
import { input } from './ops/input.ts';
import { matmul } from './ops/matmul.ts';

/** What trying a device showed. */
export interface DeviceReport {
  readonly device: Target;
  /** True if a small graph ran there and gave the right numbers. */
  readonly works: boolean;
  /** True if it is a GPU in name only, emulated on the CPU. */
  readonly software: boolean;
  /** One line: what it is, or why it does not work. */
  readonly detail: string;
}

/**
 * Runs in a process of its own: a GPU driver may write to the terminal or end the process, and this
 * one must survive both. Prints one line of JSON.
 */
const script = `
const [runtime, target, model] = process.argv.slice(1);
(async () => {
  const { InferenceSession, Tensor } = require(runtime);
  const bytes = Buffer.from(model, 'base64');
  const session = await InferenceSession.create(bytes, { executionProviders: [target], logSeverityLevel: 3 });
  const x = new Tensor('float32', new Float32Array([1, 2, 3, 4]), [2, 2]);
  const data = [...(await session.run({ 'in:x': x }))['out:y'].data];
  let libraries = '';
  try { libraries = require('node:fs').readFileSync('/proc/self/maps', 'utf8'); } catch {}
  const software = (libraries.match(/[^\\/]*(swiftshader|lvp|lavapipe)[^\\/\\n]*\\.so/) ?? [''])[0];
  console.log(JSON.stringify({ data, software }));
})().catch((error) => console.log(JSON.stringify({ error: String(error.message ?? error) })));
`;

interface Answer {
  readonly data?: readonly number[];
  readonly software?: string;
  readonly error?: string;
}

/**
 * Tries a device: creates a session there and runs a small matrix product. Never throws; takes up
 * to a few seconds.
 */
export async function tryDevice(device: Target): Promise<DeviceReport> {
  const x = input('x', [2, 2]);
  const bytes = await encodeModel(emit({ y: matmul(x, x) }, 'float32', device));
  const model = Buffer.from(bytes).toString('base64');
  const runtime = onnxRuntimePath();
  const failed = (detail: string) => ({ device, works: false, software: false, detail });
  try {
    const args = ['--disable-sigusr1', '-e', script, runtime, device, model];
    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 60_000 });
    const { data, software, error } = JSON.parse(stdout.trim().split('\n').at(-1)!) as Answer;
    if (error !== undefined) return failed(briefly(error));
    if (data?.join() !== '7,10,15,22') return failed(`wrong numbers: ${data}`);
    const detail = software ? `works, emulated on the CPU by ${software}` : 'works';
    return { device, works: true, software: Boolean(software), detail };
  } catch (error) {
    return failed(`the driver ended the process: ${briefly(String(error))}`);
  }
}

/** The end of ONNX Runtime's message: it begins with source file and line. */
function briefly(message: string): string {
  const line = message.trim().split('\n')[0];
  return line.replace(/^.*was false\.\s*/, '').slice(-160);
}
