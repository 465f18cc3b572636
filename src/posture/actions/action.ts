import type { Evidence } from '../../graph/index.ts';
import type { Effort, Level } from './effort.ts';

/** What sort of work an action is; the table of hours has a row for each. */
export type ActionKind =
  /** Bring a product to a version that has the fixes. */
  | 'update'
  /** No update is known: remove the product, or shield it. */
  | 'mitigate'
  /** Rebuild an image or application on fixed packages. */
  | 'rebuild'
  /** Change a setting that a check found wrong. */
  | 'setting'
  /** Take away a right or a membership. */
  | 'right'
  /** Replace a person's standing privilege by one that is granted when needed. */
  | 'privilege'
  /** Keep an account from logging on where its credentials can be taken. */
  | 'logon'
  /** Change how an account authenticates: password, delegation, pre-authentication. */
  | 'account'
  /** Rotate a secret that lies in the open. */
  | 'secret'
  /** Close a service to the internet. */
  | 'exposure'
  /** Repair a certificate template or authority. */
  | 'certificate'
  /** Introduce a control for the whole organisation. */
  | 'control';

export interface UserImpact {
  readonly level: Level;
  /** People who notice; undefined when nothing in the input tells. */
  readonly people?: number;
  readonly source: string;
}

/** Work that one person does in one go. */
export interface Action {
  /** Stable: kind and key of what it changes. */
  readonly id: string;
  readonly kind: ActionKind;
  readonly title: string;
  /** Steps, and how it shows that it is done. */
  readonly fix: string;
  readonly effort: Effort;
  readonly userImpact: UserImpact;
  /** Indices of devices. */
  readonly devices: readonly number[];
  /** Refs of identities. */
  readonly identities: readonly string[];
  /** Indices of resources. */
  readonly resources: readonly number[];
  /** CVE ids it ends. */
  readonly cves: readonly string[];
  /** How many of those are known to be exploited. */
  readonly knownExploited: number;
  /** Findings, rights or secrets it ends. */
  readonly findings: number;
  /** Examples of the facts it rests on, at most `maxEvidence`. */
  readonly evidence: readonly Evidence[];
  /** Edges of the exposure graph it changes, with the share of their probability that stays. */
  readonly edges: readonly { readonly index: number; readonly residual: number }[];
  /** Shared factors it lowers. */
  readonly factors: readonly { readonly id: string; readonly residual: number }[];
}

/** Pieces of evidence listed with an action. */
export const maxEvidence = 25;
