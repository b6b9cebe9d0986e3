import type { JsonPlace } from '../files/json-place.ts';

/** Probes as points of a plane, checkpoint by checkpoint. */
export interface UmapCoords {
  /** `umap`, `pca` …; null where it is not said. */
  readonly method: string | null;
  /** `last_layer` or `mid_layer`. */
  readonly layer: string | null;
  /** Ascending by step. */
  readonly slices: readonly UmapSlice[];
}

/** The points of one checkpoint. */
export interface UmapSlice {
  readonly step: number;
  /** By probe id. */
  readonly points: Readonly<Record<string, Point>>;
}

/** A point of the plane. */
export type Point = readonly [x: number, y: number];

/** Returns the content of umap_coords.json; what is no point or of no step is told, not kept. */
export function umapCoordsOf(place: JsonPlace): UmapCoords {
  if (!place.has('coords')) place.tell('coords', 'is missing');
  const slices = (place.object('coords')?.objectsByKey() ?? []).flatMap(([key, points]) => {
    if (/^\d{1,15}$/.test(key))
      return [{ step: Number(key), points: points.each<Point>('point', isPoint) }];
    points.tell('', 'is of no step');
    return [];
  });
  return {
    method: place.text('method'),
    layer: place.text('layer'),
    slices: slices.sort((a, b) => a.step - b.step)
  };
}

function isPoint(value: unknown): boolean {
  return Array.isArray(value) && value.length === 2 && value.every(Number.isFinite);
}
