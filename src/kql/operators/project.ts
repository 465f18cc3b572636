import { ref, type Column, type Rel, type Scalar } from '../ir/index.ts';
import { callOf } from '../lower/calls.ts';
import { literalElements } from '../lower/values.ts';
import { unsupported } from '../lower/refusal.ts';
import { convert } from '../lower/convert.ts';
import { literal } from '../ir/index.ts';
import type { Lowering } from '../lower/lowering.ts';
import { liftWindows } from '../lower/windows.ts';
import type { Scope } from '../lower/scope.ts';
import {
  child,
  columnsOf,
  columnsOfType,
  kind,
  list,
  nameOf,
  need,
  tokenText,
  type BoundColumn,
  type Node,
} from '../language/syntax.ts';
import { only } from '../lower/tables.ts';
import { piped, type LowerOperator } from './operator.ts';
import { numberIfNeeded } from './serialized.ts';

/** A named or unnamed expression of `project`, `extend` …: one column, or several for `(a, b) = f()`. */
export interface Item {
  /** Missing where the binder makes up the name. */
  readonly name: string | undefined;
  readonly scalar: Scalar;
}

/** Lowers the items of a projection. */
export function lowerItems(lowering: Lowering, nodes: readonly Node[], scope: Scope): readonly Item[] {
  return nodes.flatMap((node): readonly Item[] => {
    switch (kind(node)) {
      case 'SimpleNamedExpression':
        return several(lowering, need(node, 'Expression'), scope, [nameOf(need(node, 'Name'))]);
      case 'CompoundNamedExpression':
        return several(
          lowering,
          need(node, 'Expression'),
          scope,
          list(need(need(node, 'Names'), 'Names')).map((name) => nameOf(name)),
        );
      case 'NameReference':
        return [{ name: nameOf(node), scalar: lowering.scalar(node, scope) }];
      default:
        return several(lowering, node, scope, []);
    }
  });
}

/**
 * An expression with the names that are given: functions of several results (`series_stats`) give an array, of which each
 * element is a column, named or not.
 */
function several(lowering: Lowering, node: Node, scope: Scope, names: readonly string[]): readonly Item[] {
  const whole = lowering.scalar(node, scope);
  const parts = tupleColumns(node);
  if (parts === undefined && names.length < 2) return [{ name: names[0], scalar: whole }];
  const array = convert(whole, 'dynamic');
  // `print` drops the results without a name, if there is a name at all.
  const all = names.length > 0 && isPrinted(node) ? 0 : (parts?.length ?? 0);
  return Array.from({ length: Math.max(all, names.length) }, (_, index) => ({
    name: names[index],
    scalar: convert(
      callOf('get', [array, literal('long', BigInt(index))], node, 'dynamic'),
      parts?.[index]?.type ?? 'dynamic',
    ),
  }));
}

function isPrinted(node: Node): boolean {
  let step: Node | null = node;
  while (step !== null && !kind(step).endsWith('Operator')) step = step.Parent;
  return step !== null && kind(step) === 'PrintOperator';
}

/** The results of an expression that has several. */
function tupleColumns(node: Node): readonly BoundColumn[] | undefined {
  const type = node.ResultType;
  return type?.Name === 'tuple' ? columnsOfType(type) : undefined;
}

const expressionsOf = (node: Node): readonly Node[] => list(need(node, 'Expressions'));

export const project: LowerOperator = (lowering, node, input, scope) => {
  const { rel, inner } = numberIfNeeded(lowering, node, piped(input), scope);
  const items = lowerItems(lowering, expressionsOf(node), inner);
  const lifted = withoutInnerWindows(lowering, rel, items);
  return projection(lowering, lifted.rel, lifted.items);
};

/** The items over columns that hold the windows inside their windows. */
function withoutInnerWindows(
  lowering: Lowering,
  rel: Rel,
  items: readonly Item[],
): { readonly rel: Rel; readonly items: readonly Item[] } {
  const scalars = items.map((item) => item.scalar);
  const { input, expressions } = liftWindows(lowering, rel, scalars);
  return {
    rel: input,
    items: items.map(({ name }, index) => ({ name, scalar: expressions[index]! })),
  };
}

/** A column that is seen under a name. */
function shown({ id, type, nullable }: Column, name: string): Column {
  return { id, name, type, nullable };
}

/** A projection; a column that passes through keeps its id, once. */
export function projection(lowering: Lowering, input: Rel, items: readonly Item[]): Rel {
  const used = new Set<string>();
  const columns = items.map(({ name, scalar }): Column => {
    const through = scalar.op === 'column' ? input.columns.find((c) => c.id === scalar.id) : undefined;
    if (through === undefined || used.has(through.id)) return lowering.columnFor(name ?? '', scalar);
    used.add(through.id);
    return shown(through, name ?? through.name);
  });
  return { op: 'project', input, columns, expressions: items.map((item) => item.scalar) };
}

/** `extend`: new columns at the end, a column of an existing name in its place. */
export const extend: LowerOperator = (lowering, node, input, scope) => {
  const before = piped(input);
  const { rel, inner } = numberIfNeeded(lowering, node, before, scope);
  return extended(lowering, rel, before.columns, lowerItems(lowering, expressionsOf(node), inner), node);
};

