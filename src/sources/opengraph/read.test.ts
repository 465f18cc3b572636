import { describe, expect, it } from 'vitest';
import { memoryFile, readWith } from '../conformance/harness.ts';
import { opengraph } from './manifest.ts';

const read = (graph: unknown, more: object = {}) =>
  readWith(
    opengraph,
    memoryFile('graph.json', typeof graph === 'string' ? graph : JSON.stringify({ ...more, graph }), 37),
  );
const ann = { id: 'u-1', kinds: ['GH_User', 'GHBase'], properties: { name: 'ann', enabled: true } };
const repo = { id: 'r-1', kinds: ['GHBase', 'GH_Repository'], properties: { name: 'shop' } };

describe('an OpenGraph file', () => {
  it('becomes identities and relations, matched by id, name or property', async () => {
    const edges = [
      { kind: 'Owns', start: { value: 'U-1' }, end: { value: 'r-1', match_by: 'id' } },
      { kind: 'Owns', start: { value: 'ANN', match_by: 'name', kind: 'GH_User' }, end: { value: 'r-1' } },
      {
        kind: 'Owns',
        start: {
          match_by: 'property',
          property_matchers: [{ key: 'name', operator: 'equals', value: 'ann' }],
        },
        end: { match_by: 'name', value: 'bob@corp', kind: 'User' },
        properties: { traversable: true },
      },
    ];
    // Edges may stand before the nodes that they name.
    const { outcome, observations, native, tool } = await read(
      { edges, nodes: [ann, repo] },
      { metadata: { source_kind: 'GitHub' } },
    );
    expect(outcome).toEqual({ ok: true });
    expect(tool).toEqual({ name: 'GitHub' });
    expect(native).toEqual({ opengraph_nodes: 2, opengraph_edges: 3, edge_kinds: { Owns: 3 } });
    expect(observations.identity).toMatchObject([
      {
        Ref: 'directory:U-1',
        IdentityType: 'GH_User',
        IdentityName: 'ann',
        IsEnabled: true,
        IsDescribed: true,
      },
      { Ref: 'directory:R-1', IdentityType: 'GH_Repository' },
      { IdentityType: 'User', IdentityName: 'bob@corp', IsDescribed: false },
    ]);
    expect(observations.relation.map(({ FromRef, ToRef }) => [FromRef, ToRef])).toEqual([
      ['directory:U-1', 'directory:R-1'],
      ['directory:U-1', 'directory:R-1'],
      ['directory:U-1', 'local:name User BOB@CORP'],
    ]);
    expect(observations.device).toEqual([]);
  });

  it('may be empty, and makes computers of Active Directory devices', async () => {
    expect((await read({ nodes: [], edges: [] })).native).toEqual({
      opengraph_nodes: 0,
      opengraph_edges: 0,
      edge_kinds: {},
    });
    const computer = {
      id: 'S-1-5-21-1-2-3-1100',
      kinds: ['Tag_Tier_Zero', 'Computer', 'Base'],
      properties: { name: 'DC1.CORP.LOCAL', operatingsystem: 'Windows Server 2019' },
    };
    const { observations } = await read({ nodes: [computer, { id: '2', kinds: ['Computer'] }] });
    expect(observations.device).toMatchObject([
      { DeviceType: 'Server', DirectoryIds: ['sid:S-1-5-21-1-2-3-1100'] },
    ]);
  });

  it('keeps no secret and sets bad records aside', async () => {
    const reading = await read(
      `{"graph":{"nodes":[{"id":"1","kinds":["X"],"properties":{"secret":"ghp_abc","Password":"pw","__proto__":"p","nested":{"a":1}}},{"kinds":["X"]},7],"edges":[{"kind":"K","start":{"value":"1"}},{"kind":"K","start":{"value":"1"},"end":{"match_by":"property","property_matchers":[{"key":"color","operator":"equals","value":"red"}]}}]}}`,
    );
    expect(JSON.stringify(reading)).not.toMatch(/ghp_abc|"pw"/);
    expect(reading.observations.identity[0]?.Properties).toMatchObject({
      passwordattributes: ['secret', 'password'],
    });
    expect(reading.quarantined).toHaveLength(4);
  });

  it('is read as far as it goes, and is told from other graphs', async () => {
    const text = JSON.stringify({ graph: { nodes: [ann, repo], edges: [] } });
    const { outcome, observations } = await read(text.slice(0, text.indexOf('shop')));
    expect(outcome).toMatchObject({ ok: false, fault: { code: 'truncated' } });
    expect(observations.identity).toHaveLength(1);
    const detect = (other: string) => opengraph.detect(memoryFile('x.json', other).head);
    expect(detect('{"graph":{"nodes":{"a":{}},"edges":[{"source":"a"}]}}')).toBeUndefined();
    expect(detect('{"title":"schema","$defs":{}}')).toBeUndefined();
  });
});
