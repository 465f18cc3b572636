import type { Rel } from '../ir/index.ts';
import type { Node } from '../language/syntax.ts';
import type { KqlType, KqlValue } from '../types.ts';

/** A column of a step whose columns are known only from its data. */
export interface LateColumn {
  readonly name: string;
  readonly type: KqlType;
}

/** Thrown when the columns of a plugin are known only from its data: what to run, and how its rows say the columns. */
export class NeedsSchema extends Error {
  /** The call of the plugin, after which its output schema is written. */
  readonly node: Node;
  readonly probe: Rel;
  readonly read: (rows: readonly (readonly KqlValue[])[]) => readonly LateColumn[];

  constructor(node: Node, probe: Rel, read: NeedsSchema['read']) {
    super('the columns of this step are known only from its data');
    this.node = node;
    this.probe = probe;
    this.read = read;
  }
}
