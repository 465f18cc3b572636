import { asArray, asLabel, asObject } from '../../base/json-value.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import { identityTypeOf } from './kinds.ts';

/** An object as another one names it: its id in capitals and the type it is said to have (`Base` when unknown). */
export interface Named {
  readonly id: string;
  readonly type: string;
}

/** Takes one stated relation. */
export type State = (relation: string, from: Named, to: Named, properties?: JsonObject) => void;

/**
 * A field by its name in any case: BloodHound's own reader ignores case, so collectors differ (`GUID`, `Guid`;
 * `SmbInfo`, `SMBInfo`).
 */
export function field(record: JsonObject | undefined, name: string): JsonValue | undefined {
  if (record === undefined) return undefined;
  const exact = record[name];
  if (exact !== undefined) return exact;
  let wanted: string | undefined;
  for (const key in record) {
    if (key.length !== name.length) continue;
    wanted ??= name.toLowerCase();
    if (key.toLowerCase() === wanted) return record[key];
  }
  return undefined;
}

/** An object id: trimmed, in capitals; undefined when blank. */
export function objectId(value: JsonValue | undefined): string | undefined {
  return asLabel(value)?.toUpperCase();
}

/** `{ObjectIdentifier, ObjectType}`; undefined without an id. */
export function typedPrincipal(value: JsonValue | undefined): Named | undefined {
  const record = asObject(value);
  const id = objectId(field(record, 'ObjectIdentifier'));
  return id === undefined ? undefined : { id, type: identityTypeOf(asLabel(field(record, 'ObjectType'))) };
}

/** All `{ObjectIdentifier, ObjectType}` of a list. */
export function typedPrincipals(value: JsonValue | undefined): readonly Named[] {
  return asArray(value).flatMap((item) => typedPrincipal(item) ?? []);
}

/** `Results` of `{Results, Collected, FailureReason}`; empty when the collector says that it could not ask. */
export function results(value: JsonValue | undefined): readonly JsonValue[] {
  const answer = asObject(value);
  return field(answer, 'Collected') === false ? [] : asArray(field(answer, 'Results'));
}

/** An answer `{Collected: true, …}` of a host; undefined when it was not collected. */
export function collected(value: JsonValue | undefined): JsonObject | undefined {
  const answer = asObject(value);
  return field(answer, 'Collected') === true ? answer : undefined;
}
