import type { Severity } from '../../base/severity.ts';
import { isClientProgram } from '../../software/client-programs.ts';

export interface Attack {
  readonly attack: 'network' | 'client' | 'local' | 'none';
  /** Success of the exploit once it is tried. */
  readonly reliability: number;
  /** What was assumed for want of a CVSS vector. */
  readonly assumed?: string;
}

export interface AttackFacts {
  readonly cvssVector?: string | undefined;
  readonly severity: Severity;
  /** Words that name the product. */
  readonly product: string;
  readonly port?: number | undefined;
  /** SSVC: total control of the vulnerable component. */
  readonly technicalImpact?: 'partial' | 'total' | undefined;
  readonly isKnownExploited: boolean;
}

/** Reliability of a known technique under the best conditions (own prior, docs/decisions/0007). */
const baseReliability = 0.8;

/**
 * How a weakness is used and how reliably, from its CVSS vector: the attack vector picks the way, the impact decides whether
 * it gives control at all, complexity, privileges and interaction lower the reliability. Without a vector: by port, kind of
 * product and severity, marked as assumed.
 */
export function attackOf(facts: AttackFacts): Attack {
  const metrics = facts.cvssVector === undefined ? undefined : vectorMetrics(facts.cvssVector);
  return metrics === undefined ? assumedAttack(facts) : vectorAttack(metrics, facts);
}

type Metrics = ReadonlyMap<string, string>;

function vectorMetrics(vector: string): Metrics | undefined {
  const metrics = new Map<string, string>();
  for (const part of vector
    .replace(/^CVSS2#/i, '')
    .replace(/[()]/g, '')
    .split('/')) {
    const [key, value] = part.split(':');
    if (key !== undefined && value !== undefined) metrics.set(key.toUpperCase(), value.toUpperCase());
  }
  // A vector that is cut before its impact says nothing.
  return metrics.has('AV') && (metrics.has('I') || metrics.has('VI')) ? metrics : undefined;
}

function vectorAttack(metrics: Metrics, facts: AttackFacts): Attack {
  if (!givesControl(metrics, facts)) return { attack: 'none', reliability: 0 };
  const vector = metrics.get('AV');
  const needsPerson = metrics.has('UI') && metrics.get('UI') !== 'N';
  const isHard = metrics.get('AC') === 'H' || metrics.get('AT') === 'P';
  const privileges = metrics.get('PR') ?? metrics.get('AU');
  const reliability =
    baseReliability *
    (isHard ? 0.5 : 1) *
    (needsPerson ? 0.6 : 1) *
    (privileges === 'H' || privileges === 'M' ? 0.5 : privileges === 'L' || privileges === 'S' ? 0.9 : 1);
  if (vector === 'P') return { attack: 'none', reliability: 0 };
  // A file that a person opens is scored AV:L with interaction, a page or mail AV:N with interaction.
  if (needsPerson) return { attack: 'client', reliability };
  return { attack: vector === 'L' ? 'local' : 'network', reliability };
}

function givesControl(metrics: Metrics, facts: AttackFacts): boolean {
  if (facts.technicalImpact === 'total') return true;
  const impact = (v3: string, v4: string): string => metrics.get(v4) ?? metrics.get(v3) ?? 'N';
  const confidentiality = impact('C', 'VC');
  const integrity = impact('I', 'VI');
  // AU is authentication in version 2 and "automatable" in version 4, which has PR.
  if (metrics.has('AU') && !metrics.has('PR')) return confidentiality !== 'N' && integrity !== 'N';
  return integrity === 'H' && (confidentiality === 'H' || facts.isKnownExploited);
}

function assumedAttack(facts: AttackFacts): Attack {
  const isSerious = facts.severity === 'Critical' || facts.severity === 'High' || facts.isKnownExploited;
  if (!isSerious) return { attack: 'none', reliability: 0 };
  if (isClientProgram(facts.product)) {
    return {
      attack: 'client',
      reliability: baseReliability * 0.6,
      assumed: 'no CVSS vector: a client program, so taken as used through a person',
    };
  }
  if (facts.port !== undefined && facts.port > 0) {
    return {
      attack: 'network',
      reliability: baseReliability,
      assumed: 'no CVSS vector: found on a port, so taken as used over the network',
    };
  }
  if (facts.severity === 'Critical') {
    return {
      attack: 'network',
      reliability: baseReliability * 0.5,
      assumed: 'no CVSS vector: critical, so taken as used over the network',
    };
  }
  return {
    attack: 'local',
    reliability: baseReliability * 0.9,
    assumed: 'no CVSS vector: taken as used from a session on the device',
  };
}
