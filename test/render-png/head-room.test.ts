import { beforeAll, describe, expect, test } from 'vitest';
import { themed } from '../../src/figure/theme.ts';
import { clientBox } from '../../src/render-png/page/client-box.ts';
import { openPlotlyPage, type PlotlyPage } from '../../src/render-png/page/plotly-page.ts';

const names = ['after embedding', 'after attention', 'after MLP'];
const figure = {
  data: names.map((name) => ({ type: 'scatter', name, x: [0, 1], y: [0, 1] }) as const),
  layout: themed('43+40=83 (test) · against 44+39=83 (train)', {})
};

describe('the legend', () => {
  let page: PlotlyPage;
  beforeAll(() => {
    page = openPlotlyPage();
  });

  async function drawn(width: number) {
    await page.draw(structuredClone(figure), { width, height: 420 });
    const box = (selector: string) => clientBox(page.graph.querySelector(selector)!);
    return { title: box('.gtitle'), legend: box('.legend .bg') };
  }

  test('stands on the line of the title where both have room', async () => {
    const { title, legend } = await drawn(1200);
    expect(legend.top).toBeLessThan(title.bottom);
    expect(legend.left).toBeGreaterThan(title.right);
    expect(page.graph._fullLayout.margin.t).toBe(60);
  });

  test('moves between title and plot where they would meet', async () => {
    const { title, legend } = await drawn(600);
    expect(legend.top).toBeGreaterThan(title.bottom);
    expect(page.graph._fullLayout.margin.t).toBeGreaterThan(legend.bottom);
  });

  test('goes back in the next figure that has room', async () => {
    await drawn(600);
    const { title, legend } = await drawn(1200);
    expect(legend.top).toBeLessThan(title.bottom);
  });
});
