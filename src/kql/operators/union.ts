import { literal, ref, type Column, type Rel, type Scalar } from '../ir/index.ts';
import {
  child,
  columnsOf,
  kind,
  list,
  nameOf,
  need,
  parameters,
  tokenText,
  type Node,
} from '../language/syntax.ts';
import type { Lowering } from '../lower/lowering.ts';
import { Refusal, unsupported } from '../lower/refusal.ts';
import type { Scope } from '../lower/scope.ts';
import type { KqlType } from '../types.ts';
import type { LowerOperator } from './operator.ts';
import { escapeRegExp } from './project.ts';

/** A leg of a union, with the name that `withsource` shows. */
export interface Leg {
  readonly name: string;
  readonly rel: Rel;
}

export const union: LowerOperator = (lowering, node, input, scope) => {
  const given = parameters(node);
  const fuzzy = given.has('isfuzzy') && tokenText(given.get('isfuzzy')!).trim() !== 'false';
  const legs: Leg[] = input === undefined ? [] : [{ name: 'union_arg0', rel: input }];
  for (const expression of list(need(node, 'Expressions'))) {
    legs.push(...legsOf(lowering, expression, scope, fuzzy, legs.length));
  }
  if (legs.length === 0) throw unsupported(node, 'none of the tables of this union exists');
  const source = given.get('withsource');
  const inner = given.get('kind') !== undefined && tokenText(given.get('kind')!).trim() === 'inner';
  return united(lowering, node, legs, { source: source === undefined ? undefined : nameOf(source), inner });
};

/** The legs that an expression of a union stands for: several for a name with `*`. */
export function legsOf(
  lowering: Lowering,
  expression: Node,
  scope: Scope,
  fuzzy: boolean,
  index: number,
): readonly Leg[] {
  const bare = kind(expression) === 'ParenthesizedExpression' ? need(expression, 'Expression') : expression;
  if (kind(bare) === 'NameReference' && nameOf(bare).includes('*'))
    return wildcardLegs(lowering, nameOf(bare));
  const name = legName(bare) ?? `union_arg${index}`;
  try {
    return [{ name, rel: lowering.relation(expression, scope) }];
  } catch (error) {
    // A fuzzy union goes on without the legs that do not exist.
    if (fuzzy && error instanceof Refusal && error.kind === 'unsupported') return [];
    throw error;
  }
}

/** The name that `withsource` shows for a leg: its own, or the one that `as` gives it. */
function legName(node: Node): string | undefined {
  if (kind(node) === 'NameReference') return nameOf(node);
  const step = kind(node) === 'PipeExpression' ? child(node, 'Operator') : undefined;
  return step !== undefined && kind(step) === 'AsOperator' ? nameOf(need(step, 'Name')) : undefined;
}

/** The tables that a name with `*` stands for. */
function wildcardLegs(lowering: Lowering, wildcard: string): readonly Leg[] {
  const pattern = new RegExp(`^${wildcard.split('*').map(escapeRegExp).join('.*')}$`);
  return lowering.catalog.tables
    .filter((table) => pattern.test(table.name))
    .map((table) => ({ name: table.name, rel: lowering.scan(table) }));
}

/**
 * All rows of all legs. Columns unite by name and type: a name with several types becomes one column for each type, named
 * `name_type`. The binder says order and names; without it (wildcards) they are in the order of the legs.
 */
export function united(
  lowering: Lowering,
  node: Node,
  legs: readonly Leg[],
  options: { readonly source: string | undefined; readonly inner: boolean },
): Rel {
  const types = new Map<string, Set<KqlType>>();
  for (const { rel } of legs)
    for (const column of rel.columns)
      types.set(column.name, (types.get(column.name) ?? new Set()).add(column.type));
  const everywhere = (name: string) =>
    legs.every(({ rel }) => rel.columns.some((column) => column.name === name));
  interface Target {
    readonly name: string;
    readonly type: KqlType;
    readonly hidden: boolean;
    /** Name and type of the columns that it unites. */
    readonly from: string;
  }
  const own = new Map<string, Target>();
  const taken = new Set<string>();
  for (const { rel } of legs)
    for (const column of rel.columns) {
      const key = nameAndType(column);
      if (own.has(key) || (options.inner && !everywhere(column.name))) continue;
      const clash = types.get(column.name)!.size > 1;
      const wanted = clash ? `${column.name}_${column.type}` : column.name;
      // A name that is taken gets a number, as the analyser gives it.
      let name = wanted;
      for (let n = 1; taken.has(name); n += 1) name = `${wanted}${n}`;
      taken.add(name);
      own.set(key, { name, type: column.type, hidden: column.hidden === true, from: key });
    }
  const bound = columnsOf(node);
  const order = new Map(bound?.map((column, index) => [column.name, index]) ?? []);
  // Those that the binder does not name come last, in the order of the legs.
  const place = (target: Target) => order.get(target.name) ?? order.size;
  const targets = [...own.values()]
    .sort((a, b) => place(a) - place(b))
    .map((target) => ({
      ...target,
      column: lowering.column(target.name, target.type, true, target.hidden),
    }));
  const inputs = legs.map(({ rel }) => {
    const columns = new Map(rel.columns.toReversed().map((column) => [nameAndType(column), column]));
    return {
      rel,
      expressions: targets.map(({ from, type }): Scalar => {
        const column = columns.get(from);
        return column === undefined ? literal(type, null) : ref(column);
      }),
    };
  });
  const columns: Column[] = targets.map((target) => target.column);
  if (options.source === undefined) return { op: 'union', inputs, columns };
  const first = bound?.[0]?.name === options.source || bound === undefined;
  const sourceColumn = lowering.column(options.source, 'string', false);
  return {
    op: 'union',
    inputs: inputs.map((leg, index) => {
      const name: Scalar = literal('string', legs[index]!.name);
      return { rel: leg.rel, expressions: first ? [name, ...leg.expressions] : [...leg.expressions, name] };
    }),
    columns: first ? [sourceColumn, ...columns] : [...columns, sourceColumn],
  };
}

function nameAndType({ name, type }: Column): string {
  return `${type} ${name}`;
}
