import { existsSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import type { Figure } from '../../src/figure/figure.ts';
import { exportFigure, openExporter } from '../../src/render-png/index.ts';
import { startRendering } from '../../src/render-png/process/render-process.ts';
import { heatmap, lossCurves, stackedBars, waves } from './example-figures.ts';

const exporter = openExporter();
afterAll(() => exporter.close());
const size = { width: 600, height: 400 };

/** A picture whose plot fills it, so that places are known: x from 0 to 3, y from 0 to 1. */
function bare(data: Figure['data']): Figure {
  const axis = { showgrid: false, zeroline: false, showticklabels: false };
  return {
    data,
    layout: {
      margin: { l: 0, r: 0, t: 0, b: 0 },
      showlegend: false,
      xaxis: { ...axis, range: [0, 3] },
      yaxis: { ...axis, range: [0, 1] }
    }
  };
}

async function pixels(png: Uint8Array) {
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return {
    ...info,
    at: (x: number, y: number) =>
      `#${data
        .readUIntBE(3 * (y * info.width + x), 3)
        .toString(16)
        .padStart(6, '0')}`
  };
}

describe('PNG', () => {
  test('has width × height × scale pixels, and bars where they belong', async () => {
    const bars = bare([
      { type: 'bar', x: [0.5, 1.5, 2.5], y: [1, 0.5, 0], width: 1, marker: { color: '#123456' } }
    ]);
    const picture = await pixels(
      await exporter.export(bars, { ...size, format: 'png', scale: 1.5 })
    );
    expect([picture.width, picture.height]).toEqual([900, 600]);
    expect(picture.at(10, 5)).toBe('#123456');
    expect(picture.at(310, 290)).toBe('#ffffff');
    expect(picture.at(310, 310)).toBe('#123456');
    expect(picture.at(890, 590)).toBe('#ffffff');
  });

  test('breaks a line at NaN, in typed arrays too', async () => {
    const line = (y: Float64Array) =>
      bare([
        {
          type: 'scatter',
          x: Float64Array.of(0, 1, 2, 3),
          y,
          mode: 'lines',
          line: { color: '#ff0000', width: 20 }
        }
      ]);
    const y = Float64Array.of(0.5, 0.5, 0.5, 0.5);
    const options = { ...size, format: 'png', scale: 1 } as const;
    const whole = await pixels(await exporter.export(line(y), options));
    const middle = [whole.at(100, 200), whole.at(300, 200), whole.at(500, 200)];
    expect(middle).toEqual(['#ff0000', '#ff0000', '#ff0000']);
    y[2] = Number.NaN;
    const broken = await pixels(await exporter.export(line(y), options));
    const parts = [broken.at(100, 200), broken.at(300, 200), broken.at(500, 200)];
    expect(parts).toEqual(['#ff0000', '#ffffff', '#ffffff']);
  });

  test('keeps the cells of a heat map sharp when they are scaled up', async () => {
    const z = [Float32Array.of(0, 1, 0), Float32Array.of(1, 0, Number.NaN)];
    const checks = bare([
      {
        type: 'heatmap',
        x: [0.5, 1.5, 2.5],
        y: [0.25, 0.75],
        z,
        showscale: false,
        colorscale: [
          [0, '#0000ff'],
          [1, '#ff0000']
        ]
      }
    ]);
    const picture = await pixels(await exporter.export(checks, { ...size, format: 'png' }));
    // Cells of 400 × 400 pixels; nothing in between on either side of an edge.
    expect([picture.at(397, 600), picture.at(402, 600)]).toEqual(['#0000ff', '#ff0000']);
    expect([picture.at(600, 397), picture.at(600, 402)]).toEqual(['#0000ff', '#ff0000']);
    expect(picture.at(1000, 200)).toBe('#ffffff');
  });

  test('looks the same where the machine has other fonts or none', async () => {
    const png = await exporter.export(lossCurves, { ...size, format: 'png' });
    const { FONTCONFIG_FILE, FONTCONFIG_PATH, HOME } = process.env;
    Object.assign(process.env, {
      FONTCONFIG_FILE: '/nonexistent/fonts.conf',
      FONTCONFIG_PATH: '/nonexistent',
      HOME: '/dev/null'
    });
    try {
      const bare = await exportFigure(lossCurves, { ...size, format: 'png' });
      expect(Buffer.compare(bare, png)).toBe(0);
    } finally {
      for (const [name, value] of Object.entries({ FONTCONFIG_FILE, FONTCONFIG_PATH, HOME })) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    }
  });
});

describe('SVG', () => {
  const svgOf = async (figure: Figure) =>
    Buffer.from(await exporter.export(figure, { ...size, format: 'svg' })).toString();

  test('holds every text in our font, ticks as powers', async () => {
    const svg = await svgOf(lossCurves);
    const texts = [...svg.matchAll(/<text[^>]*>(.*?)<\/text>/g)].map(([, text]) =>
      text.replace(/<[^>]*>/g, '').replaceAll('\u200b', '')
    );
    expect(texts).toEqual(
      expect.arrayContaining([
        'Loss curves — p = 113',
        'epoch',
        'cross-entropy loss',
        'train',
        'test',
        '10–90 %',
        '5k',
        '10−6',
        'grokking onset'
      ])
    );
    expect(svg).not.toMatch(/font-family:(?!Inter)/);
  });

  test('refers to nothing outside', async () => {
    const svg = await svgOf(heatmap(waves(13, 2)));
    expect(svg.match(/href="[^"]{5}/g)).toEqual(['href="data:']);
    for (const [, name] of svg.matchAll(/url\('?#([^')]*)'?\)/g)) {
      expect(svg).toContain(`id="${name}"`);
    }
    expect(svg).not.toMatch(/<script|<style|http:\/\/(?!www\.w3\.org)/);
  });

  test('has the same bytes for the same figure, whatever was drawn in between', async () => {
    const first = await svgOf(heatmap(waves(13, 2)));
    await svgOf(stackedBars);
    expect(await svgOf(heatmap(waves(13, 2)))).toBe(first);
  });

  test('drops control characters and escapes markup in names', async () => {
    const svg = await svgOf({
      ...stackedBars,
      layout: { title: { text: 'a \u001b[31m & "b" < c' } }
    });
    expect(svg).toContain('a [31m &amp; &quot;b&quot; &lt; c');
    expect((await sharp(Buffer.from(svg)).metadata()).width).toBe(600);
  });
});

