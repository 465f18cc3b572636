import {
  columnsIn,
  isOrdered,
  outerColumns,
  takeOrder,
  unsorted,
  type Column,
  type Rel,
  type Scalar,
  type Shared,
  type SortKey,
} from '../../ir/index.ts';
import type { CompiledQuery } from '../../types.ts';
import { duckTypes, literalSql, quoteName } from './literal.ts';
import { processSql } from './process.ts';
import {
  aggregateSql,
  conditionSql,
  rowAggregateSql,
  rowOf,
  scalarSql,
  type RelationPrinter,
} from './scalar.ts';
import { checkLength, type NamedSql } from './written-out.ts';

/** A SELECT that is not finished: what later steps may still be merged into. */
interface Block {
  readonly from: string;
  readonly where: readonly string[];
  /** SQL of each column by its id. */
  readonly select: ReadonlyMap<string, string>;
}

/** Prints IR as one SELECT of DuckDB. */
export function printDuckDb(rel: Rel): string {
  const printer = new Printer();
  const main = printer.query(rel);
  const shared = printer.shared();
  checkLength(main, printer.named());
  return shared === '' ? main : `WITH ${shared} ${main}`;
}

/** The columns of a result that a person sees. */
export function resultColumns(rel: Rel): CompiledQuery['columns'] {
  return rel.columns
    .filter((column) => column.hidden !== true)
    .map(({ id, name, type }) => ({ id, name, type }));
}

class Printer {
  readonly #shared = new Map<Shared, string>();
  readonly #outer = new Map<Shared, boolean>();
  /** How many `apply` are around what is being printed. */
  #inside = 0;
  #uses = 0;

  /** The named relations, each after those that it uses. */
  shared(): string {
    return [...this.#shared]
      .map(([shared, sql]) => `${shared.name} AS ${shared.materialize ? 'MATERIALIZED ' : ''}(${sql})`)
      .join(', ');
  }

  named(): readonly NamedSql[] {
    return [...this.#shared].map(([{ name, materialize }, sql]) => ({ name, sql, once: materialize }));
  }

  /** A relation with exactly its shown columns. */
  query(rel: Rel): string {
    const ids = resultColumns(rel).map((column) => column.id);
    // Windows that start anew somewhere give their rows in another order: the numbers bring them back.
    const taken = takeOrder(rel);
    const number = taken?.keys[0]?.by;
    if (taken === undefined || number?.op !== 'column' || !isNumber(taken.rel, number.id))
      return this.#finish(this.#block(rel), ids);
    const block = this.#under(taken.rel, [number]);
    return `${this.#finish(block, ids)} ORDER BY ${this.#orderSql(taken.keys, block)}`;
  }

  #select(rel: Rel): string {
    return this.#finish(
      this.#block(rel),
      rel.columns.map((column) => column.id),
    );
  }

