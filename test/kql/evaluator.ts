import type { Aggregate, Trust } from './aggregates.ts';
import type { ScalarFunction } from './functions.ts';
import {
  floorDivide,
  keyOf,
  long,
  longOfText,
  order,
  same,
  textOf,
  toJson,
  truncated,
  undecided,
  type Json,
  type Row,
  type Type,
  type Value,
} from './values.ts';

/** A column of a table. */
export interface Column {
  readonly name: string;
  readonly type: Type;
  readonly trust: Trust;
}

/** A table: rows as arrays. */
export interface Relation {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** The rows stand in an order that the query fixes. */
  readonly ordered: boolean;
}

/** An expression over the columns of a row. */
export type Expression = { readonly type: Type } & (
  | { readonly kind: 'column'; readonly name: string }
  | { readonly kind: 'literal'; readonly value: Value }
  /** A name of a `let`, or a `toscalar`: its text, and what it is. */
  | { readonly kind: 'known'; readonly text: string; readonly value: Value }
  | { readonly kind: 'call'; readonly fn: ScalarFunction; readonly args: readonly Expression[] }
);

/** An expression and the name of its column; `bare` when the query gives no name and the language does. */
export interface Item {
  readonly name: string;
  readonly value: Expression;
}

export interface SortKey {
  readonly value: Expression;
  readonly direction: 'asc' | 'desc' | 'default';
  readonly nulls: 'first' | 'last' | 'default';
}

export interface AggregateItem {
  readonly name: string;
  /** The query says no name. */
  readonly unnamed?: true;
  readonly fn: Aggregate;
  readonly args: readonly Expression[];
}

/** `arg_max` or `arg_min` of a column, with other columns of its row. */
export interface Extreme {
  readonly fn: 'arg_max' | 'arg_min';
  readonly of: string;
  readonly others: readonly string[] | '*';
}

export const joinKinds = [
  'innerunique',
  'inner',
  'leftouter',
  'rightouter',
  'fullouter',
  'leftsemi',
  'rightsemi',
  'leftanti',
  'rightanti',
] as const;
export type JoinKind = (typeof joinKinds)[number];

/** A function over the rows in their order. */
export interface WindowItem {
  readonly name: string;
  readonly fn: 'row_number' | 'row_cumsum' | 'prev' | 'next';
  readonly column: string;
  readonly offset: number;
  readonly otherwise?: Value;
}

/** One operator of a pipeline. */
export type Step =
  | { readonly op: 'where'; readonly predicate: Expression }
  | { readonly op: 'extend' | 'project'; readonly items: readonly Item[] }
  | {
      readonly op: 'project-away' | 'project-keep' | 'project-reorder' | 'distinct';
      readonly names: readonly string[];
    }
  | { readonly op: 'project-rename'; readonly from: string; readonly to: string }
  | { readonly op: 'sort'; readonly by: readonly SortKey[] }
  | { readonly op: 'top'; readonly count: number; readonly by: SortKey }
  | { readonly op: 'take'; readonly count: number }
  | { readonly op: 'count' }
  | {
      readonly op: 'summarize';
      readonly aggregates: readonly AggregateItem[];
      readonly extreme?: Extreme;
      readonly by: readonly Item[];
    }
  | {
      readonly op: 'join';
      readonly kind: JoinKind;
      readonly unnamed: boolean;
      readonly right: Pipeline;
      readonly on: readonly JoinKey[];
    }
  | {
      readonly op: 'lookup';
      readonly kind: 'leftouter' | 'inner';
      readonly right: Pipeline;
      readonly on: readonly JoinKey[];
    }
  | { readonly op: 'union'; readonly others: readonly Pipeline[]; readonly source?: string }
  | { readonly op: 'mv-expand'; readonly items: readonly Expansion[]; readonly index?: string }
  | { readonly op: 'mv-apply'; readonly item: Expansion; readonly on: 'sum' | 'count' | Expression }
  | { readonly op: 'serialize'; readonly items: readonly WindowItem[] }
  | {
      readonly op: 'parse' | 'parse-where';
      readonly column: string;
      readonly pattern: readonly PatternPart[];
    }
  | {
      readonly op: 'make-series';
      readonly aggregates: readonly AggregateItem[];
      readonly axis: string;
      readonly from: Value;
      readonly to: Value;
      readonly step: Value;
      readonly stepType: Type;
      readonly by: readonly string[];
    };

