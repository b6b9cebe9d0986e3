import { printable } from '../../../text/printable.ts';
import type { CommonArguments } from '../../arguments/command.ts';

/** What stands at a place of the command line, by the name of its argument or option. */
const kinds: Readonly<Record<string, (argv: CommonArguments) => Promise<readonly string[]>>> = {
  variant: variants,
  variants: async (argv) => [...(await variants(argv)), 'all'],
  against: variants,
  figure: async () => (await import('../../../visualizations/index.ts')).visualizations.map(idOf),
  analyzer: async () => (await import('../../../analyzers/index.ts')).analyzers.map(idOf),
  family: async () => (await import('../../../loader/index.ts')).familyNames(),
  column: columns
};

/**
 * Returns the values that fit the last word, by where it stands: behind an option, or as an
 * argument of the command; none where anything can be written.
 * @param line the command's yargs line, `show <variant> <figure>`
 * @param words what is written so far without the program, options included, the word to complete
 * last
 * @param switches the options that take no value
 * @param places the arguments among them without options, the command first
 */
export async function valuesAt(
  line: string,
  words: readonly string[],
  places: readonly string[],
  argv: CommonArguments,
  switches: readonly string[]
): Promise<readonly string[]> {
  const current = words.at(-1) ?? '';
  const option = optionBefore(words, switches);
  const names = [...line.matchAll(/[<[](\w+)(\.\.)?[>\]]/g)];
  const at = places.length - 2;
  const argument = names[at] ?? (names.at(-1)?.[2] ? names.at(-1) : undefined);
  const isColumn = line.startsWith('table') && option === 'sort';
  const name = isColumn ? 'column' : (option ?? argument?.[1]);
  if (name === undefined || current.startsWith('-') || !Object.hasOwn(kinds, name)) return [];
  const found = await kinds[name](argv);
  const shown = found.filter((value) => value === printable(value));
  const begun = shown.filter((value) => value.startsWith(current));
  return begun.length > 0 || !/^variants?$/.test(name) ? begun : shown.filter(hasPart(current));
}

/** Whether a part of a variant's name begins so: variants may be called by their parts. */
function hasPart(start: string): (name: string) => boolean {
  const part = start.toLowerCase();
  return (name) =>
    name
      .toLowerCase()
      .split('_')
      .some((one) => one.startsWith(part));
}

/** The option whose value is written. */
function optionBefore(words: readonly string[], switches: readonly string[]): string | undefined {
  const name = /^--([\w-]+)$/.exec(words.at(-2) ?? '')?.[1];
  return name === undefined || switches.includes(name.replace(/^no-/, '')) ? undefined : name;
}

async function variants({ results }: CommonArguments): Promise<readonly string[]> {
  const { resultsFolder, variantNames } = await import('../../../loader/index.ts');
  return [...variantNames(resultsFolder(results)), 'last'];
}

async function columns(): Promise<readonly string[]> {
  const found = await import('../../../workbench/table/variant-table-columns.ts');
  return found.columns.map(idOf);
}

function idOf({ id }: { readonly id: string }): string {
  return id;
}

/** Returns the lines that teach a shell to complete grokscope's words. */
export function completionScript(shell: 'bash' | 'zsh' | 'fish'): string {
  return scripts[shell];
}

const ask = (shell: string) => `SHELL=${shell} grokscope --get-yargs-completions`;

const scripts = {
  bash: `# source <(grokscope completion bash)
_grokscope() {
  local value
  COMPREPLY=()
  while IFS= read -r value; do
    COMPREPLY+=("$(printf '%q' "$value")")
  done < <(${ask('bash')} "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _grokscope grokscope`,
  zsh: `#compdef grokscope
# source <(grokscope completion zsh)
_grokscope() {
  local -a values
  values=("\${(@f)$(${ask('zsh')} "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "\${values[*]}" ]]; then _describe value values -U; else _files; fi
}
compdef _grokscope grokscope`,
  fish: `# grokscope completion fish | source
complete -c grokscope -a '(env ${ask('fish')} (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'`
} as const;
