import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { clientBox, ownBox } from '../../src/render-png/page/client-box.ts';
import { pathPoints, pointAlong, polylineLength } from '../../src/render-png/page/path-points.ts';
import type { SvgNode } from '../../src/render-png/page/svg-node.ts';
import { textWidth } from '../../src/render-png/page/text-extent.ts';
import { compose, mapBox, parseTransform } from '../../src/render-png/page/transform.ts';

// jsdom comes without types.
const { JSDOM } = createRequire(import.meta.url)('jsdom');
const font = 'font-family:Inter;font-size:20px';
const regular = { size: 20, weight: 400, italic: false };

function svg(content: string): SvgNode {
  const { window } = new JSDOM(`<body><svg>${content}</svg></body>`);
  return window.document.querySelector('#it') as unknown as SvgNode;
}

describe('text', () => {
  test('has the width of its advance in our font, bold wider than regular', () => {
    expect(textWidth('value', regular)).toBeCloseTo(50.7, 2);
    expect(textWidth('value', { ...regular, weight: 700 })).toBeGreaterThan(51);
    expect(textWidth('', regular)).toBe(0);
  });

  test('reaches from its anchor by text-anchor', () => {
    const width = textWidth('abc', regular);
    const left = (anchor: string) =>
      ownBox(svg(`<text id="it" x="100" text-anchor="${anchor}" style="${font}">abc</text>`))!.left;
    expect(left('start')).toBe(100);
    expect(left('middle')).toBeCloseTo(100 - width / 2, 6);
    expect(left('end')).toBeCloseTo(100 - width, 6);
  });

  test('stacks its lines by dy in em', () => {
    const lines = `<tspan class="line" x="0" y="0" dy="0em">one</tspan><tspan class="line" x="0" y="0" dy="1.3em">two</tspan>`;
    const box = ownBox(svg(`<text id="it" style="${font}">${lines}</text>`))!;
    expect(box.top).toBe(-19);
    expect(box.bottom).toBe(26 + 5);
  });

  test('counts a superscript at its own size', () => {
    const box = ownBox(
      svg(
        `<text id="it" style="${font}">10<tspan style="font-size:70%" dy="-0.6em">−3</tspan></text>`
      )
    )!;
    const small = { ...regular, size: 14 };
    expect(box.right).toBeCloseTo(textWidth('10', regular) + textWidth('−3', small), 6);
  });

  test('that is empty or hidden takes no room', () => {
    expect(ownBox(svg('<text id="it"></text>'))).toBeNull();
    expect(ownBox(svg('<text id="it" style="display:none">abc</text>'))).toBeNull();
  });
});

describe('rectangles', () => {
  test('follow the transforms of all parents', () => {
    const box = clientBox(
      svg(
        '<g transform="translate(100,50)"><g transform="scale(2)"><rect id="it" x="1" y="2" width="3" height="4" transform="rotate(90)"/></g></g>'
      )
    );
    expect(box.left).toBeCloseTo(100 - 12, 9);
    expect(box.right).toBeCloseTo(100 - 4, 9);
    expect(box.top).toBeCloseTo(50 + 2, 9);
    expect(box.bottom).toBeCloseTo(50 + 8, 9);
  });

  test('of a group join its children without clips and definitions', () => {
    const shapes =
      '<defs><rect width="999" height="999"/></defs><circle cx="5" cy="5" r="2"/><line x1="9" y1="1" x2="4" y2="8"/>';
    expect(ownBox(svg(`<g id="it">${shapes}</g>`))).toEqual({
      left: 3,
      top: 1,
      right: 9,
      bottom: 8
    });
  });

  test('turn around a point', () => {
    const box = mapBox(parseTransform('rotate(-90,10,20)'), {
      left: 10,
      top: 20,
      right: 30,
      bottom: 25
    });
    expect(box.left).toBeCloseTo(10, 9);
    expect(box.top).toBeCloseTo(0, 9);
    expect(box.right).toBeCloseTo(15, 9);
    expect(box.bottom).toBeCloseTo(20, 9);
  });

  test('read lists of transforms from the left', () => {
    expect(parseTransform('translate(3 4)scale(2)')).toEqual(
      compose(parseTransform('translate(3,4)'), parseTransform('matrix(2,0,0,2,0,0)'))
    );
    expect(parseTransform('nonsense')).toEqual([1, 0, 0, 1, 0, 0]);
  });
});

describe('paths', () => {
  test('have the length of their pieces', () => {
    expect(polylineLength(pathPoints('M0,0L3,4H10v6Z'))).toBeCloseTo(
      5 + 7 + 6 + Math.hypot(10, 10),
      6
    );
    expect(polylineLength(pathPoints('M3,0A3,3 0 1,1 0,-3A3,3 0 0,1 3,0Z'))).toBeCloseTo(
      6 * Math.PI,
      0
    );
    expect(polylineLength(pathPoints('M0,0C0,0 10,0 10,0q5,0 5,5'))).toBeGreaterThan(17);
  });

  test('have points along them', () => {
    const points = pathPoints('m1,1 l4,0 0,4');
    expect(pointAlong(points, 6)).toEqual([5, 3]);
    expect(pointAlong(points, -1)).toEqual([1, 1]);
    expect(pointAlong(points, 99)).toEqual([5, 5]);
  });
});
