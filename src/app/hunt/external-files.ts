import { parse } from 'csv-parse';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { externalRecord, type Catalog, type ExternalFile } from '../../kql/index.ts';
import type { Row, Table } from '../../schema/index.ts';
import type { Store } from '../../store/index.ts';

/** A file on this machine that stands for an address of `externaldata`. */
export interface ExternalMapping {
  readonly url: string;
  readonly path: string;
}

/** Mapped files as tables of texts, and what the compiler must know of them. */
export interface ExternalFiles {
  readonly tables: readonly Table[];
  readonly catalogue: NonNullable<Catalog['externalFiles']>;
  /** Puts the rows into a store that has the tables. */
  fill(store: Store): Promise<void>;
}

/** Rows that are handed to the store together. */
const batchRows = 2000;

/**
 * Reads the columns of mapped files: CSV and TSV by their first record, JSON (an array of objects, or one object a line) by
 * the keys of its objects, any other file as lines of text. Throws what the file system throws.
 */
export async function readExternalFiles(mappings: readonly ExternalMapping[]): Promise<ExternalFiles> {
  const files = await Promise.all(
    mappings.map(async ({ url, path }, index) => {
      const name = `ExternalFile${index + 1}`;
      const columns = await columnsOf(path);
      return {
        url,
        path,
        file: { table: name, columns } satisfies ExternalFile,
        table: tableOf(name, columns),
      };
    }),
  );
  return {
    tables: files.map(({ table }) => table),
    catalogue: new Map(files.map(({ url, file }) => [url, file])),
    async fill(store) {
      for (const { path, table, file } of files) {
        let batch: Row<Table>[] = [];
        for await (const { record, cells } of recordsOf(path, file.columns)) {
          batch.push({
            [externalRecord]: record,
            ...Object.fromEntries(file.columns.map((column, index) => [column, cells[index] ?? ''])),
          });
          if (batch.length === batchRows) {
            await store.append(table, batch);
            batch = [];
          }
        }
        await store.append(table, batch);
      }
      await store.flush();
    },
  };
}

function tableOf(name: string, columns: readonly string[]): Table {
  return {
    name,
    description: 'A file that an administrator mapped for externaldata',
    key: [],
    columns: [
      { name: externalRecord, type: 'long', required: true, description: 'Number of the record in the file' },
      ...columns.map((column) => ({
        name: column,
        type: 'string' as const,
        description: 'A field of the file',
      })),
    ],
  };
}

const isJson = (path: string): boolean => /\.(json|jsonl|ndjson|multijson)$/i.test(path);
const delimiterOf = (path: string): string | undefined =>
  /\.csv$/i.test(path) ? ',' : /\.tsv$/i.test(path) ? '\t' : undefined;

async function columnsOf(path: string): Promise<readonly string[]> {
  if (isJson(path)) return [...new Set((await objectsOf(path)).flatMap((object) => Object.keys(object)))];
  for await (const { cells } of recordsOf(path, ['Line'])) {
    return delimiterOf(path) === undefined ? ['Line'] : uniqueNames(cells);
  }
  return ['Line'];
}

/** Names of a header, made different where two are equal or empty. */
function uniqueNames(cells: readonly string[]): readonly string[] {
  const seen = new Set<string>([externalRecord]);
  return cells.map((cell, index) => {
    let name = cell.trim() === '' ? `Column${index + 1}` : cell.trim();
    while (seen.has(name.toLowerCase())) name = `${name}_${index + 1}`;
    seen.add(name.toLowerCase());
    return name;
  });
}

/** All records, numbered from 1; those of files without a header from 2. */
async function* recordsOf(
  path: string,
  columns: readonly string[],
): AsyncGenerator<{ readonly record: number; readonly cells: readonly string[] }, void> {
  if (isJson(path)) {
    for (const [index, object] of (await objectsOf(path)).entries())
      yield { record: index + 2, cells: columns.map((column) => cellText(object[column])) };
    return;
  }
  const delimiter = delimiterOf(path);
  if (delimiter === undefined) {
    let record = 1;
    for (const line of (await readFile(path, 'utf8')).split(/\r?\n/))
      if (line !== '') yield { record: ++record, cells: [line] };
    return;
  }
  let record = 0;
  const parser = createReadStream(path).pipe(
    parse({ delimiter, bom: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true }),
  );
  for await (const cells of parser as AsyncIterable<string[]>) yield { record: ++record, cells };
}

async function objectsOf(path: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const text = await readFile(path, 'utf8');
  const whole = text.trimStart().startsWith('[')
    ? (JSON.parse(text) as unknown[])
    : text.split(/\r?\n/).flatMap((line) => (line.trim() === '' ? [] : [JSON.parse(line) as unknown]));
  return whole.filter(
    (one): one is Record<string, unknown> => typeof one === 'object' && one !== null && !Array.isArray(one),
  );
}

function cellText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
