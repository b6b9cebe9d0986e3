import { writeSync } from 'node:fs';
import { UserError } from '../../src/error/user-error.ts';
import { inputOf } from './codecs.ts';
import { formats } from './formats.ts';

// Reads inputs FROM … TO of FORMAT: a line when each begins, so that a parent knows which one never ends, and one for
// each that fails.
const [id = '', seed = '', from = '', to = ''] = process.argv.slice(2);
const format = formats.find((known) => known.id === id)!;
const MOST = 2 ** 30;
let peak = process.resourceUsage().maxRSS;
for (let index = Number(from); index < Number(to); index++) {
  const { bytes } = inputOf(format, Number(seed), index);
  const base = process.memoryUsage.rss() / 1024;
  writeSync(1, `begin ${index}\n`);
  try {
    format.read(bytes);
  } catch (error) {
    if (!(error instanceof UserError)) writeSync(1, `fail ${index} ${oneLine(error)}\n`);
    else if (error.message.length > 1000)
      writeSync(1, `fail ${index} a message of ${error.message.length}\n`);
  }
  const { maxRSS } = process.resourceUsage();
  const taken = (maxRSS - base) * 1024;
  if (maxRSS > peak && taken > MOST) {
    writeSync(1, `fail ${index} took ${Math.round(taken / 2 ** 20)} MiB\n`);
    // The peak of a process never falls again: the parent goes on with another.
    process.exit(3);
  }
  peak = maxRSS;
}

function oneLine(error: unknown): string {
  return String(error instanceof Error ? error.stack : error)
    .slice(0, 600)
    .replaceAll('\n', ' ');
}
