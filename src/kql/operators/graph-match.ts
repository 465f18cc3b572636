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
import { degrees, graphOf, nodeId, properties, type Graph } from './graph.ts';
import { readPattern, type Pattern, type PatternEdge } from './graph-pattern.ts';
import { rowScope, type LowerOperator } from './operator.ts';
import { lowerItems, projection } from './project.ts';

type Cycles = PathsSettings['cycles'];

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

/** Calls over the elements of an edge of variable length. */
const collectors: Readonly<Record<string, 'map' | 'all' | 'any'>> = { map: 'map', all: 'all', any: 'any' };

class Matcher {
  readonly searchedShortest: boolean;
  readonly #lowering: Lowering;
  readonly #node: Node;
  readonly #graph: Graph;
  readonly #scope: Scope;
  readonly #cycles: Cycles;
  readonly #pattern: Pattern;
  readonly #conditions: readonly Node[];
  readonly #outputs: readonly Node[];
  #rel: Rel | undefined;
  /** Key of each node that has been reached, number of each single edge, edges and inner nodes of each variable one. */
  readonly #keys = new Map<string, Column>();
  readonly #numbers = new Map<string, Column>();
  readonly #paths = new Map<
    string,
    { readonly hops: Column; readonly edges: Column; readonly inner: Column }
  >();
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
    cycles: Cycles,
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
        (one) => this.#ofEvery(one) !== undefined || !this.#names(one).includes(edge!.name),
      );
    this.#shortest = this.searchedShortest ? shortest : null;
  }

  readonly #shortest: 'any' | 'all' | null;

  /** Names of pattern elements that an expression speaks of. */
  #names(node: Node): readonly string[] {
    const all = new Set([...this.#pattern.nodes, ...this.#pattern.edges.map((edge) => edge.name)]);
    const found = new Set<string>();
    for (const one of descendants(node))
      if (kind(one) === 'NameReference' && all.has(nameOf(one)) && one.Parent !== null && !isSelector(one))
        found.add(nameOf(one));
    return [...found];
  }

  /** `all(edge, condition)` and `all(inner_nodes(edge), condition)` of an edge of variable length. */
  #ofEvery(node: Node): Collected | undefined {
    const collected = this.#collector(node);
    return collected?.how === 'all' ? collected : undefined;
  }

  #collector(node: Node): Collected | undefined {
    if (kind(node) === 'ParenthesizedExpression') return this.#collector(need(node, 'Expression'));
    if (kind(node) !== 'FunctionCallExpression') return undefined;
    const how = collectors[nameOf(need(node, 'Name'))];
    const [subject, expression] = list(need(need(node, 'ArgumentList'), 'Expressions'));
    if (how === undefined || subject === undefined) return undefined;
    const inner =
      kind(subject) === 'FunctionCallExpression' && nameOf(need(subject, 'Name')) === 'inner_nodes';
    const named = inner ? list(need(need(subject, 'ArgumentList'), 'Expressions'))[0] : subject;
    if (named === undefined || kind(named) !== 'NameReference') return undefined;
    const edge = this.#pattern.edges.find((one) => one.name === nameOf(named));
    if (edge === undefined) return undefined;
    if (edge.range === undefined)
      throw unsupported(node, `${edge.name} is a single edge: write ${edge.name}.property`);
    if (expression === undefined) throw unsupported(node, 'the second argument is missing');
    return { node, how, edge: edge.name, of: inner ? 'nodes' : 'edges', expression };
  }

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
    const rel = edge.direction === 'any' ? this.#bothWays() : this.#graph.edges();
    const [source, target, number] = rel.columns.slice(-3) as [Column, Column, Column];
    this.#members.set(edge.name, properties(rel, 3));
    this.#numbers.set(edge.name, number);
    const [from, to] = edge.direction === 'left' ? [target, source] : [source, target];
    this.#join(edge, rel, from, to);
  }

  /** Every edge in both directions; one from a node to itself once. */
  #bothWays(): Rel {
    const [there, back] = [this.#graph.edges(), this.#graph.edges()];
    const width = there.columns.length;
    const [source, target] = [back.columns[width - 3]!, back.columns[width - 2]!];
    const loopless: Rel = {
      op: 'filter',
      input: back,
      columns: back.columns,
      predicate: call('!=', [ref(source), ref(target)], 'bool', false),
    };
    const turned = [...back.columns.slice(0, width - 3), target, source, back.columns[width - 1]!];
    return {
      op: 'union',
      inputs: [
        { rel: there, expressions: there.columns.map((column) => ref(column)) },
        { rel: loopless, expressions: turned.map((column) => ref(column)) },
      ],
      columns: there.columns.map((column) =>
        this.#lowering.column(column.name, column.type, column.nullable),
      ),
    };
  }

  #variable(edge: PatternEdge): void {
    const lowering = this.#lowering;
    const everywhere = [...this.#conditions, ...this.#outputs].flatMap((one) => [...descendants(one)]);
    const wanted = everywhere.flatMap((one) => {
      const found = kind(one) === 'FunctionCallExpression' ? this.#collector(one) : undefined;
      return found?.edge === edge.name ? [found] : [];
    });
    const required = this.#conditions.flatMap((one) => {
      const found = this.#ofEvery(one);
      return found?.edge === edge.name ? [found] : [];
    });
    const edges = this.#graph.edges();
    const edgeScope = rowScope(this.#scope, edges);
    const edgeConditions = required.filter((one) => one.of === 'edges');
    const keptEdges: Rel =
      edgeConditions.length === 0
        ? edges
        : {
            op: 'filter',
            input: edges,
            columns: edges.columns,
            predicate: and(edgeConditions.map((one) => lowering.typed(one.expression, edgeScope, 'bool'))),
          };
    const nodes = this.#graph.nodes();
    const withDegrees = degrees(lowering, this.#graph, nodes.columns.at(-1)!, nodes);
    const nodeScope: Scope = { ...rowScope(this.#scope, nodes), first: withDegrees.first };
    const innerConditions = required.filter((one) => one.of === 'nodes');
    const allowed = and(innerConditions.map((one) => lowering.typed(one.expression, nodeScope, 'bool')));
    const edgeCells: Scalar[] = edges.columns.slice(-3).map((column) => ref(column));
    const [source, target, number] = edgeCells as [Scalar, Scalar, Scalar];
    const cells = {
      edges: [number, source, target],
      nodes: [ref(nodes.columns.at(-1)!), allowed] as Scalar[],
    };
    const collect = wanted.map(({ of, how, expression }) => {
      const scalar = lowering.typed(
        expression,
        of === 'edges' ? edgeScope : nodeScope,
        how === 'map' ? 'dynamic' : 'bool',
      );
      cells[of].push(scalar);
      return { of, how, index: cells[of].length - 1 };
    });
    const needsNodes = innerConditions.length > 0 || collect.some(({ of }) => of === 'nodes');
    const ends = this.#candidates(edge.right);
    const settings: PathsSettings = {
      ...edge.range!,
      direction: edge.direction,
      cycles: this.#cycles,
      shortest: this.#shortest,
      ends: ends !== undefined,
      inner: innerConditions.length > 0,
      collect,
    };
    const noKeys = () => lowering.empty([{ name: '', type: 'string' }]);
    const hops = lowering.column('', 'long', false);
    const [from, to] = [lowering.column('', 'string'), lowering.column('', 'string')];
    const [path, inner] = [lowering.column('', 'dynamic', false), lowering.column('', 'dynamic', false)];
    const results = wanted.map(({ how }) => lowering.column('', how === 'map' ? 'dynamic' : 'bool', false));
    const allNodes = this.#graph.nodes();
    const starts = this.#candidates(edge.left) ?? picked(lowering, allNodes, [ref(allNodes.columns.at(-1)!)]);
    const found: Rel = {
      op: 'process',
      process: 'paths',
      inputs: [
        picked(lowering, keptEdges, cells.edges),
        needsNodes ? picked(lowering, withDegrees.rel(), cells.nodes) : noKeys(),
        starts,
        ends ?? noKeys(),
      ],
      settings,
      columns: [from, to, hops, path, inner, ...results],
    };
    for (const [index, one] of wanted.entries()) this.#collected.set(one.node, results[index]!);
    this.#paths.set(edge.name, { hops, edges: path, inner });
    this.#join(edge, found, from, to);
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
      const names = this.#names(one);
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
    const spoken = new Set([...this.#conditions, ...this.#outputs].flatMap((one) => this.#names(one)));
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
          this.#names(node).length > 0 &&
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
    const rest = this.#conditions.filter((one) => this.#ofEvery(one) === undefined);
    const predicates = [
      ...rest.map((one) => lowering.typed(one, scope, 'bool')),
      ...(this.#cycles === 'all' ? [] : this.#distinctEdges()),
      ...(this.#cycles === 'none' ? this.#distinctNodes() : []),
    ];
    const input = this.#rel!;
    return predicates.length === 0
      ? input
      : { op: 'filter', input, columns: input.columns, predicate: and(predicates) };
  }

  #distinctEdges(): readonly Scalar[] {
    const numbers = [...this.#numbers.values()].map((column): Scalar => ref(column));
    const paths = [...this.#paths.values()].map(({ edges }): Scalar => ref(edges));
    const one = (number: Scalar) => call('array of one', [convert(number, 'string')], 'dynamic', false);
    return [
      ...pairs(numbers).map(([a, b]) => call('!=', [a, b], 'bool', false)),
      ...numbers.flatMap((number) => paths.map((path) => disjoint(one(number), path))),
      ...pairs(paths).map(([a, b]) => disjoint(a, b)),
    ];
  }

  /** A pattern that comes back to a node by its own names is a cycle. */
  #distinctNodes(): readonly Scalar[] {
    const keys = [...this.#keys.values()].map((column): Scalar => ref(column));
    const inner = [...this.#paths.values()].map((path): Scalar => ref(path.inner));
    const one = (key: Scalar) => call('array of one', [key], 'dynamic', false);
    const { nodes, edges } = this.#pattern;
    return [
      ...pairs(keys).map(([a, b]) => call('!=', [a, b], 'bool', false)),
      ...keys.flatMap((key) => inner.map((path) => disjoint(one(key), path))),
      ...pairs(inner).map(([a, b]) => disjoint(a, b)),
      ...(edges.length >= nodes.length ? [literal('bool', false)] : []),
    ];
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

interface Collected {
  readonly node: Node;
  readonly how: 'map' | 'all' | 'any';
  readonly edge: string;
  readonly of: 'edges' | 'nodes';
  readonly expression: Node;
}

/** The parts of a condition that must all hold. */
function conjuncts(node: Node): readonly Node[] {
  if (kind(node) === 'AndExpression')
    return [...conjuncts(need(node, 'Left')), ...conjuncts(need(node, 'Right'))];
  return kind(node) === 'ParenthesizedExpression' ? conjuncts(need(node, 'Expression')) : [node];
}

/** `name.property` of a node or a single edge. */
function member(node: Node, members: ReadonlyMap<string, readonly Column[]>): Scalar | undefined {
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
function variableBase(node: Node, variable: ReadonlyMap<string, unknown>): string | undefined {
  if (kind(node) !== 'PathExpression') return undefined;
  const base = need(node, 'Expression');
  return kind(base) === 'NameReference' && variable.has(nameOf(base)) ? nameOf(base) : undefined;
}

/** `node_degree_in(node)` and `node_degree_out(node)`. */
function degreeOf(node: Node): { readonly node: string; readonly id: string } | undefined {
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

function pairs<T>(all: readonly T[]): readonly (readonly [T, T])[] {
  return all.flatMap((a, index) => all.slice(index + 1).map((b) => [a, b] as const));
}

function disjoint(a: Scalar, b: Scalar): Scalar {
  return call('disjoint', [a, b], 'bool', false);
}
