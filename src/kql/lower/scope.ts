import type { Node } from '../language/syntax.ts';
import type { AggregateCall, Column, ColumnRef, Rel, Scalar } from '../ir/index.ts';

/** What a name outside the row stands for. */
export type Binding =
  | { readonly kind: 'scalar'; readonly scalar: Scalar }
  /** Called at each use: every use has column ids of its own. */
  | { readonly kind: 'table'; readonly relation: () => Rel };

/** Names bound by `let`, parameters and `as`, innermost first. */
export class Environment {
  readonly #names = new Map<string, Binding>();
  readonly #outer: Environment | undefined;

  constructor(outer?: Environment) {
    this.#outer = outer;
  }

  find(name: string): Binding | undefined {
    return this.#names.get(name) ?? this.#outer?.find(name);
  }

  bind(name: string, binding: Binding): void {
    this.#names.set(name, binding);
  }
}

/** Where an expression stands: the row it sees and the names around it. */
export interface Scope {
  readonly environment: Environment;
  /** Columns of the row; undefined outside of any row. */
  readonly row?: readonly Column[];
  /** `$right` of a join condition; `$left` is `row`. */
  readonly right?: readonly Column[];
  /** Row number by which `prev`, `row_number` … go; undefined where they are not allowed. */
  readonly order?: ColumnRef;
  /** Aggregates may be called here; each call is handed over and replaced by a column. */
  readonly aggregate?: (call: AggregateCall) => ColumnRef;
  /** Looks at an expression first: members of graph elements (`node.name`) and of the state of a scan (`step.column`). */
  readonly first?: (node: Node, scope: Scope) => Scalar | undefined;
  /** What `*` stands for at the moment. */
  readonly star?: Column;
  /** Calls of a user's functions around this place. */
  readonly depth: number;
}

/** The column of a row with this name, hidden or not; names tell case apart. */
export function findColumn(row: readonly Column[] | undefined, name: string): Column | undefined {
  return row?.find((column) => column.name === name);
}
