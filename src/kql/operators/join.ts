import { ref, type Column, type JoinKind, type Rel, type Scalar } from '../ir/index.ts';
import { child, kind, list, nameOf, need, parameters, tokenText, type Node } from '../language/syntax.ts';
import type { Lowering } from '../lower/lowering.ts';
import { unsupported } from '../lower/refusal.ts';
import { findColumn, type Scope } from '../lower/scope.ts';
import { piped, type LowerOperator } from './operator.ts';
import { joinKey } from './summarize.ts';

const kinds: Readonly<Record<string, JoinKind>> = {
  innerunique: 'innerunique',
  inner: 'inner',
  leftouter: 'leftouter',
  rightouter: 'rightouter',
  fullouter: 'fullouter',
  leftsemi: 'leftsemi',
  semi: 'leftsemi',
  rightsemi: 'rightsemi',
  leftanti: 'leftanti',
  anti: 'leftanti',
  leftantisemi: 'leftanti',
  rightanti: 'rightanti',
  rightantisemi: 'rightanti',
};

/** Pairs of expressions, one over each side, that must be equal. */
type Keys = readonly { readonly left: Scalar; readonly right: Scalar }[];

/** `join`; without a kind it is innerunique: the left side keeps one row for each key. */
export const join: LowerOperator = (lowering, node, input, scope) => {
  const left = piped(input);
  const given = parameters(node).get('kind');
  const name = given === undefined ? 'innerunique' : tokenText(given).trim().toLowerCase();
  const joinKind = kinds[name];
  if (joinKind === undefined) throw unsupported(given ?? node, `there is no join kind ${name}`);
  const right = lowering.relation(need(node, 'Expression'), scope);
  const condition = child(node, 'ConditionClause');
  if (condition === undefined) throw unsupported(node, 'join needs `on`');
  if (kind(condition) !== 'JoinOnClause') throw unsupported(condition, 'join takes `on`, not `where`');
  const keys = joinKeys(lowering, list(need(condition, 'Expressions')), left, right, scope);
  return joined(joinKind, left, right, keys);
};

/** Joins two relations; the columns of the result have the names of their sides, which the binder's names replace. */
export function joined(joinKind: JoinKind, left: Rel, right: Rel, keys: Keys): Rel {
  const nullLeft = joinKind === 'rightouter' || joinKind === 'fullouter';
  const nullRight = joinKind === 'leftouter' || joinKind === 'fullouter';
  const nullable = (columns: readonly Column[], yes: boolean): readonly Column[] =>
    yes ? columns.map((c) => ({ ...c, nullable: c.type !== 'string' })) : columns;
  const columns =
    joinKind === 'leftsemi' || joinKind === 'leftanti'
      ? left.columns
      : joinKind === 'rightsemi' || joinKind === 'rightanti'
        ? right.columns
        : [...nullable(left.columns, nullLeft), ...nullable(right.columns, nullRight)];
  return { op: 'join', kind: joinKind, left, right, on: keys, columns };
}

/** Keys of `on a, $left.b == $right.c`. */
function joinKeys(lowering: Lowering, nodes: readonly Node[], left: Rel, right: Rel, scope: Scope): Keys {
  const on: { left: Scalar; right: Scalar }[] = [];
  const sideScope: Scope = {
    environment: scope.environment,
    depth: scope.depth,
    row: left.columns,
    right: right.columns,
  };
  const visit = (node: Node): void => {
    switch (kind(node)) {
      case 'ParenthesizedExpression':
        visit(need(node, 'Expression'));
        return;
      case 'AndExpression':
        visit(need(node, 'Left'));
        visit(need(node, 'Right'));
        return;
      case 'NameReference': {
        const l = findColumn(left.columns, nameOf(node));
        const r = findColumn(right.columns, nameOf(node));
        if (l === undefined || r === undefined)
          throw unsupported(node, `${nameOf(node)} is not a column of both sides`);
        on.push(joinKey(ref(l), ref(r)));
        return;
      }
      case 'EqualExpression': {
        const a = need(node, 'Left');
        const b = need(node, 'Right');
        const [sideA, sideB] = [side(a), side(b)];
        const [x, y] = [lowering.scalar(a, sideScope), lowering.scalar(b, sideScope)];
        if (sideA !== 'right' && sideB !== 'left') on.push(joinKey(x, y));
        else if (sideA !== 'left' && sideB !== 'right') on.push(joinKey(y, x));
        else throw unsupported(node, 'each equality must compare $left with $right');
        return;
      }
      default:
        throw unsupported(node, 'a join condition is a column, or an equality of $left and $right');
    }
  };
  for (const node of nodes) visit(node);
  return on;
}

/** Which side an expression of a join condition looks at. */
function side(node: Node): 'left' | 'right' | 'none' {
  const text = tokenText(node);
  return text.includes('$left') ? 'left' : text.includes('$right') ? 'right' : 'none';
}

/** `lookup`: a left outer join that leaves out the keys of the right side. */
export const lookup: LowerOperator = (lowering, node, input, scope) => {
  const left = piped(input);
  const given = parameters(node).get('kind');
  const name = given === undefined ? 'leftouter' : tokenText(given).trim().toLowerCase();
  if (name !== 'leftouter' && name !== 'inner')
    throw unsupported(given ?? node, `lookup has no kind ${name}`);
  const right = lowering.relation(need(node, 'Expression'), scope);
  const clause = need(node, 'LookupClause');
  const keys = joinKeys(lowering, list(need(clause, 'Expressions')), left, right, scope);
  const rel = joined(name, left, right, keys);
  const rightKeys = new Set(keys.flatMap((key) => idsOf(key.right)));
  const columns = rel.columns.filter((column) => !rightKeys.has(column.id));
  return { op: 'project', input: rel, columns, expressions: columns.map((column) => ref(column)) };
};

function idsOf(scalar: Scalar): readonly string[] {
  if (scalar.op === 'column') return [scalar.id];
  return scalar.op === 'call' ? scalar.args.flatMap(idsOf) : [];
}
