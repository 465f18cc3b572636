import { isBag } from './json-path.ts';

/** Mean radius of the earth in metres, of the sphere on which distances are measured. */
const radius = 6_371_010;

export type Point = readonly [longitude: number, latitude: number];

const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** A point, if both numbers are within their range. */
export function pointOf(longitude: number | null, latitude: number | null): Point | undefined {
  if (longitude === null || latitude === null) return undefined;
  return Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90 ? [longitude, latitude] : undefined;
}

type Vector = readonly [number, number, number];

function vector([longitude, latitude]: Point): Vector {
  const [l, p] = [radians(longitude), radians(latitude)];
  return [Math.cos(p) * Math.cos(l), Math.cos(p) * Math.sin(l), Math.sin(p)];
}

const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
const dot = (a: Vector, b: Vector) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const size = (a: Vector) => Math.sqrt(dot(a, a));
/** Angle between two directions. */
const angle = (a: Vector, b: Vector) => Math.atan2(size(cross(a, b)), dot(a, b));

/** Metres along the great circle. */
export function distance(a: Point, b: Point): number {
  return radius * angle(vector(a), vector(b));
}

/** Metres from a point to the nearest point of the great-circle arc between two points. */
function distanceToArc(point: Point, from: Point, to: Point): number {
  const [p, a, b] = [vector(point), vector(from), vector(to)];
  const normal = cross(a, b);
  const length = size(normal);
  if (length === 0) return distance(point, from);
  const inside = dot(cross(normal, a), p) > 0 && dot(cross(b, normal), p) > 0;
  return inside
    ? radius * Math.abs(Math.asin(Math.max(-1, Math.min(1, dot(normal, p) / length))))
    : Math.min(distance(point, from), distance(point, to));
}

type Ring = readonly Point[];

function pointsOf(value: unknown): Ring | undefined {
  if (!Array.isArray(value)) return undefined;
  const points = value.map((pair: unknown): Point | undefined =>
    Array.isArray(pair) && typeof pair[0] === 'number' && typeof pair[1] === 'number'
      ? pointOf(pair[0], pair[1])
      : undefined,
  );
  return points.every((point) => point !== undefined) ? points : undefined;
}

/** Lines of a GeoJSON LineString or MultiLineString; undefined for anything else or fewer than two different points. */
export function linesOf(value: unknown): readonly Ring[] | undefined {
  if (!isBag(value) || !Array.isArray(value['coordinates'])) return undefined;
  const { type, coordinates } = value as {
    readonly type?: unknown;
    readonly coordinates: readonly unknown[];
  };
  const given = type === 'LineString' ? [coordinates] : type === 'MultiLineString' ? coordinates : [];
  const lines = given.map(pointsOf);
  const good = lines.length > 0 && lines.every((line) => line !== undefined && distinct(line) >= 2);
  return good ? (lines as readonly Ring[]) : undefined;
}

const distinct = (points: Ring) => new Set(points.map(String)).size;

/** The rings of a polygon; a list of polygons inside a MultiPolygon counts as its polygons. */
function bareRings(polygon: unknown): readonly unknown[] {
  const first: unknown = Array.isArray(polygon) ? (polygon as unknown[])[0] : undefined;
  const point: unknown = Array.isArray(first) ? (first as unknown[])[0] : undefined;
  const number: unknown = Array.isArray(point) ? (point as unknown[])[0] : undefined;
  return Array.isArray(number) ? (polygon as readonly unknown[]) : [polygon];
}

/** Polygons of a GeoJSON Polygon or MultiPolygon, each an outline and its holes; undefined for anything else. */
export function polygonsOf(value: unknown): readonly (readonly Ring[])[] | undefined {
  if (!isBag(value) || !Array.isArray(value['coordinates'])) return undefined;
  const { type, coordinates } = value as {
    readonly type?: unknown;
    readonly coordinates: readonly unknown[];
  };
  const given =
    type === 'Polygon' ? [coordinates] : type === 'MultiPolygon' ? coordinates.flatMap(bareRings) : [];
  const polygons = given.map((rings) => (Array.isArray(rings) ? rings.map(pointsOf) : []));
  const good =
    polygons.length > 0 &&
    polygons.every(
      (rings) => rings.length > 0 && rings.every((ring) => ring !== undefined && distinct(ring) >= 3),
    );
  return good ? (polygons as readonly (readonly Ring[])[]) : undefined;
}

