import sharp from 'sharp';

/** Returns an SVG picture as PNG, `scale` pixels per px. */
export function toPng(svg: string, scale: number): Promise<Uint8Array> {
  return picture(svg, scale).png().toBuffer();
}

/** Returns an SVG picture as r, g, b bytes on white, row by row. */
export async function toPixels(
  svg: string,
  scale: number
): Promise<{ readonly width: number; readonly height: number; readonly pixels: Uint8Array }> {
  const { data, info } = await picture(svg, scale)
    .flatten({ background: '#fff' })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, pixels: data };
}

function picture(svg: string, scale: number) {
  // An edge exactly in the middle of a pixel falls to its right and below in browsers, to its left
  // and above in librsvg.
  const nudged = svg.replace('viewBox="0 0 ', 'viewBox="-0.002 -0.002 ');
  return sharp(Buffer.from(nudged), {
    density: 72 * scale,
    unlimited: true,
    limitInputPixels: false
  });
}
