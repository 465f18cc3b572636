import { Adjacency } from './adjacency.ts';
import type { DirectoryGraph } from './directory-graph.ts';
import { pairKey } from './directory-graph.ts';
import type { Way } from './model.ts';

/** Relations by which a principal holds what a group holds. */
const memberKinds = ['MemberOf', 'MemberOfLocalGroup'] as const;

/** Endings of the groups that everybody is in, whatever the directory lists. */
const everybody = ['-S-1-5-11', '-S-1-1-0'];

/** Mark of what lies below a principal that was found already. */
const covered = 1 << 15;

/** Groups and their members at any depth. Made when all memberships are known; later ones are not seen. */
export class Membership {
  readonly #graph: DirectoryGraph;
  /** Relations of membership by group and by member. */
  readonly #membersBy: Adjacency;
  readonly #groupsBy: Adjacency;
  /** Groups that hold Authenticated Users or Everyone, and these themselves. */
  readonly #holdsEverybody: ReadonlySet<number>;
  readonly #marks: Uint16Array;
  readonly #members = new Map<number, Uint32Array>();
  readonly #groups = new Map<number, Uint32Array>();
  readonly #both = new Map<number, readonly number[]>();

  constructor(graph: DirectoryGraph) {
    this.#graph = graph;
    const edges = memberKinds.flatMap((kind) => graph.edgesOfKind(kind));
    this.#membersBy = graph.group(edges, 'to');
    this.#groupsBy = graph.group(edges, 'from');
    this.#marks = new Uint16Array(graph.objectCount);
    const holders = new Set<number>();
    for (const group of graph.nodesOfType('Group')) {
      if (!everybody.some((ending) => graph.objectId(group).endsWith(ending))) continue;
      holders.add(group);
      for (const above of this.groupsOf(group)) holders.add(above);
    }
    this.#holdsEverybody = holders;
  }

  /** Whether Authenticated Users or Everyone are in the group, or are the group. */
  holdsEverybody(group: number): boolean {
    return this.#holdsEverybody.has(group);
  }

  /** All direct and indirect members, not the group itself. */
  membersOf(group: number): Uint32Array {
    let members = this.#members.get(group);
    if (members === undefined) {
      members = this.#reach(group, this.#membersBy, (edge) => this.#graph.from(edge));
      this.#members.set(group, members);
    }
    return members;
  }

  /** All groups that an object is in, directly or not. */
  groupsOf(object: number): Uint32Array {
    let groups = this.#groups.get(object);
    if (groups === undefined) {
      groups = this.#reach(object, this.#groupsBy, (edge) => this.#graph.to(edge));
      this.#groups.set(object, groups);
    }
    return groups;
  }

  /**
   * The principals who hold all of several permissions, each given by the principals it is granted to: those of the first
   * list who also hold the others, and of the rest of it the uppermost members who do (BloodHound's cross product). What
   * a group holds its members hold, so nothing below a result is listed, unless the first list names it.
   *
   * A permission granted to everybody restricts nobody and is left out. When only one is left, its own list is the
   * answer; when none is left, all lists are.
   */
  holdersOfAll(lists: readonly (readonly number[])[]): readonly number[] {
    const restricting = lists.filter((list) => !list.some((principal) => this.holdsEverybody(principal)));
    if (restricting.length === 0) return [...new Set(lists.flat())];
    if (restricting.length === 1) return [...new Set(restricting[0])];
    return this.uppermostInAll(restricting);
  }

  /** As `holdersOfAll`, but a list that holds everybody counts like any other. At most 15 lists besides the first. */
  uppermostInAll(lists: readonly (readonly number[])[]): readonly number[] {
    const [first = [], ...others] = lists;
    const marks = this.#marks;
    const touched: number[] = [];
    const all = (1 << others.length) - 1;
    for (const [i, list] of others.entries()) this.#markBelow(list, 1 << i, touched);
    const found = new Set<number>();
    const rest = new Set<number>();
    for (const principal of first) ((marks[principal]! & all) === all ? found : rest).add(principal);
    this.#markBelow([...found], covered, touched);
    for (const node of rest) {
      for (const edge of this.#membersBy.at(node)) {
        const member = this.#graph.from(edge);
        const mark = marks[member]!;
        if ((mark & covered) !== 0) continue;
        if ((mark & all) !== all) {
          rest.add(member);
        } else {
          found.add(member);
          this.#markBelow([member], covered, touched);
        }
      }
    }
    for (const node of touched) marks[node] = 0;
    return [...found];
  }

  /** The uppermost principals who are in both, each counted as in itself. Remembered: hosts repeat each other. */
  inBoth(a: number, b: number): readonly number[] {
    const key = pairKey(a, b);
    let both = this.#both.get(key);
    if (both === undefined) {
      if (a === b || this.groupsOf(a).includes(b)) both = [a];
      else if (this.groupsOf(b).includes(a)) both = [b];
      else both = this.uppermostInAll([[a], [b]]);
      this.#both.set(key, both);
    }
    return both;
  }

  /**
   * How a principal comes to hold several permissions, each given by the relations that grant it: of each the grants to
   * itself, to a group it is in, or to everybody.
   */
  wayOf(principal: number, permissions: readonly (readonly number[])[]): Way {
    const groups = this.groupsOf(principal);
    return permissions.map((grants) =>
      grants.filter((edge) => {
        const holder = this.#graph.from(edge);
        return holder === principal || this.holdsEverybody(holder) || groups.includes(holder);
      }),
    );
  }

  #reach(start: number, adjacency: Adjacency, other: (edge: number) => number): Uint32Array {
    const direct = adjacency.at(start);
    if (direct.length === 0) return none;
    const found = new Set<number>([start]);
    for (const node of found) for (const edge of adjacency.at(node)) found.add(other(edge));
    found.delete(start);
    return Uint32Array.from(found);
  }

  #markBelow(list: readonly number[], bit: number, touched: number[]): void {
    const waiting = [...list];
    const marks = this.#marks;
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      if ((marks[node]! & bit) !== 0) continue;
      marks[node]! |= bit;
      touched.push(node);
      for (const edge of this.#membersBy.at(node)) waiting.push(this.#graph.from(edge));
    }
  }
}

const none = new Uint32Array();
