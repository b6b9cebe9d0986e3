import type { Command } from '../command.ts';
import analyze from './analyze.ts';
import anomalies from './anomalies.ts';
import compare from './compare.ts';
import completion from './completion.ts';
import demo from './demo.ts';
import doctor from './doctor.ts';
import explore from './explore.ts';
import exportCommand from './export.ts';
import importCommand from './import.ts';
import list from './list.ts';
import show from './show.ts';
import table from './table.ts';
import trace from './trace.ts';
import train from './train.ts';
import turn from './turn.ts';

/** All commands, in the order of the help. */
export const commands: readonly Command[] = [
  explore,
  train,
  importCommand,
  analyze,
  show,
  exportCommand,
  compare,
  table,
  turn,
  anomalies,
  trace,
  list,
  doctor,
  demo,
  completion
];
