import { parse } from 'csv-parse';
import { createReadStream } from 'node:fs';
import { failed, ok, type Result } from '../../base/fault.ts';
import { addressSpan, type GeoTable } from '../../kql/index.ts';
import type { Row, Table } from '../../schema/index.ts';
import type { Store } from '../../store/index.ts';

/** Where addresses are, from a file of the operator, as a table for `geo_info_from_ip_address`. */
export interface GeoFile {
  readonly table: Table;
  readonly catalogue: GeoTable;
  /** Records that say no range or no place that can be read. */
  readonly skipped: number;
  /** Puts the rows into a store that has the table. */
  fill(store: Store): Promise<void>;
}

interface Place {
  readonly country: string;
  readonly state: string;
  readonly city: string;
  readonly latitude?: number;
  readonly longitude?: number;
}

/** A range of addresses as `addressSpan` writes them; without a place nothing is known of it. */
interface Range {
  readonly first: string;
  readonly last: string;
  readonly place: Place | undefined;
}

/** Names of columns that mean the same, the best first. */
const names = {
  network: ['network'],
  start: ['start_ip', 'ip_start'],
  end: ['end_ip', 'ip_end'],
  country: ['country_name', 'country', 'country_code', 'country_iso_code'],
  state: ['subdivision_1_name', 'stateprov', 'state', 'region'],
  city: ['city_name', 'city'],
  latitude: ['latitude'],
  longitude: ['longitude'],
} as const;

type Field = keyof typeof names;
type Places = Readonly<Partial<Record<Field, number>>>;

/** Rows that are handed to the store together. */
const batchRows = 2000;

/**
 * Reads a CSV file of address ranges: DB-IP lite with or without a header, or MaxMind's networks with the columns of places
 * in the same file. Throws what the file system throws.
 */
export async function readGeoFile(path: string): Promise<Result<GeoFile>> {
  const ranges: Range[] = [];
  const known = new Map<string, Place>();
  let skipped = 0;
  let places: Places | undefined;
  const parser = createReadStream(path).pipe(
    parse({ bom: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true }),
  );
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      if (places === undefined) {
        const header = addressSpan(cells[0] ?? '') === undefined;
        places = header ? placesOf(cells) : placesWithoutHeader(cells);
        if (places === undefined)
          return failed({
            code: 'wrong-content',
            message: `${path} has no columns that say where ranges of addresses are`,
            remedy: 'give a header with network, or start_ip and end_ip, and country',
          });
        if (header) continue;
      }
      const range = rangeOf(cells, places, known);
      if (range === undefined) skipped += 1;
      else ranges.push(range);
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_'))) throw error;
    return failed({ code: 'wrong-content', message: `${path} is no CSV: ${error.message}` });
  }
  if (!ranges.some((range) => range.place !== undefined))
    return failed({
      code: 'empty',
      message: `${path} says of no address where it is (${skipped} records cannot be read)`,
    });
  ranges.sort((a, b) => compare(a.first, b.first) || compare(b.last, a.last));
  return ok({
    table,
    catalogue: { table: table.name },
    skipped,
    async fill(store) {
      let batch: Row<typeof table>[] = [];
      for (const { first, last, place } of withoutOverlaps(ranges)) {
        if (place === undefined) continue;
        batch.push({ first, last, ...place });
        if (batch.length === batchRows) {
          await store.append(table, batch);
          batch = [];
        }
      }
      await store.append(table, batch);
      await store.flush();
    },
  });
}

const table = {
  name: 'GeoRanges_',
  description: 'Where ranges of addresses are, from a file that an administrator gave',
  key: [],
  columns: [
    { name: 'first', type: 'string', required: true, description: 'First address in 32 hexadecimal digits' },
    { name: 'last', type: 'string', required: true, description: 'Last address in 32 hexadecimal digits' },
    { name: 'country', type: 'string', description: 'Name of the country' },
    { name: 'state', type: 'string', description: 'Name of the state or province' },
    { name: 'city', type: 'string', description: 'Name of the city' },
    { name: 'latitude', type: 'real', description: 'Degrees north', unit: 'degrees' },
    { name: 'longitude', type: 'real', description: 'Degrees east', unit: 'degrees' },
  ],
} as const satisfies Table;

