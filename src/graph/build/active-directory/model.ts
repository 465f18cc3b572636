const prefix = 'directory:';

export function refOf(objectId: string): string {
  return prefix + objectId;
}

/** The object id in a ref; refs of other kinds are their own. */
export function objectIdOf(ref: string): string {
  return ref.startsWith(prefix) ? ref.slice(prefix.length) : ref;
}

/** A directory object as the derivation needs it. */
export interface DirectoryObject {
  /** What relations point to: `directory:` and the SID or GUID in capitals, well-known SIDs with their domain's name before them. */
  readonly ref: string;
  /** User, Group, Computer, Domain … `Base` when only named. */
  readonly type: string;
  readonly name?: string | undefined;
  /** Its own record is in the input; absent counts as yes. */
  readonly isDescribed?: boolean | undefined;
  /** Facts by the names that BloodHound gives them, in lower case. */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** A relation that a collection states. */
export interface StatedRelation {
  readonly relation: string;
  readonly from: string;
  readonly to: string;
}

/** A relation that follows from stated ones. */
export interface DerivedRelation {
  readonly relation: string;
  readonly from: string;
  readonly to: string;
  /** The rule it follows from, one sentence. */
  readonly reason: string;
  /** It is gone when every way to it is broken. */
  readonly ways: readonly Way[];
}

/**
 * What one way needs: of each list one relation. Numbers below the count of stated relations are places in the input, the
 * others places in the derived relations after that count. Memberships between a principal and the group that is granted
 * something are not listed. A rule that follows from facts of objects alone needs nothing.
 */
export type Way = readonly (readonly number[])[];

export interface DirectoryInput {
  readonly objects: Iterable<DirectoryObject>;
  readonly relations: Iterable<StatedRelation>;
}

export interface Derivation {
  /** Well-known groups that were missing. */
  readonly objects: readonly DirectoryObject[];
  readonly count: number;
  /** The derived relations in a fixed order, made one by one: large directories have millions. */
  readonly relations: () => Iterable<DerivedRelation>;
}
