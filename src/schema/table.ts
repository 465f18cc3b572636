/** Kusto scalar types of the published tables. `dynamic` is any JSON value. */
export type ColumnType = 'string' | 'int' | 'long' | 'real' | 'bool' | 'datetime' | 'dynamic' | 'guid';

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  /** One sentence; what an absent value means where it can be absent. */
  readonly description: string;
  /** Required columns must be present in every row; all others may be absent, which means unknown. */
  readonly required?: true;
  /** Unit of a number. */
  readonly unit?: string;
  /** Closed set of values. */
  readonly values?: readonly string[];
}

/** The single truth about a table: DDL, row check, types and reference page derive from it. */
export interface Table<Columns extends readonly Column[] = readonly Column[]> {
  readonly name: string;
  readonly description: string;
  /** Columns that identify a row; kept unique by the writer, never by the engine. */
  readonly key: readonly string[];
  readonly columns: Columns;
}

type Value<C extends Column> = C extends { values: readonly (infer V)[] }
  ? V
  : C['type'] extends 'string' | 'guid'
    ? string
    : C['type'] extends 'bool'
      ? boolean
      : C['type'] extends 'dynamic'
        ? unknown
        : number;

type Required<Columns extends readonly Column[]> = {
  readonly [C in Columns[number] as C extends { required: true } ? C['name'] : never]: Value<C>;
};
type Optional<Columns extends readonly Column[]> = {
  readonly [C in Columns[number] as C extends { required: true } ? never : C['name']]?: Value<C> | undefined;
};

/** A row of a table as TypeScript sees it; datetimes are epoch milliseconds, an absent property is unknown. */
export type Row<T extends Table> = Required<T['columns']> & Optional<T['columns']>;

/** Keeps the literal types of a definition. */
export function table<const Columns extends readonly Column[]>(definition: Table<Columns>): Table<Columns> {
  return definition;
}
