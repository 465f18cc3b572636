import { call, ref, type Column, type Rel, type Scalar } from '../ir/index.ts';
import { convert } from '../lower/convert.ts';
import { and, boundType, not } from '../lower/values.ts';
import type { Lowering } from '../lower/lowering.ts';
import { unsupported } from '../lower/refusal.ts';
import type { Scope } from '../lower/scope.ts';
import {
  child,
  columnsOf,
  descendants,
  kind,
  list,
  nameOf,
  need,
  parameters,
  scalarTypes,
  tokenText,
  type Node,
} from '../language/syntax.ts';
import type { KqlType } from '../types.ts';
import { piped, type LowerOperator } from './operator.ts';
import { constantCount } from './sort.ts';
import { lowerSteps } from './subquery.ts';

/** One array or bag of `mv-expand` or `mv-apply`. */
interface Expanded {
  readonly array: Scalar;
  readonly type: KqlType;
  /** The column whose place the elements take; undefined when they are a new column. */
  readonly replaces: Column | undefined;
  /** The column is expanded itself, without a new name: `mv-apply` moves it to the end. */
  readonly inPlace: boolean;
  readonly name: string;
}

interface Expansion {
  readonly arrays: readonly Expanded[];
  readonly index: string | undefined;
  readonly bagAsArray: boolean;
  readonly limit: number | undefined;
}

/** Most rows of one row that the old spelling `mvexpand` makes. */
const oldLimit = 128;

function expansionOf(lowering: Lowering, node: Node, row: readonly Column[], scope: Scope): Expansion {
  const given = parameters(node);
  const bag = given.get('kind') ?? given.get('bagexpansion');
  const index = given.get('with_itemindex');
  const clause = child(node, 'RowLimitClause');
  const keyword = child(node, 'MvExpandKeyword');
  const limit =
    clause !== undefined
      ? Number(constantCount(lowering, need(clause, 'RowLimit'), scope))
      : keyword !== undefined && tokenText(keyword).trim() === 'mvexpand'
        ? oldLimit
        : undefined;
  const inner: Scope = { environment: scope.environment, depth: scope.depth, row };
  const taken = new Set(row.map((column) => column.name));
  const bound = (columnsOf(node) ?? []).map((column) => column.name);
  const fresh = bound.filter((name) => !taken.has(name));
  const arrays = list(need(node, 'Expressions')).map((item): Expanded => {
    const expression = need(item, 'Expression');
    const named = kind(expression) === 'SimpleNamedExpression';
    const value = named ? need(expression, 'Expression') : expression;
    const array = convert(lowering.scalar(value, inner), 'dynamic');
    const clauseOf = child(item, 'ToTypeOf');
    const type = clauseOf === undefined ? 'dynamic' : typeOfClause(clauseOf);
    const plain = kind(value) === 'NameReference' ? nameOf(value) : undefined;
    const wanted = named ? nameOf(need(expression, 'Name')) : plain;
    const name = wanted ?? fresh[0] ?? convertedName(value) ?? '';
    if (fresh[0] === name) fresh.shift();
    const replaces = row.find((column) => column.name === name);
    return { array, type, name, replaces, inPlace: wanted !== undefined && !named };
  });
  return {
    arrays,
    index: index === undefined ? undefined : nameOf(index),
    bagAsArray: bag !== undefined && tokenText(bag).trim() === 'array',
    limit,
  };
}

/** `parse_json(Column)` takes the column's place. */
function convertedName(node: Node): string | undefined {
  if (kind(node) !== 'FunctionCallExpression') return undefined;
  const [first] = list(need(need(node, 'ArgumentList'), 'Expressions'));
  return first !== undefined && kind(first) === 'NameReference' ? nameOf(first) : undefined;
}

function typeOfClause(clause: Node): KqlType {
  const [first] = list(need(need(clause, 'TypeOf'), 'Types'));
  const bound = first === undefined ? undefined : (boundType(first) ?? aliasedType(first));
  if (bound === undefined) throw unsupported(clause, 'typeof() takes one of the scalar types');
  return bound;
}

const typeAliases: Readonly<Record<string, KqlType>> = {
  date: 'datetime',
  time: 'timespan',
  double: 'real',
  boolean: 'bool',
  uuid: 'guid',
  uniqueid: 'guid',
  int64: 'long',
  int32: 'int',
};

/** The type that a type's name stands for, by its name or another one. */
export function aliasedType(node: Node): KqlType | undefined {
  const text = tokenText(node).trim().toLowerCase();
  return scalarTypes.get(text) ?? typeAliases[text];
}

