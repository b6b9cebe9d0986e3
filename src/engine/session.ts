import { pathToFileURL } from 'node:url';
import type { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-common';
import type { Target } from './emission.ts';
import { onnxRuntimePath } from './onnx-runtime-path.ts';

/**
 * A tensor as ONNX Runtime holds it; programs take and return these without conversion or copies.
 */
export type DeviceTensor = OrtTensor;

/** Settings of an ONNX Runtime session, for those who measure; the defaults are good. */
export interface SessionSettings {
  /** How far the graph is optimized; 'all' by default. */
  readonly graphOptimizationLevel?: 'disabled' | 'basic' | 'extended' | 'layout' | 'all';
  readonly executionMode?: 'sequential' | 'parallel';
  readonly interOpNumThreads?: number;
  readonly enableMemPattern?: boolean;
  readonly enableCpuMemArena?: boolean;
  /**
   * Session configuration entries by full name, e.g. `{'session.intra_op.allow_spinning': '0'}`.
   */
  readonly entries?: Readonly<Record<string, string>>;
  /** Path prefix of a JSON profile, written when the program is disposed. */
  readonly profile?: string;
  /** Path that the optimized model is written to. */
  readonly optimizedModel?: string;
}

// ONNX Runtime reports its use to its maker, and leaves logs and an id on disk, unless it is told
// not to before it loads.
// Here and not below, since what a worker sets in its environment does not reach native code.
process.env.ORT_DISABLE_TELEMETRY = '1';

type Runtime = typeof import('onnxruntime-common');
let runtime: Promise<Runtime> | undefined;

/** Returns ONNX Runtime, loaded on first use (its library is 30 MB). */
export function onnxRuntime(): Promise<Runtime> {
  runtime ??= import(pathToFileURL(onnxRuntimePath()).href).then(
    (module) => (module as Runtime & { readonly default?: Runtime }).default ?? module
  );
  return runtime;
}

/**
 * On the CPU, idle threads sleep instead of spinning, and work is cut into pieces that whoever is
 * free takes. Spinning is some 15 % faster on an idle machine, but 2 to 4 times slower as soon as
 * anything else runs there, such as the explorer.
 */
const considerate = {
  'session.intra_op.allow_spinning': '0',
  'session.dynamic_block_base': '4'
};

/** Where and how a session runs. */
export interface SessionPlan {
  readonly target: Target;
  /** CPU threads per kernel; all cores by default. */
  readonly threads?: number | undefined;
  /** Outputs (by their names in the model) that stay in GPU memory. */
  readonly resident?: readonly string[];
  readonly settings?: SessionSettings | undefined;
}

/** Returns a session for an encoded model. Throws ONNX Runtime's error. */
export async function createSession(
  model: Uint8Array,
  { target, threads, resident = [], settings = {} }: SessionPlan
): Promise<InferenceSession> {
  const { InferenceSession } = await onnxRuntime();
  const { profile, optimizedModel, ...options } = settings;
  const entries = { ...(target === 'cpu' && considerate), ...settings.entries };
  const stay = Object.fromEntries(resident.map((name) => [name, 'gpu-buffer'] as const));
  return InferenceSession.create(model, {
    executionProviders: [target],
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
    enableMemPattern: false, // the plan of a first run stays beside the arena: 190 MB more, no faster
    ...(threads !== undefined && { intraOpNumThreads: threads }),
    ...(resident.length > 0 && { preferredOutputLocation: stay }),
    ...(profile !== undefined && { enableProfiling: true, profileFilePrefix: profile }),
    ...(optimizedModel !== undefined && { optimizedModelFilePath: optimizedModel }),
    ...options,
    extra: entries
  });
}
