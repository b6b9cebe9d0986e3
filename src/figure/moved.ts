import type { Axis, Figure, Layout, Trace } from './figure.ts';

/** Where the epochs of a figure go: to `(epoch - origin) / unit`. */
export interface Move {
  readonly origin: number;
  readonly unit: number;
}

/**
 * Returns a figure over epochs or steps with these counted from another origin in another unit, as
 * the title says; the same figure where no axis counts them. Hover texts keep the epochs.
 */
export function moved(figure: Figure, { origin, unit }: Move, title: string): Figure {
  const axes = timeAxes(figure);
  if (axes.size === 0 || (origin === 0 && unit === 1)) return figure;
  const place = (x: number) => (x - origin) / unit;
  const data = figure.data.map((trace) => {
    const { xaxis = 'x' } = trace;
    return axes.has(xaxis) ? movedTrace(trace, place) : trace;
  });
  const { shapes, annotations } = figure.layout;
  const layout: Layout = {
    ...figure.layout,
    ...Object.fromEntries([...axes].map((id) => movedAxis(figure.layout, id, place, title))),
    ...(shapes && {
      shapes: shapes.map((shape) =>
        axes.has(shape.xref ?? 'x') ? { ...shape, x0: place(shape.x0), x1: place(shape.x1) } : shape
      )
    }),
    ...(annotations && {
      annotations: annotations.map((note) =>
        axes.has(note.xref ?? 'x') ? { ...note, x: place(note.x) } : note
      )
    })
  };
  return { data, layout };
}

/** The x axes that count epochs; of panels above each other the lowest alone may say so. */
function timeAxes({ data, layout }: Figure): ReadonlySet<string> {
  const ids = [...new Set(data.map(({ xaxis }) => xaxis ?? 'x'))];
  const titleOf = (id: string) => axisOf(layout, id).title?.text;
  const isTime = (title: string | undefined) => title === 'epoch' || title === 'step';
  if (!ids.some((id) => isTime(titleOf(id)))) return new Set();
  return new Set(ids.filter((id) => titleOf(id) === undefined || isTime(titleOf(id))));
}

function axisOf(layout: Layout, id: string): Axis {
  return layout[id.replace('x', 'xaxis') as 'xaxis'] ?? {};
}

function movedAxis(
  layout: Layout,
  id: string,
  place: (x: number) => number,
  title: string
): [string, Axis] {
  const { range, tickvals, ticktext: _, dtick: __, ...axis } = axisOf(layout, id);
  const own = axis.title ? { title: { text: title } } : {};
  const ends = range && { range: [place(range[0]), place(range[1])] as const };
  return [id.replace('x', 'xaxis'), { ...axis, ...own, ...ends }];
}

function movedTrace(trace: Trace, place: (x: number) => number): Trace {
  const x = trace.x as ArrayLike<number | string> | undefined;
  if (!x || typeof x[0] === 'string') return trace;
  const told = trace.hovertemplate;
  const places = Float64Array.from(x as ArrayLike<number>, place);
  if (!told?.includes('%{x}') || trace.customdata || trace.type === 'heatmap')
    return { ...trace, x: places } as Trace;
  return {
    ...trace,
    x: places,
    customdata: Array.from(x as ArrayLike<number>),
    hovertemplate: told.replaceAll('%{x}', '%{customdata}')
  } as Trace;
}
