import asciichart from 'asciichart';
import { didYouMean } from '../../../error/did-you-mean.ts';
import { usageError } from '../../../error/user-error.ts';
import { formatTable } from '../../../text/format.ts';
import { printable } from '../../../text/printable.ts';
import { type ForeignLog, readForeignLog } from '../../../workbench/import/read-log.ts';
import { print, printJson, remark } from '../../output/output.ts';

type Points = NonNullable<ReturnType<ForeignLog['scalars']['get']>>;

/** Columns and rows of a curve. */
const [WIDTH, HEIGHT] = [70, 12];

/** Prints what another program logged, or one of its curves. */
export async function showLog(
  path: string,
  scalar: string | undefined,
  json: boolean
): Promise<void> {
  const { program, scalars, results, remarks } = await readForeignLog(path);
  if (scalar !== undefined && !scalars.has(scalar))
    throw usageError(
      `no scalar of that name: ${printable(scalar)}`,
      didYouMean(
        scalar,
        [...scalars.keys()],
        `it has: ${[...scalars.keys()].map(printable).join(', ')}`
      )
    );
  const chosen = scalar === undefined ? [...scalars] : [[scalar, scalars.get(scalar)!] as const];
  if (json) return printJson({ program, scalars: Object.fromEntries(chosen), results, remarks });
  for (const text of remarks) remark(text);
  if (scalar !== undefined) return print(curveOf(chosen[0][1]));
  if (results.length > 0)
    return print(
      formatTable(
        ['model', 'task', 'metric', 'filter', 'value', '±'],
        results.map(({ model, task, metric, filter, value, stderr }) => [
          ...[model ?? '–', task, metric, filter, formatted(value)],
          stderr === null ? '–' : formatted(stderr)
        ])
      )
    );
  if (chosen.length === 0) return print(`${program}: no numbers`);
  print(`${program}: ${chosen.length} scalars`);
  const rows = chosen.map(([name, points]) => {
    const least = points.reduce((a, b) => (b.value < a.value ? b : a));
    const [first, last] = [points[0], points.at(-1)!];
    return [
      ...[name, String(points.length), String(first.step), String(last.step)],
      ...[formatted(first.value), formatted(last.value), formatted(least.value)],
      String(least.step)
    ];
  });
  print(
    formatTable(['scalar', 'points', 'from step', 'to', 'first', 'last', 'least', 'at step'], rows)
  );
}

/** The points true to scale in steps; a column without one repeats that before. */
function curveOf(points: Points): string {
  const finite = points.filter(({ value }) => Number.isFinite(value));
  if (finite.length === 0) return 'no finite numbers';
  const [from, to] = [finite[0].step, finite.at(-1)!.step];
  const columns = Math.min(WIDTH, Math.max(2, to - from + 1));
  let at = 0;
  const values = Array.from({ length: columns }, (_, i) => {
    const step = from + ((to - from) * i) / (columns - 1);
    while (at + 1 < finite.length && finite[at + 1].step <= step) at++;
    return finite[at].value;
  });
  const format = (value: number) => formatted(value).padStart(10);
  const left = points.length - finite.length;
  const note = left > 0 ? `; ${left} that are no numbers left out` : '';
  return `${asciichart.plot(values, { height: HEIGHT, format })}\nsteps ${from} to ${to}, ${points.length} points${note}`;
}

function formatted(value: number): string {
  return String(Number(value.toPrecision(4)));
}