export interface JoinKey {
  readonly left: string;
  readonly right: string;
}

/** A column of arrays that becomes rows: under its own name or another, converted to a type or not. */
export interface Expansion {
  readonly name: string;
  readonly source: string;
  readonly to?: 'long' | 'string';
}

/** A part of a pattern of `parse`: a text, a column, or `*`. */
export type PatternPart =
  { readonly text: string } | { readonly name: string; readonly type: 'string' | 'long' } | '*';

/** Where rows come from, as a query writes it, and what follows. */
export interface Pipeline {
  readonly source: { readonly text: string; readonly relation: Relation };
  readonly steps: readonly Step[];
}

/** The value of an expression in a row. */
export function evaluate(expression: Expression, row: Row, places: ReadonlyMap<string, number>): Value {
  switch (expression.kind) {
    case 'literal':
    case 'known':
      return expression.value;
    case 'column':
      return row[places.get(expression.name)!]!;
    case 'call':
      return expression.fn.apply(expression.args.map((arg) => evaluate(arg, row, places)));
  }
}

export function run(pipeline: Pipeline): Relation {
  return pipeline.steps.reduce(apply, pipeline.source.relation);
}

const places = (relation: Relation) => new Map(relation.columns.map((column, index) => [column.name, index]));
const column = (name: string, type: Type, trust: Trust = 'exact'): Column => ({ name, type, trust });
const placeOf = (relation: Relation, name: string) => relation.columns.findIndex((c) => c.name === name);
const missing = (type: Type): Value => (type === 'string' ? '' : null);

/** How far the result of an expression can be compared. */
function trustOf(expression: Expression, relation: Relation): Trust {
  if (expression.kind === 'column') return relation.columns[placeOf(relation, expression.name)]!.trust;
  return expression.kind === 'call' ? (expression.fn.trust ?? 'exact') : 'exact';
}

