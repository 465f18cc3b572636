import { noCounts } from '../ingest/index.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { IntelligenceBuilder, type Intelligence } from '../intel/index.ts';
import { noAssetsFile, type AssetsFile } from '../posture/index.ts';
import {
  observationTables,
  ownTables,
  type Observation,
  type ObservationKind,
  type Row,
} from '../schema/index.ts';
import { openTemporaryStore } from '../store/duckdb/index.ts';
import type { Store } from '../store/index.ts';
import { gatherDevices, type Devices } from './gather-devices.ts';
import {
  accountIndex,
  findAccount,
  gatherDirectory,
  gatherResources,
  gatherSecrets,
  matchLogons,
} from './gather-directory.ts';
import { gatherFindings, type Findings } from './gather-findings.ts';
import { gatherServices, gatherSoftware } from './gather-services.ts';
import { Silence } from './silence.ts';
import { usualIdentityPolicy } from '../ingest/index.ts';
import { ImportFacts } from './import-facts.ts';

const noon = Date.UTC(2026, 1, 3, 12);
const domain = 'directory:S-1-5-21-1-2-3';

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fixfirst-gather-'));
  store = await openTemporaryStore(folder, Object.values(ownTables));
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

/** Import 1 is of nmap, 2 of nessus, 3 of defender; all but the first were observed at noon. */
const importsOf = (first: number): ImportFacts =>
  new ImportFacts(
    ['nmap', 'nessus', 'defender'].map((source, i) => ({
      file: `${source}.out`,
      sizeBytes: 1,
      importId: i + 1,
      source,
      status: 'ok',
      observedAt: i === 0 ? first : noon,
      scope: {},
      provesScope: false,
      checks: '',
      counts: noCounts,
      quarantined: [],
      quarantinedCount: 0,
      native: {},
    })),
  );
const imports = importsOf(noon);

let line = 0;
async function put<K extends ObservationKind>(
  kind: K,
  importId: number,
  ...observations: readonly Observation<K>[]
): Promise<void> {
  const rows = observations.map((observation) => ({
    ...observation,
    ImportId: importId,
    File: `import ${importId}`,
    Locator: `line ${++line}`,
  }));
  await store.append(observationTables[kind], rows as unknown as Row<(typeof observationTables)[K]>[]);
  await store.flush();
}

const devicesOf = (assets: Partial<AssetsFile> = {}): Promise<Devices> =>
  gatherDevices(store, imports, { ...noAssetsFile, ...assets }, usualIdentityPolicy);

describe('devices', () => {
  it('that several tools saw are one, with what each of them knows', async () => {
    await put('device', 1, {
      Ref: '1:10.0.0.5',
      HostNames: ['PC1.corp.example'],
      IPAddresses: ['10.0.0.5'],
      Examined: ['ports'],
    });
    await put('device', 2, {
      Ref: '2:pc1',
      HostNames: ['pc1', 'pc1.corp.example'],
      OSPlatform: 'Windows 11',
      OSVersion: '10.0.22631',
      Examined: ['vulnerabilities'],
      LoggedOnUsers: ['CORP\\ann'],
      LastSeen: noon,
      DeviceValue: 'High',
    });
    const { list, ofRef, records, mergedBySources } = await devicesOf();
    expect(list).toHaveLength(1);
    expect(list[0]).toMatchObject({
      id: 'fqdn:pc1.corp.example',
      name: 'pc1.corp.example',
      names: ['pc1.corp.example', 'pc1'],
      addresses: ['10.0.0.5'],
      os: 'Windows 11 10.0.22631',
      isServer: false,
      value: 'High',
      sources: ['nessus', 'nmap'],
      mergedBy: ['fqdn fqdn:pc1.corp.example (nessus, nmap)'],
      loggedOn: [{ account: 'CORP\\ann', lastSeen: noon, evidence: { file: 'import 2' } }],
    });
    expect([...list[0]!.examined].sort()).toEqual(['ports', 'vulnerabilities']);
    expect([...ofRef]).toEqual(
      expect.arrayContaining([
        ['1:10.0.0.5', 0],
        ['2:pc1', 0],
      ]),
    );
    expect({ records, mergedBySources }).toEqual({ records: 2, mergedBySources: 1 });
  });

  it('without any key keep their ref, and one without a name shows its address', async () => {
    await put('device', 1, { Ref: '1:x' }, { Ref: '1:y', IPAddresses: ['10.0.0.9'] });
    const { list } = await devicesOf();
    expect(list.map(({ id, name }) => [id, name])).toEqual([
      ['1:x', '1:x'],
      ['address:10.0.0.9', '10.0.0.9'],
    ]);
  });

  it.each<[string, Partial<AssetsFile>, object]>([
    ['nobody says', {}, {}],
    [
      'it has a public address',
      {},
      { isInternetFacing: true, exposureReason: 'assumed: it has the public address 203.0.113.7' },
    ],
    ['a source says so', {}, { isInternetFacing: true, exposureReason: 'a source says so' }],
    ['a source says no', {}, { isInternetFacing: false, exposureReason: 'a source says so' }],
    [
      'the user says so',
      { internetFacing: ['srv*'] },
      { isInternetFacing: true, exposureReason: 'the assets file says so' },
    ],
    [
      'the user says no',
      { notInternetFacing: ['203.0.113.7'] },
      { isInternetFacing: false, exposureReason: 'the assets file says so' },
    ],
  ])('face the internet or not, because %s', async (why, assets, expected) => {
    const said = why === 'a source says so' ? true : why === 'a source says no' ? false : undefined;
    const isPublic = why === 'it has a public address' || why === 'the user says no';
    await put('device', 1, {
      Ref: '1:srv1',
      HostNames: ['srv1'],
      IPAddresses: isPublic ? ['203.0.113.7'] : ['10.0.0.5'],
      IsInternetFacing: said,
    });
    const [device] = (await devicesOf(assets)).list;
    expect(device).toMatchObject(expected);
    if (why === 'nobody says') expect(device?.isInternetFacing).toBeUndefined();
  });
});

