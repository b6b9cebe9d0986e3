import { statSync } from 'node:fs';
import { usageError } from '../../../error/user-error.ts';
import { resultsFolder, taskWords } from '../../../loader/index.ts';
import { importLanguage } from '../../../workbench/import/import-language.ts';
import { type ImportRequest, importRun } from '../../../workbench/import/import-run.ts';
import { print, printJson } from '../../output/output.ts';

/** What `grokscope import` was asked. */
export interface ImportArguments extends Omit<ImportRequest, 'results' | 'file'> {
  readonly path: string;
  readonly results?: string;
  readonly json: boolean;
  readonly probeFile?: string;
  readonly hard?: string;
  readonly base?: string;
  readonly dataFiles?: string;
  readonly answerLimit?: number;
}

const ofLanguage = ['probeFile', 'hard', 'base', 'dataFiles', 'answerLimit'] as const;
const ofFile = ['family', 'seed', 'split', 'fraction', 'dataSeed'] as const;

/** Imports the checkpoints of a language model, or a file, and says what became of it. */
export async function importPath(asked: ImportArguments): Promise<void> {
  const isRun = statSync(asked.path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const odd = (isRun ? ofFile : ofLanguage).find((option) => asked[option] !== undefined);
  if (odd !== undefined) {
    const option = `--${odd.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    throw usageError(
      `${option} is not for ${isRun ? 'a folder' : 'a file'}: ${asked.path}`,
      `it goes with ${isRun ? 'a .pth file' : 'the folder of a language model'}: grokscope import --help`
    );
  }
  return isRun ? importModel(asked) : importFile(asked);
}

async function importModel({ results, json, path, ...asked }: ImportArguments): Promise<void> {
  const { probeFile, hard, name, base, dataFiles, answerLimit: limit } = asked;
  const report = await importLanguage({
    ...{ results: resultsFolder(results), run: path },
    ...{ probeFile, hard, name, base, dataFiles, limit }
  });
  const { variant, steps, damaged, model, probes, unanswered, longest } = report;
  if (json) return printJson({ ...report, variant: variant.name, path: variant.path });
  print(`imported ${variant.name}: ${steps.length} checkpoints, last step ${steps.at(-1)}`);
  print(
    `  ${model.type}, ${model.layers} layers of width ${model.width}, ${model.vocabulary} tokens; its weights stay where they are`
  );
  print(
    `  ${probes} probes${report.hard > 0 ? ` and ${report.hard} hard examples` : ''}, at most ${longest} of ${model.context} tokens; answers up to ${report.limit} tokens`
  );
  if (unanswered > 0)
    print(`  ${unanswered} without an expected answer: they count in no share of right answers`);
  if (damaged.length > 0) print(`  not whole, left out until they are: step ${damaged.join(', ')}`);
  print(`next: grokscope analyze ${variant.name}`);
}

async function importFile({ results, json, path, ...asked }: ImportArguments): Promise<void> {
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