/** What an operator makes of a table. */
export function apply(input: Relation, step: Step): Relation {
  const at = places(input);
  const value = (expression: Expression, row: Row) => evaluate(expression, row, at);
  switch (step.op) {
    case 'where':
      return { ...input, rows: input.rows.filter((row) => value(step.predicate, row) === true) };
    case 'project':
      return {
        ...input,
        columns: step.items.map((item) => column(item.name, item.value.type, trustOf(item.value, input))),
        rows: input.rows.map((row) => step.items.map((item) => value(item.value, row))),
      };
    case 'extend': {
      const names = [...input.columns.map((c) => c.name)];
      for (const { name } of step.items) if (!names.includes(name)) names.push(name);
      const items = names.map((name): Item => {
        const given = step.items.find((item) => item.name === name);
        return given ?? { name, value: { kind: 'column', name, type: input.columns[at.get(name)!]!.type } };
      });
      return apply(input, { op: 'project', items });
    }
    case 'project-keep':
      return pick(
        input,
        input.columns.map((c) => c.name).filter((name) => step.names.includes(name)),
      );
    case 'project-away':
      return pick(
        input,
        input.columns.map((c) => c.name).filter((name) => !step.names.includes(name)),
      );
    case 'project-reorder':
      return pick(input, [
        ...step.names,
        ...input.columns.map((c) => c.name).filter((name) => !step.names.includes(name)),
      ]);
    case 'project-rename':
      return {
        ...input,
        columns: input.columns.map((c) => (c.name === step.from ? { ...c, name: step.to } : c)),
      };
    case 'distinct': {
      const picked = pick(input, step.names);
      return { ...picked, rows: unique(picked.columns, picked.rows), ordered: false };
    }
    case 'sort':
      return sorted(input, step.by);
    case 'top':
      return apply(sorted(input, [step.by]), { op: 'take', count: step.count });
    case 'take':
      if (step.count >= input.rows.length) return input;
      if (!input.ordered && step.count > 0) return undecided('which rows are taken');
      return { ...input, rows: input.rows.slice(0, step.count) };
    case 'count':
      return { columns: [column('Count', 'long')], rows: [[BigInt(input.rows.length)]], ordered: true };
    case 'summarize':
      return summarize(input, step);
    case 'join':
      return join(input, run(step.right), step.kind, step.on);
    case 'lookup': {
      const right = run(step.right);
      const joined = join(input, right, step.kind, step.on);
      const keys = new Set(step.on.map((key) => input.columns.length + placeOf(right, key.right)));
      const keep = joined.columns.map((_, index) => index).filter((index) => !keys.has(index));
      // The name of a key is free for no other column: the language has named the others after all were there.
      return {
        ...joined,
        columns: keep.map((index) => joined.columns[index]!),
        rows: joined.rows.map((row) => keep.map((index) => row[index]!)),
      };
    }
    case 'union':
      return union([input, ...step.others.map(run)], step.source);
    case 'mv-expand':
      return expand(input, step.items, step.index);
    case 'mv-apply':
      return mvApply(input, step.item, step.on);
    case 'serialize':
      return serialize(input, step.items);
    case 'parse':
    case 'parse-where':
      return parse(input, step.column, step.pattern, step.op === 'parse-where');
    case 'make-series':
      return makeSeries(input, step);
  }
}

function pick(input: Relation, names: readonly string[]): Relation {
  const indexes = names.map((name) => placeOf(input, name));
  return {
    ...input,
    columns: indexes.map((index) => input.columns[index]!),
    rows: input.rows.map((row) => indexes.map((index) => row[index]!)),
  };
}

const rowKey = (columns: readonly Column[], row: Row) =>
  JSON.stringify(columns.map((c, index) => keyOf(c.type, row[index]!)));

function unique(columns: readonly Column[], rows: readonly Row[]): readonly Row[] {
  return [...new Map(rows.map((row) => [rowKey(columns, row), row])).values()];
}

function sorted(input: Relation, by: readonly SortKey[]): Relation {
  const at = places(input);
  const keyed = input.rows.map((row) => ({ row, keys: by.map((key) => evaluate(key.value, row, at)) }));
  const compare = (a: readonly Value[], b: readonly Value[]): number => {
    for (const [index, key] of by.entries()) {
      const ascending = key.direction === 'asc';
      const nullsFirst = key.nulls === 'default' ? ascending : key.nulls === 'first';
      const [x, y] = [a[index] ?? null, b[index] ?? null];
      if (x === null || y === null) {
        if (x === y) continue;
        return (x === null) === nullsFirst ? -1 : 1;
      }
      const result = order(x, y) * (ascending ? 1 : -1);
      if (result !== 0) return result;
    }
    return 0;
  };
  const rows = keyed.toSorted((a, b) => compare(a.keys, b.keys));
  const tied = rows.some((entry, index) => {
    const next = rows[index + 1];
    return (
      next !== undefined &&
      compare(entry.keys, next.keys) === 0 &&
      rowKey(input.columns, entry.row) !== rowKey(input.columns, next.row)
    );
  });
  return { ...input, rows: rows.map((entry) => entry.row), ordered: !tied };
}

interface Group {
  readonly key: Row;
  readonly rows: readonly Row[];
}

