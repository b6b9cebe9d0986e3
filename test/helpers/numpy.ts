import { spawnSync } from 'node:child_process';

let found: string | null | undefined;

/** Returns a Python that has NumPy (PYTHON, else python3, else Debian's), or null (with a message) where there is none. */
export function pythonWithNumpy(): string | null {
  if (found === undefined) {
    const known = [process.env.PYTHON ?? 'python3', '/usr/bin/python3'];
    const has = (python: string) => spawnSync(python, ['-c', 'import numpy']).status === 0;
    found = known.find(has) ?? null;
  }
  if (found === null) console.warn('skipped: no Python with NumPy (apt-get install python3-numpy)');
  return found;
}

/** Returns what a Python script prints; its arguments follow as sys.argv[1:]. Throws with its error output. */
export function runPython(python: string, script: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(python, ['-c', script, ...args], {
    encoding: 'utf8'
  });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}
