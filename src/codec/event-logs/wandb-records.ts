import type protobuf from 'protobufjs/minimal.js';
import { damaged, unsupported } from '../damaged.ts';
import { eachLogRecord } from './leveldb-log.ts';
import { type Fields, int64, readMessage, readNested, tag, text } from './protobuf.ts';

const FORMAT = 'W&B run';
const MAGIC = ':W&B';
const MAGIC_NUMBER = 0xbee1;
const HEAD = 7;

/** A value of W&B: its keys from the outermost inwards, and its JSON (NaN, Infinity are bare). */
export interface WandbItem {
  readonly keys: readonly string[];
  readonly json: string;
}

/** What one call of `wandb.log` left. */
export interface WandbHistory {
  /** Its step where the record says it beside the items; the item `_step` says it as well. */
  readonly step: number | null;
  readonly items: readonly WandbItem[];
}

/** What a `.wandb` file holds. */
export interface WandbRecords {
  readonly runId: string | null;
  readonly name: string | null;
  readonly project: string | null;
  /** Settings in the order of their changes. */
  readonly config: readonly (WandbItem & { readonly isRemoved: boolean })[];
  readonly history: readonly WandbHistory[];
  /** The file ends within a record, as one does that is being written. */
  readonly isTorn: boolean;
}

interface Item {
  keys: string[];
  json: string;
}
interface History {
  step: number | null;
  items: Item[];
}
interface Run {
  runId: string | null;
  name: string | null;
  project: string | null;
  config: (Item & { isRemoved: boolean })[];
  history: History[];
}

const itemFields: Fields<Item> = {
  [tag(1, 'bytes')]: (reader, into) => {
    into.keys = [text(reader)];
  },
  [tag(2, 'bytes')]: (reader, into) => {
    into.keys.push(text(reader));
  },
  [tag(16, 'bytes')]: (reader, into) => {
    into.json = text(reader);
  }
};

const stepFields: Fields<History> = {
  [tag(1, 'varint')]: (reader, into) => {
    into.step = int64(reader);
  }
};

const historyFields: Fields<History> = {
  [tag(1, 'bytes')]: (reader, into) => {
    into.items.push(item(reader));
  },
  [tag(2, 'bytes')]: (reader, into) => {
    into.step = 0; // protobuf does not write zeros
    readNested(reader, stepFields, into);
  }
};

const configFields: Fields<Run> = {
  [tag(1, 'bytes')]: (reader, into) => {
    into.config.push({ ...item(reader), isRemoved: false });
  },
  [tag(2, 'bytes')]: (reader, into) => {
    into.config.push({ ...item(reader), isRemoved: true });
  }
};

const runFields: Fields<Run> = {
  [tag(1, 'bytes')]: (reader, into) => {
    into.runId = text(reader);
  },
  [tag(3, 'bytes')]: (reader, into) => {
    into.project = text(reader);
  },
  [tag(4, 'bytes')]: (reader, into) => readNested(reader, configFields, into),
  [tag(8, 'bytes')]: (reader, into) => {
    into.name = text(reader);
  }
};

/** Of wandb_internal.proto; what else a record may be (files, output, statistics) is skipped. */
const recordFields: Fields<Run> = {
  [tag(2, 'bytes')]: (reader, into) => {
    into.history.push(readNested<History>(reader, historyFields, { step: null, items: [] }));
  },
  [tag(5, 'bytes')]: (reader, into) => readNested(reader, configFields, into),
  [tag(17, 'bytes')]: (reader, into) => readNested(reader, runFields, into)
};

/**
 * Returns what a `run-<id>.wandb` file holds, as W&B keeps a run that is logged offline: 7 bytes
 * (`:W&B`, bee1, version 0), then a LevelDB log of Record messages. Throws UserError where it is
 * something else, of another version, or damaged before its end.
 */
export function readWandbRecords(bytes: Uint8Array): WandbRecords {
  checkHead(bytes);
  const run: Run = { runId: null, name: null, project: null, config: [], history: [] };
  const isTorn = eachLogRecord(bytes, HEAD, FORMAT, (data) => {
    readMessage(data, FORMAT, recordFields, run);
  });
  return { ...run, isTorn };
}

function item(reader: protobuf.Reader): Item {
  return readNested<Item>(reader, itemFields, { keys: [], json: '' });
}

function checkHead(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const begins = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(4, bytes.length));
  if (begins.toString('latin1') !== MAGIC || bytes.length < HEAD)
    throw damaged(FORMAT, `it does not begin with ${MAGIC}`);
  if (view.getUint16(4, true) !== MAGIC_NUMBER)
    throw damaged(FORMAT, `its magic number is ${view.getUint16(4, true).toString(16)}, not bee1`);
  if (bytes[6] !== 0)
    throw unsupported(FORMAT, `version ${bytes[6]}`, 'version 0 is read, that of wandb up to 0.30');
}
