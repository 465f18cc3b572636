import { items } from '../language/items.ts';
import { library, type CallContext, type RawGlobals, type RawSymbol } from '../language/library.ts';
import { kind, type TypeSymbol } from '../language/syntax.ts';
import type { KqlType } from '../types.ts';
import type { Catalog, CatalogColumn, CatalogFunction, CatalogTable } from './catalog.ts';

/** What one query needs beyond the published columns. */
export interface View {
  /** Names of hidden columns that come into view. */
  readonly hidden: ReadonlySet<string>;
  /** Names of text columns that the query reads as JSON: they are dynamic for this query. */
  readonly json: ReadonlySet<string>;
}

/** What the analyser knows of a catalogue. */
export interface Globals {
  readonly catalog: Catalog;
  /** With the published columns, exactly. */
  readonly plain: RawGlobals;
  /** The names that are hidden columns somewhere. */
  readonly hiddenNames: ReadonlySet<string>;
  /** With hidden columns after the real ones, and text columns as JSON. */
  readonly withView: (view: View) => RawGlobals;
}

/** States for views that are kept; nearly all queries that need one need only the time column's other name. */
const maxStates = 8;

/** The analyser's state for a catalogue; about 0.3 s the first time. */
export function createGlobals(catalog: Catalog): Globals {
  const functions = [...catalog.functions.map(savedFunction), fileProfile()];
  const plainTables = new Map(catalog.tables.map((table) => [table, tableSymbols(catalog, table)]));
  const plain = withTables([...plainTables.values()].flat(), functions);
  const states = new Map<string, RawGlobals>();
  return {
    catalog,
    plain,
    hiddenNames: new Set(
      catalog.tables.flatMap((table) => table.columns.filter(isHidden).map((column) => column.name)),
    ),
    withView: (view) => {
      const key = [...view.hidden].sort().join(' ') + '\n' + [...view.json].sort().join(' ');
      const known = states.get(key);
      if (known !== undefined) return known;
      const tables = [...plainTables].flatMap(([table, symbols]) =>
        touches(table, view) ? tableSymbols(catalog, table, view) : symbols,
      );
      if (states.size >= maxStates) states.clear();
      const state = withTables(tables, functions);
      states.set(key, state);
      return state;
    },
  };
}

function isHidden(column: CatalogColumn): boolean {
  return column.aliasOf !== undefined;
}

function touches(table: CatalogTable, view: View): boolean {
  return table.columns.some(
    (column) => (isHidden(column) && view.hidden.has(column.name)) || view.json.has(column.name),
  );
}

function savedFunction({ name, parameters, body, description }: CatalogFunction): RawSymbol {
  const { FunctionSymbol } = library().Symbols;
  return new FunctionSymbol.$ctor16(name, parameters, body, description);
}

function withTables(tables: readonly RawSymbol[], functions: readonly RawSymbol[]): RawGlobals {
  const { Symbols, GlobalState } = library();
  return GlobalState.Default.WithDatabase(
    new Symbols.DatabaseSymbol.ctor('hunting', [...tables, ...functions]),
  );
}

/** A table under its name, and under those of its aliases that no real table has. */
function tableSymbols(catalog: Catalog, table: CatalogTable, view?: View): readonly RawSymbol[] {
  const columns = table.columns
    .filter((column) => !isHidden(column) || view?.hidden.has(column.name))
    .map(({ name, type, description }) =>
      columnSymbol(name, type === 'string' && view?.json.has(name) ? 'dynamic' : type, description),
    );
  const aliases = table.aliases.filter((alias) => !catalog.tables.some((other) => other.name === alias));
  const { TableSymbol } = library().Symbols;
  return [table.name, ...aliases].map((name) => new TableSymbol.$ctor6(name, columns, table.description));
}

