import { basename, join } from 'node:path';
import type { TensorBoardEvent } from '../../codec/event-logs/index.ts';
import { UserError } from '../../error/user-error.ts';
import { printable } from '../../text/printable.ts';
import { shortened } from '../../text/shortened.ts';
import { foldersIn, isFolder, namesIn } from '../files/folder.ts';
import { readDecoded } from '../files/read-file.ts';
import { type NamedPoint, type Scalars, scalarsOf } from './scalars.ts';

/** Ten million scalars; images make files large, and those are refused. */
const LARGEST = 2 ** 30;
/** A folder gets a file whenever its run is resumed. */
const MOST_FILES = 2000;
const MOST_EVENTS = 2 ** 24;

/** Few need it, and it needs protobufjs, which takes a while to load. */
const loadCodec = () => import('../../codec/event-logs/index.ts');
type Codec = Awaited<ReturnType<typeof loadCodec>>;

/** What TensorBoard shows of a run under Scalars. */
export interface TensorBoardScalars {
  readonly scalars: Scalars;
  /** Names of the files that end within a record, as that of a run in progress does. */
  readonly torn: readonly string[];
}

/**
 * Returns the scalars in a TensorBoard file (`events.out.tfevents.…`), or in all of a folder, which
 * are one run: `simple_value` (PyTorch, tensorboardX) and tensors of the plugin `scalars`
 * (TensorFlow 2). Where a run began anew, what it had written of that step and later ones is left
 * out, as TensorBoard does. Throws UserError where a file is damaged before its end, is something
 * else, or a scalar is no single float; and where a folder has no such file, with the folders in it
 * that do.
 */
export async function readTensorBoardScalars(path: string): Promise<TensorBoardScalars> {
  const codec = await loadCodec();
  const events: TensorBoardEvent[] = [];
  const torn: string[] = [];
  for (const file of isFolder(path) ? eventFilesIn(path) : [path]) {
    const read = await readDecoded(
      file,
      {
        missing: `missing TensorBoard file: ${printable(file)}`,
        largest: LARGEST,
        remedy: 'copy it again, or leave it out; only the end of a file may be incomplete'
      },
      codec.readTensorBoardEvents
    );
    if (read.isTorn) torn.push(basename(file));
    for (const event of read.events) events.push(event);
    if (events.length > MOST_EVENTS)
      throw new UserError(
        `more than ${MOST_EVENTS} TensorBoard events: ${printable(path)}`,
        'give a single file of the run'
      );
  }
  return { scalars: scalarsOf(pointsOf(valid(events), codec, path)), torn };
}

/** What a run wrote of a step and later ones before it began anew there is void. */
function valid(events: readonly TensorBoardEvent[]): readonly TensorBoardEvent[] {
  let next = Infinity;
  return events
    .toReversed()
    .filter(({ step, isRestart }) => {
      const isKept = step < next;
      if (isRestart) next = Math.min(next, step);
      return isKept;
    })
    .toReversed();
}

function* pointsOf(
  events: readonly TensorBoardEvent[],
  { scalarOf }: Codec,
  path: string
): Generator<NamedPoint> {
  const plugins = new Map<string, string>();
  for (const { step, wallTime, values } of events)
    for (const { tag, plugin, simple, tensor } of values) {
      if (plugin !== null) plugins.set(tag, plugin);
      if (simple !== null) yield { name: tag, step, value: simple, wallTime };
      else if (tensor !== null && plugins.get(tag) === 'scalars') {
        const value = scalarOf(tensor);
        if (typeof value === 'string')
          throw new UserError(
            `unsupported TensorBoard scalar: ${printable(shortened(tag, 200))} ${value}: ${printable(path)}`,
            'scalars are single numbers of type float32 (1) or float64 (2)'
          );
        yield { name: tag, step, value, wallTime };
      }
    }
}

const isEventFile = (name: string) => name.includes('tfevents') && !name.startsWith('.');

/** TensorBoard reads them by name too: that begins with the second at which they were opened. */
function eventFilesIn(folder: string): readonly string[] {
  const names = namesIn(folder).filter(isEventFile).sort();
  if (names.length > MOST_FILES)
    throw new UserError(
      `${names.length} TensorBoard files, at most ${MOST_FILES} are read: ${printable(folder)}`,
      'give a single file'
    );
  if (names.length > 0) return names.map((name) => join(folder, name));
  const inside = foldersIn(folder).filter((name) => namesIn(join(folder, name)).some(isEventFile));
  throw new UserError(
    `no TensorBoard file (events.out.tfevents.…) in the folder: ${printable(folder)}`,
    inside.length > 0
      ? `runs lie in its folders: ${inside.slice(0, 5).map(printable).join(', ')}`
      : 'give the folder of one run'
  );
}
