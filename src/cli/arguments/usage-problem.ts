import { didYouMean } from '../../error/did-you-mean.ts';
import { type UserError, usageError } from '../../error/user-error.ts';
import { printable } from '../../text/printable.ts';
import { shortened } from '../../text/shortened.ts';

/** What can be written on the command line. */
export interface Vocabulary {
  readonly commands: readonly string[];
  /** Names of the options of the command at hand, without dashes. */
  readonly options: readonly string[];
  /** How the command at hand is written, as `show <variant> <figure>`. */
  readonly line?: string | undefined;
}

const see = 'see grokscope --help';

/**
 * Returns yargs' message in our form: lower case, on one line, the value last, with the word that
 * was meant.
 */
export function usageProblem(
  message: string,
  words: readonly string[],
  { commands, options, line }: Vocabulary
): UserError {
  const given = /^Not enough non-option arguments: got (\d+)/.exec(message)?.[1];
  const lacking = [...(line ?? '').matchAll(/<([\w]+)/g)][Number(given)]?.[1];
  if (lacking !== undefined)
    return usageError(`missing argument: ${lacking}`, `grokscope ${line} (${see})`);
  const bareOption = /^Not enough arguments following: (.+)$/.exec(message)?.[1];
  if (bareOption !== undefined)
    return usageError(`option without a value: --${shown(bareOption)}`, see);
  const [first = 'wrong usage', ...rest] = message
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const detail = /Argument: (.+), Given: (.+), Choices: (.+)/.exec(rest.join(' '));
  if (detail) {
    const [name, given, choices] = detail.slice(1).map((text) => text.replaceAll('"', ''));
    return usageError(
      `invalid ${name}: ${shown(given)} (choices: ${choices})`,
      didYouMean(given, choices.split(', '), see)
    );
  }
  const unknown = /^Unknown (?:argument|command)s?: (.+)$/.exec(first)?.[1]?.split(', ') ?? [];
  const bare = words.findIndex((word) => unknown.includes(word));
  if (bare >= 0 && !words.slice(0, bare).some((word) => commands.includes(word)))
    return usageError(`unknown command: ${shown(words[bare])}`, hint(words[bare], commands));
  const option = unknown.find((name) => !words.includes(name));
  if (option !== undefined)
    return usageError(
      `unknown option: --${shown(option)}`,
      hint(
        option,
        options.map((name) => `--${name}`)
      )
    );
  const said = [first.charAt(0).toLowerCase() + first.slice(1), ...rest].join(' ');
  return usageError(shown(said), see);
}

function hint(request: string, known: readonly string[]): string {
  const near = didYouMean(known[0]?.startsWith('--') ? `--${request}` : request, known, '');
  return near === '' ? see : `${near} (${see})`;
}

function shown(text: string): string {
  return printable(shortened(text, 200));
}
