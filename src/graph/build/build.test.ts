import { describe, expect, it } from 'vitest';
import type { ExposureGraph } from '../model/exposure-graph.ts';
import { edgeKind } from '../model/edge-kinds.ts';
import { buildContext, type BuildContext } from './context.ts';
import { addDeviceEdges, isPublicAddress, segmentOf, segmentsReaching } from './devices.ts';
import { addDirectoryEdges, addRoastingEdges, sessionP } from './directory.ts';
import { addEntryEdges, addUseEdges } from './entries.ts';
import { exposedServices } from './exposed-services.ts';
import { ExposureGraph as Graph } from '../model/exposure-graph.ts';
import type {
  DeviceFact,
  EstateFacts,
  IdentityFact,
  RelationFact,
  ServiceFact,
  WeaknessFact,
} from './facts.ts';
import { buildExposureGraph } from './index.ts';
import { addSecretEdges } from './secrets.ts';
import { addWeaknessEdges } from './weaknesses.ts';

const asOf = Date.UTC(2026, 1, 3);
const day = 24 * 3600 * 1000;
const at = (locator: string): { file: string; locator: string } => ({ file: 'f.json', locator });
const domain = 'directory:S-1-5-21-1-2-3';

const device = (name: string, more: Partial<DeviceFact> = {}): DeviceFact => ({
  id: name,
  name,
  addresses: [],
  refs: [`1:${name}`],
  evidence: at(name),
  ...more,
});

const user = (rid: string, more: Partial<IdentityFact> = {}): IdentityFact => ({
  ref: `${domain}-${rid}`,
  type: 'User',
  name: `U${rid}@CORP.EXAMPLE`,
  isDescribed: true,
  properties: { domainsid: 'S-1-5-21-1-2-3' },
  evidence: at(rid),
  ...more,
});

const weakness = (more: Partial<WeaknessFact> = {}): WeaknessFact => ({
  device: 0,
  id: 'CVE-2024-0001',
  remedy: 'acme:server',
  attack: 'network',
  reliability: 0.8,
  q: 0.5,
  reason: 'EPSS 0.5',
  evidence: at('w'),
  ...more,
});

const service = (port: number, more: Partial<ServiceFact> = {}): ServiceFact => ({
  device: 0,
  port,
  protocol: 'tcp',
  state: 'open',
  evidence: at(`port ${port}`),
  ...more,
});

function context(facts: Partial<EstateFacts>): BuildContext {
  const nothing = { devices: [], services: [], weaknesses: [], identities: [], relations: [] };
  return buildContext(new Graph(), { ...nothing, logons: [], resources: [], secrets: [], asOf, ...facts });
}

/** Edges as `from kind[p] to`, by id of nodes. */
function edges(graph: ExposureGraph, ...kinds: readonly string[]): readonly string[] {
  return graph.edges
    .filter((edge) => kinds.length === 0 || kinds.includes(edge.kind))
    .map(
      ({ from, to, kind, p }) =>
        `${graph.nodes[from]!.id} ${kind} ${Number(p.toFixed(6))} ${graph.nodes[to]!.id}`,
    );
}

describe('the network segment of an address', () => {
  it.each([
    ['10.1.2.3', '10.1.2.0/24'],
    ['192.168.7.200', '192.168.7.0/24'],
    ['172.16.0.1', '172.16.0.0/24'],
    ['100.64.1.1', '100.64.1.0/24'],
    ['::ffff:10.1.2.3', '10.1.2.0/24'],
    ['fd00:1:2:3:4:5:6:7', 'fd00:1:2:3::/64'],
    ['fd00::1', 'fd00:0:0:0::/64'],
    ['8.8.8.8', undefined],
    ['2001:4860::1', undefined],
    ['fe80::1', undefined],
    ['127.0.0.1', undefined],
    ['not an address', undefined],
    ['', undefined],
  ])('of %s is %s', (address, segment) => {
    expect(segmentOf(address)).toBe(segment);
  });
});

