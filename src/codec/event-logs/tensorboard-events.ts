import { damaged, unsupported } from '../damaged.ts';
import { type Fields, int64, readMessage, readNested, tag, text } from './protobuf.ts';
import { type ScalarTensor, tensorFields } from './scalar-tensor.ts';
import { eachTfRecord } from './tfrecord.ts';

const FORMAT = 'TensorBoard events';

/** A value of a summary: whatever of these it has. */
export interface SummaryValue {
  readonly tag: string;
  /** The plugin that it is for, as `scalars` of TensorFlow 2; written at least once per tag. */
  readonly plugin: string | null;
  /** The scalar of TensorFlow 1, PyTorch and tensorboardX, a float32. */
  readonly simple: number | null;
  readonly tensor: ScalarTensor | null;
}

/** One event of a TensorBoard file. */
export interface TensorBoardEvent {
  /** Seconds since 1970. */
  readonly wallTime: number;
  readonly step: number;
  /** A run began anew at this step: what was written of it and later ones before is void. */
  readonly isRestart: boolean;
  readonly values: readonly SummaryValue[];
}

/** What a TensorBoard file holds. */
export interface TensorBoardEvents {
  readonly events: readonly TensorBoardEvent[];
  /** The file ends within a record, as one does that is being written. */
  readonly isTorn: boolean;
}

type Loose<T> = { -readonly [K in keyof T]: T[K] };
type LooseEvent = Omit<Loose<TensorBoardEvent>, 'values'> & {
  values: SummaryValue[];
  version: string | null;
};

const metadataFields: Fields<Loose<SummaryValue>> = {
  [tag(1, 'bytes')]: (reader, into) =>
    readNested(
      reader,
      {
        [tag(1, 'bytes')]: (plugin) => {
          into.plugin = text(plugin);
        }
      },
      into
    )
};

const valueFields: Fields<Loose<SummaryValue>> = {
  [tag(1, 'bytes')]: (reader, into) => {
    into.tag = text(reader);
  },
  [tag(2, 'fixed32')]: (reader, into) => {
    into.simple = reader.float();
  },
  [tag(8, 'bytes')]: (reader, into) => {
    into.tensor = readNested(reader, tensorFields, { dtype: 0, size: 1, values: [] });
  },
  [tag(9, 'bytes')]: (reader, into) => readNested(reader, metadataFields, into)
};

const summaryFields: Fields<LooseEvent> = {
  [tag(1, 'bytes')]: (reader, into) => {
    const value = { tag: '', plugin: null, simple: null, tensor: null };
    into.values.push(readNested<Loose<SummaryValue>>(reader, valueFields, value));
  }
};

const sessionFields: Fields<LooseEvent> = {
  [tag(1, 'varint')]: (reader, into) => {
    into.isRestart = reader.uint32() === 1;
  }
};

const eventFields: Fields<LooseEvent> = {
  [tag(1, 'fixed64')]: (reader, into) => {
    into.wallTime = reader.double();
  },
  [tag(2, 'varint')]: (reader, into) => {
    into.step = int64(reader);
  },
  [tag(3, 'bytes')]: (reader, into) => {
    into.version = text(reader);
  },
  [tag(5, 'bytes')]: (reader, into) => readNested(reader, summaryFields, into),
  [tag(7, 'bytes')]: (reader, into) => readNested(reader, sessionFields, into)
};

/**
 * Returns the events of a TensorBoard file (`events.out.tfevents.…`: TFRecords of event.proto) that
 * hold values or restart a run, in their order. Images, histograms and graphs are not decoded. An
 * empty file has none, as that of a run that has just begun. Throws UserError where it is damaged
 * before its end, or does not say that it is one.
 */
export function readTensorBoardEvents(bytes: Uint8Array): TensorBoardEvents {
  const events: TensorBoardEvent[] = [];
  let isFirst = true;
  const isTorn = eachTfRecord(bytes, FORMAT, (data) => {
    const empty = { wallTime: 0, step: 0, isRestart: false, values: [], version: null };
    const { version, ...event } = readMessage<LooseEvent>(data, FORMAT, eventFields, empty);
    if (isFirst) checkVersion(version);
    isFirst = false;
    if (event.values.length > 0 || event.isRestart) events.push(event);
  });
  return { events, isTorn };
}

function checkVersion(version: string | null): void {
  if (version === null) throw damaged(FORMAT, 'its first record names no version');
  if (version !== 'brain.Event:2' && version !== 'brain.Event:1')
    throw unsupported(FORMAT, `version ${version}`, 'versions 1 and 2 (brain.Event) are read');
}