function groups(input: Relation, by: readonly Item[]): readonly Group[] {
  const at = places(input);
  const found = new Map<string, { key: Row; rows: Row[] }>();
  for (const row of input.rows) {
    const key = by.map((item) => evaluate(item.value, row, at));
    const text = JSON.stringify(key.map((value, index) => keyOf(by[index]!.value.type, value)));
    const group = found.get(text) ?? { key, rows: [] };
    found.set(text, group);
    group.rows.push(row);
  }
  // Without keys there is one group, with rows or without.
  return by.length === 0 && found.size === 0 ? [{ key: [], rows: [] }] : [...found.values()];
}

function summarize(input: Relation, step: Extract<Step, { op: 'summarize' }>): Relation {
  const at = places(input);
  const extreme = step.extreme;
  const taken = new Set(
    step.by.flatMap((item) => [item.name, ...(item.value.kind === 'column' ? [item.value.name] : [])]),
  );
  const others =
    extreme === undefined
      ? []
      : extreme.others === '*'
        ? input.columns.map((c) => c.name).filter((name) => name !== extreme.of && !taken.has(name))
        : extreme.others;
  const extremeColumns =
    extreme === undefined ? [] : [extreme.of, ...others].map((name) => input.columns[at.get(name)!]!);
  return {
    columns: [
      ...step.by.map((item) => column(item.name, item.value.type)),
      ...step.aggregates.map((item) =>
        column(
          item.name,
          item.fn.result,
          item.fn.listed === true && !input.ordered ? 'set' : (item.fn.trust ?? 'exact'),
        ),
      ),
      ...extremeColumns,
    ],
    rows: groups(input, step.by).map(({ key, rows }) => [
      ...key,
      ...step.aggregates.map((item) => {
        const result = item.fn.apply(rows.map((row) => item.args.map((arg) => evaluate(arg, row, at))));
        return result ?? missing(item.fn.result);
      }),
      ...(extreme === undefined ? [] : extremeRow(extreme, rows, extremeColumns, at)),
    ]),
    ordered: false,
  };
}

function extremeRow(
  extreme: Extreme,
  rows: readonly Row[],
  columns: readonly Column[],
  at: ReadonlyMap<string, number>,
): Row {
  const values = rows.map((row): Value => row[at.get(extreme.of)!] ?? null);
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return undecided('the extreme of nulls');
  const direction = extreme.fn === 'arg_max' ? 1 : -1;
  const best = known.reduce((a, b) => (order(b, a) * direction > 0 ? b : a));
  const winners = unique(
    columns,
    rows
      .filter((_, index) => values[index] != null && order(values[index], best) === 0)
      .map((row) => columns.map((c) => row[at.get(c.name)!]!)),
  );
  return winners.length === 1 ? winners[0]! : undecided('which of several extreme rows');
}

function join(left: Relation, right: Relation, kind: JoinKind, on: readonly JoinKey[]): Relation {
  const keyIn = (relation: Relation, side: 'left' | 'right') => {
    const indexes = on.map((key) => placeOf(relation, key[side]));
    return (row: Row) =>
      JSON.stringify(indexes.map((index) => keyOf(relation.columns[index]!.type, row[index]!)));
  };
  const [leftKey, rightKey] = [keyIn(left, 'left'), keyIn(right, 'right')];
  const among = (rows: readonly Row[], key: (row: Row) => string) => {
    const keys = new Set(rows.map(key));
    return (wanted: string) => keys.has(wanted);
  };
  if (kind === 'leftsemi' || kind === 'leftanti') {
    const there = among(right.rows, rightKey);
    return {
      ...left,
      rows: left.rows.filter((row) => there(leftKey(row)) === (kind === 'leftsemi')),
      ordered: false,
    };
  }
  if (kind === 'rightsemi' || kind === 'rightanti') {
    const there = among(left.rows, leftKey);
    return {
      ...right,
      rows: right.rows.filter((row) => there(rightKey(row)) === (kind === 'rightsemi')),
      ordered: false,
    };
  }
  const first = kind === 'innerunique' ? firstOfEach(left, leftKey) : left;
  const rows: Row[] = [];
  const matched = new Set<Row>();
  for (const row of first.rows) {
    const partners = right.rows.filter((other) => rightKey(other) === leftKey(row));
    for (const partner of partners) {
      matched.add(partner);
      rows.push([...row, ...partner]);
    }
    if (partners.length === 0 && (kind === 'leftouter' || kind === 'fullouter'))
      rows.push([...row, ...right.columns.map((c) => missing(c.type))]);
  }
  if (kind === 'rightouter' || kind === 'fullouter')
    for (const row of right.rows)
      if (!matched.has(row)) rows.push([...left.columns.map((c) => missing(c.type)), ...row]);
  return { columns: sideBySide(first.columns, right.columns), rows, ordered: false };
}

