import { asArray, asBoolean, asLabel, asNumber } from '../../../base/json-value.ts';
import type { JsonObject } from '../../../base/json.ts';
import { Adjacency, noEdges } from './adjacency.ts';
import {
  objectIdOf,
  refOf,
  type DerivedRelation,
  type DirectoryInput,
  type DirectoryObject,
  type Way,
} from './model.ts';

/**
 * Objects and relations of a directory as numbers, and what is derived from them so far. Relations are columns, looked up
 * by kind and end; derived ones become relations like the stated, so that later rules build on earlier ones.
 */
export class DirectoryGraph {
  /** Well-known groups made by `ensureGroup`. */
  readonly made: DirectoryObject[] = [];
  readonly #objects: DirectoryObject[] = [];
  readonly #byRef = new Map<string, number>();
  readonly #byType = new Map<string, number[]>();
  readonly #from: number[] = [];
  readonly #to: number[] = [];
  readonly #kind: string[] = [];
  readonly #edgesByKind = new Map<string, number[]>();
  readonly #statedCount: number;
  /** Per derived relation. */
  readonly #reasons: string[] = [];
  /** A number is the one relation that is needed: most are of this kind, and there are millions. */
  readonly #ways: (number | readonly Way[])[] = [];
  /** Derived relations that can come about in several ways, by kind and ends. */
  readonly #derivedByEnds = new Map<string, Map<number, number>>();
  readonly #inbound = new Map<string, { adjacency: Adjacency; edges: number }>();
  readonly #outbound = new Map<string, { adjacency: Adjacency; edges: number }>();

  constructor(input: DirectoryInput) {
    for (const object of input.objects) this.#addObject(object);
    for (const { relation, from, to } of input.relations)
      this.#addEdge(relation, this.#nodeOf(from), this.#nodeOf(to));
    this.#statedCount = this.#from.length;
  }

  get objectCount(): number {
    return this.#objects.length;
  }

  get derivedCount(): number {
    return this.#reasons.length;
  }

  // Objects

  nodesOfType(type: string): readonly number[] {
    return this.#byType.get(type) ?? [];
  }

  /** The node of an object id, undefined when the directory does not have it. */
  nodeById(objectId: string): number | undefined {
    return this.#byRef.get(refOf(objectId));
  }

