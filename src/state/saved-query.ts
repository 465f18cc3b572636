import type { KqlType } from '../kql/index.ts';

/** Whose an entry is: everybody's, or one local user's own. */
export type Owner = { readonly kind: 'shared' } | { readonly kind: 'user'; readonly name: string };

/** A value a saved query asks for each time it runs. */
export interface QueryParameter {
  readonly name: string;
  readonly type: KqlType;
  /** Text of the value that holds when none is given; without it a value is required. */
  readonly default?: string;
}

/** A saved query as its author writes it. */
export interface QueryDraft {
  readonly owner: Owner;
  /** Unique among the entries of its owner. */
  readonly name: string;
  /** Path with `/` between its parts; empty is the top. */
  readonly folder: string;
  readonly description: string;
  readonly kql: string;
  readonly parameters: readonly QueryParameter[];
}

export interface SavedQuery extends QueryDraft {
  readonly createdMs: number;
  readonly updatedMs: number;
}

/** A stored function as its author writes it; queries call it by its name. */
export interface FunctionDraft {
  readonly owner: Owner;
  /** A KQL identifier, unique among the functions of its owner. */
  readonly name: string;
  /** Parameter list as KQL writes it: `(a:string, b:long=5)`. */
  readonly parameters: string;
  readonly body: string;
  readonly description: string;
}

export interface StoredFunction extends FunctionDraft {
  readonly createdMs: number;
  readonly updatedMs: number;
}