/** One row for each key; columns that differ between rows of a key may be those of any of them. */
function firstOfEach(input: Relation, keyIn: (row: Row) => string): Relation {
  const first = new Map<string, Row>();
  const differ = new Set<number>();
  for (const row of input.rows) {
    const known = first.get(keyIn(row));
    if (known === undefined) first.set(keyIn(row), row);
    else
      input.columns.forEach(
        (c, index) => keyOf(c.type, known[index]!) !== keyOf(c.type, row[index]!) && differ.add(index),
      );
  }
  return {
    ...input,
    columns: input.columns.map((c, index) => (differ.has(index) ? { ...c, trust: 'any' } : c)),
    rows: [...first.values()],
  };
}

/** Columns of both sides; a name that is taken gets the first free number. */
function sideBySide(left: readonly Column[], right: readonly Column[]): readonly Column[] {
  const taken = new Set(left.map((c) => c.name));
  return [
    ...left,
    ...right.map((c) => {
      let name = c.name;
      for (let number = 1; taken.has(name); number++) name = `${c.name}${number}`;
      if (name !== c.name && right.some((other) => other.name === name))
        return undecided('which of two columns keeps its name');
      taken.add(name);
      return { ...c, name };
    }),
  ];
}

function union(legs: readonly Relation[], source: string | undefined): Relation {
  const types = new Map<string, Set<Type>>();
  for (const leg of legs)
    for (const c of leg.columns) types.set(c.name, (types.get(c.name) ?? new Set()).add(c.type));
  if (legs.length > 2 && [...types.values()].some((kinds) => kinds.size > 1))
    return undecided('names where more than two tables clash');
  const nameOf = (c: Column) => (types.get(c.name)!.size > 1 ? `${c.name}_${c.type}` : c.name);
  const found = new Map<string, Column>();
  for (const [name, kinds] of types)
    for (const type of kinds) {
      const members = legs.flatMap((leg) => leg.columns.filter((c) => c.name === name && c.type === type));
      const trust = members.find((c) => c.trust !== 'exact')?.trust ?? 'exact';
      const named = nameOf({ name, type, trust });
      if (found.has(named)) return undecided('a name with a type that another column has');
      found.set(named, column(named, type, trust));
    }
  const columns = [...found.values()];
  const rows = legs.flatMap((leg) => {
    const indexes = columns.map((c) => leg.columns.findIndex((own) => nameOf(own) === c.name));
    return leg.rows.map((row) =>
      indexes.map((index, i) => (index === -1 ? missing(columns[i]!.type) : row[index]!)),
    );
  });
  if (source === undefined) return { columns, rows, ordered: false };
  return {
    columns: [column(source, 'string', 'any'), ...columns],
    rows: rows.map((row) => ['', ...row]),
    ordered: false,
  };
}

/** What a value becomes when it is expanded. */
function elements(value: Value): readonly (Json | null)[] {
  if (Array.isArray(value)) return value as readonly (Json | null)[];
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).map(([key, item]) => ({ [key]: item }));
  return [value as Json | null];
}

function converted(item: Json | null, to: Expansion['to']): Value {
  if (to === undefined) return item;
  if (to === 'string') return textOf('dynamic', item);
  if (typeof item === 'number') return truncated(item);
  if (typeof item === 'string') return longOfText(item);
  return typeof item === 'boolean' ? undecided('a truth as number') : null;
}

