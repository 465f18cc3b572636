import { words } from './written-out.ts';
import { largestValue, tooLarge } from '../../caps/value-size.ts';
import { aggregateFunctions, scalarFunctions, windowFunctions } from '../../functions/index.ts';
import type { AggregateCall, Rel, Scalar } from '../../ir/index.ts';
import { nativeName } from './native.ts';
import { literalSql } from './literal.ts';

/** What the printing of an expression needs from the printing of relations. */
export interface RelationPrinter {
  /** SQL of a whole relation, as a SELECT. */
  readonly select: (rel: Rel) => string;
  /** What an id is here: the id itself, or the expression that a merged projection gave it. */
  readonly column: (id: string) => string;
}

/** Expression as SQL that may stand anywhere. */
export function scalarSql(scalar: Scalar, printer: RelationPrinter): string {
  switch (scalar.op) {
    case 'column':
      return printer.column(scalar.id);
    case 'literal':
      return literalSql(scalar.type, scalar.value);
    case 'call':
      return callSql(scalar, printer);
    case 'window': {
      const entry = windowFunctions.get(scalar.fn);
      if (entry === undefined) throw new Error(`no window function ${scalar.fn}`);
      const args = scalar.args.map((arg) => scalarSql(arg, printer));
      const over = `OVER (ORDER BY ${printer.column(scalar.order.id)})`;
      const sql =
        typeof entry.duckdb === 'string'
          ? fill(entry.duckdb, args).replaceAll('$over', () => over)
          : entry.duckdb(args, over, scalar);
      return scalar.type === 'string' ? `coalesce(${sql}, '')` : `(${sql})`;
    }
    case 'subquery': {
      const sql = `(SELECT ${scalar.rel.columns.find((c) => c.hidden !== true)!.id} FROM (${printer.select(scalar.rel)}) LIMIT 1)`;
      return scalar.type === 'string' ? `coalesce(${sql}, '')` : sql;
    }
    case 'in-subquery':
      return `coalesce(${memberSql(scalar, printer)}, false)`;
  }
}

/**
 * A condition whose null counts as false, as in WHERE: what only turns null into false is left out, which lets the engine see
 * plain comparisons.
 */
export function conditionSql(scalar: Scalar, printer: RelationPrinter): string {
  if (scalar.op === 'in-subquery') return `(${memberSql(scalar, printer)})`;
  if (scalar.op !== 'call') return scalarSql(scalar, printer);
  if (scalar.fn === 'and' || scalar.fn === 'or') {
    const word = scalar.fn === 'and' ? ' AND ' : ' OR ';
    return `(${scalar.args.map((arg) => conditionSql(arg, printer)).join(word)})`;
  }
  const condition = scalarFunctions.get(scalar.fn)?.condition;
  if (condition === undefined) return scalarSql(scalar, printer);
  return `(${condition(
    scalar.args.map((arg) => scalarSql(arg, printer)),
    scalar,
  )})`;
}

/** Null for a null value; else whether it is among the values of a relation. */
function memberSql(scalar: Extract<Scalar, { op: 'in-subquery' }>, printer: RelationPrinter): string {
  const id = scalar.rel.columns[0]!.id;
  return `${scalarSql(scalar.value, printer)} IN (SELECT ${id} FROM (${printer.select(scalar.rel)}) WHERE ${id} IS NOT NULL)`;
}

function callSql(scalar: Extract<Scalar, { op: 'call' }>, printer: RelationPrinter): string {
  const entry = scalarFunctions.get(scalar.fn);
  if (entry === undefined) throw new Error(`no function ${scalar.fn}`);
  const args = scalar.args.map((arg) => scalarSql(arg, printer));
  if (entry.native !== undefined) {
    const sql = `${nativeName(entry.name)}(${args.join(', ')})`;
    return entry.native.returns === 'dynamic' ? `(${sql}::JSON)` : sql;
  }
  if (entry.duckdb === undefined) throw new Error(`the function ${entry.name} has no SQL`);
  const template = (values: readonly string[]) =>
    typeof entry.duckdb === 'string' ? fill(entry.duckdb, values) : entry.duckdb!(values, scalar);
  const body = (values: readonly string[]) => {
    const large = tooLarge(scalar, values);
    if (large === undefined) return template(values);
    // Around the whole call it would come too late: the engine computes what is constant before anything else.
    const [first, ...rest] = values;
    return template([`(CASE WHEN ${large} THEN ${tooLargeSql} ELSE ${first!} END)`, ...rest]);
  };
  const sql = withFields(scalar.args, args, body);
  return atom(scalar.type === 'string' && entry.nulls === 'may' ? `coalesce(${sql}, '')` : sql);
}