describe('findings', () => {
  const finding = {
    Ref: '2:pc1',
    VulnerabilityId: 'plugin 1',
    CveIds: ['CVE-2024-0001'],
    Severity: 'High',
    Status: 'affected',
    SoftwareVendor: 'Mozilla',
    SoftwareName: 'Firefox',
    FixedVersion: '115.9',
    CvssVector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H',
  } as const;

  const nothing: Intelligence = new IntelligenceBuilder().build();
  const assets = {
    deviceOfRef: new Map([
      ['1:pc1', 0],
      ['2:pc1', 0],
      ['2:pc2', 1],
    ]),
    resourceOfRef: new Map([
      ['1:image', 0],
      ['2:image', 0],
    ]),
    resources: [{ ref: '1:image', id: 'image:shop:1.0', type: 'image', name: 'shop:1.0' }],
  };
  const findingsOf = async (intelligence = nothing, from = imports, asOf = noon): Promise<Findings> =>
    gatherFindings(
      store,
      from,
      assets,
      intelligence,
      await Silence.read(store, from, assets, asOf, new Map([['nmap', 30]])),
    );

  describe('of a source that fell silent', () => {
    const day = 24 * 3600 * 1000;
    const scanned = (importId: number, Ref: string, Examined: readonly string[]): Promise<void> =>
      put('device', importId, { Ref, Examined });
    /** The first source reported so many days before the second one. */
    const apart = (days: number): ImportFacts => importsOf(noon - days * day);

    it('stand as stale while nobody else looked, whatever their age', async () => {
      await scanned(1, '1:pc1', ['vulnerabilities']);
      await scanned(2, '2:pc1', ['ports']);
      await put('vulnerability', 1, { ...finding, Ref: '1:pc1' });
      expect(await findingsOf(nothing, apart(29))).toMatchObject({ open: 1, stale: { findings: 0 } });
      expect(await findingsOf(nothing, apart(31))).toMatchObject({
        open: 1,
        stale: { findings: 1, sources: ['nmap'] },
      });
    });

    it('are held open by nothing where another one looked and did not find them', async () => {
      await scanned(1, '1:pc1', ['vulnerabilities']);
      await scanned(2, '2:pc1', ['vulnerabilities']);
      await put('vulnerability', 1, { ...finding, Ref: '1:pc1' });
      expect(await findingsOf(nothing, apart(29))).toMatchObject({ open: 1 });
      expect(await findingsOf(nothing, apart(31))).toMatchObject({ open: 0 });
    });
  });

  it('of one product are one remedy, with all its devices, CVEs and fixes', async () => {
    await put(
      'vulnerability',
      2,
      finding,
      { ...finding, CveIds: ['CVE-2024-0002', 'CVE-2024-0003'], FixedVersion: '115.10' },
      { ...finding, Ref: '2:pc2' },
    );
    const found = await findingsOf();
    expect(found.open).toBe(4);
    expect(found.remedies).toHaveLength(1);
    expect(found.remedies[0]).toMatchObject({
      key: 'mozilla:firefox',
      kind: 'update',
      findings: 4,
      worst: 'High',
    });
    expect([...found.remedies[0]!.cves].sort()).toEqual(['CVE-2024-0001', 'CVE-2024-0002', 'CVE-2024-0003']);
    expect([...found.remedies[0]!.devices]).toEqual([0, 1]);
    expect([...found.remedies[0]!.fixes]).toEqual(['115.9', '115.10']);
    expect(found.weaknesses.map(({ device, id, attack, remedy }) => [device, id, attack, remedy])).toEqual([
      [0, 'CVE-2024-0001', 'client', 'mozilla:firefox'],
      [0, 'CVE-2024-0002', 'client', 'mozilla:firefox'],
      [0, 'CVE-2024-0003', 'client', 'mozilla:firefox'],
      [1, 'CVE-2024-0001', 'client', 'mozilla:firefox'],
    ]);
  });

  it('that a second tool repeats are the same, those of one tool in two products are two', async () => {
    await put('vulnerability', 2, finding, { ...finding, SoftwareName: 'Thunderbird' });
    await put('vulnerability', 1, { ...finding, Ref: '1:pc1', SoftwareName: undefined });
    const found = await findingsOf();
    expect(found.open).toBe(2);
    expect(found.remedies.map((remedy) => remedy.key)).toEqual(['mozilla:firefox', 'mozilla:thunderbird']);
  });

  it('of one image in two reports are one rebuild, however the imports are numbered', async () => {
    await put('vulnerability', 1, { ...finding, Ref: '1:image' });
    await put(
      'vulnerability',
      2,
      { ...finding, Ref: '2:image' },
      { ...finding, Ref: '2:image', CveIds: ['CVE-2024-0002'] },
    );
    const found = await findingsOf();
    expect(found.open).toBe(2);
    expect(found.remedies).toMatchObject([{ key: 'resource:image:shop:1.0', kind: 'rebuild', findings: 2 }]);
  });

  it('that are closed, of an unknown asset or of a withdrawn CVE do not count', async () => {
    const builder = new IntelligenceBuilder();
    builder.addCve('CVE-2024-0009', { isRejected: true });
    await put(
      'vulnerability',
      2,
      { ...finding, Status: 'fixed' },
      { ...finding, Status: 'not_affected' },
      { ...finding, Status: 'false_positive' },
      { ...finding, Ref: '9:gone' },
      { ...finding, CveIds: ['CVE-2024-0009'] },
    );
    expect(await findingsOf(builder.build())).toMatchObject({ open: 0, weaknesses: [], remedies: [] });
  });

  it('without an update are shielded, in an image rebuilt, without a product patched or set', async () => {
    const bare = { ...finding, SoftwareVendor: undefined, SoftwareName: undefined, FixedVersion: undefined };
    await put(
      'vulnerability',
      2,
      { ...finding, FixedVersion: undefined },
      {
        ...finding,
        CveIds: ['CVE-2024-0002'],
        FixedVersion: undefined,
        FixText: 'Update to the newest version.',
      },
      { ...finding, CveIds: ['CVE-2024-0003'], FixedVersion: undefined, FixText: 'n/a' },
      { ...finding, Ref: '2:image' },
      { ...bare, VulnerabilityId: 'plugin 7', CveIds: ['CVE-2024-0004'], Title: 'Patch missing' },
      { ...bare, VulnerabilityId: 'plugin 8', CveIds: [], Title: 'SMB signing is not required' },
    );
    const found = await findingsOf();
    expect(found.remedies.map(({ kind, key, subject }) => [kind, key, subject])).toEqual([
      ['mitigate', 'mozilla:firefox#unfixed', 'Mozilla Firefox'],
      ['update', 'mozilla:firefox', 'Mozilla Firefox'],
      ['rebuild', 'resource:image:shop:1.0', 'shop:1.0'],
      ['update', 'finding:nessus:plugin 7', 'Patch missing'],
      ['setting', 'finding:nessus:plugin 8', 'SMB signing is not required'],
    ]);
    expect([...found.cves].sort()).toEqual([
      'CVE-2024-0001',
      'CVE-2024-0002',
      'CVE-2024-0003',
      'CVE-2024-0004',
    ]);
    expect(found.weaknesses.some((weakness) => weakness.id === 'plugin 8')).toBe(true);
  });

  it('take what the world knows: exploitation, its probability, and what no feed knows', async () => {
    const builder = new IntelligenceBuilder();
    builder.addKnownExploited('CVE-2024-0001', { isRansomwareUse: false });
    builder.addEpss('CVE-2024-0002', 0.07);
    await put(
      'vulnerability',
      2,
      finding,
      { ...finding, CveIds: ['CVE-2024-0002'] },
      { ...finding, CveIds: ['CVE-2024-0003'] },
    );
    const found = await findingsOf(builder.build());
    expect(found.weaknesses.map(({ q }) => q)).toEqual([0.9, 0.07, 0.001]);
    expect(found).toMatchObject({ knownExploited: 1, cvesWithoutIntelligence: 1 });
    expect(found.remedies[0]?.knownExploited).toBe(1);
  });

  it('of checks are settings where they failed, and counted by verdict', async () => {
    const control = {
      Ref: '2:pc1',
      ControlId: 'rule-1',
      Title: 'Lock the screen',
      Severity: 'Medium',
    } as const;
    await put(
      'control',
      2,
      { ...control, Result: 'fail', FixText: 'Set the timeout.' },
      { ...control, Ref: '2:pc2', Result: 'fail' },
      { ...control, ControlId: 'rule-2', Result: 'pass' },
      { ...control, ControlId: 'rule-3', Result: 'unknown' },
      { ...control, ControlId: 'rule-4', Result: 'notApplicable' },
    );
    const found = await findingsOf();
    expect(found.controls).toEqual({ pass: 1, fail: 2, notApplicable: 1, unknown: 1 });
    expect(found.remedies).toMatchObject([
      {
        key: 'control:rule-1',
        kind: 'setting',
        subject: 'Lock the screen',
        findings: 2,
        fixText: 'Set the timeout.',
      },
    ]);
  });
});

