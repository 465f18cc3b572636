import type { KqlType } from '../types.ts';
import type { ColumnRef, Scalar } from './scalar.ts';

/**
 * A column of a relation. Ids are unique in the whole query and are all that engines see; names appear once, at output.
 * A hidden column is found by its name but is no part of `*` and of the result (old names, `TimeGenerated`).
 */
export interface Column {
  readonly id: string;
  readonly name: string;
  readonly type: KqlType;
  readonly nullable: boolean;
  readonly hidden?: true;
}

export type JoinKind =
  | 'inner'
  | 'innerunique'
  | 'leftouter'
  | 'rightouter'
  | 'fullouter'
  | 'leftsemi'
  | 'rightsemi'
  | 'leftanti'
  | 'rightanti'
  | 'cross'
  /** Every left row with the last right row whose key is not after its own, or with none. One pair of keys; none is null. */
  | 'asof';

export interface SortKey {
  readonly by: Scalar;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

/** Call of an aggregate; rows for which `filter` is not true are left out (`countif`, `make_set_if` …). */
export interface AggregateCall {
  readonly fn: string;
  readonly args: readonly Scalar[];
  readonly filter?: Scalar;
  readonly type: KqlType;
  readonly nullable: boolean;
}

/** A relation used in several places (`let`, `materialize`, `as`); `materialize`: computed once. */
export interface Shared {
  readonly name: string;
  readonly rel: Rel;
  readonly materialize: boolean;
}

/**
 * Relational algebra with types and without text. Every node says its columns; a column that only passes through keeps its
 * id. Rows are in no order but that of `sort`, which filters, projections, limits and unnests keep (`ordered`).
 */
export type Rel =
  /** A table; `source` is the table's own column name of each id. */
  | {
      readonly op: 'scan';
      readonly table: string;
      readonly columns: readonly Column[];
      readonly sources: readonly string[];
    }
  /** Rows given in the query. */
  | {
      readonly op: 'values';
      readonly columns: readonly Column[];
      readonly rows: readonly (readonly Scalar[])[];
    }
  | {
      readonly op: 'filter';
      readonly input: Rel;
      readonly columns: readonly Column[];
      readonly predicate: Scalar;
    }
  /** One expression a column; pass-through columns are plain references with the same id. */
  | {
      readonly op: 'project';
      readonly input: Rel;
      readonly columns: readonly Column[];
      readonly expressions: readonly Scalar[];
    }
  /** `columns` = one for each key, then one for each aggregate. No key and no row gives one row. */
  | {
      readonly op: 'aggregate';
      readonly input: Rel;
      readonly columns: readonly Column[];
      readonly keys: readonly Scalar[];
      readonly aggregates: readonly AggregateCall[];
    }
  /** Columns of both sides (semi and anti joins: of the one side), ids unchanged; nulls equal nulls in keys. */
  | {
      readonly op: 'join';
      readonly kind: JoinKind;
      readonly left: Rel;
      readonly right: Rel;
      readonly on: readonly { readonly left: Scalar; readonly right: Scalar }[];
      readonly columns: readonly Column[];
    }
  /** All rows of all inputs; each input gives, in order, one expression over its own columns for each column. */
  | {
      readonly op: 'union';
      readonly inputs: readonly { readonly rel: Rel; readonly expressions: readonly Scalar[] }[];
      readonly columns: readonly Column[];
    }
  /**
   * `mv-expand`: the input's columns (those replaced left out), then one column for each expanded array, then the index.
   * Arrays zip, padded with null; null gives one row of null, an empty array no row.
   */
  | {
      readonly op: 'unnest';
      readonly input: Rel;
      readonly arrays: readonly Scalar[];
      readonly bagAsArray: boolean;
      readonly limit?: number;
      readonly columns: readonly Column[];
      /** How many of the last columns are elements, in the order of `arrays`; an index column follows when `indexed`. */
      readonly indexed: boolean;
    }
  | {
      readonly op: 'sort';
      readonly input: Rel;
      readonly columns: readonly Column[];
      readonly keys: readonly SortKey[];
    }
  | { readonly op: 'limit'; readonly input: Rel; readonly columns: readonly Column[]; readonly count: bigint }
  | {
      readonly op: 'sample';
      readonly input: Rel;
      readonly columns: readonly Column[];
      readonly count: bigint;
    }
  /**
   * Adds a row number (1, 2 …, long) as the last column, in the input's order; with `within`, one that starts anew for each
   * combination of `keys` and counts in the order of `order`.
   */
  | {
      readonly op: 'number';
      readonly input: Rel;
      readonly columns: readonly Column[];
      readonly within?: { readonly keys: readonly Scalar[]; readonly order: readonly SortKey[] };
    }
  /** For each row of the input the rows of a relation that may refer to the input's columns; `columns` of both. */
  | { readonly op: 'apply'; readonly input: Rel; readonly inner: Rel; readonly columns: readonly Column[] }
  /** One row without columns: where correlated relations start. */
  | { readonly op: 'unit'; readonly columns: readonly Column[] }
  /** Use of a shared relation under new ids, one for each of its columns. */
  | { readonly op: 'ref'; readonly shared: Shared; readonly columns: readonly Column[] }
  /**
   * A step that is a program, not algebra (`scan`, graph search): all rows of the inputs go as arrays to an entry of the
   * table of processes, which gives rows of `columns`.
   */
  | {
      readonly op: 'process';
      readonly process: string;
      readonly inputs: readonly Rel[];
      readonly settings: unknown;
      readonly columns: readonly Column[];
    };

/** Whether a relation's rows have an order that a later operator may rely on. */
export function isOrdered(rel: Rel): boolean {
  switch (rel.op) {
    case 'sort':
    case 'process':
    case 'unit':
      return true;
    case 'number':
      return rel.within === undefined;
    case 'filter':
    case 'project':
    case 'limit':
    case 'unnest':
      return isOrdered(rel.input);
    case 'ref':
      return isOrdered(rel.shared.rel);
    case 'values':
      return true;
    default:
      return false;
  }
}

/** The rows of a relation in no order, and the keys that bring them back into theirs. */
export interface Ordered {
  readonly rel: Rel;
  readonly keys: readonly SortKey[];
}

/**
 * Takes the order of a relation out of it, so that a window or a list can be made by the keys themselves; columns that only
 * the keys need are added. Undefined where the order is none, or is not made of keys.
 */
export function takeOrder(rel: Rel): Ordered | undefined {
  switch (rel.op) {
    case 'sort':
      return { rel: unsorted(rel.input), keys: rel.keys };
    case 'number': {
      const number = rel.columns.at(-1);
      return rel.within !== undefined || number === undefined
        ? undefined
        : { rel, keys: [{ by: ref(number), descending: false, nullsFirst: false }] };
    }
    case 'filter':
    case 'project':
    case 'limit':
    case 'unnest': {
      const below = takeOrder(rel.input);
      return below === undefined ? undefined : orderedAbove(rel, below);
    }
    default:
      return undefined;
  }
}

function orderedAbove(
  rel: Extract<Rel, { op: 'filter' | 'project' | 'limit' | 'unnest' }>,
  below: Ordered,
): Ordered {
  const needed = new Set(below.keys.flatMap((key) => [...columnsIn(key.by)]));
  for (const column of rel.columns) needed.delete(column.id);
  const more = below.rel.columns.filter((column) => needed.has(column.id));
  switch (rel.op) {
    case 'filter':
      return { rel: { ...rel, input: below.rel, columns: below.rel.columns }, keys: below.keys };
    case 'project':
      return {
        rel: {
          ...rel,
          input: below.rel,
          columns: [...rel.columns, ...more],
          expressions: [...rel.expressions, ...more.map((column) => ref(column))],
        },
        keys: below.keys,
      };
    case 'limit': {
      const { columns } = below.rel;
      return {
        rel: { ...rel, input: { op: 'sort', input: below.rel, columns, keys: below.keys }, columns },
        keys: below.keys,
      };
    }
    case 'unnest': {
      const index = rel.indexed ? rel.columns.at(-1) : undefined;
      return {
        rel: { ...rel, input: below.rel, columns: [...more, ...rel.columns] },
        keys:
          index === undefined
            ? below.keys
            : [...below.keys, { by: ref(index), descending: false, nullsFirst: false }],
      };
    }
  }
}

/** The same rows in no order, where the order was only made for whom it may concern. */
export function unsorted(rel: Rel): Rel {
  switch (rel.op) {
    case 'sort':
      return unsorted(rel.input);
    case 'filter':
    case 'project': {
      const input = unsorted(rel.input);
      return input === rel.input ? rel : { ...rel, input };
    }
    default:
      return rel;
  }
}

/** Ids of the columns that an expression looks at, those of relations inside it left out. */
export function* columnsIn(scalar: Scalar): Generator<string> {
  switch (scalar.op) {
    case 'column':
      yield scalar.id;
      return;
    case 'call':
    case 'window':
      for (const arg of scalar.args) yield* columnsIn(arg);
      if (scalar.op === 'window') yield scalar.order.id;
      return;
    case 'in-subquery':
      yield* columnsIn(scalar.value);
      return;
    default:
  }
}

/** Ids that a relation looks at and does not have itself: those of the rows around it. */
export function outerColumns(rel: Rel): ReadonlySet<string> {
  const used = new Set<string>();
  const had = new Set<string>();
  const seen = new Set<Shared>();
  const scalar = (one: Scalar): void => {
    switch (one.op) {
      case 'column':
        used.add(one.id);
        return;
      case 'call':
      case 'window':
        for (const arg of one.args) scalar(arg);
        if (one.op === 'window') used.add(one.order.id);
        return;
      case 'in-subquery':
        scalar(one.value);
        relation(one.rel);
        return;
      case 'subquery':
        relation(one.rel);
        return;
      default:
    }
  };
  const relation = (one: Rel): void => {
    for (const column of one.columns) had.add(column.id);
    for (const inner of scalarsOf(one)) scalar(inner);
    if (one.op === 'ref' && !seen.has(one.shared)) {
      seen.add(one.shared);
      relation(one.shared.rel);
    }
    for (const inner of inputsOf(one)) relation(inner);
  };
  relation(rel);
  for (const id of had) used.delete(id);
  return used;
}

/** Relations that a relation is made of; a shared one is not among them. */
function inputsOf(rel: Rel): readonly Rel[] {
  switch (rel.op) {
    case 'join':
      return [rel.left, rel.right];
    case 'union':
      return rel.inputs.map((leg) => leg.rel);
    case 'process':
      return rel.inputs;
    case 'apply':
      return [rel.input, rel.inner];
    default:
      return 'input' in rel ? [rel.input] : [];
  }
}

function scalarsOf(rel: Rel): readonly Scalar[] {
  switch (rel.op) {
    case 'values':
      return rel.rows.flat();
    case 'filter':
      return [rel.predicate];
    case 'project':
      return rel.expressions;
    case 'aggregate':
      return [
        ...rel.keys,
        ...rel.aggregates.flatMap((one) => [...one.args, ...(one.filter === undefined ? [] : [one.filter])]),
      ];
    case 'join':
      return rel.on.flatMap((pair) => [pair.left, pair.right]);
    case 'union':
      return rel.inputs.flatMap((leg) => leg.expressions);
    case 'unnest':
      return rel.arrays;
    case 'sort':
      return rel.keys.map((key) => key.by);
    case 'number':
      return rel.within === undefined ? [] : [...rel.within.keys, ...rel.within.order.map((key) => key.by)];
    default:
      return [];
  }
}

/** The value of a column in an expression. */
export function ref(column: Column): ColumnRef {
  return { op: 'column', id: column.id, type: column.type, nullable: column.nullable };
}
