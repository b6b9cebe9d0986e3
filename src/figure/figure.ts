/** Numbers of one trace. Typed arrays may hold NaN (a gap); JSON writes it as null. */
export type Series = ArrayLike<number>;

/** Text per point or per cell, for hover and ticks. */
export type Labels = readonly string[];

/** A line, markers, or a filled band (Plotly `scatter`). */
export interface ScatterTrace {
  readonly type: 'scatter';
  readonly name?: string;
  readonly x: Series;
  readonly y: Series;
  readonly mode?: 'lines' | 'markers' | 'lines+markers' | 'text' | 'none';
  readonly line?: {
    readonly color?: string;
    readonly width?: number;
    readonly dash?: 'solid' | 'dash' | 'dot' | 'dashdot';
    readonly shape?: 'linear' | 'hv';
  };
  readonly marker?: {
    readonly color?: string | readonly string[] | Series;
    readonly size?: number | Series;
    readonly symbol?: string;
    readonly colorscale?: ColorScale;
    readonly cmin?: number;
    readonly cmax?: number;
    readonly showscale?: boolean;
    readonly colorbar?: ColorBar;
    readonly line?: { readonly color?: string; readonly width?: number };
  };
  /**
   * `tonexty` fills down to the previous trace: the band between two percentiles; `toself` fills
   * closed outlines (terminals draw these).
   */
  readonly fill?: 'none' | 'tozeroy' | 'tonexty' | 'toself';
  readonly fillcolor?: string;
  readonly text?: Labels;
  readonly customdata?: readonly unknown[];
  readonly hovertemplate?: string;
  readonly hoverinfo?: 'skip' | 'all';
  readonly showlegend?: boolean;
  readonly legendgroup?: string;
  readonly opacity?: number;
  readonly xaxis?: string;
  readonly yaxis?: string;
  readonly connectgaps?: boolean;
}

/**
 * Bars; a histogram is bars over bins that we count ourselves, so that the counts can be read and
 * tested.
 */
export interface BarTrace {
  readonly type: 'bar';
  readonly name?: string;
  readonly x: Series | Labels;
  readonly y: Series;
  readonly width?: number | Series;
  readonly marker?: {
    readonly color?: string | readonly string[];
    readonly opacity?: number | Series;
    readonly line?: { readonly color?: string; readonly width?: number };
  };
  readonly text?: Labels;
  readonly customdata?: readonly unknown[];
  readonly hovertemplate?: string;
  readonly showlegend?: boolean;
  readonly opacity?: number;
  readonly xaxis?: string;
  readonly yaxis?: string;
}

/** Stops of a colour scale, from 0 to 1; colours as #rrggbb or rgb(r,g,b). */
export type ColorScale = readonly (readonly [number, string])[];

/** What stands beside the colours of a heat map or of markers. */
export interface ColorBar {
  readonly title?: { readonly text: string; readonly side?: 'right' | 'top' };
  readonly tickvals?: readonly number[];
  readonly ticktext?: Labels;
  readonly len?: number;
  readonly thickness?: number;
  readonly outlinewidth?: number;
  readonly outlinecolor?: string;
  readonly x?: number;
  readonly y?: number;
}

/** A matrix of colours (Plotly `heatmap`): z[row][column], row 0 at y[0]. */
export interface HeatmapTrace {
  readonly type: 'heatmap';
  readonly name?: string;
  readonly z: readonly Series[];
  readonly x?: Series | Labels;
  readonly y?: Series | Labels;
  readonly colorscale?: ColorScale;
  readonly zmin?: number;
  readonly zmax?: number;
  readonly zmid?: number;
  readonly showscale?: boolean;
  readonly colorbar?: ColorBar;
  readonly text?: readonly Labels[];
  readonly customdata?: readonly unknown[];
  readonly hovertemplate?: string;
  readonly hoverongaps?: boolean;
  /**
   * `pooled`: what terminals show of the cells behind one pixel; by default the mean of signed
   * values, else the greatest. `steps`: the step of each column, where x counts checkpoints.
   */
  readonly meta?: { readonly pooled?: 'mean' | 'max'; readonly steps?: readonly number[] };
  readonly xaxis?: string;
  readonly yaxis?: string;
}

