import { okabeIto } from './colors.ts';
import type { Annotation, Layout } from './figure.ts';

/**
 * Greys of all figures: text, secondary text and thresholds, axis lines, grid, cells without a
 * value.
 */
export const ink = {
  text: '#1f2933',
  muted: '#66717d',
  line: '#9aa5b1',
  grid: '#e9ecf0',
  gap: '#d5d9de'
} as const;

/** Font sizes in px at the export's nominal size. */
export const fontSize = { text: 13, title: 16, label: 11 } as const;

/** Numbers in full from 0.0001 to 99,999, beyond as powers of ten; never with the letters of SI. */
const numbers = { exponentformat: 'power', minexponent: 4 };

const axis = {
  automargin: true,
  ...numbers,
  gridcolor: ink.grid,
  linecolor: ink.line,
  minorloglabels: 'complete',
  showline: true,
  tickcolor: ink.line,
  ticklabeloverflow: 'allow',
  ticklen: 4,
  ticks: 'outside',
  title: { standoff: 8 },
  zeroline: false
};

const colorbar = {
  ...numbers,
  outlinewidth: 0,
  thickness: 14,
  ticklen: 4,
  title: { side: 'top' }
};

/**
 * The one publication theme as a Plotly template: white paper, quiet grid, title and legend on one
 * line above the plot.
 */
export const template = {
  layout: {
    colorway: Object.values(okabeIto),
    font: { family: 'Inter, sans-serif', size: fontSize.text, color: ink.text },
    hoverlabel: { bgcolor: '#ffffff', bordercolor: ink.line, font: { color: ink.text } },
    legend: {
      bgcolor: 'rgba(255,255,255,0)',
      orientation: 'h',
      traceorder: 'normal',
      x: 1,
      xanchor: 'right',
      y: 0.98,
      yanchor: 'top',
      yref: 'container'
    },
    margin: { l: 64, r: 24, t: 60, b: 52 },
    // no separator of thousands: 5000 and 10000 alike
    separators: '.',
    paper_bgcolor: '#ffffff',
    plot_bgcolor: '#ffffff',
    title: {
      font: { size: fontSize.title },
      pad: { t: 14 },
      x: 0,
      xanchor: 'left',
      xref: 'paper',
      y: 1,
      yanchor: 'top',
      yref: 'container'
    },
    xaxis: axis,
    yaxis: axis
  },
  data: {
    heatmap: [{ colorbar }],
    scatter: [{ marker: { colorbar } }]
  }
} as const;

/** Returns a layout in the common theme with that title. */
export function themed(title: string, layout: Layout): Layout {
  return { title: { text: title }, template, ...layout };
}

/** Returns a small muted label without an arrow. */
export function label(text: string, place: Omit<Annotation, 'text' | 'font'>): Annotation {
  const font = { size: fontSize.label, color: ink.muted };
  return { text, showarrow: false, font, ...place };
}
