import { limits } from '../caps/limits.ts';
import { extentOf } from '../caps/query-size.ts';
import { findTable, type Catalog, type CatalogTable } from '../catalog/catalog.ts';
import { call, outerColumns, ref, type Column, type Rel, type Scalar, type Shared } from '../ir/index.ts';
import { columnsOf, isOpen, keyword, kind, type Node } from '../language/syntax.ts';
import type { LowerOperator } from '../operators/operator.ts';
import type { KqlType, RenderHint } from '../types.ts';
import { convert } from './convert.ts';
import { unsupported } from './refusal.ts';
import type { Scope } from './scope.ts';

/** How a value expression becomes IR. */
export type LowerExpression = (lowering: Lowering, node: Node, scope: Scope) => Scalar;

/** How each kind of node becomes IR; handed in, since each of them calls the lowering in turn. */
export interface Registries {
  readonly expressions: Readonly<Record<string, LowerExpression>>;
  readonly tables: Readonly<Record<string, (lowering: Lowering, node: Node, scope: Scope) => Rel>>;
  readonly operators: Readonly<Record<string, LowerOperator>>;
}

export interface LoweringOptions {
  readonly registries: Registries;
  /** Hidden columns that the query names (`Globals.withHidden`). */
  readonly hiddenNames: ReadonlySet<string>;
  /** Moment of the query, in ticks: what `now()` gives. */
  readonly now: bigint;
}

/**
 * Turns one bound query into IR. One object for one query: it gives out column ids and remembers what was shared, drawn and
 * read.
 */
export class Lowering {
  readonly catalog: Catalog;
  readonly hiddenNames: ReadonlySet<string>;
  /** Moment of the query for `now()` and `ago()`. */
  readonly now: bigint;
  readonly tables = new Set<string>();
  readonly operatorsSeen = new Set<string>();
  /** Functions of the query that were declared as views: `search` and `find` over everything see them as tables. */
  readonly views = new Map<string, () => Rel>();
  /** Places where our columns differ from the binder's: broken promises, collected for the tests. */
  readonly mismatches: string[] = [];
  render: RenderHint | undefined;
  readonly #registries: Registries;
  #next = 0;
  #shared = 0;
  #depth = 0;
  #steps = 0;
  #work = 0;

  constructor(catalog: Catalog, options: LoweringOptions) {
    this.catalog = catalog;
    this.#registries = options.registries;
    this.hiddenNames = options.hiddenNames;
    this.now = options.now;
  }

  /** A column with an id of its own. */
  column(name: string, type: KqlType, nullable = true, hidden = false): Column {
    this.#next += 1;
    return {
      id: `c${this.#next}`,
      name,
      type,
      nullable: type === 'string' ? false : nullable,
      ...(hidden ? { hidden: true as const } : {}),
    };
  }

  /** A column for an expression. */
  columnFor(name: string, scalar: Scalar): Column {
    return this.column(name, scalar.type, scalar.op === 'literal' ? scalar.value === null : scalar.nullable);
  }

  share(rel: Rel, materialize: boolean): Shared {
    this.#shared += 1;
    return { name: `s${this.#shared}`, rel, materialize };
  }

  /** A use of a shared relation, under new ids. */
  use(shared: Shared): Rel {
    return {
      op: 'ref',
      shared,
      columns: shared.rel.columns.map((c) => this.column(c.name, c.type, c.nullable, c.hidden === true)),
    };
  }

  /** The same value, computed once however often it is used: a value of a table becomes one shared row. */
  constant(scalar: Scalar): Scalar {
    if (scalar.op !== 'subquery' || outerColumns(scalar.rel).size > 0) return scalar;
    const first = scalar.rel.columns.find((column) => column.hidden !== true)!;
    const cell: Rel = { op: 'project', input: scalar.rel, columns: [first], expressions: [ref(first)] };
    const shared = this.share({ op: 'limit', input: cell, columns: [first], count: 1n }, true);
    return { ...scalar, rel: this.use(shared) };
  }

