import type { ColorScale, Figure } from '../../src/figure/figure.ts';

const epochs = Float64Array.from({ length: 200 }, (_, i) => i * 100);
const train = epochs.map((epoch) => 5 * Math.exp(-epoch / 900) + 1e-6);
const test = epochs.map((epoch) => 5 / (1 + Math.exp((epoch - 9000) / 500)) + 1e-5);
const diverging: ColorScale = [
  [0, '#2166ac'],
  [0.25, '#92c5de'],
  [0.5, '#f7f7f7'],
  [0.75, '#f4a582'],
  [1, '#b2182b']
];
const font = { family: 'Inter, sans-serif', size: 13, color: '#222' };

/** Waves of some frequency over a square, rows of float32. */
export function waves(side: number, frequency: number, strength = 1): Float32Array[] {
  const at = (i: number, j: number) => Math.cos((2 * Math.PI * frequency * (i + j)) / side);
  return Array.from({ length: side }, (_, i) =>
    Float32Array.from({ length: side }, (_, j) => strength * at(i, j))
  );
}

/** A heat map with a colour bar and its colours locked. */
export function heatmap(z: Float32Array[], title = 'Neuron 42'): Figure {
  return {
    data: [{ type: 'heatmap', z, colorscale: diverging, zmin: -1.2, zmax: 1.2 }],
    layout: {
      font,
      title: { text: title },
      xaxis: { title: { text: 'b' } },
      yaxis: { title: { text: 'a' }, autorange: 'reversed' }
    }
  };
}

/** A log axis, a band, a legend, a threshold and its label. */
export const lossCurves: Figure = {
  data: [
    {
      type: 'scatter',
      x: epochs,
      y: test.map((loss) => loss * 0.6),
      mode: 'lines',
      line: { width: 0 },
      showlegend: false
    },
    {
      type: 'scatter',
      x: epochs,
      y: test.map((loss) => loss * 1.6),
      mode: 'lines',
      line: { width: 0 },
      fill: 'tonexty',
      fillcolor: 'rgba(200, 60, 60, 0.15)',
      name: '10–90 %'
    },
    { type: 'scatter', x: epochs, y: train, mode: 'lines', name: 'train', line: { width: 2 } },
    {
      type: 'scatter',
      x: epochs,
      y: test,
      mode: 'lines+markers',
      name: 'test',
      line: { color: '#b2182b', dash: 'dash' },
      marker: { size: 4 }
    }
  ],
  layout: {
    font,
    title: { text: 'Loss curves — p = 113' },
    xaxis: { title: { text: 'epoch' } },
    yaxis: { type: 'log', exponentformat: 'power', title: { text: 'cross-entropy loss' } },
    shapes: [
      {
        type: 'line',
        x0: 9000,
        x1: 9000,
        y0: 0,
        y1: 1,
        yref: 'paper',
        line: { color: '#888', dash: 'dot', width: 1 }
      }
    ],
    annotations: [
      {
        text: 'grokking <b>onset</b>',
        x: 9000,
        y: 1,
        yref: 'paper',
        showarrow: false,
        xanchor: 'left',
        yanchor: 'top'
      }
    ]
  }
};

/** Bars on top of each other, the legend below. */
export const stackedBars: Figure = {
  data: ['#4e79a7', '#f28e2b', '#59a14f', '#e15759'].map((color, i) => ({
    type: 'bar',
    name: `k = ${5 + 12 * i}`,
    x: epochs.slice(0, 20),
    y: Float64Array.from({ length: 20 }, (_, j) => 20 + 10 * Math.sin(i + j)),
    marker: { color }
  })),
  layout: {
    font,
    title: { text: 'Neurons per frequency' },
    barmode: 'stack',
    xaxis: { title: { text: 'epoch' } },
    yaxis: { title: { text: 'neurons' } },
    legend: { orientation: 'h', y: -0.2 }
  }
};

/** Four kinds of panels in one figure. */
export const subplots: Figure = {
  data: [
    { type: 'scatter', x: epochs, y: epochs.map((e) => Math.sin(e / 1000) - 3), mode: 'lines' },
    {
      type: 'scatter',
      x: epochs,
      y: test.map((loss) => 1e6 * loss),
      mode: 'markers',
      marker: { size: 5, color: epochs, colorscale: diverging },
      xaxis: 'x2',
      yaxis: 'y2'
    },
    {
      type: 'heatmap',
      z: waves(31, 3),
      colorscale: diverging,
      colorbar: { len: 0.45, y: 0.2, thickness: 12 },
      xaxis: 'x3',
      yaxis: 'y3'
    },
    {
      type: 'bar',
      x: ['W_E', 'W_Q', 'W_in', 'a longer name'],
      y: [1, 2, 3, -2],
      xaxis: 'x4',
      yaxis: 'y4'
    }
  ],
  layout: {
    font,
    title: { text: 'Four panels' },
    showlegend: false,
    xaxis: { domain: [0, 0.45], anchor: 'y' },
    yaxis: { domain: [0.58, 1] },
    xaxis2: { domain: [0.55, 1], anchor: 'y2' },
    yaxis2: { domain: [0.58, 1], anchor: 'x2' },
    xaxis3: { domain: [0, 0.45], anchor: 'y3' },
    yaxis3: { domain: [0, 0.42], anchor: 'x3' },
    xaxis4: { domain: [0.55, 1], anchor: 'y4' },
    yaxis4: { domain: [0, 0.42], anchor: 'x4' }
  }
};
