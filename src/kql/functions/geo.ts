import type { ScalarFunction } from './entry.ts';
import { literal } from '../ir/index.ts';
import {
  azimuth,
  distance,
  distanceToLines,
  geohash,
  geohashBox,
  inPolygons,
  lengthOf,
  linesOf,
  pointOf,
  polygonsOf,
} from './native-dynamic/geo-math.ts';
import { filled, nativeEntry } from './shared.ts';

type Coordinate = number | null;

/** Geometry that needs a cell library or exact overlay of shapes, which are not part of this. */
const refused: readonly string[] = [
  ...['children', 'level', 'neighbors', 'parent', 'rings', 'to_central_point', 'to_polygon'].map(
    (part) => `geo_h3cell_${part}`,
  ),
  ...['neighbors', 'to_central_point', 'to_polygon'].map((part) => `geo_s2cell_${part}`),
  ...['h3cell', 's2cell'].map((cell) => `geo_point_to_${cell}`),
  ...['area', 'buffer', 'centroid', 'densify', 'simplify', 'to_h3cells', 'to_s2cells'].map(
    (part) => `geo_polygon_${part}`,
  ),
  ...['buffer', 'centroid', 'densify', 'interpolate_point', 'locate_point', 'simplify', 'to_s2cells'].map(
    (part) => `geo_line_${part}`,
  ),
  'geo_point_buffer',
  'geo_angle',
  'geo_from_wkt',
  'geo_geohash_neighbors',
  'geo_closest_point_on_line',
  'geo_closest_point_on_polygon',
  'geo_intersection_2lines',
  'geo_intersection_2polygons',
  'geo_intersection_line_with_polygon',
  'geo_intersects_2lines',
  'geo_intersects_2polygons',
  'geo_intersects_line_with_polygon',
  'geo_simplify_polygons_array',
  'geo_union_lines_array',
  'geo_union_polygons_array',
];

/** Points, lines and polygons on a sphere; longitude before latitude, in degrees, distances in metres. */
export const geo: readonly ScalarFunction[] = [
  {
    ...nativeEntry(
      'geo_distance_2points',
      ['real', 'real', 'real', 'real'],
      'real',
      (x1: Coordinate, y1: Coordinate, x2: Coordinate, y2: Coordinate) => {
        const [a, b] = [pointOf(x1, y1), pointOf(x2, y2)];
        return a === undefined || b === undefined ? null : distance(a, b);
      },
    ),
    refuse: (args) => (args.length > 4 ? 'distances are measured on a sphere, not on a spheroid' : undefined),
  },
  nativeEntry(
    'geo_point_in_circle',
    ['real', 'real', 'real', 'real', 'real'],
    'bool',
    (x: Coordinate, y: Coordinate, centreX: Coordinate, centreY: Coordinate, size: number | null) => {
      const [point, centre] = [pointOf(x, y), pointOf(centreX, centreY)];
      if (point === undefined || centre === undefined || size === null || size < 0) return null;
      return distance(point, centre) <= size;
    },
  ),
  nativeEntry(
    'geo_point_in_polygon',
    ['real', 'real', 'dynamic'],
    'bool',
    (x: Coordinate, y: Coordinate, shape: unknown) => {
      const [point, polygons] = [pointOf(x, y), polygonsOf(shape)];
      return point === undefined || polygons === undefined ? null : inPolygons(point, polygons);
    },
  ),
  nativeEntry(
    'geo_distance_point_to_line',
    ['real', 'real', 'dynamic'],
    'real',
    (x: Coordinate, y: Coordinate, shape: unknown) => {
      const [point, lines] = [pointOf(x, y), linesOf(shape)];
      return point === undefined || lines === undefined ? null : distanceToLines(point, lines);
    },
  ),
  nativeEntry(
    'geo_distance_point_to_polygon',
    ['real', 'real', 'dynamic'],
    'real',
    (x: Coordinate, y: Coordinate, shape: unknown) => {
      const [point, polygons] = [pointOf(x, y), polygonsOf(shape)];
      if (point === undefined || polygons === undefined) return null;
      return inPolygons(point, polygons) ? 0 : distanceToLines(point, polygons.flat());
    },
  ),
  nativeEntry('geo_line_length', ['dynamic'], 'real', (shape: unknown) => {
    const lines = linesOf(shape);
    return lines === undefined ? null : lines.reduce((length, line) => length + lengthOf(line), 0);
  }),
  nativeEntry('geo_polygon_perimeter', ['dynamic'], 'real', (shape: unknown) => {
    const polygons = polygonsOf(shape);
    return polygons === undefined
      ? null
      : polygons.flat().reduce((length, ring) => length + lengthOf(ring), 0);
  }),
  nativeEntry(
    'geo_azimuth',
    ['real', 'real', 'real', 'real'],
    'real',
    (x1: Coordinate, y1: Coordinate, x2: Coordinate, y2: Coordinate) => {
      const [from, to] = [pointOf(x1, y1), pointOf(x2, y2)];
      return from === undefined || to === undefined ? null : azimuth(from, to);
    },
  ),
  {
    ...nativeEntry(
      'geo_point_to_geohash',
      ['real', 'real', 'real'],
      'string',
      (x: Coordinate, y: Coordinate, accuracy: number | null) => {
        const point = pointOf(x, y);
        return point === undefined || accuracy === null || accuracy < 1 || accuracy > 18
          ? ''
          : geohash(point, accuracy);
      },
    ),
    rewrite: (args) =>
      filled('geo_point_to_geohash', args, 'string', [
        literal('real', null),
        literal('real', null),
        literal('real', 5),
      ]),
  },
  nativeEntry('geo_geohash_to_central_point', ['string'], 'dynamic', (hash: string) => {
    const box = geohashBox(hash);
    if (box === undefined) return null;
    return { type: 'Point', coordinates: [(box.west + box.east) / 2, (box.south + box.north) / 2] };
  }),
  nativeEntry('geo_geohash_to_polygon', ['string'], 'dynamic', (hash: string) => {
    const box = geohashBox(hash);
    if (box === undefined) return null;
    const { west, east, south, north } = box;
    return {
      type: 'Polygon',
      coordinates: [
        [
          [west, south],
          [east, south],
          [east, north],
          [west, north],
          [west, south],
        ],
      ],
    };
  }),
  ...refused.map((name): ScalarFunction => ({
    name,
    parameters: ['any', '...'],
    nulls: 'may',
    refuse: () => 'cells and overlays of shapes are not supported; points, distances and geohashes are',
  })),
];
