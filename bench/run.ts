import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';

/** One measured line: what, our number, the peer's or the budget, and how it was measured. */
export interface BenchRow {
  readonly what: string;
  readonly measured: string;
  readonly against: string;
  readonly ratio: string;
  /** How to read it: rounds, machine state, which PyTorch. */
  readonly note: string;
}

/** What a benchmark found: rows, and a table of its own below them. */
export interface BenchResult {
  readonly rows: readonly BenchRow[];
  readonly detail?: {
    readonly head: readonly string[];
    readonly rows: readonly (readonly string[])[];
  };
}

/** A benchmark: its result, or the reason why it could not run. */
export type Bench = () => Promise<BenchResult | { readonly skipped: string }>;

const page = fileURLToPath(new URL('../docs/benchmarks.md', import.meta.url));
const benches = [
  ...[
    'train',
    'analyze',
    'suite',
    'gpu',
    'language',
    'learning',
    'explorer',
    'export',
    'gif',
    'many'
  ]
] as const;
const asked = process.argv.slice(2);

for (const name of benches) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const { default: bench } = (await import(`./${name}.ts`)) as { readonly default: Bench };
  console.log(`\n${name} …`);
  const result = await bench();
  if ('skipped' in result) {
    console.log(`skipped: ${result.skipped}`);
    continue;
  }
  const { rows, detail } = result;
  const lines = [
    ...(rows.length === 0
      ? []
      : table(
          ['what', 'grokscope', 'against', 'ratio', 'how'],
          rows.map(({ what, measured, against, ratio, note }) => [
            what,
            measured,
            against,
            ratio,
            note
          ])
        )),
    ...(detail && rows.length > 0 ? [''] : []),
    ...(detail ? table(detail.head, detail.rows) : [])
  ];
  console.log(lines.join('\n'));
  const cpu = cpus();
  const machine = `${cpu.length} × ${cpu[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
  const section = [
    `<!-- ${name} -->`,
    '',
    ...lines,
    '',
    `Measured on ${machine}, ${new Date().toISOString().slice(0, 10)}.`,
    '',
    `<!-- /${name} -->`
  ].join('\n');
  const text = readFileSync(page, 'utf8');
  writeFileSync(
    page,
    text.replace(new RegExp(`<!-- ${name} -->[^]*?<!-- /${name} -->`), () => section)
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}