describe('GIF', () => {
  test('has a frame per figure, equal ones too, at its rate, and its last frame is the PNG', async () => {
    const strengths = [0.2, 0.2, 0.6, 1];
    const frames = strengths.map((strength) => heatmap(waves(29, 3, strength)));
    const steps: number[] = [];
    const gif = await exporter.export(frames, {
      ...size,
      format: 'gif',
      fps: 4,
      onProgress: (done, total) => steps.push(done / total)
    });
    const { pages, delay, width, pageHeight } = await sharp(gif, { pages: -1 }).metadata();
    expect({ pages, delay, width, pageHeight }).toEqual({
      pages: 4,
      delay: [250, 250, 250, 250],
      width: 600,
      pageHeight: 400
    });
    expect(steps).toEqual([0.25, 0.5, 0.75, 1]);

    const png = await exporter.export(frames[3], { ...size, format: 'png', scale: 1 });
    const [moving, still] = await Promise.all(
      [sharp(gif, { page: 3 }), sharp(png)].map((image) => image.removeAlpha().raw().toBuffer())
    );
    const far = moving.filter((value, i) => Math.abs(value - still[i]) > 16).length;
    expect(far / moving.length).toBeLessThan(0.001);
  });
});

describe('HTML', () => {
  test('stands alone and holds the figures as frames with a slider', async () => {
    const frames = [heatmap(waves(7, 1)), heatmap(waves(7, 2), '</script><b>2')];
    const html = Buffer.from(
      await exporter.export(frames, { format: 'html', labels: ['epoch 0', 'epoch 100'] })
    ).toString();
    expect(html).not.toMatch(/<(script|link|img)[^>]*(src|href)=/);
    expect(html.match(/<\/script>/g)).toHaveLength(2);
    expect(html).toContain('src:url(data:font/ttf;base64,');
    const graph = JSON.parse(/const graph = (.*);\n/.exec(html)![1]);
    expect(graph.frames.map((frame: { name: string }) => frame.name)).toEqual(['0', '1']);
    expect(graph.layout.sliders[0].steps[1].label).toBe('epoch 100');
    expect(graph.frames[1].data[0].z.shape).toBe('7,7');
  });
});

describe('bad input', () => {
  test('a figure that plotly cannot draw is named', async () => {
    const figure = { data: [{ type: 'scatter3d' }], layout: { title: { text: 'Space' } } };
    await expect(
      exporter.export(figure as unknown as Figure, { format: 'svg' })
    ).rejects.toMatchObject({
      name: 'UserError',
      message: 'plotly cannot draw the figure "Space": unknown trace type scatter3d'
    });
    expect((await exporter.export(stackedBars, { format: 'svg' })).length).toBeGreaterThan(1000);
  });

  test.each([
    [{ format: 'bmp' }, /unknown format: bmp/],
    [{ format: 'png', width: 10 }, /width out of range: 10/],
    [{ format: 'png', scale: Number.NaN }, /scale out of range: NaN/],
    [{ format: 'gif', fps: 0 }, /fps out of range: 0/],
    [{ format: 'png', width: 9000, height: 9000, scale: 9 }, /picture too large: 81000 × 81000/]
  ])('options out of range are wrong usage: %o', async (options, message) => {
    await expect(
      exportFigure(stackedBars, options as Parameters<typeof exportFigure>[1])
    ).rejects.toMatchObject({ exitCode: 2, message: expect.stringMatching(message) });
  });

  test('several figures need a format that can hold them', async () => {
    await expect(exportFigure([stackedBars, stackedBars], { format: 'png' })).rejects.toMatchObject(
      { exitCode: 2 }
    );
    await expect(exportFigure([], { format: 'gif' })).rejects.toMatchObject({ exitCode: 2 });
  });
});

describe('the drawing process', () => {
  const job = { ...size, figures: [stackedBars], format: 'svg', scale: 1, fps: 5 } as const;

  test('that dies is reported with what to do about it', async () => {
    const drawing = startRendering();
    const answer = drawing.render(job, () => {});
    process.kill(drawing.pid!, 'SIGKILL');
    await expect(answer).rejects.toMatchObject({
      name: 'UserError',
      message: 'drawing ended early, probably out of memory: SIGKILL'
    });
  });

  test('ends when the drawing is stopped, and when it is closed', async () => {
    const gone = async (pid: number) => {
      for (let i = 0; i < 200 && existsSync(`/proc/${pid}`); i++) {
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
      return !existsSync(`/proc/${pid}`);
    };
    const stopped = startRendering();
    const controller = new AbortController();
    const answer = stopped.render(job, () => {}, controller.signal);
    controller.abort(new Error('enough'));
    await expect(answer).rejects.toThrow('enough');
    expect(await gone(stopped.pid!)).toBe(true);

    const closed = startRendering();
    await closed.render(job, () => {});
    closed.close();
    expect(await gone(closed.pid!)).toBe(true);
  });
});