  #finish(block: Block, ids: readonly string[]): string {
    const list = ids.map((id) => {
      const sql = block.select.get(id);
      if (sql === undefined) throw new Error(`column ${id} is not there`);
      return sql === id ? id : `${sql} AS ${id}`;
    });
    const where = block.where.length === 0 ? '' : ` WHERE ${block.where.join(' AND ')}`;
    return `SELECT ${list.length === 0 ? '1 AS nothing' : list.join(', ')}${block.from === '' ? '' : ` FROM ${block.from}`}${where}`;
  }

  /** A relation as the FROM of a new block, its columns under their ids. */
  #nested(rel: Rel): Block {
    return this.#from(`(${this.#select(rel)})`, rel.columns);
  }

  #from(from: string, columns: readonly Column[]): Block {
    return { from, where: [], select: new Map(columns.map((column) => [column.id, column.id])) };
  }

  /** The input's block if these expressions can be put into it without computing anything twice, else a nested one. */
  #under(rel: Rel, expressions: readonly Scalar[]): Block {
    const block = this.#block(rel);
    const needed = new Set(expressions.flatMap((expression) => [...columnsIn(expression)]));
    const plain = [...needed].every((id) => isPlain(block.select.get(id) ?? id));
    if (plain && !expressions.some(hasSubquery)) return block;
    const ids = rel.columns.map((column) => column.id);
    return this.#from(`(${this.#finish(block, ids)})`, rel.columns);
  }

  #scalar(scalar: Scalar, block: Block): string {
    return scalarSql(scalar, this.#printerOf(block));
  }

  #printerOf(block: Block): RelationPrinter {
    return { select: (rel) => this.#select(rel), column: (id) => block.select.get(id) ?? id };
  }

  #block(rel: Rel): Block {
    switch (rel.op) {
      case 'unit':
        return { from: '', where: [], select: new Map() };
      case 'scan':
        return this.#scan(rel);
      case 'values':
        return this.#values(rel);
      case 'filter': {
        if (losesOrder(rel.input, [rel.predicate])) return this.#inOrder(rel);
        const block = this.#under(rel.input, [rel.predicate]);
        if (rel.predicate.op === 'literal' && rel.predicate.value === true) return block;
        return { ...block, where: [...block.where, conditionSql(rel.predicate, this.#printerOf(block))] };
      }
      case 'project':
        return losesOrder(rel.input, rel.expressions) ? this.#inOrder(rel) : this.#project(rel);
      case 'aggregate':
        return this.#aggregate(rel);
      case 'join':
        return this.#join(rel);
      case 'union': {
        const legs = rel.inputs.map((leg) => {
          const block = this.#under(leg.rel, leg.expressions);
          const select = new Map(
            rel.columns.map((column, index) => [
              column.id,
              typed(this.#scalar(leg.expressions[index]!, block), leg.expressions[index]!),
            ]),
          );
          return this.#finish(
            { ...block, select },
            rel.columns.map((column) => column.id),
          );
        });
        return this.#from(`(${legs.join(' UNION ALL ')})`, rel.columns);
      }
      case 'unnest':
        return this.#unnest(rel);
      case 'sort':
        return this.#from(`(${this.#sorted(rel)})`, rel.columns);
      case 'limit': {
        const input = rel.input.op === 'sort' ? this.#sorted(rel.input) : this.#select(rel.input);
        return this.#from(`(${input} LIMIT ${String(rel.count)})`, rel.columns);
      }
      case 'sample': {
        const input = this.#select(rel.input);
        return this.#from(
          this.#inside > 0
            ? `(SELECT * FROM (${input}) ORDER BY random() LIMIT ${String(rel.count)})`
            : `(SELECT * FROM (${input}) USING SAMPLE reservoir(${String(rel.count)} ROWS))`,
          rel.columns,
        );
      }
      case 'number':
        return this.#number(rel);
      case 'apply': {
        const input = this.#select(rel.input);
        this.#inside += 1;
        const inner = this.#select(rel.inner);
        this.#inside -= 1;
        return this.#from(
          `(${input}) AS ${alias(rel.input.columns)} CROSS JOIN LATERAL (${inner})`,
          rel.columns,
        );
      }
      case 'ref': {
        // What looks at the rows around it cannot be put before the query.
        if (this.#inside > 0 && this.#correlated(rel.shared)) {
          const inner = this.#select(rel.shared.rel);
          const names = rel.columns.map((column) => column.id);
          this.#uses += 1;
          return this.#from(`(${inner}) AS u${this.#uses}(${names.join(', ')})`, rel.columns);
        }
        if (!this.#shared.has(rel.shared)) {
          const inside = this.#inside;
          this.#inside = 0;
          const sql = this.#select(rel.shared.rel);
          this.#inside = inside;
          this.#shared.set(rel.shared, sql);
        }
        return {
          from: rel.shared.name,
          where: [],
          select: new Map(
            rel.columns.map((column, index) => [
              column.id,
              `${rel.shared.name}.${rel.shared.rel.columns[index]!.id}`,
            ]),
          ),
        };
      }
      case 'process':
        return this.#from(`(${processSql(rel, (input) => this.#select(input))})`, rel.columns);
    }
  }

  #correlated(shared: Shared): boolean {
    const known = this.#outer.get(shared) ?? outerColumns(shared.rel).size > 0;
    this.#outer.set(shared, known);
    return known;
  }

  #orderSql(keys: readonly SortKey[], block: Block): string {
    return keys
      .map(
        (key) =>
          `${this.#scalar(key.by, block)} ${key.descending ? 'DESC' : 'ASC'} NULLS ${key.nullsFirst ? 'FIRST' : 'LAST'}`,
      )
      .join(', ');
  }

  #sorted(rel: Extract<Rel, { op: 'sort' }>): string {
    const block = this.#under(
      unsorted(rel.input),
      rel.keys.map((key) => key.by),
    );
    const ids = rel.columns.map((column) => column.id);
    return `${this.#finish(block, ids)} ORDER BY ${this.#orderSql(rel.keys, block)}`;
  }

  #number(rel: Extract<Rel, { op: 'number' }>): Block {
    const number = rel.columns.at(-1)!;
    const taken = rel.within === undefined ? takeOrder(rel.input) : undefined;
    const order = rel.within?.order ?? taken?.keys ?? [];
    const block = this.#nested(taken?.rel ?? (rel.within === undefined ? rel.input : unsorted(rel.input)));
    const keys = rel.within?.keys ?? [];
    const parts = [
      ...(keys.length === 0
        ? []
        : [`PARTITION BY ${keys.map((key) => this.#scalar(key, block)).join(', ')}`]),
      ...(order.length === 0 ? [] : [`ORDER BY ${this.#orderSql(order, block)}`]),
    ];
    return this.#from(
      `(SELECT *, row_number() OVER (${parts.join(' ')}) AS ${number.id} FROM ${block.from})`,
      rel.columns,
    );
  }

  #scan(rel: Extract<Rel, { op: 'scan' }>): Block {
    const sources = rel.sources.map(quoteName);
    // A short name could be taken for the variable of a lambda in our templates, which have short names too.
    if (rel.sources.some((name) => name.length <= 4)) {
      const columns = rel.columns.map((column, index) => `${sources[index]!} AS ${column.id}`);
      return this.#from(`(SELECT ${columns.join(', ')} FROM ${quoteName(rel.table)})`, rel.columns);
    }
    return {
      from: quoteName(rel.table),
      where: [],
      select: new Map(rel.columns.map((column, index) => [column.id, sources[index]!])),
    };
  }

  #values(rel: Extract<Rel, { op: 'values' }>): Block {
    const ids = rel.columns.map((column) => column.id);
    if (rel.rows.length === 0) {
      const empty = rel.columns.map((column) => `NULL::${duckTypes[column.type]} AS ${column.id}`);
      return this.#from(`(SELECT ${empty.join(', ')} WHERE false)`, rel.columns);
    }
    const outer = this.#from('', []);
    const rows = rel.rows.map((row) => `(${row.map((cell) => this.#scalar(cell, outer)).join(', ')})`);
    return this.#from(`(VALUES ${rows.join(', ')}) AS ${alias(rel.columns)}(${ids.join(', ')})`, rel.columns);
  }

  #project(rel: Extract<Rel, { op: 'project' }>): Block {
    const moved = rel.expressions.filter(
      (expression, index) => !(expression.op === 'column' && expression.id === rel.columns[index]!.id),
    );
    const block = this.#under(rel.input, moved);
    const select = new Map<string, string>();
    for (const [index, column] of rel.columns.entries())
      select.set(column.id, this.#scalar(rel.expressions[index]!, block));
    // A later filter must not come before the numbering of rows.
    return rel.expressions.some(hasWindow)
      ? this.#from(
          `(${this.#finish(
            { ...block, select },
            rel.columns.map((c) => c.id),
          )})`,
          rel.columns,
        )
      : { ...block, select };
  }

  /** Rows are brought back into their order after what the engine may compute in another. */
  #inOrder(rel: Extract<Rel, { op: 'filter' | 'project' }>): Block {
    const input = `(SELECT *, row_number() OVER () AS input_row FROM (${this.#select(rel.input)}))`;
    const printer = this.#printerOf(this.#from(input, rel.input.columns));
    const list =
      rel.op === 'filter'
        ? rel.columns.map((column) => column.id)
        : rel.columns.map(
            (column, index) => `${scalarSql(rel.expressions[index]!, printer)} AS ${column.id}`,
          );
    const where = rel.op === 'filter' ? ` WHERE ${conditionSql(rel.predicate, printer)}` : '';
    return this.#from(`(SELECT ${list.join(', ')} FROM ${input}${where} ORDER BY input_row)`, rel.columns);
  }

  #aggregate(rel: Extract<Rel, { op: 'aggregate' }>): Block {
    const listed = rel.aggregates.some((call) => call.fn.startsWith('make_') || call.fn.startsWith('take_'));
    const expressions = [
      ...rel.keys,
      ...rel.aggregates.flatMap((call) => [
        ...call.args,
        ...(call.filter === undefined ? [] : [call.filter]),
      ]),
    ];
    // Lists come in the order of the rows, where they have one.
    const taken = listed ? takeOrder(rel.input) : undefined;
    const sorting = taken?.keys;
    const numbered = listed && sorting === undefined && isOrdered(rel.input) && rel.input.op !== 'unit';
    const block = numbered
      ? this.#from(
          `(SELECT *, row_number() OVER () AS input_row FROM (${this.#select(rel.input)}))`,
          rel.input.columns,
        )
      : this.#under(taken?.rel ?? (listed ? rel.input : unsorted(rel.input)), [
          ...expressions,
          ...(sorting ?? []).map((key) => key.by),
        ]);
    const order = numbered
      ? ' ORDER BY input_row'
      : sorting === undefined
        ? ''
        : ` ORDER BY ${this.#orderSql(sorting, block)}`;
    const printer = this.#printerOf(block);
    const keys = rel.keys.map((key, index) => `${scalarSql(key, printer)} AS ${rel.columns[index]!.id}`);
    const calls = this.#calls(rel, order, printer);
    const where = block.where.length === 0 ? '' : ` WHERE ${block.where.join(' AND ')}`;
    const from = block.from === '' ? '' : ` FROM ${block.from}`;
    const list = [...keys, ...calls].join(', ');
    const group = keys.length === 0 ? '' : ` GROUP BY ${keys.map((_, index) => index + 1).join(', ')}`;
    return this.#from(`(SELECT ${list === '' ? '1 AS nothing' : list}${from}${where}${group})`, rel.columns);
  }

  #calls(rel: Extract<Rel, { op: 'aggregate' }>, order: string, printer: RelationPrinter): readonly string[] {
    const all = rel.aggregates.map((call, index) => ({ call, id: rel.columns[rel.keys.length + index]!.id }));
    const rows = new Map<string, typeof all>();
    for (const one of all) {
      const row = rowOf(one.call, printer);
      if (row !== undefined) rows.set(row, [...(rows.get(row) ?? []), one]);
    }
    const together = new Map<string, string>();
    for (const calls of rows.values())
      if (calls.length > 1)
        for (const [id, sql] of rowAggregateSql(calls, order, printer)) together.set(id, sql);
    return all.map(({ call, id }) => `${together.get(id) ?? aggregateSql(call, order, printer)} AS ${id}`);
  }

  #join(rel: Extract<Rel, { op: 'join' }>): Block {
    const outer: RelationPrinter = { select: (inner) => this.#select(inner), column: (id) => id };
    let left = this.#select(unsorted(rel.left));
    const right = this.#select(unsorted(rel.right));
    if (rel.kind === 'innerunique') {
      const keys = rel.on.map((pair) => scalarSql(pair.left, outer));
      if (keys.length > 0) left = `SELECT DISTINCT ON (${keys.join(', ')}) * FROM (${left})`;
    }
    const on = rel.on.map((pair) => {
      const [a, b] = [scalarSql(pair.left, outer), scalarSql(pair.right, outer)];
      if (rel.kind === 'asof') return `${a} >= ${b}`;
      return mayBeNullPair(pair.left, pair.right) ? `${a} IS NOT DISTINCT FROM ${b}` : `${a} = ${b}`;
    });
    const condition = on.length === 0 ? 'true' : on.join(' AND ');
    const joinWord = {
      inner: 'JOIN',
      innerunique: 'JOIN',
      leftouter: 'LEFT JOIN',
      rightouter: 'RIGHT JOIN',
      fullouter: 'FULL JOIN',
      leftsemi: 'SEMI JOIN',
      leftanti: 'ANTI JOIN',
      rightsemi: 'SEMI JOIN',
      rightanti: 'ANTI JOIN',
      cross: 'JOIN',
      asof: 'ASOF LEFT JOIN',
    }[rel.kind];
    const swapped = rel.kind === 'rightsemi' || rel.kind === 'rightanti';
    const from = swapped
      ? `(${right}) AS r${alias(rel.right.columns)} ${joinWord} (${left}) AS l${alias(rel.left.columns)} ON ${condition}`
      : `(${left}) AS l${alias(rel.left.columns)} ${joinWord} (${right}) AS r${alias(rel.right.columns)} ON ${condition}`;
    const block = this.#from(from, rel.columns);
    // Rows without a partner have no text: a text is never null.
    const select = new Map(block.select);
    const lost = (columns: readonly Column[]) => {
      for (const column of columns)
        if (column.type === 'string') select.set(column.id, `coalesce(${column.id}, '')`);
    };
    if (rel.kind === 'leftouter' || rel.kind === 'fullouter' || rel.kind === 'asof') lost(rel.right.columns);
    if (rel.kind === 'rightouter' || rel.kind === 'fullouter') lost(rel.left.columns);
    return { ...block, select };
  }

  #unnest(rel: Extract<Rel, { op: 'unnest' }>): Block {
    const elements = rel.columns.slice(
      rel.columns.length - rel.arrays.length - (rel.indexed ? 1 : 0),
      rel.columns.length - (rel.indexed ? 1 : 0),
    );
    const kept = rel.columns.slice(0, rel.columns.length - rel.arrays.length - (rel.indexed ? 1 : 0));
    const block = rel.input.op === 'unit' ? this.#block(rel.input) : this.#nested(rel.input);
    const printer = this.#printerOf(block);
    const lists = rel.arrays.map(
      (array, index) => `kql_elements(${scalarSql(array, printer)}, ${rel.bagAsArray}) AS a${index}`,
    );
    const length = rel.arrays.map((_, index) => `len(a${index})`).join(', ');
    const count =
      rel.limit === undefined ? `greatest(${length})` : `least(greatest(${length}), ${rel.limit})`;
    const columns = [
      ...kept.map((column) => column.id),
      ...elements.map((column, index) => `${elementSql(`a${index}[u_index + 1]`, column)} AS ${column.id}`),
      ...(rel.indexed ? [`u_index AS ${rel.columns.at(-1)!.id}`] : []),
    ];
    const source = block.from === '' ? '' : ` FROM ${block.from}`;
    const inner = `SELECT *, unnest(range(${count})) AS u_index FROM (SELECT ${block.from === '' ? '' : '*, '}${lists.join(', ')}${source})`;
    return this.#from(`(SELECT ${columns.join(', ')} FROM (${inner}))`, rel.columns);
  }
}

