import { createGlobals, type Catalog, type CatalogTable, type KqlType } from '../../src/kql/index.ts';
import { items } from '../../src/kql/language/items.ts';
import { library, type RawDiagnostic } from '../../src/kql/language/library.ts';
import type { Node } from '../../src/kql/language/syntax.ts';
import { demandsOf } from './infer-types.ts';

/** Binds of one query at most: what one explains can show what the next needs. */
const maxRounds = 8;

/** The table that stands for every list of `_GetWatchlist`, which gives the rows of a list by its name. */
const watchlist = 'WatchlistRows_';

interface Column {
  type: KqlType;
  /** Each type is given once, so that demands that contradict each other come to an end. */
  readonly given: Set<KqlType>;
}

/** What one query names and the catalogue has not. */
class Unknown {
  readonly tables = new Set<string>();
  readonly columns = new Map<string, Column>();
  /** Names that the query itself declares. */
  readonly #declared = new Set<string>();
  readonly #known: ReadonlySet<string>;

  constructor(catalog: Catalog) {
    this.#known = new Set(catalog.tables.flatMap((table) => [table.name, ...table.aliases]));
  }

  table(name: string): boolean {
    if (!/^\w+$/.test(name) || this.tables.has(name) || this.#known.has(name)) return false;
    this.tables.add(name);
    this.column('TimeGenerated', 'datetime');
    return true;
  }

  /** Of two names that differ in case only, the first: the engine does not tell them apart. */
  column(name: string, type: KqlType = 'string'): boolean {
    const taken = [...this.columns.keys()].some((other) => other.toLowerCase() === name.toLowerCase());
    if (this.tables.size === 0 || !/^\w+$/.test(name) || taken || this.#declared.has(name)) return false;
    this.columns.set(name, { type, given: new Set([type]) });
    return true;
  }

  /** Takes a column away again: the query gives that name to another one. */
  declared(name: string): boolean {
    this.#declared.add(name);
    return this.columns.delete(name);
  }

  /** A second demand that contradicts the first makes the column dynamic, which goes with everything. */
  retype(name: string, type: KqlType): boolean {
    const column = this.columns.get(name);
    const next = column?.given.has(type) === true ? 'dynamic' : type;
    if (column === undefined || column.type === type || column.given.has(next)) return false;
    column.type = next;
    column.given.add(next);
    return true;
  }

  addedTo(catalog: Catalog): Catalog {
    const columns = [...this.columns].map(([name, { type }]) => ({ name, type, description: '' }));
    const tables = [...this.tables].map((name): CatalogTable => ({
      name,
      aliases: [],
      description: '',
      origin: 'own',
      columns,
    }));
    const rows = { name: '_GetWatchlist', parameters: '(alias:string)', body: watchlist, description: '' };
    return {
      ...catalog,
      tables: [...catalog.tables, ...tables],
      functions: this.tables.has(watchlist) ? [...catalog.functions, rows] : catalog.functions,
    };
  }
}

/**
 * The tables that a query names and the catalogue has not, and the catalogue with them; undefined when there are none. Their
 * columns are the names that the query uses and nothing declares; a column is text, or the type that its use demands. Every
 * query has tables of its own: another query may use the same name with other columns. For the corpus only; the product knows
 * no such tables. `hints` are tables that the query is known to name.
 */
export function inferTables(
  catalog: Catalog,
  text: string,
  hints: readonly string[] = [],
): { readonly catalog: Catalog; readonly tables: readonly CatalogTable[] } | undefined {
  const unknown = new Unknown(catalog);
  for (const table of hints) unknown.table(table);
  const named = namedIn(catalog, text);
  for (let round = 0; round < maxRounds; round++) {
    const globals = createGlobals(unknown.addedTo(named));
    const code = library().KustoCode.ParseAndAnalyze(text, globals.plain);
    const errors = items(code.GetDiagnostics()).filter((said) => said.Severity === 'Error');
    const news = errors.map((error) => explain(unknown, code.Syntax, error));
    if (!news.includes(true)) break;
  }
  if (unknown.tables.size === 0) return undefined;
  const added = unknown.addedTo(catalog);
  return { catalog: added, tables: added.tables.slice(catalog.tables.length) };
}

/** Takes from an error what the query needs; whether that was new. */
function explain(unknown: Unknown, root: Node, error: RawDiagnostic): boolean {
  const name = /'([^']+)'/.exec(error.Message)?.[1] ?? '';
  if (error.Code === 'KS204') return unknown.table(name);
  if (error.Code === 'KS211') return name === '_GetWatchlist' && unknown.table(watchlist);
  if (error.Code === 'KS171') return unknown.declared(name);
  const demands = demandsOf(root, error, unknown.columns);
  const retyped = demands.map((demand) => unknown.retype(demand.column, demand.type));
  if (demands.length > 0 || !unknownColumn.has(error.Code)) return retyped.includes(true);
  return unknown.column(name);
}

/** Errors that say: a name is not known, or not on both sides of a join. */
const unknownColumn: ReadonlySet<string> = new Set(['KS142', 'KS145']);

/**
 * The tables of the catalogue that a text can mean, with hidden columns as plain ones: a small catalogue binds many times
 * faster, and the other names of columns are found at once.
 */
function namedIn(catalog: Catalog, text: string): Catalog {
  const every = /\bunion\b[^|]*\*|\bsearch\b|\bfind\b/.test(text);
  const words = new Set(text.match(/\w+/g) ?? []);
  return {
    ...catalog,
    tables: catalog.tables
      .filter(({ name, aliases }) => every || [name, ...aliases].some((one) => words.has(one)))
      .map((table) => ({
        ...table,
        columns: table.columns.map(({ name, type, description }) => ({ name, type, description })),
      })),
  };
}
