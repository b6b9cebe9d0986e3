import { createRequire } from 'node:module';
import { type Canvas, createCanvas } from '@napi-rs/canvas';
import type { Figure } from '../../figure/figure.ts';
import { clientBox, ownBox } from './client-box.ts';
import { type LegendChanges, legendChanges } from './fit-legend.ts';
import { textChanges } from './fit-texts.ts';
import { withFittedTitle } from './fit-title.ts';
import { headRoom } from './head-room.ts';
import { nominalSize } from './nominal-size.ts';
import { pathPoints, pointAlong, polylineLength } from './path-points.ts';
import type { SvgNode } from './svg-node.ts';
import { textLength } from './text-runs.ts';
import type { Box } from './transform.ts';

/** The element that plotly.js draws into, with what it leaves there. */
export interface PlotlyGraph extends SvgNode {
  querySelector(selector: string): SvgNode | null;
  querySelectorAll(selector: string): Iterable<SvgNode>;
  readonly _fullData: readonly { readonly type: string }[];
  readonly layout: Readonly<Record<string, unknown>>;
  readonly _fullLayout: {
    readonly [key: string]: unknown;
    /** In px of the layout, which may be larger than the file. */
    readonly width: number;
    readonly height: number;
    readonly _uid: string;
    readonly paper_bgcolor: string;
    readonly margin: { readonly t: number };
    readonly _paper: { node(): SvgNode };
    readonly _toppaper: { node(): SvgNode };
  };
}

/** How often texts are looked at and made to fit, at most. */
const mostRounds = 6;

/** A page without a browser, with plotly.js and an element that it draws into. */
export interface PlotlyPage {
  readonly graph: PlotlyGraph;
  /**
   * Draws a figure, which becomes Plotly's to change, in place of the one before, such that its
   * texts have room. Size of the file in px: a small one is laid out larger, to be shown smaller.
   */
  draw(figure: Figure, size: { readonly width: number; readonly height: number }): Promise<void>;
}

/**
 * Opens a page in jsdom and loads plotly.js into it: once per process, because plotly.js finds its
 * page through global names. Texts have their real extents in our font, shapes their real
 * rectangles, and canvases really draw.
 */
export function openPlotlyPage(): PlotlyPage {
  const require = createRequire(import.meta.url);
  const { JSDOM } = require('jsdom');
  const { window } = new JSDOM('<!doctype html><body><div id="graph"></div></body>');
  const size = { width: 700, height: 450 };
  giveRectangles(window, size);
  giveCanvas(window);
  // Heat maps of even cells become one pixel per cell, scaled up without smoothing.
  window.CSS = { supports: (name: string) => name === 'image-rendering' };
  window.getComputedStyle = () => ({
    ...size,
    display: 'block',
    position: 'relative',
    getPropertyValue: () => ''
  });
  window.URL.createObjectURL = () => '';
  for (const name of [
    'window',
    'document',
    'self',
    'DOMParser',
    'HTMLElement',
    'Element',
    'Node'
  ]) {
    const value = name === 'window' || name === 'self' ? window : window[name];
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  const plotly = require('plotly.js-cartesian-dist-min');
  const graph = window.document.getElementById('graph');
  async function fitLegend(changes: LegendChanges | null): Promise<void> {
    if (changes === null) return;
    const { layout, hidden, last } = changes;
    if (hidden.length > 0) await plotly.restyle(graph, { showlegend: false }, hidden);
    if (last) await plotly.restyle(graph, { name: last.name }, [last.index]);
    if (Object.keys(layout).length > 0) await plotly.relayout(graph, layout);
  }

  return {
    graph,
    async draw(figure, asked) {
      const { width, height } = nominalSize(asked);
      Object.assign(size, { width, height });
      // Drawing afresh costs the same as changing what stands there, and leaves no trace of it.
      plotly.purge(graph);
      // Without names of their own, traces get names by chance, which end up in the SVG.
      const data = figure.data.map((trace, i) => ({ uid: `t${i}`, ...trace }));
      const layout = { ...withFittedTitle(figure, { width, height }).layout, width, height };
      await plotly.newPlot(graph, data, layout, { staticPlot: true });
      for (const isSmall of [false, true]) await fitLegend(legendChanges(graph, height, isSmall));
      const room = headRoom(graph, height);
      if (room !== null) await plotly.relayout(graph, room);
      for (let round = 0; round < mostRounds; round++) {
        const changes = textChanges(graph, { width, height });
        if (changes === null) break;
        await plotly.relayout(graph, changes);
      }
      figure.data.forEach(({ type }, i) => {
        if (graph._fullData[i]?.type !== type) throw new Error(`unknown trace type ${type}`);
      });
    }
  };
}

// biome-ignore lint/suspicious/noExplicitAny: jsdom comes without types, and only its prototypes are patched.
type Window = any;

function giveRectangles(window: Window, size: { width: number; height: number }): void {
  const { HTMLElement, SVGElement } = window;
  HTMLElement.prototype.getBoundingClientRect = () =>
    rectangle({ left: 0, top: 0, right: size.width, bottom: size.height });
  SVGElement.prototype.getBoundingClientRect = function (this: SvgNode) {
    const isRoot = this.localName === 'svg' && this.parentNode?.localName === 'div';
    return isRoot
      ? rectangle({ left: 0, top: 0, right: size.width, bottom: size.height })
      : rectangle(clientBox(this));
  };
  SVGElement.prototype.getBBox = function (this: SvgNode) {
    return rectangle(ownBox(this) ?? { left: 0, top: 0, right: 0, bottom: 0 });
  };
  SVGElement.prototype.getComputedTextLength = function (this: SvgNode) {
    return textLength(this);
  };
  SVGElement.prototype.getTotalLength = function (this: SvgNode) {
    return polylineLength(pathPoints(this.getAttribute('d') ?? ''));
  };
  SVGElement.prototype.getPointAtLength = function (this: SvgNode, length: number) {
    const [x, y] = pointAlong(pathPoints(this.getAttribute('d') ?? ''), length);
    return { x, y };
  };
}

function rectangle({ left, top, right, bottom }: Box) {
  return { x: left, y: top, left, top, right, bottom, width: right - left, height: bottom - top };
}

function giveCanvas(window: Window): void {
  const canvases = new WeakMap<object, Canvas>();
  const canvasOf = (element: { width: number; height: number }) => {
    let canvas = canvases.get(element);
    if (canvas === undefined) {
      canvas = createCanvas(element.width, element.height);
      canvases.set(element, canvas);
    }
    return canvas;
  };
  const { prototype } = window.HTMLCanvasElement;
  prototype.getContext = function (kind: string) {
    return kind === '2d' ? canvasOf(this).getContext('2d') : null;
  };
  prototype.toDataURL = function () {
    return canvasOf(this).toDataURL('image/png');
  };
}
