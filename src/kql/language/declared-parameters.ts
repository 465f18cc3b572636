import type { KqlType } from '../types.ts';
import { items } from './items.ts';
import { scalarTypes, type Node } from './syntax.ts';

/** A parameter as a user's function declares it. */
export interface DeclaredParameter {
  readonly name: string;
  /** Missing for a table. */
  readonly type: KqlType | undefined;
  /** Not bound: its nodes have no types, but `literal` reads it. */
  readonly defaultValue: Node | undefined;
}

/** The parameters of the user's function that a call calls, in order. */
export function declaredParameters(node: Node): readonly DeclaredParameter[] {
  const [signature] = items(node.ReferencedSymbol?.Signatures);
  return items(signature?.Parameters).map((parameter) => ({
    name: parameter.Name,
    type: scalarTypes.get(items(parameter.DeclaredTypes)[0]?.Name ?? ''),
    defaultValue: parameter.DefaultValue ?? undefined,
  }));
}