  objectId(node: number): string {
    return objectIdOf(this.#object(node).ref);
  }

  type(node: number): string {
    return this.#object(node).type;
  }

  isDescribed(node: number): boolean {
    return this.#object(node).isDescribed !== false;
  }

  name(node: number): string | undefined {
    return this.#object(node).name;
  }

  text(node: number, property: string): string | undefined {
    return asLabel(this.#properties(node)[property]);
  }

  flag(node: number, property: string): boolean | undefined {
    return asBoolean(this.#properties(node)[property]);
  }

  number(node: number, property: string): number | undefined {
    return asNumber(this.#properties(node)[property]);
  }

  /** The texts of a list; undefined when the property is missing, which is not the same as an empty list. */
  texts(node: number, property: string): readonly string[] | undefined {
    const value = this.#properties(node)[property];
    return Array.isArray(value) ? asArray(value).flatMap((item) => asLabel(item) ?? []) : undefined;
  }

  /** SID of the domain an object belongs to: as it says, else from its own SID. */
  domainSid(node: number): string | undefined {
    const stated = this.text(node, 'domainsid');
    if (stated !== undefined) return stated.toUpperCase();
    return /^(S-1-5-21-\d+-\d+-\d+)(?:-\d+)*$/.exec(this.objectId(node))?.[1];
  }

  /** A group that may have to be made; an object of that id is taken whatever its type. */
  ensureGroup(objectId: string, name: string, domainName: string, domainSid: string): number {
    const known = this.nodeById(objectId);
    if (known !== undefined) return known;
    const object: DirectoryObject = {
      ref: refOf(objectId),
      type: 'Group',
      name,
      isDescribed: false,
      properties: { domain: domainName, domainsid: domainSid },
    };
    this.made.push(object);
    return this.#addObject(object);
  }

  // Relations

  from(edge: number): number {
    return this.#from[edge]!;
  }

  to(edge: number): number {
    return this.#to[edge]!;
  }

  edgesOfKind(kind: string): readonly number[] {
    return this.#edgesByKind.get(kind) ?? [];
  }

  /** Relations of a kind that end at a node. */
  into(node: number, kind: string): Uint32Array {
    return this.#adjacency(this.#inbound, kind, this.#to)?.at(node) ?? noEdges;
  }

  /** Relations of several kinds that end at a node. */
  intoAny(node: number, kinds: readonly string[]): readonly number[] {
    return kinds.flatMap((kind) => [...this.into(node, kind)]);
  }

  /** Relations of a kind that start at a node. */
  outOf(node: number, kind: string): Uint32Array {
    return this.#adjacency(this.#outbound, kind, this.#from)?.at(node) ?? noEdges;
  }

  /** Derives a relation between the ends of another one that it needs; the caller does not derive it twice. */
  deriveFrom(edge: number, kind: string, reason: string): void {
    this.#addEdge(kind, this.from(edge), this.to(edge));
    this.#reasons.push(reason);
    this.#ways.push(edge);
  }

  /** Derives a relation; the same one again is one more way to it. Nothing leads from an object to itself. */
  derive(kind: string, from: number, to: number, reason: string, way: Way): void {
    if (from === to) return;
    let ofKind = this.#derivedByEnds.get(kind);
    if (ofKind === undefined) this.#derivedByEnds.set(kind, (ofKind = new Map<number, number>()));
    const earlier = ofKind.get(pairKey(from, to));
    if (earlier === undefined) {
      ofKind.set(pairKey(from, to), this.#ways.length);
      this.#addEdge(kind, from, to);
      this.#reasons.push(reason);
      this.#ways.push([way]);
      return;
    }
    const ways = waysOf(this.#ways[earlier]!);
    if (!ways.some((known) => isSame(known, way))) this.#ways[earlier] = [...ways, way];
  }

  /** Groups relations of the caller's choice by one of their ends. */
  group(edges: readonly number[], end: 'from' | 'to'): Adjacency {
    return new Adjacency(this.#objects.length, edges, end === 'from' ? this.#from : this.#to);
  }

  *derived(): Generator<DerivedRelation, void> {
    for (const [i, reason] of this.#reasons.entries()) {
      const edge = this.#statedCount + i;
      yield {
        relation: this.#kind[edge]!,
        from: this.#object(this.from(edge)).ref,
        to: this.#object(this.to(edge)).ref,
        reason,
        ways: waysOf(this.#ways[i]!),
      };
    }
  }

  #object(node: number): DirectoryObject {
    return this.#objects[node]!;
  }

  /** The properties as what they are: a column of JSON. */
  #properties(node: number): JsonObject {
    return this.#object(node).properties as JsonObject;
  }

  #addObject(object: DirectoryObject): number {
    const known = this.#byRef.get(object.ref);
    if (known !== undefined) return known;
    const node = this.#objects.push(object) - 1;
    this.#byRef.set(object.ref, node);
    const ofType = this.#byType.get(object.type);
    if (ofType === undefined) this.#byType.set(object.type, [node]);
    else ofType.push(node);
    return node;
  }

  /** Node of a ref; one that no object has becomes an unknown object of that id. */
  #nodeOf(ref: string): number {
    return this.#byRef.get(ref) ?? this.#addObject({ ref, type: 'Base', isDescribed: false, properties: {} });
  }

  #addEdge(kind: string, from: number, to: number): void {
    const edge = this.#from.push(from) - 1;
    this.#to.push(to);
    const ofKind = this.#edgesByKind.get(kind);
    if (ofKind === undefined) {
      this.#kind.push(kind);
      this.#edgesByKind.set(kind, [edge]);
    } else {
      // One string for all edges of a kind, not one for each that was read.
      this.#kind.push(this.#kind[ofKind[0]!]!);
      ofKind.push(edge);
    }
  }

  #adjacency(
    cache: Map<string, { adjacency: Adjacency; edges: number }>,
    kind: string,
    ends: readonly number[],
  ): Adjacency | undefined {
    const edges = this.#edgesByKind.get(kind);
    if (edges === undefined) return undefined;
    const cached = cache.get(kind);
    if (cached?.edges === edges.length) return cached.adjacency;
    const adjacency = new Adjacency(this.#objects.length, edges, ends);
    cache.set(kind, { adjacency, edges: edges.length });
    return adjacency;
  }
}

/** Two nodes as one number; there are never 2^26 objects. */
export function pairKey(from: number, to: number): number {
  return from * 0x4000000 + to;
}

function waysOf(stored: number | readonly Way[]): readonly Way[] {
  return typeof stored === 'number' ? [[[stored]]] : stored;
}

function isSame(a: Way, b: Way): boolean {
  return (
    a.length === b.length &&
    a.every((edges, i) => edges.length === b[i]?.length && edges.every((edge, j) => edge === b[i]?.[j]))
  );
}
