import { invariant } from '../../base/fault.ts';
import type { RiskGraph, RiskAction } from '../risk/index.ts';
import { edgeKind, sharedFactors } from './edge-kinds.ts';

export type NodeKind =
  | 'attacker'
  | 'device'
  | 'foothold'
  | 'user'
  | 'group'
  | 'domain'
  | 'policy'
  | 'container'
  | 'certificate'
  | 'segment'
  | 'secret'
  | 'resource';

export interface ExposureNode {
  /** Stable across runs: coins depend on it. */
  readonly id: string;
  readonly kind: NodeKind;
  /** Name for people. */
  readonly label: string;
}

/** Where a fact stands. */
export interface Evidence {
  readonly file: string;
  readonly locator: string;
}

/** The fact that makes an edge: what an action has to change to take the edge away. */
export type Cause =
  /** A relation in the directory. */
  | {
      readonly kind: 'relation';
      /** Certificate templates it leads through. */
      readonly through?: readonly string[];
    }
  /** A weakness of a device, by its index among the weaknesses. */
  | { readonly kind: 'weakness'; readonly weakness: number }
  /** A service that the internet reaches. */
  | { readonly kind: 'service'; readonly device: number; readonly service: string }
  /** A person may be deceived. */
  | { readonly kind: 'person' }
  /** A secret that lies in the open. */
  | { readonly kind: 'secret'; readonly secret: number }
  /** How networks and devices are built; no action of the list removes it. */
  | { readonly kind: 'structure' };

export interface ExposureEdge {
  readonly from: number;
  readonly to: number;
  /** Name of an edge kind. */
  readonly kind: string;
  readonly p: number;
  readonly factors: readonly string[];
  readonly cause: Cause;
  readonly evidence: readonly Evidence[];
  /** Where `p` comes from and what was assumed, when it differs from the kind's own reason. */
  readonly note?: string;
}

/** An asset whose fall costs something. */
export interface CriticalAsset {
  readonly node: number;
  readonly value: number;
  readonly level: CriticalityLevel;
  /** Class of the rule that recognised it, or `manual`. */
  readonly className: string;
}

export type CriticalityLevel = 'Very high' | 'High' | 'Medium' | 'Low';

/** Value of an asset in points when no money is given (docs/decisions/0007; own judgement). */
export const criticalityValues: Readonly<Record<CriticalityLevel, number>> = {
  'Very high': 100,
  High: 30,
  Medium: 10,
  Low: 3,
};

/** The exposure graph while it is built and after: nodes, edges with causes, factors, critical assets. */
export class ExposureGraph {
  static readonly attacker = 0;
  readonly nodes: ExposureNode[] = [{ id: 'attacker', kind: 'attacker', label: 'attacker' }];
  readonly edges: ExposureEdge[] = [];
  readonly criticalAssets: CriticalAsset[] = [];
  readonly #nodeIndex = new Map<string, number>([['attacker', 0]]);
  readonly #factors = new Map<string, number>();
  readonly #edgeIds = new Map<string, number>();
  readonly #ids: string[] = [];

  /** Index of the node with that id, made on first mention. */
  node(id: string, kind: NodeKind, label: string): number {
    const known = this.#nodeIndex.get(id);
    if (known !== undefined) return known;
    this.#nodeIndex.set(id, this.nodes.length);
    this.nodes.push({ id, kind, label });
    return this.nodes.length - 1;
  }

  find(id: string): number | undefined {
    return this.#nodeIndex.get(id);
  }

  /**
   * Adds an edge and returns its index; `p` and the factor default to those of its kind. Two edges of one kind between the
   * same nodes are one only when their discriminator (`by`) is the same: then the first stands.
   */
  edge(
    kind: string,
    from: number,
    to: number,
    cause: Cause,
    more: {
      p?: number;
      factors?: readonly string[];
      evidence?: readonly Evidence[];
      note?: string;
      by?: string;
    } = {},
  ): number | undefined {
    const definition = edgeKind(kind);
    invariant(definition !== undefined, `there is no edge kind ${kind}`);
    const p = more.p ?? definition.p;
    invariant(p !== undefined, `an edge of kind ${kind} needs its probability`);
    if (from === to || to === ExposureGraph.attacker) return undefined;
    const id = `${this.nodes[from]!.id}>${kind}${more.by === undefined ? '' : `[${more.by}]`}>${this.nodes[to]!.id}`;
    const known = this.#edgeIds.get(id);
    if (known !== undefined) return known;
    const factors = more.factors ?? (definition.factor === undefined ? [] : [definition.factor]);
    for (const factor of factors) this.#useFactor(factor);
    this.#edgeIds.set(id, this.edges.length);
    this.#ids.push(id);
    this.edges.push({
      from,
      to,
      kind,
      p,
      factors,
      cause,
      evidence: more.evidence ?? [],
      ...(more.note === undefined ? {} : { note: more.note }),
    });
    return this.edges.length - 1;
  }

  /** States the probability of a shared factor that is not in the list of techniques, such as `cve:…`. */
  factor(id: string, q: number): void {
    this.#factors.set(id, q);
  }

  factorQ(id: string): number | undefined {
    return this.#factors.get(id);
  }

  edgeId(index: number): string {
    return this.#ids[index]!;
  }

  /** The columns the risk engine works on. */
  toRiskGraph(actions: readonly RiskAction[]): RiskGraph {
    const factorIds = [...this.#factors.keys()].sort();
    const factorIndex = new Map(factorIds.map((id, i) => [id, i]));
    const offsets = new Uint32Array(this.edges.length + 1);
    const factors: number[] = [];
    this.edges.forEach((edge, i) => {
      for (const factor of edge.factors) factors.push(factorIndex.get(factor)!);
      offsets[i + 1] = factors.length;
    });
    return {
      nodeIds: this.nodes.map((node) => node.id),
      attacker: ExposureGraph.attacker,
      and: new Uint8Array(this.nodes.length),
      edgeIds: this.#ids,
      from: Uint32Array.from(this.edges, (edge) => edge.from),
      to: Uint32Array.from(this.edges, (edge) => edge.to),
      p: Float64Array.from(this.edges, (edge) => edge.p),
      edgeFactorOffsets: offsets,
      edgeFactors: Uint32Array.from(factors),
      factorIds,
      factorQ: Float64Array.from(factorIds, (id) => this.#factors.get(id)!),
      targets: this.criticalAssets.map(({ node, value }) => ({ node, value })),
      actions,
    };
  }

  /** Order of factors in `toRiskGraph`. */
  factorIds(): readonly string[] {
    return [...this.#factors.keys()].sort();
  }

  #useFactor(id: string): void {
    if (this.#factors.has(id)) return;
    const known = sharedFactors[id];
    invariant(known !== undefined, `the factor ${id} has no probability`);
    this.#factors.set(id, known.q);
  }
}
