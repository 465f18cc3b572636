import type { EpochMs } from '../../base/time.ts';
import type { Evidence } from '../model/exposure-graph.ts';

/** The estate as the graph sees it: resolved things with the place of the fact that each rests on. */
export interface EstateFacts {
  readonly devices: readonly DeviceFact[];
  readonly services: readonly ServiceFact[];
  readonly weaknesses: readonly WeaknessFact[];
  readonly identities: readonly IdentityFact[];
  /** Relations as stated, before derivation. */
  readonly relations: readonly RelationFact[];
  readonly logons: readonly LogonFact[];
  readonly resources: readonly ResourceFact[];
  readonly secrets: readonly SecretFact[];
  /** The only "now" that ages are counted from. */
  readonly asOf: EpochMs;
}

export interface DeviceFact {
  /** Stable id. */
  readonly id: string;
  readonly name: string;
  readonly addresses: readonly string[];
  /** Undefined: nobody says. */
  readonly isInternetFacing?: boolean;
  /** It passes traffic on: firewall, router, VPN gateway. Whoever holds it reaches what it routes to. */
  readonly isRouter?: boolean;
  /** Refs under which reports speak of it. */
  readonly refs: readonly string[];
  readonly evidence: Evidence;
}

/** A port that answered, or that the device says it listens on. */
export interface ServiceFact {
  readonly device: number;
  readonly address?: string;
  readonly port: number;
  readonly protocol: string;
  readonly service?: string;
  readonly state: 'open' | 'filtered' | 'listening';
  readonly evidence: Evidence;
}

/** One weakness of one product on one device. */
export interface WeaknessFact {
  readonly device: number;
  /** CVE id, or the source's id where there is none. */
  readonly id: string;
  /** Key of the remedy that ends it: one product's update, or its removal where no update is known. */
  readonly remedy: string;
  /** How it is used: over the network without a person, through a person's client program, or from a session on the device; none: it gives no control. */
  readonly attack: 'network' | 'client' | 'local' | 'none';
  /** Success of the exploit once it is tried, 0..1. */
  readonly reliability: number;
  /** Probability that it is weaponised and used against us in 30 days. */
  readonly q: number;
  /** The fact behind `q`, in words. */
  readonly reason: string;
  readonly port?: number;
  /** What was assumed for want of facts. */
  readonly assumed?: string;
  readonly evidence: Evidence;
}

export interface IdentityFact {
  /** `directory:…` or a local ref. */
  readonly ref: string;
  readonly type: string;
  readonly name: string;
  readonly domain?: string;
  readonly isEnabled?: boolean;
  readonly passwordLastSet?: EpochMs;
  readonly isDescribed: boolean;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly evidence: Evidence;
}

export interface RelationFact {
  readonly relation: string;
  readonly from: string;
  readonly to: string;
  readonly lastSeen?: EpochMs;
  readonly properties?: Readonly<Record<string, unknown>>;
  /** Names of the certificate templates and authorities a derived relation leads through. */
  readonly through?: readonly string[];
  readonly evidence: Evidence;
}

/** An identity was seen logged on to a device by a source that is not the directory. */
export interface LogonFact {
  readonly device: number;
  /** Ref of the identity. */
  readonly identity: string;
  readonly lastSeen?: EpochMs;
  readonly evidence: Evidence;
}

export interface ResourceFact {
  readonly ref: string;
  readonly id: string;
  readonly type: string;
  readonly name: string;
}

export interface SecretFact {
  readonly id: string;
  /** Rule and place: the same in every installation, which the id is not. */
  readonly name: string;
  readonly title: string;
  /** Device or resource it lies in. */
  readonly place: { readonly device: number } | { readonly resource: number };
  /** Ref of the identity it logs in as, where the source names one that is known. */
  readonly opens?: string;
  /** false: the source tried it and it did not work. */
  readonly isVerified?: boolean;
  readonly evidence: Evidence;
}
