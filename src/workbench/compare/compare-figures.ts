import type { Axis, Figure, Layout, ScatterTrace } from '../../figure/figure.ts';
import { rangesOf, unionRanges } from '../../figure/ranges.ts';
import { ink, label, themed } from '../../figure/theme.ts';
import { type ComparedFigure, colorOf, comparedEvents } from './compare-events.ts';

export type { ComparedFigure } from './compare-events.ts';

/** What the common axis counts, and a name for its zero where that is more than the beginning. */
export interface CommonAxis {
  readonly title: string;
  readonly zero?: string;
}

const dashes = ['solid', 'dash', 'dot', 'dashdot'] as const;
const inWords = ['solid', 'dashed', 'dotted', 'dash-dotted'] as const;

/**
 * Returns the lines of several figures in one: a colour per variant, a dash per line where a figure
 * has several, named by variant, with the events of each; bands, bars and cursors are left out,
 * horizontal thresholds stay. null where there is no line.
 * @param axis what the epochs are counted by; null for figures over common axes that are not epochs
 * @param lines names of the lines to keep, all if empty
 */
export function compareFigures(
  compared: readonly ComparedFigure[],
  axis: CommonAxis | null,
  headline: string,
  lines: readonly string[] = []
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
  const data = compared.flatMap(({ name, origin, unit }, i) => {
    const color = colorOf(i, compared.length);
    return kept[i].map((trace): ScatterTrace => {
      const isMoved = origin !== 0 || unit !== 1;
      const known = trace.hovertemplate ?? '%{y}<extra></extra>';
      const hover = known.replace('<extra></extra>', () => `<extra>${name}</extra>`);
      return {
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
    });
  });
  return {
    data,
    layout: layoutOf(compared, first, data, axis, headlineOf(headline, names), panel)
  };
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
  panel: string
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
  const events = comparedEvents(compared, zero === undefined ? null : 0);
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
