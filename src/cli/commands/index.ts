import type { Command } from '../arguments/command.ts';
import analyze from './analyze/command.ts';
import anomalies from './anomalies/command.ts';
import compare from './compare/command.ts';
import completion from './completion/command.ts';
import demo from './demo/command.ts';
import doctor from './doctor/command.ts';
import explore from './explore/command.ts';
import exportCommand from './export/command.ts';
import importCommand from './import/command.ts';
import learn from './learn/command.ts';
import list from './list/command.ts';
import log from './log/command.ts';
import probes from './probes/command.ts';
import show from './show/command.ts';
import table from './table/command.ts';
import trace from './trace/command.ts';
import train from './train/command.ts';
import turn from './turn/command.ts';
import watch from './watch/command.ts';

/** All commands, in the order of the help. */
export const commands: readonly Command[] = [
  explore,
  train,
  importCommand,
  probes,
  analyze,
  watch,
  show,
  exportCommand,
  compare,
  table,
  turn,
  anomalies,
  trace,
  learn,
  log,
  list,
  doctor,
  demo,
  completion
];
