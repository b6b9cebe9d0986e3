import { resultsFolder, taskWords } from '../../../loader/index.ts';
import { type ImportRequest, importRun } from '../../../workbench/import/import-run.ts';
import { print, printJson } from '../../output/output.ts';

/** What `grokscope import` was asked. */
export interface ImportArguments extends Omit<ImportRequest, 'results'> {
  readonly results?: string;
  readonly json: boolean;
}

/** Imports a file and says what became of it. */
export async function importFile({ results, json, ...asked }: ImportArguments): Promise<void> {
  const report = await importRun({ ...asked, results: resultsFolder(results) });
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
