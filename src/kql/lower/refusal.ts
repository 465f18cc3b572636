import type { Node } from '../language/syntax.ts';

/** How far a query got before it was refused. */
export type RefusalKind = 'unsupported' | 'refused' | 'bind';

/**
 * Thrown inside the lowering and turned into a fault at the compiler's door: what cannot be compiled, where, and what to
 * write instead.
 */
export class Refusal extends Error {
  readonly kind: RefusalKind;
  readonly node: Node;

  constructor(kind: RefusalKind, node: Node, message: string) {
    super(message);
    this.kind = kind;
    this.node = node;
  }
}

/** The language has it, this compiler does not. */
export function unsupported(node: Node, message: string): Refusal {
  return new Refusal('unsupported', node, message);
}

/** It would leave the machine, read files or bring the engine down: never. */
export function refused(node: Node, message: string): Refusal {
  return new Refusal('refused', node, message);
}
