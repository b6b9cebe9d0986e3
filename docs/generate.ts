import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { analyzers } from '../src/analyzers/index.ts';
import { commands } from '../src/cli/commands/index.ts';
import { listFamilies } from '../src/loader/index.ts';
import { type OptionSpecs, snakeCase } from '../src/option/option.ts';
import { findTask } from '../src/task/index.ts';
import { keyTable } from '../src/tui/state/keys.ts';
import { visualizations } from '../src/visualizations/index.ts';

const families = await listFamilies();
const page = fileURLToPath(new URL('reference.md', import.meta.url));

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

function optionText(options: OptionSpecs): string {
  return Object.entries(options)
    .filter(([, spec]) => spec.context === undefined)
    .map(([name, spec]) => `\`${snakeCase(name)}\` (${spec.default ?? 'none'}): ${spec.about}`)
    .join('<br>');
}

const sections: Readonly<Record<string, () => string>> = {
  commands: () =>
    table(
      ['command', 'what it does'],
      commands.map(({ command, about }) => [`\`${[command].flat()[0]}\``, about])
    ),
  families: () =>
    table(
      ['family', 'task', 'parameters, with their defaults', 'measured with the default recipe'],
      families.map(({ name, training, parameters, measured }) => [
        `\`${name}\``,
        findTask(training.task).formula,
        parameters.map((one) => `\`${one.name}\` ${one.default}`).join(', '),
        measured
      ])
    ),
  keys: () =>
    table(
      ['keys', 'place', 'action', 'what it does'],
      keyTable.map(({ keys, context, name, help }) => [
        keys.map((key) => `\`${key}\``).join(' '),
        context,
        `\`${name}\``,
        help
      ])
    ),
  analyzers: () =>
    table(
      ['analyzer', 'what it measures', 'arrays', 'summary', 'parameters'],
      analyzers.map(({ id, about, arrays, summary = {}, parameters = {} }) => [
        `\`${id}\``,
        about,
        Object.keys(arrays).join(', '),
        Object.keys(summary).join(', '),
        optionText(parameters)
      ])
    ),
  visualizations: () =>
    table(
      ['figure', 'kind', 'what it shows', 'options'],
      visualizations.map(({ id, kind, about, options }) => [
        `\`${id}\``,
        kind,
        about,
        optionText(options)
      ])
    )
};

/** Returns the reference page with every section between its markers made anew from the declarations. */
export function freshReference(text: string): string {
  return Object.entries(sections).reduce(
    (page, [name, make]) =>
      page.replace(
        new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- /${name} -->)`),
        (_, open: string, close: string) => `${open}\n${make()}\n\n${close}`
      ),
    text
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(page, freshReference(readFileSync(page, 'utf8')));
