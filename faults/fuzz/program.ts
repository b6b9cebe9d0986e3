import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Ended, watched } from './watched.ts';

const program = fileURLToPath(new URL('../../bin/grokscope.js', import.meta.url));
const limits = { cpu: 30, memory: 2 * 2 ** 30, wall: 180 };

/** A folder with a small results folder, trained and analyzed, that cases copy. */
export interface Ground {
  readonly folder: string;
  /** The results folder that nobody changes. */
  readonly sound: string;
  /** Name of its one variant. */
  readonly name: string;
  /** Ids of all figures. */
  readonly figures: readonly string[];
}

/** Where the variant of a results folder lies in it. */
export const family = 'modulo_addition_1layer';

/** What trains the variant, and goes on with it with `--resume`. */
export const trainWords: readonly string[] = [
  ...['train', family, '--prime', '11', '--d-model', '16', '--heads', '2', '--d-mlp', '24'],
  ...['--fraction', '0.6', '--epochs', '41', '--checkpoints', '0:40:20', '--device', 'cpu']
];

/** Trains and analyzes a run of p = 11 to damage copies of; remove `folder` afterwards. */
export async function makeGround(): Promise<Ground> {
  const folder = mkdtempSync(join(tmpdir(), 'grokscope-fuzz-'));
  const sound = join(folder, 'sound');
  await sure(trainWords, sound);
  await sure(['analyze', '--all', '--device', 'cpu'], sound);
  const listed = JSON.parse((await sure(['list', 'figures', '--json'], sound)).output) as {
    readonly id: string;
  }[];
  const [name] = readdirSync(join(sound, family));
  return { folder, sound, name: name, figures: listed.map(({ id }) => id) };
}

async function sure(words: readonly string[], results: string): Promise<Ended> {
  const ended = await run(words, results);
  if (ended.code !== 0) throw new Error(`grokscope ${words.join(' ')}: ${ended.output}`);
  return ended;
}

/** Runs the program with these words on a results folder, without colours. */
export function run(words: readonly string[], results: string): Promise<Ended> {
  const environment = {
    ...process.env,
    NO_COLOR: '1',
    GROKSCOPE_STATE_DIR: join(results, '..', 'state')
  };
  return watched(process.execPath, [program, ...words, '--results', results], limits, environment);
}

/** Returns why a run of the program is a failure: a stack, a crash, a limit, raw control codes; null where it is none. */
export function failureOf({ code, signal, output, over }: Ended): string | null {
  if (over !== null) return over;
  if (signal !== null) return `ended by ${signal}`;
  const stack = /this is a bug|^ {2,}at .+:\d+:\d+\)?$/m.test(output);
  if (stack) return output.slice(0, 500).replaceAll('\n', ' | ');
  if (code !== 0 && code !== 1 && code !== 2) return `exit code ${code}: ${output.slice(0, 300)}`;
  const raw = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/.exec(output);
  if (raw)
    return `raw control code ${JSON.stringify(output.slice(Math.max(0, raw.index - 40), raw.index + 20))}`;
  const longest = Math.max(...output.split('\n').map((line) => line.length));
  return code !== 0 && longest > 6000 ? `a message of ${longest} characters` : null;
}

/** Returns a copy of the sound results folder that `change` gets the variant's folder of; remove it afterwards. */
export function changedCopy(ground: Ground, change: (variant: string) => void): string {
  const results = join(mkdtempSync(join(ground.folder, 'case-')), 'results');
  mkdirSync(results);
  cpSync(ground.sound, results, { recursive: true });
  change(join(results, family, ground.name));
  return results;
}

/** Runs a case on its results folder, removes it where the case holds, and returns why it does not, with where it is kept. */
export async function tryCase(
  what: string,
  words: readonly string[],
  results: string,
  kept: string
): Promise<string | null> {
  const why = failureOf(await run(words, results));
  const folder = join(results, '..');
  if (why !== null) {
    const place = join(kept, folder.split('/').at(-1)!);
    mkdirSync(kept, { recursive: true });
    renameSync(folder, place);
    writeFileSync(join(place, 'command.txt'), `${words.join(' ')}\n${what}\n${why}\n`);
    return `${what}: grokscope ${words.join(' ')}: ${why}; kept in ${place}`;
  }
  rmSync(folder, { recursive: true, force: true });
  return null;
}
