import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Returns the path of ONNX Runtime's module. The installed package brings a copy of its own
 * (tools/pack-runtime.mjs says why); an `onnxruntime-node` of the same version that the user
 * installed goes first, since it may have CUDA. In a clone it is the development dependency. Throws
 * Node's error if there is neither.
 */
export function onnxRuntimePath(): string {
  const { resolve } = createRequire(import.meta.url);
  const copy = packedRuntime();
  if (copy !== null) {
    try {
      const installed = resolve('onnxruntime-node/package.json');
      if (versionIn(dirname(installed)) !== versionIn(copy)) return resolve(copy);
    } catch {
      return resolve(copy);
    }
  }
  return resolve('onnxruntime-node');
}

/**
 * Returns the folder of the copy that the installed package brings, null in a clone: while the
 * package is made there, one that is half there stands beside programs that run.
 */
export function packedRuntime(): string | null {
  const at = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
  const folder = at('vendor/onnxruntime-node');
  return existsSync(folder) && !existsSync(at('tools/pack-runtime.mjs')) ? folder : null;
}

function versionIn(folder: string): string {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
}