describe('services', () => {
  it('seen twice are one, an answer beats what the host says, and outside is another fact than inside', async () => {
    const port = { Ref: '1:a', Port: 443, Protocol: 'tcp' } as const;
    await put(
      'endpoint',
      1,
      { ...port, State: 'listening', IPAddress: '10.0.0.5' },
      { ...port, State: 'open', IPAddress: '10.0.0.5', Service: 'https' },
      { ...port, State: 'filtered', IPAddress: '10.0.0.5' },
      { ...port, State: 'open', IPAddress: '203.0.113.7' },
      { ...port, Ref: '1:gone', State: 'open' },
    );
    const services = await gatherServices(store, new Map([['1:a', 0]]));
    expect(services.map(({ address, state, service }) => [address, state, service])).toEqual([
      ['10.0.0.5', 'open', 'https'],
      ['203.0.113.7', 'open', undefined],
    ]);
  });
});

describe('software', () => {
  it('is counted once for each asset, product and version, and names that tell a role are kept', async () => {
    await put(
      'software',
      2,
      { Ref: '2:a', SoftwareVendor: 'Mozilla', SoftwareName: 'Firefox', SoftwareVersion: '1' },
      { Ref: '2:a', SoftwareVendor: 'Mozilla', SoftwareName: 'Mozilla Firefox', SoftwareVersion: '1' },
      { Ref: '2:b', SoftwareVendor: 'Mozilla', SoftwareName: 'Firefox', SoftwareVersion: '1' },
      { Ref: '2:image', SoftwareName: 'openssl', SoftwareVersion: '3', Purl: 'pkg:deb/debian/openssl@3' },
      { Ref: '2:b', SoftwareName: 'Veeam Backup & Replication' },
    );
    const refs = new Map([
      ['2:a', 0],
      ['2:b', 1],
    ]);
    const software = await gatherSoftware(store, refs);
    expect(software).toMatchObject({ installed: 4, products: 3 });
    expect([...software.roles]).toEqual([[1, new Set(['veeam backup & replication'])]]);
  });
});

