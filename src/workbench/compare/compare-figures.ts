import type { Axis, Figure, Layout, ScatterTrace } from '../../figure/figure.ts';
import { rangesOf, unionRanges } from '../../figure/ranges.ts';
import { ink, label, themed } from '../../figure/theme.ts';
import { type ComparedFigure, colorOf, comparedEvents } from './compare-events.ts';
import { lineMinus, spreadOf } from './line-sets.ts';
import type { SeedGroup } from './seed-groups.ts';

export type { ComparedFigure } from './compare-events.ts';

/** What the common axis counts, and a name for its zero where that is more than the beginning. */
export interface CommonAxis {
  readonly title: string;
  readonly zero?: string;
  /** It counts shares of the training rather than epochs. */
  readonly isShare?: boolean;
}

const dashes = ['solid', 'dash', 'dot', 'dashdot'] as const;
const inWords = ['solid', 'dashed', 'dotted', 'dash-dotted'] as const;

/** What is made of the lines before they are drawn. */
export interface ComparedHow {
  /** Names of the lines to keep, all if empty. */
  readonly lines?: readonly string[];
  /** One median line with a band from least to greatest for each of these groups. */
  readonly groups?: readonly SeedGroup[] | undefined;
  /** The figure, by its place, whose lines are taken from those of all others. */
  readonly against?: number | undefined;
}

/**
 * Returns the lines of several figures in one: a colour per variant, a dash per line where a figure
 * has several, named by variant, with the events of each; bands, bars and cursors are left out,
 * horizontal thresholds stay. null where there is no line.
 * @param axis what the epochs are counted by; null for figures over common axes that are not epochs
 */
export function compareFigures(
  compared: readonly ComparedFigure[],
  axis: CommonAxis | null,
  headline: string,
  { lines = [], groups, against }: ComparedHow = {}
): Figure | null {
  const all = compared.map(({ figure }) =>
    linesOf(figure, axis !== null).filter(
      ({ name = '' }) => lines.length === 0 || lines.some(isNamed(name))
    )
  );
  // Of panels above each other the first that has a line is drawn: two scales make no common one.
  const panel = all.flat()[0]?.yaxis ?? 'y';
  const kept = all.map((some) => some.filter(({ yaxis = 'y' }) => yaxis === panel));
  const names = [...new Set(kept.flat().map(({ name = '' }) => name))];
  const first = compared[0]?.figure.layout;
  if (!first || names.length === 0) return null;
  const moved = compared.map(({ name, origin, unit }, i) => {
    const color = colorOf(i, compared.length);
    return kept[i].map((trace): NamedLine => {
      const isMoved = origin !== 0 || unit !== 1;
      const known = trace.hovertemplate ?? '%{y}<extra></extra>';
      const hover = known.replace('<extra></extra>', () => `<extra>${name}</extra>`);
      const own: ScatterTrace = {
        ...onlyPanel(trace),
        name: names.length > 1 ? `${name} · ${trace.name}` : name,
        line: { ...trace.line, color, dash: dashes[names.indexOf(trace.name ?? '') % 4] },
        marker: { ...trace.marker, color },
        showlegend: true,
        hovertemplate: isMoved ? hover.replaceAll('%{x}', '%{customdata}') : hover,
        ...(isMoved && {
          x: Float64Array.from(trace.x, (epoch) => (epoch - origin) / unit),
          customdata: Array.from(trace.x)
        })
      };
      return { line: trace.name ?? '', trace: own };
    });
  });
  const key = panel.replace('y', 'yaxis') as 'yaxis';
  const isLog = first[key]?.type === 'log';
  const minus = against === undefined ? null : minusBaseline(moved, against, isLog);
  const several = groups ? groupedLines(minus?.made ?? moved, groups, names) : null;
  const data = several?.made ?? (minus?.made ?? moved).flat().map(({ trace }) => trace);
  if (data.length === 0) return null;
  const apart = Math.max(minus?.apart ?? 0, several?.apart ?? 0);
  const title = headlineOf(headline, names) + nearestNote(apart, axis);
  const layout = layoutOf(compared, first, data, axis, title, panel, groups !== undefined);
  if (against === undefined) return { data, layout };
  const base = compared[against].name;
  const from = `${layout.yaxis?.title?.text ?? ''}`;
  return {
    data,
    layout: {
      ...layout,
      yaxis: {
        title: { text: `${isLog ? `log₁₀ ${from}` : from} − ${base}` },
        range: aboutZero(data)
      },
      shapes: [...(layout.shapes ?? []).filter(({ xref }) => xref !== 'paper'), zeroLine],
      annotations: (layout.annotations ?? []).filter(({ xref }) => xref !== 'paper')
    }
  };
}

