import { createRequire } from 'node:module';
import { type Canvas, createCanvas } from '@napi-rs/canvas';
import type { Figure } from '../../figure/figure.ts';
import { clientBox, ownBox } from './client-box.ts';
import { headRoom } from './head-room.ts';
import { pathPoints, pointAlong, polylineLength } from './path-points.ts';
import type { SvgNode } from './svg-node.ts';
import { textLength } from './text-runs.ts';
import type { Box } from './transform.ts';

/** The element that plotly.js draws into, with what it leaves there. */
export interface PlotlyGraph extends SvgNode {
  querySelector(selector: string): SvgNode | null;
  readonly _fullData: readonly { readonly type: string }[];
  readonly _fullLayout: {
    readonly _uid: string;
    readonly paper_bgcolor: string;
    readonly margin: { readonly t: number };
    readonly _paper: { node(): SvgNode };
    readonly _toppaper: { node(): SvgNode };
  };
}

/** A page without a browser, with plotly.js and an element that it draws into. */
export interface PlotlyPage {
  readonly graph: PlotlyGraph;
  /** Draws a figure, which becomes Plotly's to change, in place of the one before. Size in px. */
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
  return {
    graph,
    async draw(figure, { width, height }) {
      Object.assign(size, { width, height });
      // Drawing afresh costs the same as changing what stands there, and leaves no trace of it.
      plotly.purge(graph);
      // Without names of their own, traces get names by chance, which end up in the SVG.
      const data = figure.data.map((trace, i) => ({ uid: `t${i}`, ...trace }));
      const layout = { ...figure.layout, width, height };
      await plotly.newPlot(graph, data, layout, { staticPlot: true });
      const room = headRoom(graph, height);
      if (room !== null) await plotly.relayout(graph, room);
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