const tooLargeSql = `error('kql-limit: a text or array would be larger than ${largestValue / 2 ** 20} MB')`;

/** Words of arguments that a function may repeat; it gets longer ones as fields, so that SQL inside SQL does not double. */
const repeatable = 200;

/**
 * A function gets an argument as a field of a row where the engine could not take it as it is: a subquery inside a lambda,
 * or SQL that is long and would be repeated.
 */
function withFields(
  scalars: readonly Scalar[],
  args: readonly string[],
  body: (values: readonly string[]) => string,
): string {
  const plain = body(args);
  const inLambda = /\blambda | FOR \w+ IN /.test(plain);
  const sizes = args.map(words);
  const all = sizes.reduce((sum, size) => sum + size, 0);
  const repeats = all > repeatable && words(plain) > 1.5 * all + repeatable;
  const asField = args.map(
    (arg, index) =>
      (inLambda && hasQuery(scalars[index]!)) ||
      (repeats && sizes[index]! > 20 && scalars[index]!.op !== 'literal'),
  );
  if (!asField.includes(true)) return plain;
  const fields = args.flatMap((arg, index) => (asField[index] === true ? [`q${index}: ${arg}`] : []));
  const values = args.map((arg, index) => (asField[index] === true ? `row_.q${index}` : arg));
  return `list_transform([{${fields.join(', ')}}], lambda row_: ${body(values)})[1]`;
}

function hasQuery(scalar: Scalar): boolean {
  if (scalar.op === 'subquery' || scalar.op === 'in-subquery') return true;
  return scalar.op === 'call' && scalar.args.some(hasQuery);
}

/** SQL of an aggregate call; `order` is by what lists are ordered, where they are. */
export function aggregateSql(call: AggregateCall, order: string, printer: RelationPrinter): string {
  const entry = aggregateFunctions.get(call.fn);
  const sql = templateSql(
    call,
    call.args.map((arg) => scalarSql(arg, printer)),
    order,
    printer,
  );
  if (call.type === 'string') return `coalesce(${sql}, '')`;
  return entry?.empty === undefined
    ? sql
    : `coalesce(${sql}, ${typeof entry.empty === 'string' ? `'${entry.empty}'` : String(entry.empty)})`;
}

/** Aggregates that choose a row: of several columns of one row the engine is asked once. */
const rowAggregates: ReadonlySet<string> = new Set(['arg_max', 'arg_min', 'take_any']);

/** What calls must have in common to be about one row; undefined for other aggregates. */
export function rowOf(call: AggregateCall, printer: RelationPrinter): string | undefined {
  if (!rowAggregates.has(call.fn)) return undefined;
  const by = call.args.slice(0, -1).map((arg) => scalarSql(arg, printer));
  const filter = call.filter === undefined ? '' : scalarSql(call.filter, printer);
  return JSON.stringify([call.fn, by, filter]);
}

/** SQL of calls about one row, each under its id; the engine sees that the aggregate is the same in all of them. */
export function rowAggregateSql(
  calls: readonly { readonly call: AggregateCall; readonly id: string }[],
  order: string,
  printer: RelationPrinter,
): ReadonlyMap<string, string> {
  const first = calls[0]!.call;
  const by = first.args.slice(0, -1).map((arg) => scalarSql(arg, printer));
  const values = calls.map(({ call, id }) => `${id}: ${scalarSql(call.args.at(-1)!, printer)}`);
  const row = templateSql(first, [...by, `{${values.join(', ')}}`], order, printer);
  return new Map(
    calls.map(({ call, id }) => [
      id,
      call.type === 'string' ? `coalesce((${row}).${id}, '')` : `(${row}).${id}`,
    ]),
  );
}

function templateSql(
  call: AggregateCall,
  args: readonly string[],
  order: string,
  printer: RelationPrinter,
): string {
  const entry = aggregateFunctions.get(call.fn);
  if (entry === undefined) throw new Error(`no aggregate ${call.fn}`);
  const filter = call.filter === undefined ? '' : ` FILTER (WHERE ${scalarSql(call.filter, printer)})`;
  return typeof entry.duckdb === 'string'
    ? fill(entry.duckdb, args)
        .replaceAll('$filter', () => filter)
        .replaceAll('$order', () => order)
    : entry.duckdb(args, { filter, call, order });
}

/** Puts arguments into a template. */
function fill(template: string, args: readonly string[]): string {
  return template.replace(/\$(\*|\d+)/g, (_, which: string) =>
    which === '*' ? args.join(', ') : (args[Number(which) - 1] ?? 'NULL'),
  );
}

/** In parentheses unless it is one call or name already. */
function atom(sql: string): string {
  return /^[\w."]+(\([^()]*\))?$/.test(sql) ? sql : `(${sql})`;
}
