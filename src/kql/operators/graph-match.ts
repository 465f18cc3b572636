import type { PathsSettings } from '../functions/processes/paths.ts';
import { call, literal, ref, type Column, type Rel, type Scalar } from '../ir/index.ts';
import {
  child,
  columnsOf,
  descendants,
  kind,
  list,
  nameOf,
  need,
  parameters,
  tokenText,
  type Node,
} from '../language/syntax.ts';
import { convert } from '../lower/convert.ts';
import { and } from '../lower/values.ts';
import type { Lowering } from '../lower/lowering.ts';
import { unsupported } from '../lower/refusal.ts';
import { findColumn, type Scope } from '../lower/scope.ts';
import { picked } from '../plugins/plugin.ts';
import {
  askedOfEvery,
  collectedBy,
  conjuncts,
  degreeOf,
  member,
  namesIn,
  variableBase,
} from './graph-asked.ts';
import { distinctEdges, distinctNodes, type FoundPath } from './graph-distinct.ts';
import { bothWays, variableEdge } from './graph-edges.ts';
import { degrees, graphOf, nodeId, properties, type Graph } from './graph.ts';
import { readPattern, type Pattern, type PatternEdge } from './graph-pattern.ts';
import type { LowerOperator } from './operator.ts';
import { lowerItems, projection } from './project.ts';

/** `graph-match`: one row for each way in which the pattern lies in the graph. */
export const graphMatch: LowerOperator = (lowering, node, input, scope) => {
  const given = parameters(node).get('cycles');
  const cycles = given === undefined ? 'unique_edges' : tokenText(given).trim();
  if (cycles !== 'all' && cycles !== 'none' && cycles !== 'unique_edges')
    throw unsupported(given ?? node, 'cycles is all, none or unique_edges');
  const matcher = new Matcher(lowering, node, graphOf(input, node), scope, cycles, null);
  matcher.match();
  return matcher.project(matcher.filtered());
};

/** `graph-shortest-paths`: of all ways from one end to another those with the fewest edges, or one of them. */
export const graphShortestPaths: LowerOperator = (lowering, node, input, scope) => {
  const given = parameters(node).get('output');
  const which = given === undefined ? 'any' : tokenText(given).trim();
  if (which !== 'any' && which !== 'all') throw unsupported(given ?? node, 'output is any or all');
  const matcher = new Matcher(lowering, node, graphOf(input, node), scope, 'unique_edges', which);
  matcher.match();
  const rows = matcher.filtered();
  return matcher.project(matcher.searchedShortest ? rows : matcher.fewest(rows, which));
};

class Matcher {
  readonly searchedShortest: boolean;
  readonly #lowering: Lowering;
  readonly #node: Node;
  readonly #graph: Graph;
  readonly #scope: Scope;
  readonly #cycles: PathsSettings['cycles'];
  readonly #pattern: Pattern;
  readonly #conditions: readonly Node[];
  readonly #outputs: readonly Node[];
  #rel: Rel | undefined;
  /** Key of each node that has been reached, number of each single edge, edges and inner nodes of each variable one. */
  readonly #keys = new Map<string, Column>();
  readonly #numbers = new Map<string, Column>();
  readonly #paths = new Map<string, FoundPath>();
  /** Properties of nodes and single edges; degrees of nodes. */
  readonly #members = new Map<string, readonly Column[]>();
  readonly #degrees = new Map<string, Column>();
  /** What each call over a variable edge gives. */
  readonly #collected = new Map<Node, Column>();

