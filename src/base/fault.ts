import type { FaultCode } from './fault-codes.ts';

/** Expected trouble with something from outside: what is wrong, where, and what to do about it. */
export interface Fault {
  readonly code: FaultCode;
  /** One sentence for a person: what is wrong. */
  readonly message: string;
  /** Where: a line, an offset, a JSON path or an archive member, as text. */
  readonly place?: string;
  /** What the person can do. */
  readonly remedy?: string;
}

export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: Fault };

export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function failed(fault: Fault): { readonly ok: false; readonly fault: Fault } {
  return { ok: false, fault };
}

/** A fault as one line of text: message, place, remedy. */
export function describeFault(fault: Fault): string {
  const place = fault.place === undefined ? '' : ` (${fault.place})`;
  const remedy = fault.remedy === undefined ? '' : `; ${fault.remedy}`;
  return `${fault.message}${place}${remedy}`;
}

/** A promise of our own code is broken: never a user's mistake. */
export class BrokenInvariant extends Error {
  override readonly name = 'BrokenInvariant';
}

export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new BrokenInvariant(message);
}