describe('the directory', () => {
  const ann = {
    Ref: `${domain}-1101`,
    IdentityType: 'User',
    IdentityName: 'ANN@CORP.EXAMPLE',
    Domain: 'CORP.EXAMPLE',
    IsDescribed: true,
  } as const;

  it('has each object once: a description beats a mention, and the first description stands', async () => {
    await put('identity', 1, { Ref: ann.Ref, IdentityType: 'Base', IsDescribed: false }, ann);
    await put(
      'identity',
      2,
      { ...ann, IdentityName: 'OTHER' },
      { Ref: ann.Ref, IdentityType: 'Base', IsDescribed: false },
    );
    await put('relation', 1, {
      Relation: 'MemberOf',
      FromRef: ann.Ref,
      ToRef: `${domain}-512`,
      LastSeen: noon,
    });
    const { identities, relations } = await gatherDirectory(store);
    expect(identities).toMatchObject([
      { ref: ann.Ref, name: 'ANN@CORP.EXAMPLE', isDescribed: true, properties: {} },
    ]);
    expect(relations).toMatchObject([
      { relation: 'MemberOf', from: ann.Ref, to: `${domain}-512`, lastSeen: noon },
    ]);
  });

  it('knows an account by its name, with domain, suffix or bare, but only when it is one', async () => {
    await put(
      'identity',
      1,
      ann,
      {
        ...ann,
        Ref: `${domain}-1102`,
        IdentityName: 'BOB@CORP.EXAMPLE',
        Properties: { samaccountname: 'b.ob' },
      },
      { ...ann, Ref: 'directory:S-1-5-21-9-1', IdentityName: 'ANN@SHOP.EXAMPLE', Domain: 'SHOP.EXAMPLE' },
      { ...ann, Ref: `${domain}-512`, IdentityType: 'Group', IdentityName: 'STAFF@CORP.EXAMPLE' },
    );
    const index = accountIndex((await gatherDirectory(store)).identities);
    const refOf = (account: string): string | undefined => findAccount(index, account)?.ref;
    expect(refOf('CORP\\Ann')).toBe(ann.Ref);
    expect(refOf('ann@corp.example')).toBe(ann.Ref);
    expect(refOf('SHOP\\ann')).toBe('directory:S-1-5-21-9-1');
    expect(refOf('ann')).toBeUndefined();
    expect(refOf('bob')).toBe(`${domain}-1102`);
    expect(refOf('CORP\\b.ob')).toBe(`${domain}-1102`);
    expect(refOf('PC1\\bob')).toBeUndefined();
    expect(refOf('staff')).toBeUndefined();
    expect(refOf('')).toBeUndefined();
  });

  it('is joined with the logons that other tools saw', async () => {
    await put('identity', 1, ann);
    await put('device', 3, {
      Ref: '3:pc1',
      HostNames: ['pc1'],
      LoggedOnUsers: ['CORP\\ann', 'PC1\\local'],
      LastSeen: noon,
    });
    const { identities } = await gatherDirectory(store);
    const { list } = await devicesOf();
    expect(matchLogons(list, identities)).toMatchObject([{ device: 0, identity: ann.Ref, lastSeen: noon }]);
  });
});