/** Unnests the arrays; the input's columns, then one for each array, then the index. */
function unnested(lowering: Lowering, input: Rel, kept: readonly Column[], expansion: Expansion): Rel {
  const elements = expansion.arrays.map((one) => lowering.column(one.name, one.type));
  const index = lowering.column(expansion.index ?? '', 'long', false);
  return {
    op: 'unnest',
    input,
    arrays: expansion.arrays.map((one) => one.array),
    bagAsArray: expansion.bagAsArray,
    ...(expansion.limit === undefined ? {} : { limit: expansion.limit }),
    columns: [...kept, ...elements, index],
    indexed: true,
  };
}

/** `mv-expand`: a row for each element; elements take the place of the column they come from. */
export const mvExpand: LowerOperator = (lowering, node, input, scope) => {
  const rel = piped(input);
  const expansion = expansionOf(lowering, node, rel.columns, scope);
  const replaced = new Set(expansion.arrays.map((one) => one.replaces));
  const kept = rel.columns.filter((column) => !replaced.has(column));
  const all = unnested(lowering, rel, kept, expansion);
  const elements = all.columns.slice(kept.length, kept.length + expansion.arrays.length);
  const columns = placed(rel.columns, expansion, elements);
  const index = all.columns.at(-1)!;
  const shown = expansion.index === undefined ? columns : [...columns, index];
  return { op: 'project', input: all, columns: shown, expressions: shown.map((column) => ref(column)) };
};

/** The row's columns with the elements in their places, new ones at the end. */
function placed(
  row: readonly Column[],
  expansion: Expansion,
  elements: readonly Column[],
): readonly Column[] {
  const at = new Map(expansion.arrays.map((one, place) => [one.replaces, elements[place]!]));
  return [
    ...row.map((column) => at.get(column) ?? column),
    ...elements.filter((_, place) => expansion.arrays[place]!.replaces === undefined),
  ];
}

/** `mv-apply`: the elements of each row go through steps of their own; a row without elements gives none. */
export const mvApply: LowerOperator = (lowering, node, input, scope) => {
  const rel = piped(input);
  if (child(node, 'ContextIdClause') !== undefined)
    throw unsupported(need(node, 'ContextIdClause'), '`id` of mv-apply is not supported');
  const expansion = expansionOf(lowering, node, rel.columns, scope);
  const arrays = unnested(lowering, { op: 'unit', columns: [] }, [], expansion);
  const index = arrays.columns.at(-1)!;
  const elements = arrays.columns.slice(0, -1);
  const inside = rel.columns.map((column) =>
    lowering.column(column.name, column.type, column.nullable, column.hidden),
  );
  const outer = new Map(inside.map((column, place) => [column, rel.columns[place]!]));
  const replaced = new Map(expansion.arrays.map((one, place) => [one.replaces?.name, elements[place]!]));
  const row = [
    ...inside.map((column) => replaced.get(column.name) ?? column),
    ...elements.filter((_, place) => expansion.arrays[place]!.replaces === undefined),
    ...(expansion.index === undefined ? [] : [index]),
  ];
  const rows: Rel = {
    op: 'project',
    input: {
      op: 'sort',
      input: arrays,
      columns: arrays.columns,
      keys: [{ by: ref(index), descending: false, nullsFirst: false }],
    },
    columns: row,
    expressions: row.map((column) => ref(outer.get(column) ?? column)),
  };
  const steps = need(need(node, 'Subquery'), 'Expression');
  const inner = lowerSteps(lowering, steps, rows, {
    environment: scope.environment,
    depth: scope.depth,
  });
  // Without rows an aggregate has a row of its own, which must not come up.
  const empty = expansion.arrays.map((one) => call('no elements', [one.array], 'bool', false));
  const filled: Rel = [...descendants(steps)].some(
    (one) => kind(one) === 'SummarizeOperator' || kind(one) === 'CountOperator',
  )
    ? { op: 'filter', input: rel, columns: rel.columns, predicate: not(and(empty)) }
    : rel;
  const made = inner.columns.filter((column) => column.hidden !== true);
  const both: Rel = {
    op: 'apply',
    input: filled,
    inner: project(inner, made),
    columns: [...rel.columns, ...made],
  };
  // A column that is expanded itself comes up only when the steps give it, among what they give.
  const moved = new Set(expansion.arrays.flatMap((one) => (one.inPlace ? one.name : [])));
  const staying = rel.columns.filter((column) => !moved.has(column.name));
  const names = new Set(staying.map((column) => column.name));
  const columns = [
    ...staying.map((column) => made.find((other) => other.name === column.name) ?? column),
    ...made.filter((column) => !names.has(column.name)),
  ];
  return project(both, columns);
};

function project(rel: Rel, columns: readonly Column[]): Rel {
  return { op: 'project', input: rel, columns, expressions: columns.map((column) => ref(column)) };
}
