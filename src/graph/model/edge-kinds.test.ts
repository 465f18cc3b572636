import { describe, expect, it } from 'vitest';
import { edgeKind, edgeKinds, sharedFactors } from './edge-kinds.ts';

/** Kinds whose probability is computed from facts: the weakness, the session, the password. */
const computed = ['affecting', 'InternetExploit', 'LocalPrivEsc', 'RemoteExploit', 'ClientExploit'];

describe.each(edgeKinds.map((kind) => [kind.kind, kind] as const))('edge kind %s', (name, kind) => {
  it('says what the attacker does, what takes it away, and why its figure', () => {
    for (const text of [kind.meaning, kind.remedy, kind.reason])
      expect(text.trim().length).toBeGreaterThan(3);
    if (kind.technique !== undefined) expect(kind.technique).toMatch(/^T\d{4}(\.\d{3})?$/);
  });

  it('has a probability, or is computed', () => {
    if (kind.p === undefined) expect(computed).toContain(name);
    else {
      expect(kind.p).toBeGreaterThan(0);
      expect(kind.p).toBeLessThanOrEqual(1);
    }
  });

  it('shares a coin that has a probability, or that of a CVE', () => {
    if (kind.factor === undefined || kind.factor === 'cve') return;
    expect(Object.keys(sharedFactors)).toContain(kind.factor);
  });
});

describe('edge kinds', () => {
  it('have names of their own and are found by them', () => {
    const names = edgeKinds.map((kind) => kind.kind);
    expect(names).toEqual([...new Set(names)]);
    expect(edgeKind('AdminTo')?.isTraversable).toBe(true);
    expect(edgeKind('MemberOfLocalGroup')?.isTraversable).toBe(false);
    expect(edgeKind('constructor')).toBeUndefined();
    expect(edgeKind('')).toBeUndefined();
  });

  it('share coins between 0 and 1, each with a reason', () => {
    for (const [name, { q, reason }] of Object.entries(sharedFactors)) {
      expect(q, name).toBeGreaterThan(0);
      expect(q, name).toBeLessThanOrEqual(1);
      expect(reason, name).not.toBe('');
    }
  });
});