function* edges(ring: Ring): Generator<readonly [Point, Point]> {
  for (let at = 0; at + 1 < ring.length; at++) yield [ring[at]!, ring[at + 1]!];
}

/** Whether a point lies inside a ring whose edges are great-circle arcs; longitudes are taken around the point. */
function inRing([longitude, latitude]: Point, ring: Ring): boolean {
  const around = (other: number) => ((((other - longitude + 180) % 360) + 360) % 360) - 180;
  const closed = distinct(ring) === ring.length ? [...ring, ring[0]!] : ring;
  let inside = false;
  for (const [from, to] of edges(closed)) {
    const [x1, x2] = [around(from[0]), around(to[0])];
    if (x1 > 0 === x2 > 0 || Math.abs(x1 - x2) > 180) continue;
    if (latitudeAt(x1, from[1], x2, to[1]) > latitude) inside = !inside;
  }
  return inside;
}

/** Latitude at longitude 0 of the great circle through two points. */
function latitudeAt(x1: number, y1: number, x2: number, y2: number): number {
  const normal = cross(vector([x1, y1]), vector([x2, y2]));
  return (Math.atan(-normal[0] / normal[2]) * 180) / Math.PI;
}

/** Whether a point lies in one of the polygons: inside an outline and in none of its holes. */
export function inPolygons(point: Point, polygons: readonly (readonly Ring[])[]): boolean {
  return polygons.some(
    ([outline, ...holes]) => inRing(point, outline!) && !holes.some((hole) => inRing(point, hole)),
  );
}

/** Metres from a point to the nearest of the lines. */
export function distanceToLines(point: Point, lines: readonly Ring[]): number {
  let least = Number.POSITIVE_INFINITY;
  for (const line of lines)
    for (const [from, to] of edges(line)) least = Math.min(least, distanceToArc(point, from, to));
  return least;
}

/** Length of a line in metres. */
export function lengthOf(line: Ring): number {
  let length = 0;
  for (const [from, to] of edges(line)) length += distance(from, to);
  return length;
}

/** Direction from one point to another, clockwise from north, in radians from 0 to 2π. */
export function azimuth(from: Point, to: Point): number | null {
  if (from[0] === to[0] && from[1] === to[1]) return null;
  const [p1, p2, l] = [radians(from[1]), radians(to[1]), radians(to[0] - from[0])];
  const value = Math.atan2(
    Math.sin(l) * Math.cos(p2),
    Math.cos(p1) * Math.sin(p2) - Math.sin(p1) * Math.cos(p2) * Math.cos(l),
  );
  return value < 0 ? value + 2 * Math.PI : value;
}

const alphabet = '0123456789bcdefghjkmnpqrstuvwxyz';

/** The geohash of a point with 1 to 18 characters (https://en.wikipedia.org/wiki/Geohash). */
export function geohash([longitude, latitude]: Point, accuracy: number): string {
  const ranges = [
    [-180, 180],
    [-90, 90],
  ] as [[number, number], [number, number]];
  let hash = '';
  for (let character = 0; character < accuracy; character++) {
    let bits = 0;
    for (let bit = 0; bit < 5; bit++) {
      const axis = (character * 5 + bit) % 2;
      const span = ranges[axis as 0 | 1];
      const middle = (span[0] + span[1]) / 2;
      const upper = (axis === 0 ? longitude : latitude) >= middle;
      span[upper ? 0 : 1] = middle;
      bits = bits * 2 + Number(upper);
    }
    hash += alphabet[bits]!;
  }
  return hash;
}

/** The rectangle of a geohash; undefined when it is none. */
export function geohashBox(
  hash: string,
):
  | { readonly west: number; readonly east: number; readonly south: number; readonly north: number }
  | undefined {
  if (hash.length < 1 || hash.length > 18) return undefined;
  let [west, east, south, north] = [-180, 180, -90, 90];
  let even = true;
  for (const character of hash.toLowerCase()) {
    const bits = alphabet.indexOf(character);
    if (bits === -1) return undefined;
    for (let mask = 16; mask > 0; mask >>= 1) {
      const upper = (bits & mask) !== 0;
      if (even) [west, east] = upper ? [(west + east) / 2, east] : [west, (west + east) / 2];
      else [south, north] = upper ? [(south + north) / 2, north] : [south, (south + north) / 2];
      even = !even;
    }
  }
  return { west, east, south, north };
}