/** An element of a dynamic array as the type of its column. */
function elementSql(sql: string, column: Column): string {
  const value = `(${sql})`;
  switch (column.type) {
    case 'dynamic':
      return value;
    case 'string':
      return `coalesce(kql_dynamic_text(${value}), '')`;
    case 'long':
    case 'int':
      return `kql_dynamic_long(${value})::${duckTypes[column.type]}`;
    case 'real':
      return `kql_dynamic_real(${value})`;
    case 'bool':
      return `kql_dynamic_bool(${value})`;
    case 'datetime':
      return `kql_dynamic_datetime(${value})`;
    case 'timespan':
      return `kql_dynamic_timespan(${value})`;
    case 'guid':
      return `nullif(lower(kql_dynamic_text(${value})), '')`;
    case 'decimal':
      return `try_cast(kql_dynamic_text(${value}) AS ${duckTypes.decimal})`;
  }
}

/** Whether a column is one that numbers rows, which has no name. */
function isNumber(rel: Rel, id: string): boolean {
  return rel.columns.some((column) => column.id === id && column.name === '' && column.hidden === true);
}

/** A null literal of a union's leg needs its type said. */
function typed(sql: string, scalar: Scalar): string {
  return scalar.op === 'literal' && scalar.value === null ? literalSql(scalar.type, null) : sql;
}