/** A line of a variant over the common axis. */
interface NamedLine {
  /** What its figure calls it. */
  readonly line: string;
  readonly trace: ScatterTrace;
}

const zeroLine = {
  ...({ type: 'line', name: 'threshold', xref: 'paper', yref: 'y' } as const),
  ...{ x0: 0, x1: 1, y0: 0, y1: 0, line: { color: ink.muted, width: 1 } }
};

/** The same above 0 as below it. */
function aboutZero(data: readonly ScatterTrace[]): [number, number] {
  let most = 0;
  for (const { y } of data)
    for (let i = 0; i < y.length; i++)
      if (Number.isFinite(y[i])) most = Math.max(most, Math.abs(y[i]));
  return most === 0 ? [-1, 1] : [-1.05 * most, 1.05 * most];
}

function nearestNote(apart: number, axis: CommonAxis | null): string {
  if (apart === 0) return '';
  const size = axis?.isShare
    ? `${Number((100 * apart).toPrecision(2))} % of the training`
    : String(Number(apart.toPrecision(3)));
  return ` · nearest stored points, at most ${size} apart`;
}

/** The lines of all but the baseline, each without the baseline's line of the same name. */
function minusBaseline(
  moved: readonly (readonly NamedLine[])[],
  against: number,
  isLog: boolean
): { readonly made: readonly (readonly NamedLine[])[]; readonly apart: number } {
  let apart = 0;
  const made = moved.map((own, i) =>
    own.flatMap(({ line, trace }): NamedLine[] => {
      const base = moved[against].find((one) => one.line === line);
      if (!base || i === against) return [];
      const minus = lineMinus(trace, base.trace, isLog);
      apart = Math.max(apart, minus.apart);
      const { hovertemplate: _, ...rest } = trace;
      return [{ line, trace: { ...rest, y: minus.made, hovertemplate: hoverOf(trace) } }];
    })
  );
  return { made, apart };
}

function hoverOf({ name, customdata }: ScatterTrace): string {
  return `%{${customdata ? 'customdata' : 'x'}}<br>%{y:+.6~g}<extra>${name}</extra>`;
}

/** A median line per group and line of the figure, each over its band. */
function groupedLines(
  moved: readonly (readonly NamedLine[])[],
  groups: readonly SeedGroup[],
  names: readonly string[]
): { readonly made: readonly ScatterTrace[]; readonly apart: number } {
  let apart = 0;
  const made = groups.flatMap(({ name, members }, i) =>
    names.flatMap((line, at): ScatterTrace[] => {
      const own = members.flatMap((member) => moved[member].filter((one) => one.line === line));
      if (own.length === 0) return [];
      const color = colorOf(i, groups.length);
      const [{ trace }] = own;
      const look = {
        ...({ type: 'scatter', mode: 'lines' } as const),
        line: { ...trace.line, color, dash: dashes[at % 4] }
      };
      const label = names.length > 1 ? `${name} · ${line}` : name;
      if (own.length === 1) {
        const single = members.length === 1 ? label : `${label} · 1 of ${members.length} seeds`;
        return [{ ...trace, ...look, name: single }];
      }
      const { made: spread, apart: between } = spreadOf(own.map((one) => one.trace));
      apart = Math.max(apart, between);
      const title = `${label} · median of ${own.length} seeds, min–max`;
      const edge = {
        ...{ ...look, x: spread.x, showlegend: false },
        line: { color, width: 0 }
      };
      return [
        { ...edge, name: `${label} · min`, y: spread.least, hoverinfo: 'skip' },
        {
          ...{ ...edge, name: `${label} · max`, y: spread.greatest, hoverinfo: 'skip' },
          ...{ fill: 'tonexty', fillcolor: translucent(color) }
        },
        {
          ...{ ...look, name: title, x: spread.x, y: spread.median, showlegend: true },
          customdata: Array.from(
            spread.counts,
            (count, j) =>
              `${rounded(spread.least[j])} … ${rounded(spread.greatest[j])}${count < own.length ? ` of ${count}` : ''}`
          ),
          hovertemplate: `%{x}<br>median %{y:.6~g}<br>%{customdata}<extra>${label}</extra>`
        }
      ];
    })
  );
  return { made, apart };
}

function rounded(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(4))) : '–';
}

/** A colour `#rrggbb` that lets others be seen through it. */
function translucent(color: string): string {
  const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  return `rgba(${r},${g},${b},0.18)`;
}