  /** Lowers a scalar expression. */
  scalar(node: Node, scope: Scope): Scalar {
    const member = scope.first?.(node, scope);
    if (member !== undefined) return member;
    const lower = this.#registries.expressions[kind(node)];
    if (lower === undefined) throw unsupported(node, `${kind(node)} is not supported as a value`);
    this.#depth += 1;
    if (this.#depth > limits.nesting)
      throw unsupported(node, `this expression is nested deeper than ${limits.nesting}`);
    this.#count(node, 1);
    const scalar = lower(this, node, scope);
    this.#depth -= 1;
    const { parts, depth } = extentOf(scalar);
    if (parts > limits.parts)
      throw unsupported(
        node,
        `this expression has more than ${limits.parts} parts when what its names stand for is written out`,
      );
    if (depth > limits.depth)
      throw unsupported(node, `this expression is nested deeper than ${limits.depth}`);
    return scalar;
  }

  /** What calls of users' functions stand for counts with each call. */
  #count(node: Node, work: number): void {
    this.#work += work;
    if (this.#work > limits.work)
      throw unsupported(node, 'the query is too long when what its functions stand for is written out');
  }

  /** Lowers a scalar expression and converts it. */
  typed(node: Node, scope: Scope, type: KqlType): Scalar {
    return convert(this.scalar(node, scope), type);
  }

  /** Lowers a tabular expression. */
  relation(node: Node, scope: Scope): Rel {
    const lower = this.#registries.tables[kind(node)];
    if (lower === undefined) return this.operator(node, undefined, scope);
    this.#steps += 1;
    if (this.#steps > limits.steps)
      throw unsupported(node, `more than ${limits.steps} steps follow each other`);
    const rel = lower(this, node, scope);
    this.#steps -= 1;
    this.#count(node, 1 + rel.columns.length);
    if (rel.columns.length > limits.columns) throw unsupported(node, 'this step has too many columns');
    return rel;
  }

  /** Lowers one step of a pipe; `input` is missing for steps that start one (`print`, `union`, `range` …). */
  operator(node: Node, input: Rel | undefined, scope: Scope): Rel {
    const lower = this.#registries.operators[kind(node)];
    if (lower === undefined) throw unsupported(node, `the step ${kind(node)} is not supported`);
    this.operatorsSeen.add(keyword(node));
    return this.conform(lower(this, node, input, scope), node);
  }

  /**
   * Gives a step's columns the names that the binder gave them, and its types where ours differ. Steps whose columns depend
   * on data keep ours.
   */
  conform(rel: Rel, node: Node): Rel {
    const bound = columnsOf(node);
    if (bound === undefined || isOpen(node)) return rel;
    if (bound.length !== rel.columns.length) {
      this.mismatches.push(
        `${kind(node)}: [${rel.columns.map((c) => `${c.name}:${c.type}`).join(', ')}] for [${bound.map((c) => `${c.name}:${c.type}`).join(', ')}]`,
      );
      return rel;
    }
    const columns: Column[] = [];
    const expressionsOf: Scalar[] = [];
    let converted = false;
    for (const [index, column] of rel.columns.entries()) {
      const expected = bound[index]!;
      if (expected.known && expected.type !== column.type) {
        this.mismatches.push(`${kind(node)}: ${column.name} is ${column.type}, bound as ${expected.type}`);
        converted = true;
        const scalar = convert(ref(column), expected.type);
        expressionsOf.push(scalar);
        columns.push(this.columnFor(expected.name, scalar));
      } else {
        expressionsOf.push(ref(column));
        columns.push(column.name === expected.name ? column : { ...column, name: expected.name });
      }
    }
    if (converted) return { op: 'project', input: rel, columns, expressions: expressionsOf };
    return renamed(rel, columns);
  }

  /** The table of a name in the catalogue, by its name or an older one. */
  findTable(name: string): CatalogTable | undefined {
    return findTable(this.catalog, name);
  }

  /**
   * Reads a table: the columns that the binder sees at `node`, else all of the catalogue and those hidden ones that the query
   * names. A text that the binder took for JSON is read as such.
   */
  scan(table: CatalogTable, node?: Node): Rel {
    this.tables.add(table.name);
    const bound = node === undefined ? undefined : columnsOf(node);
    const seen = table.columns.filter((c) =>
      bound === undefined
        ? c.aliasOf === undefined || this.hiddenNames.has(c.name)
        : bound.some((other) => other.name === c.name),
    );
    const scan: Rel = {
      op: 'scan',
      table: table.name,
      columns: seen.map((c) => this.column(c.name, c.type, true, c.aliasOf !== undefined)),
      sources: seen.map((c) => c.aliasOf ?? c.name),
    };
    const asJson = (name: string, type: KqlType) =>
      type === 'string' && bound?.find((other) => other.name === name)?.type === 'dynamic';
    if (!scan.columns.some((c) => asJson(c.name, c.type))) return scan;
    const expressionsOf = scan.columns.map((c) =>
      asJson(c.name, c.type) ? call('parse_json', [ref(c)], 'dynamic', true) : ref(c),
    );
    return {
      op: 'project',
      input: scan,
      columns: scan.columns.map((c) => (asJson(c.name, c.type) ? this.column(c.name, 'dynamic') : c)),
      expressions: expressionsOf,
    };
  }

  /** An empty relation of these columns. */
  empty(columns: readonly { name: string; type: KqlType }[]): Rel {
    return { op: 'values', columns: columns.map((c) => this.column(c.name, c.type)), rows: [] };
  }
}

/** The same relation with other names for its columns (ids are equal). */
function renamed(rel: Rel, columns: readonly Column[]): Rel {
  return { ...rel, columns };
}
