declare module 'asciichart' {
  interface PlotOptions {
    readonly min?: number;
    readonly max?: number;
    readonly height?: number;
    readonly offset?: number;
    readonly padding?: string;
    readonly format?: (value: number, row: number) => string;
    readonly symbols?: readonly string[];
  }
  const asciichart: {
    plot(series: readonly number[] | readonly (readonly number[])[], options?: PlotOptions): string;
  };
  export default asciichart;
}
