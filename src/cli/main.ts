import './output/early.ts';
import { createRequire } from 'node:module';
import yargs, { type Argv } from 'yargs';
import { usageError } from '../error/user-error.ts';
import type { Command, CommonArguments } from './arguments/command.ts';
import { checkGivenOnce, checkNumbers, type KnownOptions } from './arguments/given-words.ts';
import { usageProblem, type Vocabulary } from './arguments/usage-problem.ts';
import { commands } from './commands/index.ts';
import { followParent } from './output/follow-parent.ts';
import { reportFailure } from './output/output.ts';

/**
 * Runs the program with the given words; returns the exit code: 0 ok, 1 the work failed, 2 wrong
 * usage, 130 stopped.
 */
export async function main(words: readonly string[]): Promise<number> {
  let exitCode = 0;
  const json = words.includes('--json');
  const isHelp = words.some((word) => word === '--help' || word === '-h');
  // yargs composes the whole help before every named command (30 ms), but not before the one
  // without a name.
  const isNameless =
    !isHelp && commands.some((each) => each.isDefault && nameOf(each) === words[0]);
  let known: KnownOptions = {
    key: { results: true, json: true },
    array: [],
    boolean: [],
    number: []
  };
  const program = yargs(isNameless ? words.slice(1) : [...words])
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
    .version(createRequire(import.meta.url)('grokscope/package.json').version)
    .strict()
    .demandCommand(0)
    .help()
    .alias('help', 'h')
    .wrap(Math.min(100, process.stdout.columns ?? 100))
    .parserConfiguration({ 'greedy-arrays': false })
    .exitProcess(false)
    .fail((message, error) => {
      throw error ?? usageProblem(message, words, vocabulary(known, words[0]));
    });
  for (const each of commands) {
    const { command, about, isDefault = false, examples = [], options, run } = each;
    const isMeant = isHelp && nameOf(each) === words[0];
    const notes = isMeant ? await each.notes?.(words) : undefined;
    const builder = (argv: Argv) => {
      const built = options(argv as Argv<CommonArguments>, notes);
      for (const [line, meaning] of examples) built.example(`$0 ${line}`, meaning);
      known = (built as unknown as { getOptions(): KnownOptions }).getOptions();
      return built;
    };
    const handler = async (argv: unknown) => {
      const request = argv as CommonArguments;
      if (words.includes('--'))
        throw usageError('nothing is read after --', 'write the words without it');
      checkGivenOnce(words, known);
      checkNumbers(request, known.number, words);
      exitCode = (await run(request)) ?? 0;
    };
    program.command(command, about, builder, handler);
    const nameless = isNameless ? command.replace(/^\S+/, '$0') : '$0';
    if (isDefault) program.command(nameless, false, builder, handler);
  }
  if (words[0] === '--get-yargs-completions')
    completeValues(program, words.slice(1), () => known.boolean);
  try {
    await program.parseAsync();
  } catch (error) {
    // What yargs' parser refuses comes past `fail`.
    const isParsing = error instanceof Error && error.name === 'YError';
    const told = isParsing
      ? usageProblem(error.message, words, vocabulary(known, words[0]))
      : error;
    exitCode = reportFailure(told, json);
  }
  return exitCode;
}

/**
 * Adds the values of arguments and options to the commands, options and choices that yargs
 * completes by itself.
 */
function completeValues(
  program: Argv,
  words: readonly string[],
  switches: () => readonly string[]
): void {
  program.completion('--get-yargs-completions', false, ((
    current: string,
    argv: CommonArguments & { readonly _: readonly string[] },
    known: (done: (error: unknown, found?: readonly string[]) => void) => void,
    done: (found: readonly string[]) => void
  ) =>
    known(async (_error, found = []) => {
      const line = commands.find((each) => nameOf(each) === argv._[0])?.command ?? '';
      const { valuesAt } = await import('./commands/completion/run.ts');
      const values = await valuesAt(line, words, argv._, argv, switches()).catch(() => []);
      // Options are offered once they are begun.
      const isWanted = (value: string) =>
        value.startsWith(current) && (current !== '' || !value.startsWith('-'));
      done([...found.filter(isWanted), ...values]);
    })) as never);
}

function nameOf({ command }: Command): string {
  return command.split(' ')[0] as string;
}

function vocabulary({ key }: KnownOptions, first: string | undefined): Vocabulary {
  const line = commands.find((each) => nameOf(each) === first)?.command;
  return { commands: commands.map(nameOf), options: Object.keys(key), line };
}

followParent();
process.exitCode = await main(process.argv.slice(2));
