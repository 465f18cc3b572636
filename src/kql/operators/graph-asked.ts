import { ref, type Column, type Scalar } from '../ir/index.ts';
import { child, descendants, kind, list, nameOf, need, type Node } from '../language/syntax.ts';
import { unsupported } from '../lower/refusal.ts';
import { findColumn } from '../lower/scope.ts';
import type { Pattern } from './graph-pattern.ts';

/** What conditions and results of a graph search ask of the pattern's elements. */

/** Calls over the elements of an edge of variable length. */
const collectors: Readonly<Record<string, 'map' | 'all' | 'any'>> = { map: 'map', all: 'all', any: 'any' };

/** A call over the edges or the inner nodes of an edge of variable length. */
export interface Collected {
  readonly node: Node;
  readonly how: 'map' | 'all' | 'any';
  readonly edge: string;
  readonly of: 'edges' | 'nodes';
  readonly expression: Node;
}

/** Names of pattern elements that an expression speaks of. */
export function namesIn(pattern: Pattern, node: Node): readonly string[] {
  const all = new Set([...pattern.nodes, ...pattern.edges.map((edge) => edge.name)]);
  const found = new Set<string>();
  for (const one of descendants(node))
    if (kind(one) === 'NameReference' && all.has(nameOf(one)) && one.Parent !== null && !isSelector(one))
      found.add(nameOf(one));
  return [...found];
}

/** `all(edge, condition)` and `all(inner_nodes(edge), condition)` of an edge of variable length. */
export function askedOfEvery(pattern: Pattern, node: Node): Collected | undefined {
  const collected = collectedBy(pattern, node);
  return collected?.how === 'all' ? collected : undefined;
}

/** The call over an edge of variable length that a node is, in parentheses or not. */
export function collectedBy(pattern: Pattern, node: Node): Collected | undefined {
  if (kind(node) === 'ParenthesizedExpression') return collectedBy(pattern, need(node, 'Expression'));
  if (kind(node) !== 'FunctionCallExpression') return undefined;
  const how = collectors[nameOf(need(node, 'Name'))];
  const [subject, expression] = list(need(need(node, 'ArgumentList'), 'Expressions'));
  if (how === undefined || subject === undefined) return undefined;
  const inner = kind(subject) === 'FunctionCallExpression' && nameOf(need(subject, 'Name')) === 'inner_nodes';
  const named = inner ? list(need(need(subject, 'ArgumentList'), 'Expressions'))[0] : subject;
  if (named === undefined || kind(named) !== 'NameReference') return undefined;
  const edge = pattern.edges.find((one) => one.name === nameOf(named));
  if (edge === undefined) return undefined;
  if (edge.range === undefined)
    throw unsupported(node, `${edge.name} is a single edge: write ${edge.name}.property`);
  if (expression === undefined) throw unsupported(node, 'the second argument is missing');
  return { node, how, edge: edge.name, of: inner ? 'nodes' : 'edges', expression };
}

/** The parts of a condition that must all hold. */
export function conjuncts(node: Node): readonly Node[] {
  if (kind(node) === 'AndExpression')
    return [...conjuncts(need(node, 'Left')), ...conjuncts(need(node, 'Right'))];
  return kind(node) === 'ParenthesizedExpression' ? conjuncts(need(node, 'Expression')) : [node];
}

/** `name.property` of a node or a single edge. */
export function member(node: Node, members: ReadonlyMap<string, readonly Column[]>): Scalar | undefined {
  if (kind(node) !== 'PathExpression') return undefined;
  const base = need(node, 'Expression');
  const columns = kind(base) === 'NameReference' ? members.get(nameOf(base)) : undefined;
  if (columns === undefined) return undefined;
  const name = nameOf(need(node, 'Selector'));
  const column = findColumn(columns, name);
  if (column === undefined) throw unsupported(node, `${nameOf(base)} has no property ${name}`);
  return ref(column);
}

/** The name of a variable edge whose property is written as if it were one edge. */
export function variableBase(node: Node, variable: ReadonlyMap<string, unknown>): string | undefined {
  if (kind(node) !== 'PathExpression') return undefined;
  const base = need(node, 'Expression');
  return kind(base) === 'NameReference' && variable.has(nameOf(base)) ? nameOf(base) : undefined;
}

/** `node_degree_in(node)` and `node_degree_out(node)`. */
export function degreeOf(node: Node): { readonly node: string; readonly id: string } | undefined {
  if (kind(node) !== 'FunctionCallExpression') return undefined;
  const name = nameOf(need(node, 'Name'));
  if (name !== 'node_degree_in' && name !== 'node_degree_out') return undefined;
  const [subject] = list(need(need(node, 'ArgumentList'), 'Expressions'));
  return subject === undefined ? undefined : { node: nameOf(subject), id: `${name} ${nameOf(subject)}` };
}

/** Whether a name stands after a dot, or is the name of a function. */
function isSelector(node: Node): boolean {
  const parent = node.Parent;
  if (parent === null) return false;
  return (
    child(parent, 'Selector') === node ||
    (kind(parent) === 'FunctionCallExpression' && child(parent, 'Name') === node)
  );
}