/** The trace types that grokscope produces and every output can draw. */
export type Trace = ScatterTrace | BarTrace | HeatmapTrace;

/** One axis of a figure. A log axis gives `range` in powers of ten, as Plotly does. */
export interface Axis {
  readonly title?: { readonly text: string };
  readonly type?: 'linear' | 'log' | 'category';
  readonly range?: readonly [number, number];
  readonly autorange?: boolean | 'reversed';
  readonly tickvals?: readonly number[];
  readonly ticktext?: Labels;
  readonly tickformat?: string;
  readonly tickfont?: { readonly size?: number };
  readonly exponentformat?: 'power' | 'e' | 'SI' | 'none';
  readonly dtick?: number | string;
  readonly nticks?: number;
  /**
   * What stands at 2 and 5 of a log axis: `complete` numbers, as the theme has it, or their first
   * digit (Plotly's default).
   */
  readonly minorloglabels?: 'complete' | 'small digits' | 'none';
  readonly domain?: readonly [number, number];
  readonly anchor?: string;
  readonly matches?: string;
  readonly overlaying?: string;
  readonly side?: 'left' | 'right' | 'top' | 'bottom';
  readonly scaleanchor?: string;
  readonly constrain?: 'domain' | 'range';
  readonly showgrid?: boolean;
  readonly showline?: boolean;
  readonly zeroline?: boolean;
  readonly showticklabels?: boolean;
  readonly ticklabeloverflow?: 'allow' | 'hide past div';
}

/** A straight line or a rectangle over the plot: thresholds, the epoch cursor, windows. */
export interface Shape {
  readonly type: 'line' | 'rect';
  /** Says what the shape is: `cursor` (the epoch cursor), `threshold`, `event`, `window`. */
  readonly name?: string;
  readonly xref?: string;
  readonly yref?: string;
  readonly x0: number;
  readonly x1: number;
  readonly y0: number;
  readonly y1: number;
  readonly line?: {
    readonly color?: string;
    readonly width?: number;
    readonly dash?: 'solid' | 'dash' | 'dot' | 'dashdot';
  };
  readonly fillcolor?: string;
  readonly opacity?: number;
  readonly layer?: 'above' | 'below';
}

/** Text placed in the figure, for example the label of a threshold. */
export interface Annotation {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly xref?: string;
  readonly yref?: string;
  readonly xanchor?: 'left' | 'center' | 'right';
  readonly yanchor?: 'top' | 'middle' | 'bottom';
  /** Pixels to the right of its place. */
  readonly xshift?: number;
  /** Pixels above its place. */
  readonly yshift?: number;
  readonly showarrow?: boolean;
  readonly font?: { readonly size?: number; readonly color?: string };
}

/** The layout of a figure; further axes are `xaxis2`, `yaxis2`, … as in Plotly. */
export interface Layout {
  readonly title?: { readonly text: string };
  readonly xaxis?: Axis;
  readonly yaxis?: Axis;
  readonly [axis: `xaxis${number}` | `yaxis${number}`]: Axis;
  readonly shapes?: readonly Shape[];
  readonly annotations?: readonly Annotation[];
  readonly barmode?: 'stack' | 'group' | 'overlay';
  readonly bargap?: number;
  readonly width?: number;
  readonly height?: number;
  readonly showlegend?: boolean;
  readonly legend?: Readonly<Record<string, unknown>>;
  readonly margin?: {
    readonly l?: number;
    readonly r?: number;
    readonly t?: number;
    readonly b?: number;
  };
  readonly template?: unknown;
  readonly plot_bgcolor?: string;
  readonly paper_bgcolor?: string;
  readonly font?: { readonly family?: string; readonly size?: number; readonly color?: string };
  readonly hovermode?: 'x' | 'x unified' | 'closest' | false;
  /** `locked`: axes and colours have the ranges of all epochs, not those of this one. */
  readonly meta?: { readonly locked?: true };
}

/** A Plotly figure: what every visualization returns and every output draws. */
export interface Figure {
  readonly data: readonly Trace[];
  readonly layout: Layout;
}
