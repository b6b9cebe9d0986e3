import { describe, expect, it } from 'vitest';
import { layoutOf, pageOf, pageRows, panelRows, type Rect } from '../../src/tui/state/layout.ts';
import { fakeGroups } from './fake-workbench.ts';

const laid = (
  columns: number,
  rows: number,
  options: Partial<Parameters<typeof layoutOf>[0]> = {}
) =>
  layoutOf({
    size: { columns, rows },
    groups: fakeGroups,
    sidebar: 'none',
    top: 0,
    maximised: null,
    ...options
  });
const ids = (rows: ReturnType<typeof panelRows>) => rows.map((row) => row.map(({ id }) => id));

describe('the layout', () => {
  it('puts the losses alone, and later groups side by side where they fit whole', () => {
    expect(ids(panelRows(fakeGroups, 160))).toEqual([['loss'], ['rise', 'bars', 'map'], ['fall']]);
    expect(ids(panelRows(fakeGroups, 80))).toEqual([['loss'], ['rise', 'bars'], ['map', 'fall']]);
    expect(ids(panelRows(fakeGroups, 60))).toEqual([
      ['loss'],
      ['rise'],
      ['bars'],
      ['map'],
      ['fall']
    ]);
  });

  it('spreads a large group evenly over rows', () => {
    const panel = fakeGroups[0].panels[0];
    const panels = Array.from({ length: 7 }, (_, i) => ({ ...panel, id: String(i) }));
    expect(panelRows([{ title: 'all', panels }], 160).map((row) => row.length)).toEqual([3, 2, 2]);
  });

  it('gives the first panel of a view a row for itself, half as high again as the others', () => {
    const panel = fakeGroups[0].panels[0];
    const group = {
      title: 'one',
      panels: Array.from({ length: 3 }, (_, i) => ({ ...panel, id: String(i) }))
    };
    expect(ids(pageRows([group], 80, true))).toEqual([['0'], ['1', '2']]);
    const { panels, body } = laid(100, 27, { groups: [group], isAlone: true });
    expect(panels.map(({ rect }) => rect.height)).toEqual([15, 10, 10]);
    expect(panels[0]?.rect.width).toBe(body.width);
    expect(laid(100, 27, { groups: [fakeGroups[0]], isAlone: true }).panels[0]?.rect).toEqual(body);
    const many = {
      ...group,
      panels: Array.from({ length: 9 }, (_, i) => ({ ...panel, id: `${i}` }))
    };
    const below = laid(80, 24, { groups: [many], isAlone: true, top: 2 });
    expect(below.page).toEqual({ top: 2, shown: 2, total: 5 });
    expect(below.panels.map(({ rect }) => rect.height)).toEqual([11, 11, 11, 11]);
  });

  it('gives the room of flat panels to their neighbours: they are a line below', () => {
    const flat = new Set(['bars']);
    expect(ids(pageOf(fakeGroups, 160, false, flat).rows)).toEqual([
      ['loss'],
      ['rise', 'map', 'fall']
    ]);
    expect(ids(pageOf(fakeGroups, 160, false, flat).strips)).toEqual([[], ['bars']]);
    const { panels, body, page } = laid(120, 40, { flat });
    expect(page).toEqual({ top: 0, shown: 2, total: 2 });
    const rects = Object.fromEntries(panels.map(({ panel, rect }) => [panel.id, rect]));
    expect(rects.bars).toEqual({
      ...{ left: 0, width: 120, height: 1 },
      top: body.top + body.height - 1
    });
    expect(rects.rise.top + rects.rise.height).toBe(rects.bars.top);
    const area = panels.reduce((sum, { rect }) => sum + rect.width * rect.height, 0);
    expect(area).toBe(body.width * body.height);
  });

  it('leaves a page alone of which every panel is flat, and puts a flat first one below the next', () => {
    const all = new Set(fakeGroups.flatMap((group) => group.panels.map(({ id }) => id)));
    expect(pageOf(fakeGroups, 160, false, all).rows).toEqual(pageRows(fakeGroups, 160, false));
    const { rows, strips } = pageOf([fakeGroups[1]], 160, true, new Set(['rise']));
    expect([ids(rows), ids(strips)]).toEqual([[['bars']], [['rise']]]);
  });

  it('shows two rows of panels at 80×24 and everything at 160×48', () => {
    expect(laid(80, 24).page).toEqual({ top: 0, shown: 2, total: 3 });
    expect(laid(160, 48).page).toEqual({ top: 0, shown: 3, total: 3 });
    expect(laid(80, 24, { top: 9 }).page.top).toBe(1);
  });

  it('fills the body without gaps or overlaps, whatever the size', () => {
    for (let columns = 80; columns <= 300; columns += 7) {
      for (let rows = 24; rows <= 100; rows += 5) {
        for (const width of ['none', 'list', 'table'] as const) {
          const { body, panels, sidebar, page } = laid(columns, rows, {
            sidebar: width,
            isAlone: rows % 2 === 0,
            top: columns % 3
          });
          const seen = new Uint8Array(columns * rows);
          for (const { rect, hole, footer } of panels) {
            fill(seen, rect, columns, rows);
            for (const inner of [hole, footer]) expect(isInside(inner, rect)).toBe(true);
          }
          if (sidebar) fill(seen, sidebar, columns, rows);
          const covered = seen.reduce((sum, count) => sum + count, 0);
          expect(Math.max(...seen)).toBe(1);
          expect(covered).toBe(body.height * columns);
          expect(page.top + page.shown).toBeLessThanOrEqual(page.total);
        }
      }
    }
  });

  it('gives the whole body to the maximised panel, with lines for values', () => {
    const panel = fakeGroups[0].panels[0];
    const { panels, body } = laid(100, 30, { maximised: panel });
    expect(panels).toHaveLength(1);
    expect(panels[0]?.rect).toEqual(body);
    expect(panels[0]?.readout?.height).toBeGreaterThanOrEqual(3);
  });

  it('needs 80×24, and survives 1×1', () => {
    expect(laid(79, 24).isLargeEnough).toBe(false);
    expect(laid(80, 23).isLargeEnough).toBe(false);
    expect(laid(80, 24).isLargeEnough).toBe(true);
    expect(laid(1, 1, { sidebar: 'list' }).panels).toEqual([]);
  });
});