describe('a public address', () => {
  it.each(['8.8.8.8', '192.0.2.5', '203.0.113.9', '2001:4860:4860::8888'])('is %s', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    '10.0.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '127.0.0.1',
    '169.254.1.1',
    'fd00::1',
    'fe80::1',
    '::1',
    '',
    'x',
  ])('is not "%s"', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe('the way from a ref to its node', () => {
  it('leads to the device where the ref is one, else to the identity', () => {
    const made = context({
      devices: [device('pc1', { refs: ['1:pc1', `${domain}-1104`] })],
      identities: [user('1101')],
    });
    expect(made.graph.nodes[made.refNode(`${domain}-1104`)]).toMatchObject({
      id: 'device:pc1',
      kind: 'device',
    });
    expect(made.graph.nodes[made.refNode(`${domain}-1101`)]).toMatchObject({
      kind: 'user',
      label: 'U1101@CORP.EXAMPLE',
    });
    expect(made.graph.nodes[made.refNode(`${domain}-9999`)]).toMatchObject({
      kind: 'group',
      label: 'S-1-5-21-1-2-3-9999',
    });
    expect(made.deviceOfRef('1:pc1')).toBe(0);
    expect(made.deviceOfRef('2:pc1')).toBeUndefined();
  });

  it('takes an identity of an odd type for a group', () => {
    const odd = context({ identities: [user('1', { type: 'constructor' })] });
    expect(odd.graph.nodes[odd.refNode(`${domain}-1`)]?.kind).toBe('group');
  });
});

describe('devices', () => {
  it('lie in the segments of their internal addresses, and those reach each other by chance only', () => {
    const made = context({
      devices: [device('pc1', { addresses: ['10.0.0.5', '10.0.0.6', '10.0.1.5', '8.8.8.8'] })],
    });
    addDeviceEdges(made);
    expect(edges(made.graph)).toEqual([
      'device:pc1 AdminHolds 1 foothold:pc1',
      'segment:10.0.0.0/24 SegmentRoute 1 segment:inside',
      'segment:inside SegmentRoute 0.5 segment:10.0.0.0/24',
      'foothold:pc1 InSegment 1 segment:10.0.0.0/24',
      'segment:10.0.1.0/24 SegmentRoute 1 segment:inside',
      'segment:inside SegmentRoute 0.5 segment:10.0.1.0/24',
      'foothold:pc1 InSegment 1 segment:10.0.1.0/24',
    ]);
    expect(segmentsReaching(made, 0)).toHaveLength(2);
  });

  it('without an internal address lie somewhere inside, marked as assumed', () => {
    const made = context({ devices: [device('pc1')] });
    addDeviceEdges(made);
    expect(edges(made.graph, 'InSegment')).toEqual(['foothold:pc1 InSegment 0.5 segment:inside']);
    expect(made.graph.edges.find((edge) => edge.kind === 'InSegment')?.note).toMatch(/^assumed/);
    expect(segmentsReaching(made, 0).map((node) => made.graph.nodes[node]!.id)).toEqual(['segment:inside']);
  });
});

describe('relations of the directory', () => {
  const relation = (
    name: string,
    from: string,
    to: string,
    more: Partial<RelationFact> = {},
  ): RelationFact => ({
    relation: name,
    from,
    to,
    evidence: at(name),
    ...more,
  });

  it('become edges when an attacker can walk them', () => {
    const made = context({ identities: [user('1101')] });
    addDirectoryEdges(made, [
      relation('MemberOf', `${domain}-1101`, `${domain}-512`),
      relation('MemberOfLocalGroup', `${domain}-1101`, `${domain}-x`),
      relation('SomethingNew', `${domain}-1101`, `${domain}-512`),
    ]);
    expect(edges(made.graph)).toEqual([`${domain}-1101 MemberOf 1 ${domain}-512`]);
    expect(made.graph.edges[0]?.evidence).toEqual([at('MemberOf')]);
  });

  it('that give a remote session lead to a foothold, not to the device', () => {
    const made = context({ devices: [device('pc1')] });
    for (const name of ['CanRDP', 'CanPSRemote', 'ExecuteDCOM', 'SQLAdmin', 'AdminTo'])
      addDirectoryEdges(made, [relation(name, `${domain}-1101`, '1:pc1')]);
    expect(made.graph.edges.map(({ kind, to }) => [kind, made.graph.nodes[to]!.kind])).toEqual([
      ['CanRDP', 'foothold'],
      ['CanPSRemote', 'foothold'],
      ['ExecuteDCOM', 'foothold'],
      ['SQLAdmin', 'foothold'],
      ['AdminTo', 'device'],
    ]);
  });

  it('that are sessions fade with their age', () => {
    const made = context({ devices: [device('pc1')] });
    const lastSeen = asOf - 14 * day;
    addDirectoryEdges(made, [relation('HasSession', '1:pc1', `${domain}-1101`, { lastSeen })]);
    expect(made.graph.edges[0]).toMatchObject({ p: 0.225, note: 'session seen 14 days before the run' });
  });

  it('as derived from stated ones rest on the fact they follow from', () => {
    const built = buildExposureGraph({
      devices: [device('srv1', { refs: [`${domain}-1104`] })],
      services: [],
      weaknesses: [],
      identities: [
        user('1101'),
        { ...user('1104'), type: 'Computer', name: 'SRV1.CORP.EXAMPLE' },
        { ...user('local'), ref: `${domain}-1104-544`, type: 'ADLocalGroup', name: 'ADMINISTRATORS@SRV1' },
      ],
      relations: [
        relation('MemberOfLocalGroup', `${domain}-1101`, `${domain}-1104-544`),
        relation('LocalToComputer', `${domain}-1104-544`, `${domain}-1104`),
      ],
      logons: [],
      resources: [],
      secrets: [],
      asOf,
    });
    expect(edges(built.graph, 'AdminTo')).toEqual([`${domain}-1101 AdminTo 0.9 device:srv1`]);
    const admin = built.graph.edges.find((edge) => edge.kind === 'AdminTo');
    expect(['MemberOfLocalGroup', 'LocalToComputer']).toContain(admin?.evidence[0]?.locator);
  });
});

describe('the chance that a session is still there', () => {
  it('halves every seven days from 0.9 and never falls below 0.05', () => {
    expect(sessionP(asOf, asOf)?.p).toBeCloseTo(0.9, 12);
    expect(sessionP(asOf - 7 * day, asOf)?.p).toBeCloseTo(0.45, 12);
    expect(sessionP(asOf - 1000 * day, asOf)?.p).toBe(0.05);
  });

  it('is that of today for a time in the future, and unknown without a time', () => {
    expect(sessionP(asOf + day, asOf)).toEqual({ p: 0.9, note: 'session seen 0 days before the run' });
    expect(sessionP(undefined, asOf)).toBeUndefined();
  });
});

describe('accounts whose password can be guessed offline', () => {
  const spn = { domainsid: 'S-1-5-21-1-2-3', hasspn: true };

  it('are reached by everybody in the domain, old passwords more often and managed ones hardly', () => {
    const made = context({
      identities: [
        user('1', { properties: spn }),
        user('2', { properties: spn, passwordLastSet: asOf - 4 * 365 * day }),
        user('3', { properties: { ...spn, gmsa: true } }),
        user('4', { properties: { ...spn, hasspn: false, dontreqpreauth: true } }),
      ],
    });
    addRoastingEdges(made);
    expect(edges(made.graph)).toEqual([
      `${domain}-513 Kerberoast 0.1 ${domain}-1`,
      `${domain}-513 Kerberoast 0.5 ${domain}-2`,
      `${domain}-513 Kerberoast 0.01 ${domain}-3`,
      `${domain}-513 ASREPRoast 0.2 ${domain}-4`,
    ]);
  });

  it('are neither disabled nor krbtgt nor of an unknown domain', () => {
    const made = context({
      identities: [
        user('1', { properties: spn, isEnabled: false }),
        user('502', { properties: spn, name: 'KRBTGT@CORP.EXAMPLE' }),
        user('2', { properties: { hasspn: true } }),
        user('3', { properties: spn, type: 'Computer' }),
      ],
    });
    addRoastingEdges(made);
    expect(edges(made.graph)).toEqual([]);
  });
});

describe('ways in', () => {
  it('lead through people who read mail, not through system, disabled or merely named accounts', () => {
    const made = context({
      identities: [
        user('1101'),
        user('2', { isEnabled: false }),
        user('3', { isDescribed: false }),
        user('4', { type: 'Group' }),
        user('5', { name: 'krbtgt@CORP.EXAMPLE' }),
        user('6', { name: 'svc_x$@CORP.EXAMPLE' }),
        user('7', { name: 'HealthMailbox1234@CORP.EXAMPLE' }),
      ],
    });
    addEntryEdges(made);
    expect(edges(made.graph)).toEqual([`attacker Phishable 0.005 ${domain}-1101`]);
  });

  it('lead through a foothold inside only when there is an inside', () => {
    const made = context({ devices: [device('pc1')] });
    addEntryEdges(made);
    expect(edges(made.graph)).toEqual(['attacker AssumedFoothold 0.05 segment:inside']);
  });

  it('lead through login services that the internet reaches', () => {
    const made = context({
      devices: [
        device('srv1', { isInternetFacing: true }),
        device('srv2'),
        device('srv3', { isInternetFacing: false }),
      ],
      services: [
        service(3389),
        service(443),
        service(22, { state: 'filtered' }),
        service(23, { state: 'listening' }),
        service(3389, { device: 1 }),
        service(3389, { device: 2 }),
      ],
    });
    addEntryEdges(made);
    expect(edges(made.graph, 'ExposedAdminService')).toEqual([
      'attacker ExposedAdminService 0.05 device:srv1',
    ]);
    expect(made.graph.edges.at(-1)?.cause).toEqual({ kind: 'service', device: 0, service: 'RDP' });
  });
});

describe('services that the internet reaches', () => {
  it('are those seen on a public address where somebody looked from outside, else all open ones', () => {
    const outside = service(443, { address: '192.0.2.5' });
    const inside = service(3389, { address: '10.0.0.5' });
    const facing = [
      device('a', { isInternetFacing: true }),
      device('b', { isInternetFacing: true }),
      device('c'),
    ];
    const unseen = service(22, { device: 1, address: '10.0.0.6' });
    const closed = service(22, { device: 2, address: '192.0.2.7' });
    expect(
      exposedServices(context({ devices: facing, services: [outside, inside, unseen, closed] })),
    ).toEqual([outside, unseen]);
  });
});

describe('people who are logged on', () => {
  it('use the device, and leave their session there', () => {
    const made = context({
      devices: [device('pc1')],
      identities: [user('1101')],
      logons: [{ device: 0, identity: `${domain}-1101`, lastSeen: asOf - 7 * day, evidence: at('logon') }],
      relations: [{ relation: 'HasSession', from: '1:pc1', to: `${domain}-1102`, evidence: at('session') }],
    });
    addUseEdges(made);
    expect(edges(made.graph)).toEqual([
      `${domain}-1102 UsesDevice 0.8 foothold:pc1`,
      `device:pc1 HasSession 0.45 ${domain}-1101`,
      `${domain}-1101 UsesDevice 0.8 foothold:pc1`,
    ]);
  });

  it('on a device that is not known are left out', () => {
    const made = context({
      relations: [{ relation: 'HasSession', from: '1:gone', to: `${domain}-1102`, evidence: at('session') }],
    });
    addUseEdges(made);
    expect(edges(made.graph)).toEqual([]);
  });
});

describe('weaknesses', () => {
  const inside = [device('srv1', { addresses: ['10.0.0.5'] })];

  it('used over the network lead from the segment, used from a session from user to administrator', () => {
    const made = context({
      devices: inside,
      weaknesses: [weakness(), weakness({ id: 'CVE-2024-0002', attack: 'local', reliability: 0.9 })],
    });
    addWeaknessEdges(made);
    expect(edges(made.graph)).toEqual([
      'segment:10.0.0.0/24 RemoteExploit 0.8 device:srv1',
      'foothold:srv1 LocalPrivEsc 0.9 device:srv1',
    ]);
    expect(made.graph.edges[0]).toMatchObject({
      factors: ['cve:CVE-2024-0001'],
      cause: { kind: 'weakness', weakness: 0 },
      evidence: [at('w')],
    });
    expect(made.graph.factorQ('cve:CVE-2024-0001')).toBe(0.5);
  });

  it('of client programs need a person and lead to a session only', () => {
    const made = context({ devices: inside, weaknesses: [weakness({ attack: 'client', reliability: 0.5 })] });
    addWeaknessEdges(made);
    expect(edges(made.graph)).toEqual([
      'attacker Lured 0.005 lure:srv1',
      'lure:srv1 ClientExploit 0.5 foothold:srv1',
    ]);
  });

  it('that give no control make no edge', () => {
    const made = context({ devices: inside, weaknesses: [weakness({ attack: 'none' })] });
    addWeaknessEdges(made);
    expect(edges(made.graph)).toEqual([]);
  });

  it('are reached from the internet on a port that it reaches, or when no port is known', () => {
    const facing = [device('srv1', { addresses: ['192.0.2.5'], isInternetFacing: true })];
    const services = [service(443, { address: '192.0.2.5' })];
    const reached = (port: number | undefined): readonly string[] => {
      const made = context({
        devices: facing,
        services,
        weaknesses: [weakness(port === undefined ? {} : { port })],
      });
      addWeaknessEdges(made);
      return edges(made.graph, 'InternetExploit');
    };
    expect(reached(443)).toEqual(['attacker InternetExploit 0.4 device:srv1']);
    expect(reached(undefined)).toEqual(['attacker InternetExploit 0.4 device:srv1']);
    expect(reached(8443)).toEqual([]);
  });

  it('that are rare are taken together, one edge for each remedy', () => {
    const rare = { q: 0.005, reliability: 0.8 };
    const made = context({
      devices: inside,
      weaknesses: [
        weakness({ ...rare, id: 'CVE-1', evidence: at('1') }),
        weakness({ ...rare, id: 'CVE-2', q: 0.009, evidence: at('2') }),
        weakness({ ...rare, id: 'CVE-3', remedy: 'acme:client', evidence: at('3') }),
      ],
    });
    addWeaknessEdges(made);
    expect(made.graph.edges).toHaveLength(2);
    expect(made.graph.edges[0]).toMatchObject({
      factors: [],
      cause: { kind: 'weakness', weakness: 1 },
      evidence: [at('2')],
      note: '2 weaknesses that are rarely exploited, taken together',
    });
    expect(made.graph.edges[0]?.p).toBeCloseTo(1 - (1 - 0.004) * (1 - 0.0072), 12);
    expect(made.graph.edges[1]?.note).toMatch(/^1 weakness that is/);
  });

  it('of two products with one CVE are two edges, so that updating one leaves the other', () => {
    const made = context({
      devices: inside,
      weaknesses: [weakness(), weakness({ remedy: 'acme:client' })],
    });
    addWeaknessEdges(made);
    expect(made.graph.edges.map((edge) => edge.cause)).toEqual([
      { kind: 'weakness', weakness: 0 },
      { kind: 'weakness', weakness: 1 },
    ]);
    expect(made.graph.edges.map((edge) => edge.factors)).toEqual([
      ['cve:CVE-2024-0001'],
      ['cve:CVE-2024-0001'],
    ]);
  });
});

describe('secrets in the open', () => {
  it('lie on a device or in a resource that may leak, and open an account where its name is known', () => {
    const made = context({
      devices: [device('pc1')],
      resources: [{ ref: '2:repo', id: 'repository:shop', type: 'repository', name: 'shop' }],
      identities: [user('1101')],
      secrets: [
        { id: 's1', name: 's1', title: 'key', place: { device: 0 }, evidence: at('1') },
        {
          id: 's2',
          name: 's2',
          title: 'password',
          place: { resource: 0 },
          opens: `${domain}-1101`,
          isVerified: true,
          evidence: at('2'),
        },
        {
          id: 's3',
          name: 's3',
          title: 'password',
          place: { resource: 0 },
          opens: `${domain}-1101`,
          evidence: at('3'),
        },
      ],
    });
    addSecretEdges(made);
    expect(edges(made.graph)).toEqual([
      'foothold:pc1 StoresSecret 0.7 secret:s1',
      'attacker RepositoryLeak 0.02 resource:repository:shop',
      'resource:repository:shop StoresSecret 0.7 secret:s2',
      `secret:s2 SecretFor 0.95 ${domain}-1101`,
      'resource:repository:shop StoresSecret 0.7 secret:s3',
      `secret:s3 SecretFor 0.8 ${domain}-1101`,
    ]);
  });

  it('that the source tried in vain open nothing', () => {
    const made = context({
      devices: [device('pc1')],
      secrets: [
        { id: 's1', name: 's1', title: 'key', place: { device: 0 }, isVerified: false, evidence: at('1') },
      ],
    });
    addSecretEdges(made);
    expect(edges(made.graph)).toEqual([]);
  });
});

describe('the whole graph', () => {
  it('of nothing is the attacker alone', () => {
    const { graph, derived } = buildExposureGraph({
      devices: [],
      services: [],
      weaknesses: [],
      identities: [],
      relations: [],
      logons: [],
      resources: [],
      secrets: [],
      asOf,
    });
    expect(graph.nodes).toHaveLength(1);
    expect(graph.edges).toEqual([]);
    expect(derived).toEqual([]);
  });

  it('has only edges of kinds that an attacker can walk', () => {
    const { graph } = buildExposureGraph({
      devices: [device('srv1', { addresses: ['10.0.0.5', '192.0.2.5'], isInternetFacing: true })],
      services: [service(3389, { address: '192.0.2.5' })],
      weaknesses: [weakness(), weakness({ attack: 'local' }), weakness({ attack: 'client' })],
      identities: [
        user('1101', { properties: { domainsid: 'S-1-5-21-1-2-3', hasspn: true, dontreqpreauth: true } }),
      ],
      relations: [{ relation: 'HasSession', from: '1:srv1', to: `${domain}-1101`, evidence: at('s') }],
      logons: [],
      resources: [],
      secrets: [
        {
          id: 's1',
          name: 's1',
          title: 'key',
          place: { device: 0 },
          opens: `${domain}-1101`,
          evidence: at('1'),
        },
      ],
      asOf,
    });
    expect(graph.edges.length).toBeGreaterThan(10);
    for (const edge of graph.edges) expect(edgeKind(edge.kind)?.isTraversable, edge.kind).toBe(true);
  });
});