  constructor(
    lowering: Lowering,
    node: Node,
    graph: Graph,
    scope: Scope,
    cycles: PathsSettings['cycles'],
    shortest: 'any' | 'all' | null,
  ) {
    this.#lowering = lowering;
    this.#node = node;
    this.#graph = graph;
    this.#scope = scope;
    this.#cycles = cycles;
    this.#pattern = readPattern(node);
    const where = child(node, 'WhereClause');
    this.#conditions = where === undefined ? [] : conjuncts(need(where, 'Condition'));
    const project = child(node, 'ProjectClause');
    if (project === undefined) throw unsupported(node, 'say with project what each match gives');
    this.#outputs = list(need(project, 'Expressions'));
    const [edge] = this.#pattern.edges;
    if (shortest !== null) {
      if (this.#pattern.sequences > 1) throw unsupported(node, 'graph-shortest-paths takes one sequence');
      if (!this.#pattern.edges.some((one) => one.range !== undefined))
        throw unsupported(node, 'graph-shortest-paths needs an edge of variable length');
    }
    // A search in breadth is right only if the conditions ask nothing else of the path.
    this.searchedShortest =
      shortest !== null &&
      this.#pattern.edges.length === 1 &&
      edge!.left !== edge!.right &&
      edge!.range!.min <= 1 &&
      this.#conditions.every(
        (one) =>
          askedOfEvery(this.#pattern, one) !== undefined || !namesIn(this.#pattern, one).includes(edge!.name),
      );
    this.#shortest = this.searchedShortest ? shortest : null;
  }

  readonly #shortest: 'any' | 'all' | null;

  /** Puts the pattern together, edge by edge. */
  match(): void {
    const { nodes, edges } = this.#pattern;
    if (edges.length === 0 && nodes.length > 1)
      throw unsupported(this.#node, 'the sequences of a pattern share a node');
    for (const edge of edges) {
      if (edge.range === undefined) this.#single(edge);
      else this.#variable(edge);
    }
    const [only] = nodes;
    if (this.#rel === undefined && only !== undefined) {
      this.#rel = this.#graph.nodes();
      this.#keys.set(only, this.#rel.columns.at(-1)!);
    }
    const missing = nodes.find((name) => !this.#keys.has(name));
    if (missing !== undefined) throw unsupported(this.#node, 'the sequences of a pattern share a node');
    this.#addMembers();
  }

  /** Joins a relation that leads from one node to another. */
  #join(edge: PatternEdge, rel: Rel, from: Column, to: Column): void {
    const [left, right] = [this.#keys.get(edge.left), this.#keys.get(edge.right)];
    if (this.#rel === undefined) this.#rel = rel;
    else {
      const on = [
        ...(left === undefined ? [] : [{ left: ref(left), right: ref(from) }]),
        ...(right === undefined ? [] : [{ left: ref(right), right: ref(to) }]),
      ];
      if (on.length === 0) throw unsupported(edge.node, 'the sequences of a pattern share a node');
      const columns = [...this.#rel.columns, ...rel.columns];
      this.#rel = { op: 'join', kind: 'inner', left: this.#rel, right: rel, on, columns };
    }
    if (edge.left === edge.right && left === undefined)
      this.#keep(call('==', [ref(from), ref(to)], 'bool', false));
    if (left === undefined) this.#keys.set(edge.left, from);
    if (right === undefined && edge.left !== edge.right) this.#keys.set(edge.right, to);
  }

  #keep(predicate: Scalar): void {
    const input = this.#rel!;
    this.#rel = { op: 'filter', input, columns: input.columns, predicate };
  }

  #single(edge: PatternEdge): void {
    const rel = edge.direction === 'any' ? bothWays(this.#lowering, this.#graph) : this.#graph.edges();
    const [source, target, number] = rel.columns.slice(-3) as [Column, Column, Column];
    this.#members.set(edge.name, properties(rel, 3));
    this.#numbers.set(edge.name, number);
    const [from, to] = edge.direction === 'left' ? [target, source] : [source, target];
    this.#join(edge, rel, from, to);
  }

  #variable(edge: PatternEdge): void {
    const ends = this.#candidates(edge.right);
    const starts = this.#candidates(edge.left);
    const found = variableEdge(this.#lowering, this.#graph, edge, {
      scope: this.#scope,
      starts,
      ends,
      cycles: this.#cycles,
      shortest: this.#shortest,
      collected: [...this.#conditions, ...this.#outputs]
        .flatMap((one) => [...descendants(one)])
        .filter((one) => kind(one) === 'FunctionCallExpression')
        .flatMap((one) => collectedBy(this.#pattern, one) ?? [])
        .filter((one) => one.edge === edge.name),
      required: this.#conditions
        .flatMap((one) => askedOfEvery(this.#pattern, one) ?? [])
        .filter((one) => one.edge === edge.name),
    });
    for (const [node, column] of found.collected) this.#collected.set(node, column);
    this.#paths.set(edge.name, found.path);
    this.#join(edge, found.rel, found.from, found.to);
  }

  /** Keys that a node may have: those reached so far, or those that fulfil what is asked of the node alone. */
  #candidates(name: string): Rel | undefined {
    const lowering = this.#lowering;
    if (this.#keys.has(name)) {
      const [rel, again] = this.#twice();
      const key = this.#keys.get(name)!;
      const own = ref(again.columns[rel.columns.indexOf(key)]!);
      return {
        op: 'aggregate',
        input: again,
        columns: [lowering.columnFor('', own)],
        keys: [own],
        aggregates: [],
      };
    }
    const mine = this.#conditions.filter((one) => {
      const names = namesIn(this.#pattern, one);
      return names.length === 1 && names[0] === name;
    });
    if (mine.length === 0) return undefined;
    const nodes = this.#graph.nodes();
    const key = nodes.columns.at(-1)!;
    const withDegrees = degrees(lowering, this.#graph, key, nodes);
    const scope: Scope = {
      environment: this.#scope.environment,
      depth: this.#scope.depth,
      first: (node) => withDegrees.first(node) ?? member(node, new Map([[name, properties(nodes, 1)]])),
    };
    const predicate = and(mine.map((one) => lowering.typed(one, scope, 'bool')));
    const rel = withDegrees.rel();
    return picked(lowering, { op: 'filter', input: rel, columns: rel.columns, predicate }, [ref(key)]);
  }

  /** Makes what was matched so far a relation of its own, which is computed once: it, and another use of it. */
  #twice(): readonly [Rel, Rel] {
    const before = this.#rel!;
    const once = this.#lowering.share(before, true);
    const rel = this.#lowering.use(once);
    const moved = new Map(before.columns.map((column, index) => [column.id, rel.columns[index]!]));
    const move = (column: Column) => moved.get(column.id) ?? column;
    this.#rel = rel;
    for (const [name, column] of this.#keys) this.#keys.set(name, move(column));
    for (const [name, column] of this.#numbers) this.#numbers.set(name, move(column));
    for (const [name, columns] of this.#members) this.#members.set(name, columns.map(move));
    for (const [node, column] of this.#collected) this.#collected.set(node, move(column));
    for (const [name, path] of this.#paths)
      this.#paths.set(name, { hops: move(path.hops), edges: move(path.edges), inner: move(path.inner) });
    for (const [id, column] of this.#degrees) this.#degrees.set(id, move(column));
    return [rel, this.#lowering.use(once)];
  }

  /** Joins the nodes whose properties or degrees are spoken of. */
  #addMembers(): void {
    const spoken = new Set(
      [...this.#conditions, ...this.#outputs].flatMap((one) => namesIn(this.#pattern, one)),
    );
    for (const name of this.#pattern.nodes) {
      if (!spoken.has(name)) continue;
      const nodes = this.#graph.nodes();
      const input = this.#rel!;
      this.#rel = {
        op: 'join',
        kind: 'inner',
        left: input,
        right: nodes,
        on: [{ left: ref(this.#keys.get(name)!), right: ref(nodes.columns.at(-1)!) }],
        columns: [...input.columns, ...nodes.columns],
      };
      this.#members.set(name, properties(nodes, 1));
    }
    this.#addDegrees();
  }

  #addDegrees(): void {
    for (const one of [...this.#conditions, ...this.#outputs].flatMap((node) => [...descendants(node)])) {
      const asked = degreeOf(one);
      const key = asked === undefined ? undefined : this.#keys.get(asked.node);
      if (asked === undefined || key === undefined || this.#degrees.has(asked.id)) continue;
      const counted = degrees(this.#lowering, this.#graph, key, this.#rel!);
      const scalar = counted.first(one)!;
      const column = this.#lowering.columnFor('', scalar);
      const rel = counted.rel();
      this.#rel = {
        op: 'project',
        input: rel,
        columns: [...rel.columns, column],
        expressions: [...rel.columns.map((c) => ref(c)), scalar],
      };
      this.#degrees.set(asked.id, column);
    }
  }

  /** The key of the node that `node_id(node)` asks for. */
  #keyAsked(node: Node): Column | undefined {
    if (kind(node) !== 'FunctionCallExpression' || nameOf(need(node, 'Name')) !== 'node_id') return undefined;
    const [subject] = list(need(need(node, 'ArgumentList'), 'Expressions'));
    return subject === undefined ? undefined : this.#keys.get(nameOf(subject));
  }

  #inner(): Scope {
    return {
      environment: this.#scope.environment,
      depth: this.#scope.depth,
      row: [],
      first: (node) => {
        const collected = this.#collected.get(node);
        if (collected !== undefined) return ref(collected);
        const key = this.#keyAsked(node);
        if (key !== undefined) return nodeId(node, key);
        const asked = degreeOf(node);
        const degree = asked === undefined ? undefined : this.#degrees.get(asked.id);
        if (degree !== undefined) return ref(degree);
        if (kind(node) === 'FunctionCallExpression' && nameOf(need(node, 'Name')) === 'labels')
          throw unsupported(node, 'only saved graphs have labels: keep them in a column');
        if (
          kind(node) === 'NameReference' &&
          namesIn(this.#pattern, node).length > 0 &&
          findColumn([], nameOf(node)) === undefined
        )
          throw unsupported(node, `${nameOf(node)} alone is no value: write ${nameOf(node)}.property`);
        const variable = variableBase(node, this.#paths);
        if (variable !== undefined)
          throw unsupported(node, `${variable} stands for several edges: write map(${variable}, property)`);
        return member(node, this.#members);
      },
    };
  }

  /** The matches for which the conditions hold, without repeated edges or nodes where they are not wanted. */
  filtered(): Rel {
    const lowering = this.#lowering;
    const scope = this.#inner();
    const rest = this.#conditions.filter((one) => askedOfEvery(this.#pattern, one) === undefined);
    const paths = [...this.#paths.values()];
    const predicates = [
      ...rest.map((one) => lowering.typed(one, scope, 'bool')),
      ...(this.#cycles === 'all' ? [] : distinctEdges([...this.#numbers.values()], paths)),
      ...(this.#cycles === 'none' ? distinctNodes(this.#pattern, [...this.#keys.values()], paths) : []),
    ];
    const input = this.#rel!;
    return predicates.length === 0
      ? input
      : { op: 'filter', input, columns: input.columns, predicate: and(predicates) };
  }

  /** Of the matches of each pair of different ends those with the fewest edges; one of them for `any`. */
  fewest(rows: Rel, which: 'any' | 'all'): Rel {
    const lowering = this.#lowering;
    const [first, last] = this.#pattern.ends.map((name) => ref(this.#keys.get(name)!)) as [Scalar, Scalar];
    const single: Scalar = literal('long', BigInt(this.#numbers.size));
    const length = [...this.#paths.values()].reduce<Scalar>(
      (sum, { hops }) => call('+', [sum, ref(hops)], 'long', false),
      single,
    );
    const lengthColumn = lowering.columnFor('', length);
    const apart: Rel = {
      op: 'filter',
      input: rows,
      columns: rows.columns,
      predicate: call('!=', [first, last], 'bool', false),
    };
    const measured: Rel = {
      op: 'project',
      input: apart,
      columns: [...rows.columns, lengthColumn],
      expressions: [...rows.columns.map((column) => ref(column)), length],
    };
    const sorted: Rel = {
      op: 'sort',
      input: measured,
      columns: measured.columns,
      keys: [{ by: ref(lengthColumn), descending: false, nullsFirst: true }],
    };
    const number = lowering.column('', 'long', false);
    this.#rel = { op: 'number', input: sorted, columns: [...sorted.columns, number] };
    const width = this.#rel.columns.length;
    const [mine, again] = this.#twice();
    const at = (name: string) => again.columns[mine.columns.indexOf(this.#keys.get(name)!)]!;
    const keys = this.#pattern.ends.map((name) => ref(at(name)));
    const measure = which === 'any' ? width - 1 : width - 2;
    const columns = [...keys.map((key) => lowering.columnFor('', key)), lowering.column('', 'long', true)];
    const least: Rel = {
      op: 'aggregate',
      input: again,
      columns,
      keys,
      aggregates: [{ fn: 'min', args: [ref(again.columns[measure]!)], type: 'long', nullable: true }],
    };
    const own = [...this.#pattern.ends.map((name) => this.#keys.get(name)!), mine.columns[measure]!];
    return {
      op: 'join',
      kind: 'leftsemi',
      left: mine,
      right: least,
      on: own.map((column, index) => ({ left: ref(column), right: ref(columns[index]!) })),
      columns: mine.columns,
    };
  }

  project(rows: Rel): Rel {
    // The binder takes calls over the elements of an edge for dynamic.
    const bound = columnsOf(this.#node);
    const items = lowerItems(this.#lowering, this.#outputs, this.#inner()).map((item, index) => {
      const column = bound?.[index];
      return column?.known === true ? { ...item, scalar: convert(item.scalar, column.type) } : item;
    });
    return projection(this.#lowering, rows, items);
  }
}