function fill(
  seen: Uint8Array,
  { left, top, width, height }: Rect,
  columns: number,
  rows: number
): void {
  expect(left >= 0 && top >= 1 && left + width <= columns && top + height <= rows - 1).toBe(true);
  for (let row = top; row < top + height; row++)
    for (let column = left; column < left + width; column++) seen[row * columns + column]++;
}

function isInside(inner: Rect, outer: Rect): boolean {
  return (
    inner.left > outer.left &&
    inner.left + inner.width < outer.left + outer.width &&
    inner.top > outer.top &&
    inner.top + inner.height <= outer.top + outer.height
  );
}

describe('the readout of a maximised square map', () => {
  const map = {
    id: 'map',
    title: 'Map',
    about: '',
    kind: 'epoch',
    hasNeuron: true,
    options: []
  } as const;
  const boxAt = (columns: number, rows: number, isSquare: boolean) =>
    layoutOf({
      size: { columns, rows },
      groups: [{ title: '', panels: [map] }],
      sidebar: 'none',
      top: 0,
      maximised: { ...map, isSquare }
    }).panels[0]!;

  it('is beside it where the terminal is wide, and the plot has all rows', () => {
    const { hole, readout, rect, footer } = boxAt(220, 60, true);
    expect(readout?.top).toBe(hole.top);
    expect(readout!.left).toBeGreaterThan(hole.left + hole.width);
    expect(hole.height).toBe(rect.height - 2);
    expect(footer.width).toBe(rect.width - 2);
    expect(hole.width).toBeGreaterThanOrEqual(2 * hole.height);
  });

  it('is under it where there is no room beside, and under curves', () => {
    for (const box of [boxAt(80, 24, true), boxAt(220, 60, false)])
      expect(box.readout!.top).toBe(box.hole.top + box.hole.height);
  });
});