function expand(input: Relation, items: readonly Expansion[], index: string | undefined): Relation {
  const names = input.columns.map((c) => c.name);
  for (const item of items) if (!names.includes(item.name)) names.push(item.name);
  const columns = names.map((name) => {
    const item = items.find((entry) => entry.name === name);
    return item === undefined ? input.columns[placeOf(input, name)]! : column(name, item.to ?? 'dynamic');
  });
  const rows = input.rows.flatMap((row) => {
    const lists = items.map((item) => elements(row[placeOf(input, item.source)]!));
    return Array.from({ length: Math.max(...lists.map((list) => list.length)) }, (_, i) => [
      ...names.map((name) => {
        const place = items.findIndex((item) => item.name === name);
        return place === -1
          ? row[placeOf(input, name)]!
          : converted(lists[place]![i] ?? null, items[place]!.to);
      }),
      ...(index === undefined ? [] : [BigInt(i)]),
    ]);
  });
  return {
    columns: index === undefined ? columns : [...columns, column(index, 'long')],
    rows,
    ordered: false,
  };
}

function mvApply(input: Relation, item: Expansion, on: 'sum' | 'count' | Expression): Relation {
  const place = placeOf(input, item.source);
  for (const row of input.rows)
    if (!Array.isArray(row[place]) || row[place].length === 0)
      return undecided('mv-apply over what is no array');
  if (typeof on === 'object') return apply(expand(input, [item], undefined), { op: 'where', predicate: on });
  const total = (row: Row): Value => {
    const values = elements(row[place]!).map((element) => converted(element, item.to));
    if (on === 'count') return BigInt(values.length);
    const known = values.filter((value) => value !== null) as bigint[];
    return known.length === 0 ? undecided('the sum of nulls only') : known.reduce((a, b) => a + b);
  };
  return {
    columns: [...input.columns, column('total', 'long')],
    rows: input.rows.map((row) => [...row, total(row)]),
    ordered: false,
  };
}

function serialize(input: Relation, items: readonly WindowItem[]): Relation {
  if (!input.ordered) return undecided('functions over rows without order');
  const additions = items.map((item) => {
    const place = placeOf(input, item.column);
    const { type, trust } = input.columns[place]!;
    const values = input.rows.map((row): Value => row[place] ?? null);
    const from = (index: number): Value =>
      index in values ? values[index]! : (item.otherwise ?? missing(type));
    switch (item.fn) {
      case 'row_number':
        return {
          column: column(item.name, 'long'),
          values: values.map((_, index) => BigInt(index + item.offset)),
        };
      case 'prev':
        return {
          column: column(item.name, type, trust),
          values: values.map((_, index) => from(index - item.offset)),
        };
      case 'next':
        return {
          column: column(item.name, type, trust),
          values: values.map((_, index) => from(index + item.offset)),
        };
      case 'row_cumsum': {
        let sum = 0n;
        const sums = values.map((value) =>
          value === null ? undecided('the running sum of null') : (sum = long(sum + (value as bigint))),
        );
        return { column: column(item.name, 'long'), values: sums };
      }
    }
  });
  return {
    ...input,
    columns: [...input.columns, ...additions.map((addition) => addition.column)],
    rows: input.rows.map((row, index) => [...row, ...additions.map((addition) => addition.values[index]!)]),
  };
}

