import { statSync } from 'node:fs';
import { UserError, usageError } from '../../../error/user-error.ts';
import {
  checkpointFolders,
  folderOfCheckpoints,
  isWholeCheckpoint,
  resultsFolder,
  taskWords
} from '../../../loader/index.ts';
import { printable } from '../../../text/printable.ts';
import { importLanguage } from '../../../workbench/import/import-language.ts';
import { importLog } from '../../../workbench/import/import-log.ts';
import { type ImportRequest, importRun } from '../../../workbench/import/import-run.ts';
import { isForeignLog } from '../../../workbench/import/read-log.ts';
import { kebabCase } from '../../arguments/options.ts';
import { print, printJson, remark } from '../../output/output.ts';

/** What `grokscope import` was asked. */
export interface ImportArguments extends Omit<ImportRequest, 'results' | 'file'> {
  readonly path?: string | undefined;
  readonly results?: string;
  readonly json: boolean;
  readonly probeFile?: string;
  readonly hard?: string;
  readonly base?: string;
  readonly dataFiles?: string;
  readonly answerLimit?: number;
  readonly status?: string;
  readonly step?: number;
}

type Kind = 'model' | 'file' | 'log';
type Given = ImportArguments & { readonly path: string };

const options: Readonly<Record<Kind, readonly (keyof ImportArguments)[]>> = {
  model: ['probeFile', 'hard', 'base', 'dataFiles', 'answerLimit'],
  file: ['family', 'seed', 'split', 'fraction', 'dataSeed'],
  log: ['step', 'status']
};
const words: Readonly<Record<Kind, string>> = {
  model: 'the folder of a language model',
  file: 'a .pth file',
  log: 'a log'
};

/** Imports a language model, a file or a log, and says what became of it. */
export async function importPath(asked: ImportArguments): Promise<void> {
  if ((asked.path === undefined) === (asked.status === undefined))
    throw usageError(
      asked.path === undefined ? 'nothing to import' : 'a path and --status together',
      'give a path, or --status DIR: grokscope import --help'
    );
  const path = asked.path ?? asked.status ?? '';
  const kind = asked.status === undefined ? kindOf(path, asked) : 'log';
  const kinds = Object.keys(options) as Kind[];
  for (const other of kinds.filter((one) => one !== kind)) {
    const odd = options[other].find((option) => asked[option] !== undefined);
    if (odd !== undefined)
      throw usageError(
        `--${kebabCase(odd)} is not for ${words[kind]}: ${printable(path)}`,
        `it goes with ${words[other]}: grokscope import --help`
      );
  }
  const given = { ...asked, path };
  if (kind === 'log') return importLogged(given);
  return kind === 'model' ? importModel(given) : importFile(given);
}

/** A checkpoint has its trainer's log in it, and is a model all the same. */
function kindOf(path: string, asked: ImportArguments): Kind {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found)
    throw new UserError(
      `no such file or folder: ${printable(path)}`,
      'give a folder of checkpoints, a .pth file or a log: grokscope import --help'
    );
  const isModel =
    found.isDirectory() && options.model.some((option) => asked[option] !== undefined);
  if (isModel) return 'model';
  if (!isForeignLog(path)) return found.isDirectory() ? 'model' : 'file';
  const whole = found.isDirectory() ? wholeCheckpointsIn(path) : 0;
  if (whole === 0) return 'log';
  throw usageError(
    `${whole} checkpoints and a log: ${printable(path)}`,
    'say what to ask the model: --probe-file FILE; or give the log alone: its file, or --status DIR'
  );
}

/** How many checkpoints with all their weights a folder holds; one that is none holds none. */
function wholeCheckpointsIn(path: string): number {
  try {
    const folders = checkpointFolders(folderOfCheckpoints(path));
    return folders.filter((folder) => isWholeCheckpoint(folder.path)).length;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return 0;
  }
}

async function importLogged({ results, json, path, name, step }: Given): Promise<void> {
  const report = await importLog({ results: resultsFolder(results), log: path, name, step });
  const { variant, program, scalars, examples, remarks } = report;
  if (json) return printJson({ ...report, variant: variant.name, path: variant.path });
  for (const text of remarks) remark(text);
  const judged = examples > 0 ? ` and ${examples} examples, right or wrong` : '';
  print(`imported ${variant.name}: ${scalars.length} numbers over steps${judged}`);
  print(`  written by: ${program}`);
  print(`next: grokscope explore ${variant.name}`);
}

async function importModel({ results, json, path, ...asked }: Given): Promise<void> {
  const { probeFile, hard, name, base, dataFiles, answerLimit: limit } = asked;
  const report = await importLanguage({
    ...{ results: resultsFolder(results), run: path },
    ...{ probeFile, hard, name, base, dataFiles, limit }
  });
  const { variant, steps, damaged, model, probes, unanswered, misread, longest } = report;
  if (json) return printJson({ ...report, variant: variant.name, path: variant.path });
  print(`imported ${variant.name}: ${steps.length} checkpoints, last step ${steps.at(-1)}`);
  print(
    `  ${model.type}, ${model.layers} layers of width ${model.width}, ${model.vocabulary} tokens; its weights stay where they are`
  );
  print(
    `  ${probes} probes${report.hard > 0 ? ` and ${report.hard} hard examples` : ''}, at most ${longest} of ${model.context} tokens; answers up to ${report.limit} tokens`
  );
  if (misread.length > 0)
    remark(
      `${misread.length} of all probes have text that the tokenizer does not give back (${printable(misread[0])} …): is it that of the model, and does it know their characters?`
    );
  if (unanswered > 0)
    print(`  ${unanswered} without an expected answer: they count in no share of right answers`);
  if (damaged.length > 0) print(`  not whole, left out until they are: step ${damaged.join(', ')}`);
  print(`next: grokscope analyze ${variant.name}`);
}

async function importFile({ results, json, path, ...asked }: Given): Promise<void> {
  const report = await importRun({ ...asked, file: path, results: resultsFolder(results) });
  const { variant, epochs, split, recognised, logits, trainedBiases, testInterval } = report;
  if (json) return printJson({ ...report, variant: variant.name, path: variant.path });
  const { method, dataSeed, fraction } = split;
  const drawn = method === 'python' ? 'random.shuffle' : 'torch.randperm';
  const several = epochs.length > 1 ? `${epochs.length} checkpoints, ` : '';
  print(`imported ${variant.name}: ${several}last epoch ${epochs.at(-1)}`);
  print(
    `  ${taskWords(variant.parameters).join(' ')}, ${logits} logits, ${trainedBiases.length === 0 ? 'no trained biases' : `trained ${trainedBiases.join(', ')}`}${report.transposed ? '; its matrices were turned to TransformerLens shapes' : ''}`
  );
  print(
    `  trained on ${fraction} of the pairs by ${drawn}, seed ${dataSeed}${recognised ? ' (recognised by their losses)' : ''}`
  );
  if (testInterval === null) print('  no losses in the file');
  else if (testInterval > 1)
    print(`  one test loss every ${testInterval} epochs; those between hold the value before`);
}
