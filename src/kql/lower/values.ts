import { call, literal, mayBeNull, ref, type Column, type Rel, type Scalar } from '../ir/index.ts';
import { kind, nameOf, scalarType, type Node } from '../language/syntax.ts';
import type { KqlType } from '../types.ts';
import { convert, isNumber } from './convert.ts';
import type { Lowering } from './lowering.ts';
import type { Scope } from './scope.ts';

/** The binder's type of an expression, where it knows one. */
export function boundType(node: Node): KqlType | undefined {
  const type = scalarType(node);
  return type === 'unknown' || type === 'tabular' || type === 'null' || type === 'none' ? undefined : type;
}

/** A dynamic operand takes the type of the other side; a number beside a text becomes text. */
export function comparable(left: Scalar, right: Scalar): readonly [Scalar, Scalar] {
  if (left.type === right.type) return [left, right];
  if (left.type === 'dynamic') return [convert(left, isNumber(right.type) ? 'real' : right.type), right];
  if (right.type === 'dynamic') return [left, convert(right, isNumber(left.type) ? 'real' : left.type)];
  if (isNumber(left.type) && isNumber(right.type)) return [left, right];
  if (left.type === 'string') return [convert(left, right.type), right];
  if (right.type === 'string') return [left, convert(right, left.type)];
  return [left, right];
}

/** `a == b` and the other comparisons, with operands brought to one type. */
export function compare(fn: string, left: Scalar, right: Scalar): Scalar {
  const [a, b] = comparable(left, right);
  const total = fn === '==' || fn === '!=';
  return call(fn, [a, b], 'bool', total ? mayBeNull(a) && mayBeNull(b) : mayBeNull(a) || mayBeNull(b));
}

/** All of these; true when there are none. */
export function and(all: readonly Scalar[]): Scalar {
  return balanced('and', all) ?? literal('bool', true);
}

/** Any of these; false when there are none. */
export function or(all: readonly Scalar[]): Scalar {
  return balanced('or', all) ?? literal('bool', false);
}

/** Many operands as a tree of little depth: engines and we ourselves go through expressions recursively. */
function balanced(fn: 'and' | 'or', all: readonly Scalar[]): Scalar | undefined {
  if (all.length < 2) return all[0];
  const middle = Math.ceil(all.length / 2);
  const [left, right] = [balanced(fn, all.slice(0, middle))!, balanced(fn, all.slice(middle))!];
  return call(fn, [left, right], 'bool', mayBeNull(left) || mayBeNull(right));
}

/** The opposite of a truth value; null stays null. */
export function not(scalar: Scalar): Scalar {
  return call('not', [scalar], 'bool', mayBeNull(scalar));
}

/** Whether a node stands for a table. */
export function isTabular(node: Node): boolean {
  return scalarType(node) === 'tabular';
}

/** Elements of a literal array as literals; undefined for anything else. */
export function literalElements(scalar: Scalar): readonly Scalar[] | undefined {
  if (scalar.op !== 'literal' || scalar.type !== 'dynamic' || typeof scalar.value !== 'string')
    return undefined;
  const value = JSON.parse(scalar.value) as unknown;
  if (!Array.isArray(value)) return undefined;
  const elements = value.map((element: unknown): Scalar | undefined => {
    if (typeof element === 'string') return literal('string', element);
    if (typeof element === 'boolean') return literal('bool', element);
    if (typeof element !== 'number') return undefined;
    return Number.isSafeInteger(element) ? literal('long', BigInt(element)) : literal('real', element);
  });
  return elements.every((element) => element !== undefined) ? elements : undefined;
}

/** All values of a relation's first column as one dynamic array. */
export function arrayOf(lowering: Lowering, rel: Rel): Scalar {
  const column = rel.columns.find((c) => c.hidden !== true);
  if (column === undefined) return literal('dynamic', '[]');
  const list_ = lowering.column('list', 'dynamic', true);
  return {
    op: 'subquery',
    rel: {
      op: 'aggregate',
      input: rel,
      columns: [list_],
      keys: [],
      aggregates: [{ fn: 'make_list', args: [ref(column)], type: 'dynamic', nullable: true }],
    },
    type: 'dynamic',
    nullable: true,
  };
}

/** A relation as a value: its first cell. */
export function firstCell(rel: Rel): Scalar {
  const column = rel.columns.find((c) => c.hidden !== true);
  if (column === undefined) return literal('dynamic', null);
  return { op: 'subquery', rel, type: column.type, nullable: column.type !== 'string' };
}

/** `toscalar(…)`: the first cell of a table; a name means what it means outside of the row. */
export function toScalar(lowering: Lowering, inner: Node, scope: Scope): Scalar {
  if (isTabular(inner))
    return firstCell(lowering.relation(inner, { environment: scope.environment, depth: scope.depth }));
  const around = kind(inner) === 'NameReference' ? scope.environment.find(nameOf(inner)) : undefined;
  if (around?.kind === 'scalar') return around.scalar;
  const value = lowering.scalar(inner, scope);
  return isDrawn(value) ? lowering.constant(firstCell(cell(lowering, value))) : value;
}

/** Functions that give another value at every call; `toscalar` draws one for the whole query. */
const drawing: ReadonlySet<string> = new Set(['rand', 'new_guid']);

function isDrawn(scalar: Scalar): boolean {
  return scalar.op === 'call' && (drawing.has(scalar.fn) || scalar.args.some(isDrawn));
}

/** One row with this value. */
function cell(lowering: Lowering, scalar: Scalar): Rel {
  const columns = [lowering.columnFor('', scalar)];
  return { op: 'project', input: { op: 'unit', columns: [] }, columns, expressions: [scalar] };
}

/** Columns that `*` stands for. */
export function starColumns(row: readonly Column[] | undefined): readonly Column[] {
  return (row ?? []).filter((column) => column.hidden !== true);
}