function parse(input: Relation, name: string, pattern: readonly PatternPart[], filters: boolean): Relation {
  const place = placeOf(input, name);
  const fields = pattern.filter((part) => typeof part === 'object' && 'name' in part);
  const last = pattern.at(-1);
  const expression = new RegExp(
    `^${pattern
      .map((part) => {
        if (part === '*') return part === last && pattern.length > 1 ? '.*' : '.*?';
        if ('text' in part) return part.text.replace(/[\\^$.|?*+()[\]{}]/g, String.raw`\$&`);
        return part === last ? '(.*)' : '(.*?)';
      })
      .join('')}$`,
    'su',
  );
  const rows = input.rows.flatMap((row) => {
    const match = expression.exec(row[place] as string);
    if (match === null) return filters ? [] : [[...row, ...fields.map((field) => missing(field.type))]];
    return [
      [
        ...row,
        ...fields.map((field, index): Value => {
          const found = match[index + 1]!;
          if (field.type === 'string') return found;
          return /^\d{1,9}$/.test(found) ? BigInt(found) : undecided('a field that is no number');
        }),
      ],
    ];
  });
  return {
    columns: [...input.columns, ...fields.map((field) => column(field.name, field.type))],
    rows,
    ordered: false,
  };
}

function makeSeries(input: Relation, step: Extract<Step, { op: 'make-series' }>): Relation {
  const place = placeOf(input, step.axis);
  const type = input.columns[place]!.type;
  const [from, to, width] = [step.from as bigint, step.to as bigint, step.step as bigint];
  const points = Array.from(
    { length: Number((to - from + width - 1n) / width) },
    (_, index) => from + BigInt(index) * width,
  );
  const inside = input.rows.filter(
    (row) => row[place] !== null && (row[place] as bigint) >= from && (row[place] as bigint) < to,
  );
  const by = step.by.map((name): Item => ({
    name,
    value: { kind: 'column', name, type: input.columns[placeOf(input, name)]!.type },
  }));
  const all = groups(input, by);
  const found = groups({ ...input, rows: inside }, by);
  if (inside.length === 0 || all.length !== found.length)
    return undecided('series of groups without a row in the range');
  const at = places(input);
  return {
    columns: [
      ...by.map((item) => column(item.name, item.value.type)),
      ...step.aggregates.map((item) => column(item.name, 'dynamic')),
      column(step.axis, 'dynamic'),
    ],
    rows: found.map(({ key, rows }) => [
      ...key,
      ...step.aggregates.map((item) =>
        points.map((_, index) => {
          const here = rows.filter(
            (row) => floorDivide((row[place] as bigint) - from, width) === BigInt(index),
          );
          if (here.length === 0) return 0;
          return toJson(
            item.fn.result,
            item.fn.apply(here.map((row) => item.args.map((arg) => evaluate(arg, row, at)))),
          );
        }),
      ),
      points.map((point) => toJson(type, point)),
    ]),
    ordered: false,
  };
}

/** Whether two values of a column are the same, as far as it can be compared. */
export function matches(c: Column, expected: Value, actual: Value): boolean {
  if (c.trust === 'any') return true;
  if (expected === null || actual === null) return expected === actual;
  if (c.trust === 'set' && Array.isArray(expected) && Array.isArray(actual)) {
    const texts = (list: readonly unknown[]) => list.map((item) => JSON.stringify(item)).sort();
    return JSON.stringify(texts(expected)) === JSON.stringify(texts(actual));
  }
  if (c.type === 'dynamic') return sameJson(expected as Json, actual as Json);
  if (typeof expected === 'number' && typeof actual === 'number') return close(expected, actual);
  return same(c.type, expected, actual);
}

/** Reals are the same up to the rounding of sums in another order. */
function close(a: number, b: number): boolean {
  return (
    Object.is(a, b) ||
    a === b ||
    (Number.isFinite(a) && Number.isFinite(b) && Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b)))
  );
}

function sameJson(a: Json | null, b: Json | null): boolean {
  if (typeof a === 'number' && typeof b === 'number') return close(a, b);
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return a === b;
  const [x, y] = [Object.entries(a), Object.entries(b)] as [[string, Json | null][], [string, Json | null][]];
  return (
    Array.isArray(a) === Array.isArray(b) &&
    x.length === y.length &&
    x.every(([key, item]) => y.some(([other, its]) => key === other && sameJson(item, its)))
  );
}
