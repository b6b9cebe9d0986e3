import process from 'node:process';

const mostLines = 200;

/**
 * Keeps warnings and console output off the screen while the explorer has it; returns a function
 * that puts everything back and prints what was kept on stderr.
 */
export function quietConsole(): () => void {
  const kept: string[] = [];
  const keep = (text: string): void => {
    if (kept.length < mostLines) kept.push(text);
  };
  const { log, info, debug } = console;
  const write = process.stderr.write;
  const line = (...values: unknown[]): void => keep(`${values.map(String).join(' ')}\n`);
  console.log = line;
  console.info = line;
  console.debug = line;
  process.stderr.write = ((
    text: string | Uint8Array,
    encoding?: unknown,
    done?: unknown
  ): boolean => {
    keep(typeof text === 'string' ? text : Buffer.from(text).toString('utf8'));
    const callback = typeof encoding === 'function' ? encoding : done;
    if (typeof callback === 'function') queueMicrotask(() => callback());
    return true;
  }) as typeof process.stderr.write;
  let isQuiet = true;
  return () => {
    if (!isQuiet) return;
    isQuiet = false;
    console.log = log;
    console.info = info;
    console.debug = debug;
    process.stderr.write = write;
    if (kept.length > 0) process.stderr.write(kept.join(''));
  };
}
