import type { KqlType } from '../types.ts';

/** A column that a query may name. */
export interface CatalogColumn {
  readonly name: string;
  readonly type: KqlType;
  readonly description: string;
  /** Set on a hidden column: another name of that column of the same table. It is no part of `*`. */
  readonly aliasOf?: string;
}

/** A table that a query may name; hidden columns come after all others. */
export interface CatalogTable {
  readonly name: string;
  readonly columns: readonly CatalogColumn[];
  /** Older names and other spellings of the table. */
  readonly aliases: readonly string[];
  /** The column that says when; `ingestion_time()` is the same moment. */
  readonly timestamp?: string;
  readonly description: string;
  /** A table of the published hunting schema, or one of our own. */
  readonly origin: 'published' | 'own';
}

/** A saved function: parameters as KQL writes them, `(deviceId:string)`, and a body in KQL. */
export interface CatalogFunction {
  readonly name: string;
  readonly parameters: string;
  readonly body: string;
  readonly description: string;
}

/** Column of a mapped file's table that holds the number of the record; the first holds the names. */
export const externalRecord = 'RecordNumber_';

/** A local file that stands for an address of `externaldata`, loaded as a table of texts. */
export interface ExternalFile {
  /** The engine's table with its records; every column is text. */
  readonly table: string;
  /** Its columns in the order of the file. */
  readonly columns: readonly string[];
}

/**
 * Table of where addresses are. `first` and `last` are addresses as `addressSpan` writes them, ranges do not overlap;
 * `country`, `state` and `city` are texts, `latitude` and `longitude` degrees or null.
 */
export interface GeoTable {
  readonly table: string;
}

/** All names that a query may use beside those of the language. */
export interface Catalog {
  readonly tables: readonly CatalogTable[];
  readonly functions: readonly CatalogFunction[];
  /** By address, exactly as queries write it. */
  readonly externalFiles?: ReadonlyMap<string, ExternalFile>;
  /** Without it `geo_info_from_ip_address` knows nothing of any address. */
  readonly geo?: GeoTable;
}

/** A table's definition, as the schema holds it. */
export interface TableDefinition {
  readonly name: string;
  readonly description: string;
  readonly columns: readonly {
    readonly name: string;
    readonly type: KqlType;
    readonly description: string;
    readonly aliases?: readonly string[];
  }[];
  readonly aliases?: readonly string[];
  readonly timestamp?: string;
}

/** Another name of the time column, in the tables of events. */
const timeAlias = 'TimeGenerated';

/** The catalogue of the published tables, our own tables and saved functions. A published table wins over one of ours. */
export function catalogFrom(definitions: {
  readonly published: readonly TableDefinition[];
  readonly own?: readonly TableDefinition[];
  readonly functions?: readonly CatalogFunction[];
}): Catalog {
  const { published, own = [], functions = [] } = definitions;
  const taken = new Set(published.map((table) => table.name));
  return {
    tables: [
      ...published.map((table) => catalogTable(table, 'published')),
      ...own.filter((table) => !taken.has(table.name)).map((table) => catalogTable(table, 'own')),
    ],
    functions,
  };
}

function catalogTable(table: TableDefinition, origin: CatalogTable['origin']): CatalogTable {
  const columns: CatalogColumn[] = table.columns.map(({ name, type, description }) => ({
    name,
    type,
    description,
  }));
  const taken = new Set(columns.map((column) => column.name));
  const hide = (alias: string, real: { readonly name: string; readonly type: KqlType }) => {
    if (taken.has(alias)) return;
    taken.add(alias);
    columns.push({
      name: alias,
      type: real.type,
      description: `Another name of ${real.name}`,
      aliasOf: real.name,
    });
  };
  const time = table.columns.find((column) => column.name === table.timestamp);
  if (time !== undefined) hide(timeAlias, time);
  for (const column of table.columns) for (const alias of column.aliases ?? []) hide(alias, column);
  return {
    name: table.name,
    columns,
    aliases: table.aliases ?? [],
    ...(table.timestamp === undefined ? {} : { timestamp: table.timestamp }),
    description: table.description,
    origin,
  };
}

/** The table of that name; a real name wins over an alias. Names are case-sensitive, as in KQL. */
export function findTable(catalog: Catalog, name: string): CatalogTable | undefined {
  return (
    catalog.tables.find((table) => table.name === name) ??
    catalog.tables.find((table) => table.aliases.includes(name))
  );
}
