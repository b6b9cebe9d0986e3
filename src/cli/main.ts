import yargs from 'yargs';
import { usageError } from '../error/user-error.ts';
import type { CommonArguments } from './command.ts';
import { commands } from './commands/index.ts';
import { reportFailure } from './output.ts';

/** Runs the program with the given words; returns the exit code: 0 ok, 1 the work failed, 2 wrong usage. */
export async function main(words: readonly string[]): Promise<number> {
  let exitCode = 0;
  const json = words.includes('--json');
  const program = yargs([...words])
    .scriptName('grokscope')
    .usage(
      '$0 [command]\n\nTrain, analyze, explore and export the training dynamics of small models that grok.'
    )
    .option('results', {
      type: 'string',
      describe: 'results folder (default: $GROKSCOPE_RESULTS or ./results)',
      requiresArg: true,
      global: true
    })
    .option('json', {
      type: 'boolean',
      default: false,
      describe: 'print JSON for scripts',
      global: true
    })
    .strict()
    .recommendCommands()
    .demandCommand(0)
    .help()
    .alias('help', 'h')
    .wrap(Math.min(100, process.stdout.columns ?? 100))
    .parserConfiguration({ 'duplicate-arguments-array': false, 'greedy-arrays': false })
    .exitProcess(false)
    .fail((message, error) => {
      throw (
        error ??
        usageError(message.split('\n')[0]?.toLowerCase() ?? 'wrong usage', 'see grokscope --help')
      );
    });
  for (const { command, about, examples = [], options, run } of commands) {
    program.command(
      command,
      about,
      (argv) => {
        const built = options(argv as never);
        for (const [line, meaning] of examples) built.example(`$0 ${line}`, meaning);
        return built;
      },
      async (argv) => {
        exitCode = (await run(argv as unknown as CommonArguments)) ?? 0;
      }
    );
  }
  try {
    await program.parseAsync();
  } catch (error) {
    exitCode = reportFailure(error, json);
  }
  return exitCode;
}

process.exitCode = await main(process.argv.slice(2));