describe('resources and secrets', () => {
  it('of two files are one when name and type agree', async () => {
    await put('resource', 1, { Ref: '1:r', ResourceType: 'repository', ResourceName: 'shop' });
    await put(
      'resource',
      2,
      { Ref: '2:r', ResourceType: 'repository', ResourceName: 'shop' },
      { Ref: '2:i', ResourceType: 'image', ResourceName: 'shop' },
    );
    const { list, ofRef } = await gatherResources(store);
    expect(list.map((resource) => resource.id)).toEqual(['repository:shop', 'image:shop']);
    expect([...ofRef]).toEqual([
      ['1:r', 0],
      ['2:r', 0],
      ['2:i', 1],
    ]);
  });

  it('found twice in one place are one secret, and its account is looked up', async () => {
    await put('identity', 1, {
      Ref: `${domain}-1101`,
      IdentityType: 'User',
      IdentityName: 'ANN@CORP.EXAMPLE',
      IsDescribed: true,
    });
    await put('resource', 1, { Ref: '1:r', ResourceType: 'repository', ResourceName: 'shop' });
    const secret = {
      Ref: '1:r',
      RuleId: 'password',
      Severity: 'High',
      Fingerprint: 'f1',
      Place: 'a.env',
    } as const;
    await put(
      'secret',
      1,
      { ...secret, Account: 'ann@corp.example', IsVerified: true },
      secret,
      { ...secret, Fingerprint: 'f2', Title: 'AWS key', Place: undefined },
      { ...secret, Ref: '9:gone' },
    );
    const { identities } = await gatherDirectory(store);
    const secrets = await gatherSecrets(store, new Map(), await gatherResources(store), identities);
    expect(secrets).toMatchObject([
      {
        id: 'f1@repository:shop',
        title: 'secret of ann@corp.example in a.env',
        opens: `${domain}-1101`,
        isVerified: true,
      },
      { id: 'f2@repository:shop', title: 'password secret' },
    ]);
    expect(secrets[1]?.opens).toBeUndefined();
  });
});