function alias(columns: readonly Column[]): string {
  return `t_${columns[0]?.id ?? 'none'}`;
}

function mayBeNullPair(left: Scalar, right: Scalar): boolean {
  const nullable = (scalar: Scalar) => (scalar.op === 'literal' ? scalar.value === null : scalar.nullable);
  return nullable(left) && nullable(right);
}

/** A column or literal: free to repeat. */
function isPlain(sql: string): boolean {
  return /^(?:[\w.]+|"(?:[^"]|"")*")$/.test(sql);
}

/**
 * Whether expressions over ordered rows look into a relation that depends on the row: the engine joins those, and a join
 * keeps no order.
 */
function losesOrder(input: Rel, expressions: readonly Scalar[]): boolean {
  return expressions.some(looksUpByRow) && input.op !== 'unit' && isOrdered(input);
}

function looksUpByRow(scalar: Scalar): boolean {
  if (scalar.op === 'subquery' || scalar.op === 'in-subquery') return outerColumns(scalar.rel).size > 0;
  return (scalar.op === 'call' || scalar.op === 'window') && scalar.args.some(looksUpByRow);
}

function hasWindow(scalar: Scalar): boolean {
  return scalar.op === 'window' || (scalar.op === 'call' && scalar.args.some(hasWindow));
}

function hasSubquery(scalar: Scalar): boolean {
  return scalar.op === 'in-subquery' || scalar.op === 'subquery'
    ? true
    : scalar.op === 'call' || scalar.op === 'window'
      ? scalar.args.some(hasSubquery)
      : false;
}
