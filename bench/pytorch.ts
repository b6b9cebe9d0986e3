import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A Python that has PyTorch. */
export interface PyTorch {
  readonly python: string;
  /** Which it is, for people: `PyTorch 2.13.0+cpu of .venv`. */
  readonly words: string;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const local = `${root}.venv/bin/python`;

/**
 * Returns a PyTorch to measure against: that of GROKSCOPE_PYTHON, else of the project's `.venv`, which is made (python3
 * -m venv, pip install torch numpy) where there is none yet, else of the system (Debian's python3-torch); null where
 * none of them can be had.
 */
export function findPyTorch(): PyTorch | null {
  const given = process.env.GROKSCOPE_PYTHON;
  if (given !== undefined) return tried(given, 'GROKSCOPE_PYTHON');
  if (!existsSync(local)) install();
  return (
    tried(local, '.venv') ??
    tried('/usr/bin/python3', 'python3-torch') ??
    tried('python3', 'python3')
  );
}

function install(): void {
  console.log('installing PyTorch into .venv …');
  const quiet = { cwd: root, stdio: 'ignore', timeout: 15 * 60_000 } as const;
  try {
    execFileSync('python3', ['-m', 'venv', '.venv'], quiet);
    execFileSync(local, ['-m', 'pip', 'install', '--retries', '0', 'torch', 'numpy'], quiet);
  } catch (error) {
    console.log(`that failed: ${String(error).split('\n')[0]}`);
  }
}

function tried(python: string, name: string): PyTorch | null {
  try {
    const version = execFileSync(python, ['-c', 'import torch; print(torch.__version__)'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore']
    });
    return { python, words: `PyTorch ${version.trim()} of ${name}` };
  } catch {
    return null;
  }
}