const typeNames: Readonly<Record<KqlType, string>> = {
  string: 'String',
  long: 'Long',
  int: 'Int',
  real: 'Real',
  bool: 'Bool',
  datetime: 'DateTime',
  timespan: 'TimeSpan',
  dynamic: 'Dynamic',
  guid: 'Guid',
  decimal: 'Decimal',
};

function columnSymbol(name: string, type: KqlType, description: string): RawSymbol {
  const { ColumnSymbol, ScalarTypes } = library().Symbols;
  return new ColumnSymbol(name, scalarSymbol(ScalarTypes, type), description, null, null, null);
}

function scalarSymbol(types: Readonly<Record<string, TypeSymbol>>, type: KqlType): TypeSymbol {
  const found = types[typeNames[type]];
  if (found === undefined) throw new Error(`the analyser has no type ${type}`);
  return found;
}

/** What FileProfile adds to each row, by the published description of the function. */
export const fileProfileColumns: readonly {
  readonly name: string;
  readonly type: KqlType;
  readonly description: string;
}[] = [
  { name: 'SHA1', type: 'string', description: 'SHA-1 of the file' },
  { name: 'SHA256', type: 'string', description: 'SHA-256 of the file' },
  { name: 'MD5', type: 'string', description: 'MD5 of the file' },
  { name: 'FileSize', type: 'int', description: 'Size of the file in bytes' },
  { name: 'GlobalPrevalence', type: 'int', description: 'Number of devices the file was seen on' },
  { name: 'GlobalFirstSeen', type: 'datetime', description: 'When the file was first seen' },
  { name: 'GlobalLastSeen', type: 'datetime', description: 'When the file was last seen' },
  { name: 'Signer', type: 'string', description: 'Who signed the file' },
  { name: 'Issuer', type: 'string', description: 'Who issued the certificate it is signed with' },
  { name: 'SignerHash', type: 'string', description: 'Hash of the signer' },
  { name: 'IsCertificateValid', type: 'bool', description: 'Whether the certificate is valid' },
  { name: 'IsRootSignerMicrosoft', type: 'bool', description: 'Whether the root signer is Microsoft' },
  { name: 'SignatureState', type: 'string', description: 'SignedValid, SignedInvalid, Unsigned or Unknown' },
  { name: 'IsExecutable', type: 'bool', description: 'Whether the file is a portable executable' },
  { name: 'ThreatName', type: 'string', description: 'Name of the threat found in it' },
  { name: 'Publisher', type: 'string', description: 'Organisation that published the file' },
  { name: 'SoftwareName', type: 'string', description: 'Name of the software product' },
  { name: 'ProfileAvailability', type: 'string', description: 'Available, Missing or Error' },
];

/** `invoke FileProfile(SHA1, 1000)`: the columns of what it is invoked on, then those of the profile it lacks. */
function fileProfile(): RawSymbol {
  const { FunctionSymbol, Tabularity, Parameter, TableSymbol } = library().Symbols;
  const columns = fileProfileColumns.map((column) =>
    columnSymbol(column.name, column.type, column.description),
  );
  const resultType = (context: CallContext): TypeSymbol => {
    const given = items(invokedOn(context)?.Columns);
    const taken = new Set(given.map((column) => column.Name));
    return new TableSymbol.ctor([...given, ...columns.filter((column) => !taken.has(column.Name))]);
  };
  const parameters = Parameter.ParseList('(T:(*), hash:string="SHA1", maxRecords:long=100)');
  return new FunctionSymbol.ctor('FileProfile', resultType, Tabularity.Tabular, items(parameters));
}

/** The type of the table left of the pipe that the call stands in. */
function invokedOn(context: CallContext): TypeSymbol | null {
  for (let node = context.Location; node !== null; node = node.Parent) {
    if (kind(node) !== 'PipeExpression') continue;
    for (let index = 0; index < node.ChildCount; index += 1)
      if (node.GetName(index) === 'Expression') return node.GetChild(index)?.ResultType ?? null;
  }
  return null;
}
