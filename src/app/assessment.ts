import type { FileReport } from '../ingest/index.ts';
import type { Action, Effort, UserImpact } from '../posture/index.ts';
import type { CriticalityLevel, Evidence } from '../graph/index.ts';

/** Version of the document that `assess --json` prints; a change that breaks readers raises it. */
export const assessmentSchemaVersion = 1;

/** Version of the risk formula and its priors; history compares only like with like. */
export const formulaVersion = 1;

export interface Measured {
  readonly value: number;
  /** 99 % confidence interval. */
  readonly interval: readonly [low: number, high: number];
}

/** The answer of `assess`: what was read, what it means, and what to do first. */
export interface Assessment {
  readonly files: readonly FileReport[];
  readonly asOf: {
    readonly time: number;
    readonly basis: 'given' | 'newest observation' | 'intelligence' | 'none';
  };
  readonly seed: number;
  readonly worlds: number;
  readonly intelligence: readonly {
    readonly id: string;
    readonly date?: number;
    readonly entries: number;
    readonly origin: string;
  }[];
  readonly totals: Totals;
  readonly risk: {
    readonly total: Measured;
    /** Sum of the values of all critical assets. */
    readonly most: number;
    /** Total as a share of `most`. */
    readonly exposure: Measured;
    /** Risk with every action done. */
    readonly withEverythingDone: Measured;
    /** Critical assets that can fall at all. */
    readonly reachable: number;
    readonly likeliestPath?: AttackPathView;
  };
  readonly devices: readonly DeviceView[];
  readonly criticalAssets: readonly {
    readonly name: string;
    readonly className: string;
    readonly level: CriticalityLevel;
    readonly value: number;
    readonly p: Measured;
  }[];
  readonly chokePoints: readonly { readonly name: string; readonly kind: string; readonly risk: Measured }[];
  readonly actions: readonly RankedAction[];
  /** One entry for each line of the plan that removes something. */
  readonly cumulative: readonly CumulativePoint[];
  readonly stopLine: StopLine | undefined;
  readonly notSeen: readonly NotSeen[];
}

export interface Totals {
  readonly devices: number;
  /** Device records before they were joined. */
  readonly deviceRecords: number;
  /** Devices that two or more sources saw. */
  readonly mergedDevices: number;
  readonly identities: number;
  readonly relations: number;
  readonly derivedRelations: number;
  readonly software: number;
  readonly products: number;
  readonly services: number;
  /** Open findings. */
  readonly vulnerabilities: number;
  readonly cves: number;
  readonly knownExploitedCves: number;
  readonly controls: {
    readonly pass: number;
    readonly fail: number;
    readonly notApplicable: number;
    readonly unknown: number;
  };
  readonly secrets: number;
  readonly resources: number;
  readonly criticalAssets: number;
  readonly nodes: number;
  readonly edges: number;
}

/** A device of the inventory, and why its records are one. */
export interface DeviceView {
  readonly id: string;
  readonly name: string;
  readonly os: string;
  readonly addresses: readonly string[];
  readonly sources: readonly string[];
  /** Keys that joined its records, each with the sources that gave it. */
  readonly mergedBy: readonly string[];
  /** What any source looked at on it; nothing else was looked at. */
  readonly examined: readonly string[];
  /** Why it is taken to face the internet, or not to; absent is unknown. */
  readonly internetFacing?: { readonly value: boolean; readonly reason: string };
}

export interface RankedAction {
  readonly rank: number;
  readonly id: string;
  readonly title: string;
  readonly kind: Action['kind'];
  readonly riskRemoved: { readonly alone: Measured; readonly inPlan: Measured };
  /** Share of the simulated campaigns in which this action alone saves a critical asset. */
  readonly decisive: number;
  readonly effort: Effort;
  readonly userImpact: UserImpact;
  readonly affected: {
    readonly devices: readonly string[];
    readonly identities: readonly string[];
    readonly resources: readonly string[];
    readonly cves: number;
    readonly knownExploitedCves: number;
    readonly findings: number;
  };
  readonly evidence: readonly Evidence[];
  readonly fix: string;
  /** The likeliest attack paths it breaks; for actions of the plan only. */
  readonly paths: readonly AttackPathView[];
  /** Ids of the actions that only work together, in plan order; the sum stands with the first of them. */
  readonly bundle: readonly string[];
}

export interface AttackPathView {
  readonly target: string;
  readonly p: number;
  readonly hops: readonly HopView[];
}

export interface HopView {
  readonly from: string;
  readonly to: string;
  readonly kind: string;
  readonly meaning: string;
  readonly p: number;
  readonly factors: readonly string[];
  readonly technique?: string;
  readonly note?: string;
  readonly evidence: readonly Evidence[];
  /** Ids of the actions that take this hop away or weaken it. */
  readonly brokenBy: readonly string[];
}

export interface CumulativePoint {
  readonly rank: number;
  readonly actions: readonly string[];
  readonly hours: number;
  readonly riskAfter: Measured;
  /** Share of the removable risk that is gone, 0..1. */
  readonly share: number;
}

export interface StopLine {
  /** Index into `cumulative` of the last line above it. */
  readonly after: number;
  readonly actions: number;
  readonly hours: number;
  readonly share: number;
  readonly reason: 'share' | 'budget';
}

/** Something the input could not show, and how to show it. */
export interface NotSeen {
  readonly what: string;
  readonly meaning: string;
  readonly remedy: string;
}
