import { beforeEach, describe, expect, it } from 'vitest';
import { BrokenInvariant } from '../../base/fault.ts';
import { ExposureGraph } from './exposure-graph.ts';

const structure = { kind: 'structure' } as const;
const relation = { kind: 'relation' } as const;

let graph: ExposureGraph;
let a: number;
let b: number;
beforeEach(() => {
  graph = new ExposureGraph();
  a = graph.node('a', 'user', 'Ann');
  b = graph.node('b', 'device', 'PC');
});

describe('nodes', () => {
  it('are made on first mention and keep their first label', () => {
    expect(graph.node('a', 'group', 'other')).toBe(a);
    expect(graph.nodes[a]).toEqual({ id: 'a', kind: 'user', label: 'Ann' });
    expect(graph.find('b')).toBe(b);
    expect(graph.find('c')).toBeUndefined();
  });

  it('begin with the attacker', () => {
    expect(graph.nodes[ExposureGraph.attacker]?.id).toBe('attacker');
    expect(graph.find('attacker')).toBe(0);
  });
});

describe('an edge', () => {
  it('takes probability and shared coin from its kind, and an id from its ends', () => {
    const edge = graph.edge('AdminTo', a, b, relation);
    expect(edge).toBe(0);
    expect(graph.edges[0]).toMatchObject({ from: a, to: b, p: 0.9, factors: ['admin-remote'], evidence: [] });
    expect(graph.edgeId(0)).toBe('a>AdminTo>b');
    expect(graph.factorQ('admin-remote')).toBe(0.8);
  });

  it('may have its own probability, coins and discriminator', () => {
    graph.factor('cve:CVE-2024-0001', 0.3);
    graph.edge('RemoteExploit', a, b, structure, {
      p: 0.4,
      factors: ['cve:CVE-2024-0001'],
      by: 'x',
      note: 'why',
    });
    expect(graph.edges[0]).toMatchObject({ p: 0.4, factors: ['cve:CVE-2024-0001'], note: 'why' });
    expect(graph.edgeId(0)).toBe('a>RemoteExploit[x]>b');
  });

  it('of one kind between two nodes is one, unless its discriminator differs', () => {
    expect(graph.edge('MemberOf', a, b, relation, { evidence: [{ file: 'f', locator: '1' }] })).toBe(0);
    expect(graph.edge('MemberOf', a, b, relation, { p: 0.1 })).toBe(0);
    expect(graph.edge('MemberOf', a, b, relation, { by: 'x' })).toBe(1);
    expect(graph.edge('MemberOf', b, a, relation)).toBe(2);
    expect(graph.edges).toHaveLength(3);
    expect(graph.edges[0]).toMatchObject({ p: 1, evidence: [{ file: 'f', locator: '1' }] });
  });

  it('leads neither to its own start nor to the attacker', () => {
    expect(graph.edge('MemberOf', a, a, relation)).toBeUndefined();
    expect(graph.edge('MemberOf', a, ExposureGraph.attacker, relation)).toBeUndefined();
    expect(graph.edges).toEqual([]);
  });

  it('of an unknown kind, without its probability or with an unknown coin is our own fault', () => {
    expect(() => graph.edge('Nonsense', a, b, relation)).toThrow(BrokenInvariant);
    expect(() => graph.edge('RemoteExploit', a, b, structure)).toThrow('needs its probability');
    expect(() => graph.edge('MemberOf', a, b, relation, { factors: ['cve:unknown'] })).toThrow(
      'no probability',
    );
  });
});

describe('the columns of the risk engine', () => {
  it('hold edges in order, with their coins by name', () => {
    graph.factor('cve:CVE-2024-0001', 0.3);
    graph.edge('AdminTo', a, b, relation);
    graph.edge('MemberOf', b, a, relation);
    graph.edge('RemoteExploit', 0, b, structure, { p: 0.4, factors: ['cve:CVE-2024-0001', 'admin-remote'] });
    graph.criticalAssets.push({ node: b, value: 30, level: 'High', className: 'manual' });
    const action = { id: 'x', cost: 1, edges: [], factors: [] };
    const columns = graph.toRiskGraph([action]);
    expect(columns).toMatchObject({
      nodeIds: ['attacker', 'a', 'b'],
      attacker: 0,
      edgeIds: ['a>AdminTo>b', 'b>MemberOf>a', 'attacker>RemoteExploit>b'],
      factorIds: ['admin-remote', 'cve:CVE-2024-0001'],
      targets: [{ node: b, value: 30 }],
      actions: [action],
    });
    expect([...columns.from]).toEqual([a, b, 0]);
    expect([...columns.to]).toEqual([b, a, b]);
    expect([...columns.p]).toEqual([0.9, 1, 0.4]);
    expect([...columns.edgeFactorOffsets]).toEqual([0, 1, 1, 3]);
    expect([...columns.edgeFactors]).toEqual([0, 1, 0]);
    expect([...columns.factorQ]).toEqual([0.8, 0.3]);
    expect(graph.factorIds()).toEqual(columns.factorIds);
  });

  it('are those of an attacker alone when nothing was added', () => {
    const columns = new ExposureGraph().toRiskGraph([]);
    expect(columns.nodeIds).toEqual(['attacker']);
    expect([...columns.edgeFactorOffsets]).toEqual([0]);
  });
});