/** The columns of `before` and the items over `rel`, in the order that the binder gives for `node`. */
export function extended(
  lowering: Lowering,
  input: Rel,
  before: readonly Column[],
  all: readonly Item[],
  node: Node,
): Rel {
  const { rel, items } = withoutInnerWindows(lowering, input, all);
  const bound = columnsOf(node)?.map((column) => column.name) ?? [];
  const given = new Set([...before.map((c) => c.name), ...items.flatMap((item) => item.name ?? [])]);
  const made = bound.filter((name) => !given.has(name));
  const named = items.map((item) => ({ name: item.name ?? made.shift() ?? '', scalar: item.scalar }));
  const last = new Map(named.map((item) => [item.name, item.scalar]));
  const kept = before.map((column): Item & { hidden: boolean; column: Column } => ({
    name: column.name,
    scalar: last.get(column.name) ?? ref(column),
    hidden: column.hidden === true && !last.has(column.name),
    column,
  }));
  const old = new Set(before.map((column) => column.name));
  const fresh = [...last].filter(([name]) => !old.has(name));
  return {
    op: 'project',
    input: rel,
    columns: [
      ...kept.map((item) =>
        item.scalar.op === 'column' && item.scalar.id === item.column.id
          ? item.column
          : lowering.columnFor(item.column.name, item.scalar),
      ),
      ...fresh.map(([name, scalar]) => lowering.columnFor(name, scalar)),
    ],
    expressions: [...kept.map((item) => item.scalar), ...fresh.map(([, scalar]) => scalar)],
  };
}

/** Column names and patterns (`Device*`) of `project-away`, `project-keep`, `project-reorder`. */
function matcher(node: Node): (name: string) => boolean {
  return named(kind(node) === 'StarExpression' ? '*' : nameOf(node));
}

function named(text: string): (name: string) => boolean {
  if (!text.includes('*')) return (name) => name === text;
  const pattern = new RegExp(`^${text.split('*').map(escapeRegExp).join('.*')}$`, 's');
  return (name) => pattern.test(name);
}

/** A text as a regular expression that matches just it. */
export function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

export const projectAway: LowerOperator = (_, node, input) => {
  const matchers = expressionsOf(node).map(matcher);
  return only(piped(input), (name) => !matchers.some((match) => match(name)));
};

export const projectKeep: LowerOperator = (_, node, input) => {
  const matchers = expressionsOf(node).map(matcher);
  return only(piped(input), (name) => matchers.some((match) => match(name)));
};

/** `project-by-names`: columns by texts and arrays of texts, which may be patterns; names that no column has are passed over. */
export const projectByNames: LowerOperator = (lowering, node, input, scope) => {
  const rel = piped(input);
  const outer = { environment: scope.environment, depth: scope.depth };
  const columns = new Set<Column>();
  for (const expression of expressionsOf(node)) {
    const given = lowering.scalar(expression, outer);
    for (const one of literalElements(given) ?? [given]) {
      if (one.op !== 'literal' || typeof one.value !== 'string')
        throw unsupported(expression, 'the names must be constant texts');
      const match = named(one.value);
      for (const column of rel.columns) if (match(column.name)) columns.add(column);
    }
  }
  const order = [...columns];
  return { op: 'project', input: rel, columns: order, expressions: order.map((column) => ref(column)) };
};

/** `project-rename`: no new column, only another name. */
export const projectRename: LowerOperator = (lowering, node, input, scope) => {
  const rel = piped(input);
  const names = new Map<string, string>();
  for (const expression of expressionsOf(node)) {
    const source = lowering.scalar(need(expression, 'Expression'), { ...scope, row: rel.columns });
    if (source.op === 'column') names.set(source.id, nameOf(need(expression, 'Name')));
  }
  return {
    ...rel,
    columns: rel.columns.map((column) => {
      const name = names.get(column.id);
      if (name === undefined) return column;
      return shown(column, name);
    }),
  };
};

/** `project-reorder`: named columns first, then all others in their order. */
export const projectReorder: LowerOperator = (_, node, input) => {
  const rel = piped(input);
  const order: Column[] = [];
  const place = (columns: readonly Column[]) => {
    for (const column of columns) if (!order.includes(column)) order.push(column);
  };
  const items = expressionsOf(node).map((item) => {
    if (kind(item) !== 'OrderedExpression') return { item, direction: '' };
    const ordering = child(item, 'Ordering');
    return {
      item: need(item, 'Expression'),
      direction: ordering === undefined ? '' : tokenText(ordering).trim(),
    };
  });
  const exact = new Set(
    items.flatMap(({ item }) =>
      kind(item) === 'StarExpression' || nameOf(item).includes('*') ? [] : [nameOf(item)],
    ),
  );
  for (const { item, direction } of items) {
    const match = matcher(item);
    const isPattern = kind(item) === 'StarExpression' || nameOf(item).includes('*');
    const found = rel.columns.filter(
      (column) => match(column.name) && !(isPattern && exact.has(column.name)),
    );
    place(direction === '' ? found : sortedByName(found, direction));
  }
  place(rel.columns);
  return { op: 'project', input: rel, columns: order, expressions: order.map((column) => ref(column)) };
};

/** By name; `granny` orders count digits inside a name as numbers. */
function sortedByName(columns: readonly Column[], direction: string): readonly Column[] {
  const numeric = direction.startsWith('granny');
  const sorted = [...columns].sort((a, b) =>
    numeric
      ? a.name.localeCompare(b.name, 'en', { numeric: true })
      : a.name < b.name
        ? -1
        : a.name > b.name
          ? 1
          : 0,
  );
  return direction.endsWith('desc') ? sorted.reverse() : sorted;
}