function placesOf(header: readonly string[]): Places | undefined {
  const cells = header.map((cell) => cell.trim().toLowerCase());
  const places: Partial<Record<Field, number>> = {};
  for (const field of Object.keys(names) as Field[]) {
    const name = names[field].find((one) => cells.includes(one));
    if (name !== undefined) places[field] = cells.indexOf(name);
  }
  // A start that is called network, as long as there is an end.
  if (places.start === undefined && places.end !== undefined && places.network !== undefined)
    places.start = places.network;
  const ranged = places.network !== undefined || (places.start !== undefined && places.end !== undefined);
  return ranged && places.country !== undefined ? places : undefined;
}

function placesWithoutHeader(cells: readonly string[]): Places | undefined {
  if (cells[0]!.includes('/')) return cells.length === 2 ? { network: 0, country: 1 } : undefined;
  switch (cells.length) {
    case 3:
      return { start: 0, end: 1, country: 2 };
    case 4:
      return { start: 0, end: 1, country: 3 };
    case 8:
      return { start: 0, end: 1, country: 3, state: 4, city: 5, latitude: 6, longitude: 7 };
    default:
      return undefined;
  }
}

function rangeOf(cells: readonly string[], places: Places, known: Map<string, Place>): Range | undefined {
  const cell = (field: Field): string => {
    const at = places[field];
    return at === undefined ? '' : (cells[at] ?? '').trim();
  };
  const paired = places.start !== undefined && places.end !== undefined;
  const first = addressSpan(cell(paired ? 'start' : 'network'))?.first;
  const last = addressSpan(cell(paired ? 'end' : 'network'))?.last;
  if (first === undefined || last === undefined || last < first) return undefined;
  const [latitude, longitude] = [degrees(cell('latitude'), 90), degrees(cell('longitude'), 180)];
  if (latitude === null || longitude === null) return undefined;
  const country = countryName(cell('country'));
  const [state, city] = [cell('state'), cell('city')];
  if (country === '' && state === '' && city === '') return { first, last, place: undefined };
  const id = JSON.stringify([country, state, city, latitude, longitude]);
  let place = known.get(id);
  if (place === undefined) {
    place = {
      country,
      state,
      city,
      ...(latitude === undefined ? {} : { latitude }),
      ...(longitude === undefined ? {} : { longitude }),
    };
    known.set(id, place);
  }
  return { first, last, place };
}

/** A number of degrees; undefined for none, null for what is no such number. */
function degrees(text: string, most: number): number | undefined | null {
  if (text === '') return undefined;
  const value = Number(text);
  return Number.isFinite(value) && Math.abs(value) <= most ? value : null;
}

const regions = new Intl.DisplayNames('en', { type: 'region' });

/** The English name of a two-letter code of ISO 3166, any other text as it is; ZZ is nowhere. */
function countryName(text: string): string {
  if (text === 'ZZ') return '';
  return /^[A-Z]{2}$/.test(text) ? (regions.of(text) ?? text) : text;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const shifted = (address: string, by: bigint): string =>
  (BigInt(`0x${address}`) + by).toString(16).padStart(32, '0');

/** Cuts ranges in order of their first address so that of each address the range that begins last is left. */
function* withoutOverlaps(ranges: readonly Range[]): Generator<Range, void> {
  const open: Range[] = [];
  // The last address that was given out.
  let done = '';
  const from = (range: Range) => (done < range.first ? range.first : shifted(done, 1n));
  for (const range of ranges) {
    for (let top = open.at(-1); top !== undefined && top.last < range.first; top = open.at(-1)) {
      if (done < top.last) yield { ...top, first: from(top) };
      if (done < top.last) done = top.last;
      open.pop();
    }
    const top = open.at(-1);
    if (top !== undefined) {
      const before = shifted(range.first, -1n);
      if (top.first <= before && done < before) {
        yield { ...top, first: from(top), last: before };
        done = before;
      }
    }
    open.push(range);
  }
  for (const range of open.reverse()) {
    if (done < range.last) {
      yield { ...range, first: from(range) };
      done = range.last;
    }
  }
}