/** An axis without its place among panels, which has only its own lines' range. */
function freed({ range: _, domain: __, anchor: ___, ...axis }: Axis = {}): Axis {
  return axis;
}

function onlyPanel({ xaxis: _, yaxis: __, ...trace }: ScatterTrace): ScatterTrace {
  return trace;
}

/** Returns the lines of a figure, over epochs if so asked: no bands, no bare markers. */
function linesOf({ data, layout }: Figure, isOverEpochs: boolean): readonly ScatterTrace[] {
  const lines = data.filter(
    (trace): trace is ScatterTrace =>
      trace.type === 'scatter' &&
      (trace.mode ?? 'lines').includes('lines') &&
      (trace.fill ?? 'none') === 'none' &&
      trace.line?.width !== 0
  );
  if (!isOverEpochs) return lines;
  const titleOf = (id: string) => layout[id.replace('x', 'xaxis') as 'xaxis']?.title?.text;
  const ids = [...new Set(lines.map(({ xaxis }) => xaxis ?? 'x'))];
  // Of panels above each other the lowest alone may name the axis.
  const isTime = (title: string | undefined) => title === 'epoch' || title === 'step';
  return ids.some((id) => isTime(titleOf(id)))
    ? lines.filter(({ xaxis }) => [undefined, 'epoch', 'step'].includes(titleOf(xaxis ?? 'x')))
    : [];
}

/** Names of lines are compared without case; `low` means `Low freq` too. */
function isNamed(name: string): (requested: string) => boolean {
  return (requested) => {
    const [full, word] = [name.toLowerCase(), requested.toLowerCase()];
    return full === word || full.split(' ')[0] === word;
  };
}

function headlineOf(headline: string, names: readonly string[]): string {
  if (names.length > dashes.length) return `${headline} (${names.length} lines each)`;
  const said = names.map((name, i) => {
    const word = /^[A-Z][a-z]+\b/.test(name) ? name.toLowerCase() : name; // but W_in stays
    return names.length > 1 ? `${word} ${inWords[i % 4]}` : word;
  });
  return `${headline} (${said.join(', ')})`;
}

function layoutOf(
  compared: readonly ComparedFigure[],
  first: Layout,
  data: readonly ScatterTrace[],
  common: CommonAxis | null,
  headline: string,
  panel: string,
  isGrouped: boolean
): Layout {
  const { title, zero } = common ?? {};
  const isMoved = compared.some(({ origin, unit }) => origin !== 0 || unit !== 1);
  const key = panel.replace('y', 'yaxis') as 'yaxis';
  const [xaxis, yaxis] = [freed(first.xaxis), freed(first[key])];
  const stated = compared.every(({ figure }) => figure.layout[key]?.range);
  const union = compared.map(({ figure }) => rangesOf(figure)).reduce(unionRanges);
  const turn = {
    x: 0,
    y: 1,
    xref: 'x',
    yref: 'paper',
    xanchor: 'center',
    yanchor: 'bottom'
  } as const;
  const lines = (first.shapes ?? []).filter(({ xref }) => xref === 'paper');
  // Lines of groups have no events of one variant.
  const events = comparedEvents(isGrouped ? [] : compared, zero === undefined ? null : 0);
  const notes = (first.annotations ?? []).filter(({ xref }) => xref === 'paper');
  return themed(headline, {
    xaxis: {
      ...xaxis,
      title: { text: isMoved || zero ? (title ?? '') : (xaxis.title?.text ?? title ?? '') }
    },
    yaxis: { ...yaxis, ...(stated && union.axes[key] && { range: union.axes[key] }) },
    legend: { orientation: 'v', x: 1.02, xanchor: 'left', y: 1, yanchor: 'top', yref: 'paper' },
    showlegend: data.length > 1,
    shapes: [
      ...lines,
      ...events.shapes,
      ...(zero === undefined
        ? []
        : [
            {
              ...({ type: 'line', name: 'event', xref: 'x', yref: 'paper' } as const),
              x0: 0,
              x1: 0,
              y0: 0,
              y1: 1,
              line: { color: ink.muted, width: 1 }
            }
          ])
    ],
    annotations: [
      // The legend stands where labels of thresholds do, so these move into the plot.
      ...notes.map((note) =>
        note.x === 1 ? ({ ...note, xanchor: 'right', yanchor: 'bottom' } as const) : note
      ),
      ...events.annotations,
      ...(zero === undefined ? [] : [label(zero, turn)])
    ]
  });
}
