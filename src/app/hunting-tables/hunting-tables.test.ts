import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noCounts, type FileReport } from '../../ingest/index.ts';
import { IntelligenceBuilder } from '../../intel/index.ts';
import { noAssetsFile } from '../../posture/index.ts';
import { rowCheck } from '../../schema/derive/check-row.ts';
import {
  factTables,
  observationTables,
  type Observation,
  type ObservationKind,
  type Row,
  type Table,
} from '../../schema/index.ts';
import { openTemporaryStore } from '../../store/duckdb/index.ts';
import type { Store } from '../../store/index.ts';
import type { RankedAction } from '../assessment.ts';
import { gatherEstate } from '../gather-estate.ts';
import { readRows } from '../read-rows.ts';
import { fillHuntingTables, type HuntingFacts } from './index.ts';

const noon = Date.UTC(2026, 1, 3, 12);
const dayMs = 24 * 3600 * 1000;
const domain = 'S-1-5-21-1-2-3';

/** Import 1 is of nmap, 2 of nessus, 3 of defender …; each was observed a day after the one before. */
const files: readonly FileReport[] = ['nmap', 'nessus', 'defender', 'openscap', 'sharphound', 'gitleaks'].map(
  (source, i) => ({
    file: `import ${i + 1}`,
    sizeBytes: 1,
    importId: i + 1,
    source,
    status: 'ok',
    observedAt: noon + i * dayMs,
    scope: {},
    provesScope: false,
    checks: '',
    counts: noCounts,
    quarantined: [],
    quarantinedCount: 0,
    native: {},
  }),
);

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fixfirst-hunting-'));
  store = checked(await openTemporaryStore(folder, [...factTables.values()]));
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

/** The store, but a row that does not fit its table fails the test. */
function checked(inner: Store): Store {
  return {
    append: (table, rows) => {
      const check = rowCheck(table);
      for (const row of rows) expect(check(row), table.name).toBeUndefined();
      return inner.append(table, rows);
    },
    flush: () => inner.flush(),
    query: (query, options) => inner.query(query, options),
    close: () => inner.close(),
  };
}

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

const never = (): Promise<readonly RankedAction[]> => Promise.reject(new Error('nobody asked for the plan'));

async function gather(plan = never): Promise<HuntingFacts> {
  const builder = new IntelligenceBuilder();
  builder.addKnownExploited('CVE-2024-0001', { isRansomwareUse: false, name: 'known one' });
  builder.addCve('CVE-2024-0001', { isRejected: false, cvssScore: 9.8, published: noon - dayMs });
  builder.addCve('CVE-2024-0009', { isRejected: true });
  const intelligence = builder.build();
  const asOf = noon + 10 * dayMs;
  const estate = await gatherEstate(store, files, intelligence, noAssetsFile, asOf);
  return { estate, files, intelligence, plan };
}

/** Fills what is asked for and reads each of these tables back. */
async function filled(...names: readonly string[]): Promise<readonly (readonly Record<string, unknown>[])[]> {
  await fillHuntingTables(store, await gather(), new Set(names));
  return Promise.all(names.map(rowsOf));
}

async function rowsOf(name: string): Promise<readonly Record<string, unknown>[]> {
  const table = factTables.get(name) as Table;
  const rows: Record<string, unknown>[] = [];
  const columns = table.columns.map((column) => column.name);
  for await (const batch of readRows(store, table, columns))
    rows.push(...(batch as Record<string, unknown>[]));
  return rows;
}

const scanned = { Ref: '1:pc1', HostNames: ['pc1.corp.example'], IPAddresses: ['10.0.0.5'] };
const managed = {
  Ref: '3:pc1',
  HostNames: ['pc1.corp.example'],
  AgentIds: ['mde:0a1b'],
  DirectoryIds: ['entra:e-1'],
  MacAddresses: ['3c:d9:2b:43:1a:ee'],
  IPAddresses: ['10.0.0.5'],
  OSPlatform: 'Windows11',
  OSVersion: '10.0.22631',
  OnboardingStatus: 'Onboarded',
  LoggedOnUsers: ['CORP\\ann'],
  Properties: { osBuild: 22631, healthStatus: 'Active', isExcluded: false, defenderAvStatus: 'Updated' },
} as const;

describe('devices', () => {
  it('are one row for all tools that saw them, with the newest time and what anybody knows', async () => {
    await put('device', 1, scanned);
    await put('device', 3, managed);
    const [info, network, gathered] = await filled(
      'DeviceInfo',
      'DeviceNetworkInfo',
      'DeviceTvmInfoGathering',
    );
    expect(info).toHaveLength(1);
    expect(info![0]).toMatchObject({
      Timestamp: noon + 2 * dayMs,
      DeviceId: 'mde:0a1b',
      DeviceName: 'pc1.corp.example',
      OSPlatform: 'Windows11',
      OSVersion: '10.0.22631',
      OSBuild: 22631,
      OnboardingStatus: 'Onboarded',
      SensorHealthState: 'Active',
      IsExcluded: false,
      AadDeviceId: 'e-1',
      LoggedOnUsers: '[{"UserName":"ann","DomainName":"CORP"}]',
      DiscoverySources: 'defender, nmap',
    });
    // Nobody says whether the internet reaches it: that is not a no.
    expect(info![0]).not.toHaveProperty('IsInternetFacing');
    expect(network).toMatchObject([
      {
        MacAddress: '3C-D9-2B-43-1A-EE',
        IPAddresses: '[{"IPAddress":"10.0.0.5","AddressType":"Private"}]',
      },
    ]);
    expect(gathered).toMatchObject([{ AdditionalFields: { defenderAvStatus: 'Updated' } }]);
  });

  it('with several adapters keep apart what nobody puts together', async () => {
    await put('device', 2, {
      Ref: '2:x',
      HostNames: ['x.corp.example'],
      MacAddresses: ['3c:d9:2b:43:1a:ee', '3c:d9:2b:43:1a:ef'],
      IPAddresses: ['10.0.0.7'],
    });
    const [network] = await filled('DeviceNetworkInfo');
    expect(network!.map((row) => [row['MacAddress'], row['IPAddresses']])).toEqual([
      ['3C-D9-2B-43-1A-EE', undefined],
      ['3C-D9-2B-43-1A-EF', undefined],
      [undefined, '[{"IPAddress":"10.0.0.7","AddressType":"Private"}]'],
    ]);
  });
});

it('software that two tools list is one row; its places are evidence, extensions have their own table', async () => {
  await put('device', 2, { ...scanned, Ref: '2:pc1' });
  await put('device', 3, managed);
  const chrome = { SoftwareVendor: 'Google', SoftwareName: 'Chrome', SoftwareVersion: '129.0' };
  await put(
    'software',
    2,
    { Ref: '2:pc1', ...chrome, InstallPath: 'C:\\Chrome' },
    {
      Ref: '2:pc1',
      SoftwareName: 'openssl',
      SoftwareVersion: '3.0',
      Purl: 'pkg:deb/debian/openssl@3.0',
    },
  );
  await put(
    'software',
    3,
    { Ref: '3:pc1', ...chrome },
    { Ref: '3:pc1', SoftwareName: 'Adblock', Ecosystem: 'chrome' },
  );
  const [inventory, evidence, extensions] = await filled(
    'DeviceTvmSoftwareInventory',
    'DeviceTvmSoftwareEvidenceBeta',
    'DeviceTvmBrowserExtensions',
  );
  expect(inventory!.map((row) => [row['SoftwareVendor'], row['SoftwareName'], row['OSPlatform']])).toEqual([
    ['google', 'chrome', 'Windows11'],
    ['debian', 'openssl', 'Windows11'],
  ]);
  expect(evidence).toMatchObject([{ DiskPaths: ['C:\\Chrome'], LastSeenTime: '2026-02-04T12:00:00.000Z' }]);
  expect(extensions).toMatchObject([{ BrowserName: 'chrome', ExtensionName: 'Adblock' }]);
});

describe('findings', () => {
  const weakness = { Severity: 'High', Status: 'affected', SoftwareName: 'Chrome' } as const;

  beforeEach(async () => {
    await put('device', 2, { ...scanned, Ref: '2:pc1' });
    await put('device', 3, managed);
    await put('resource', 6, { Ref: '6:repo', ResourceType: 'repository', ResourceName: 'shop' });
    await put(
      'vulnerability',
      2,
      { Ref: '2:pc1', VulnerabilityId: '1234', CveIds: ['CVE-2024-0001', 'CVE-2024-0009'], ...weakness },
      { Ref: '2:pc1', VulnerabilityId: '77', CveIds: [], Title: 'weak cipher', ...weakness },
      { Ref: '2:pc1', VulnerabilityId: '78', CveIds: ['CVE-2024-0003'], ...weakness, Status: 'fixed' },
    );
    await put('vulnerability', 3, {
      Ref: '3:pc1',
      VulnerabilityId: 'CVE-2024-0001',
      CveIds: ['CVE-2024-0001'],
      ...weakness,
      FirstSeen: noon - dayMs,
    });
    await put('vulnerability', 6, {
      Ref: '6:repo',
      VulnerabilityId: 'CVE-2024-0002',
      CveIds: ['CVE-2024-0002'],
      ...weakness,
    });
    await put(
      'control',
      3,
      {
        Ref: '3:pc1',
        ControlId: 'scid-1',
        Benchmark: 'OS, Antivirus',
        Severity: 'Unknown',
        Result: 'fail',
        Reason: 'is off, impact 9 of 10',
      },
      { Ref: '3:pc1', ControlId: 'scid-2', Severity: 'Unknown', Result: 'unknown' },
    );
    await put('control', 4, {
      Ref: '3:pc1',
      ControlId: 'rule-1',
      Benchmark: 'CIS Windows 11 L1',
      Severity: 'Low',
      Result: 'pass',
      References: ['CCE-1-2'],
    });
    const secret = { RuleId: 'aws-key', Severity: 'Critical', Fingerprint: 'f00d' } as const;
    await put(
      'secret',
      6,
      { Ref: '6:repo', ...secret, Place: 'a.env' },
      { Ref: '6:repo', ...secret, Place: 'b.env' },
    );
  });

  it('count as the estate does, tell all sources of one weakness, and stay silent on what is fixed', async () => {
    const facts = await gather();
    await fillHuntingTables(store, facts, new Set(['Findings']));
    const rows = await rowsOf('Findings');
    const { findings, facts: estate } = facts.estate;
    expect(rows).toHaveLength(findings.open + findings.controls.fail + estate.secrets.length);
    expect(rows.map((row) => [row['AssetName'], row['CveId'] ?? row['SourceFindingId']])).toEqual([
      ['pc1.corp.example', '77'],
      ['pc1.corp.example', 'CVE-2024-0001'],
      ['shop', 'CVE-2024-0002'],
      ['pc1.corp.example', 'scid-1'],
      ['shop', 'aws-key'],
    ]);
    expect(rows[1]).toMatchObject({
      Sources: ['defender', 'nessus'],
      FirstSeen: noon - dayMs,
      LastSeen: noon + 2 * dayMs,
      IsKnownExploited: true,
      ExploitProbability: 0.9,
      CvssScore: 9.8,
      DeviceId: 'mde:0a1b',
      File: 'import 3',
    });
    expect(rows[0]).not.toHaveProperty('IsKnownExploited');
    expect(rows[2]).not.toHaveProperty('DeviceId');
    expect(new Set(rows.map((row) => row['FindingId'])).size).toBe(rows.length);
  });

  it('of devices that are CVEs fill the published tables, with what is known of each', async () => {
    const [found, knowledge] = await filled(
      'DeviceTvmSoftwareVulnerabilities',
      'DeviceTvmSoftwareVulnerabilitiesKB',
    );
    expect(found).toMatchObject([
      { CveId: 'CVE-2024-0001', SoftwareName: 'chrome', VulnerabilitySeverityLevel: 'High' },
    ]);
    expect(knowledge!.map((row) => row['CveId'])).toEqual(['CVE-2024-0001', 'CVE-2024-0002']);
    expect(knowledge![0]).toMatchObject({
      CvssScore: '9.8',
      PublishedDate: noon - dayMs,
      IsExploitAvailable: true,
      VulnerabilitySeverityLevel: 'Critical',
      AffectedSoftware: ['Chrome'],
    });
    expect(knowledge![1]).not.toHaveProperty('IsExploitAvailable');
  });

  it('of checks stand either with the baselines or with the other settings; without a verdict there is none', async () => {
    const [settings, kb, baseline, profiles] = await filled(
      'DeviceTvmSecureConfigurationAssessment',
      'DeviceTvmSecureConfigurationAssessmentKB',
      'DeviceBaselineComplianceAssessment',
      'DeviceBaselineComplianceProfiles',
    );
    expect(settings).toHaveLength(2);
    expect(settings![0]).toMatchObject({
      ConfigurationId: 'scid-1',
      ConfigurationCategory: 'OS',
      ConfigurationSubcategory: 'Antivirus',
      ConfigurationImpact: 9,
      IsCompliant: false,
      IsApplicable: true,
      Context: [['is off, impact 9 of 10']],
      Timestamp: noon + 2 * dayMs,
    });
    expect(settings![1]).not.toHaveProperty('IsCompliant');
    expect(kb).toHaveLength(2);
    expect(baseline).toMatchObject([{ ProfileId: 'CIS Windows 11 L1', IsCompliant: true }]);
    expect(profiles).toMatchObject([{ BaseBenchmark: 'CIS' }]);
  });

  it('that are secrets have a row for each place, and nothing but a fingerprint of the value', async () => {
    const [rows] = await filled('Secrets');
    expect(rows!.map((row) => [row['Fingerprint'], row['AssetId'], row['Place']])).toEqual([
      ['f00d', 'repository:shop', 'a.env'],
      ['f00d', 'repository:shop', 'b.env'],
    ]);
  });
});

it('ports say whether the internet reaches them only where that is known', async () => {
  await put(
    'device',
    1,
    { Ref: '1:a', HostNames: ['a.corp.example'], IPAddresses: ['203.0.113.7', '10.0.0.1'] },
    { Ref: '1:b', HostNames: ['b.corp.example'], IsInternetFacing: false },
    { Ref: '1:c', HostNames: ['c.corp.example'] },
  );
  const port = { Port: 443, Protocol: 'tcp', State: 'open' } as const;
  await put(
    'endpoint',
    1,
    { Ref: '1:a', IPAddress: '203.0.113.7', ...port },
    { Ref: '1:a', IPAddress: '10.0.0.1', ...port, Port: 445 },
    { Ref: '1:b', ...port },
    { Ref: '1:c', ...port },
  );
  const [rows] = await filled('Endpoints');
  expect(rows!.map((row) => row['IsInternetReachable'])).toEqual([true, false, false, undefined]);
  expect(rows![0]).toMatchObject({ Source: 'nmap', Timestamp: noon, DeviceName: 'a.corp.example' });
});

describe('the directory and the graph', () => {
  const ann = `directory:${domain}-1105`;
  const admins = `directory:${domain}-512`;

  beforeEach(async () => {
    await put('device', 3, { ...managed, DirectoryIds: [`sid:${domain}-1000`], IsInternetFacing: true });
    await put('device', 5, {
      Ref: `directory:${domain}-1000`,
      DirectoryIds: [`sid:${domain}-1000`],
      HostNames: ['pc1.corp.example'],
    });
    await put(
      'identity',
      5,
      {
        Ref: ann,
        IdentityType: 'User',
        IdentityName: 'ANN@CORP.EXAMPLE',
        Domain: 'CORP.EXAMPLE',
        IsEnabled: true,
        IsDescribed: true,
        Properties: { samaccountname: 'ann', whencreated: 1_500_000_000 },
      },
      {
        Ref: admins,
        IdentityType: 'Group',
        IdentityName: 'DOMAIN ADMINS@CORP.EXAMPLE',
        IsDescribed: true,
        Properties: {},
      },
    );
    await put(
      'relation',
      5,
      { Relation: 'MemberOf', FromRef: ann, ToRef: admins },
      { Relation: 'HasSession', FromRef: `directory:${domain}-1000`, ToRef: ann },
    );
    await put('vulnerability', 3, {
      Ref: '3:pc1',
      VulnerabilityId: 'CVE-2024-0001',
      CveIds: ['CVE-2024-0001'],
      Severity: 'Critical',
      CvssVector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
      SoftwareName: 'iis',
      Status: 'affected',
    });
  });

  it('name accounts as the published tables do', async () => {
    const [info, accounts] = await filled('IdentityInfo', 'IdentityAccountInfo');
    expect(info).toMatchObject([
      {
        Timestamp: noon + 4 * dayMs,
        AccountName: 'ann',
        AccountUpn: 'ANN@CORP.EXAMPLE',
        OnPremSid: `${domain}-1105`,
        IsAccountEnabled: true,
        CreatedDateTime: 1_500_000_000_000,
        GroupMembership: ['DOMAIN ADMINS@CORP.EXAMPLE'],
      },
    ]);
    expect(accounts).toMatchObject([{ AccountStatus: 'Enabled', GroupMembership: [admins] }]);
  });

  it('show a device as one node with its facts, 0 as the most critical, and published labels on edges', async () => {
    const [nodes, edges] = await filled('ExposureGraphNodes', 'ExposureGraphEdges');
    const node = (id: string): Record<string, unknown> | undefined => nodes!.find((n) => n['NodeId'] === id);
    expect(nodes!.filter((n) => /^(foothold|lure):/.test(String(n['NodeId'])))).toEqual([]);
    expect(node('device:mde:0a1b')).toMatchObject({
      NodeLabel: 'device',
      Categories: ['compute', 'device'],
      NodeProperties: {
        rawData: {
          exposedToInternet: { exposedToInternet: true },
          IsInternetFacing: true,
          vulnerableToRCE: { maxCvssScore: 9.8, weaknesses: 1 },
          highRiskVulnerabilityInsights: { hasHighOrCritical: true },
        },
      },
      EntityIds: [
        { type: 'DeviceInventoryId', id: 'mde:0a1b' },
        { type: 'MdeMachineId', id: '0a1b' },
        { type: 'SenseDeviceId', id: '0a1b' },
        { type: 'SecurityIdentifier', id: `${domain}-1000` },
      ],
    });
    expect(node(admins)).toMatchObject({
      NodeLabel: 'group',
      NodeProperties: { rawData: { criticalityLevel: { criticalityLevel: 0 } } },
    });
    const label = (from: string, to: string): readonly unknown[] =>
      edges!
        .filter((e) => e['SourceNodeId'] === from && e['TargetNodeId'] === to)
        .map((e) => e['EdgeLabel'])
        .sort();
    expect(label(ann, admins)).toEqual(['member of']);
    expect(label('device:mde:0a1b', ann)).toEqual(['Can Authenticate As']);
    expect(label(ann, 'device:mde:0a1b')).toContain('can authenticate to');
    expect(label('cve:CVE-2024-0001', 'device:mde:0a1b')).toEqual(['affecting']);
    expect(label('ip:10.0.0.5', 'device:mde:0a1b')).toEqual(['routes traffic to']);
    const known = new Set(nodes!.map((n) => n['NodeId']));
    expect(known.size).toBe(nodes!.length);
    for (const edge of edges!) {
      expect(known).toContain(edge['SourceNodeId']);
      expect(known).toContain(edge['TargetNodeId']);
      expect(edge['SourceNodeId']).not.toBe(edge['TargetNodeId']);
    }
    expect(new Set(edges!.map((e) => e['EdgeId'])).size).toBe(edges!.length);
  });
});

describe('filling', () => {
  const action: RankedAction = {
    rank: 1,
    id: 'update:chrome',
    title: 'Update Chrome',
    kind: 'update',
    riskRemoved: {
      alone: { value: 3, interval: [2, 4] },
      inPlan: { value: 2, interval: [1, 3] },
    },
    decisive: 0.5,
    effort: { level: 'Low', hours: 1, source: 'test' },
    userImpact: { level: 'Low', source: 'test' },
    affected: {
      devices: ['pc1'],
      identities: [],
      resources: [],
      cves: 2,
      knownExploitedCves: 1,
      findings: 2,
    },
    evidence: [{ file: 'import 1', locator: 'line 1' }],
    fix: 'Install it',
    paths: [],
    bundle: [],
  };

  it('happens once for what is named, also when two queries come at the same time', async () => {
    await put('device', 1, scanned);
    const facts = await gather();
    await Promise.all([
      fillHuntingTables(store, facts, new Set(['DeviceInfo'])),
      fillHuntingTables(store, facts, new Set(['DeviceInfo', 'EmailEvents'])),
    ]);
    expect(await rowsOf('DeviceInfo')).toHaveLength(1);
    expect(await rowsOf('ExposureGraphNodes')).toHaveLength(0);
    expect(await rowsOf('EmailEvents')).toHaveLength(0);
  });

  it('asks for the plan only when actions are named, and again after it failed', async () => {
    await put('device', 1, scanned);
    let asked = 0;
    const facts = await gather(() =>
      ++asked === 1 ? Promise.reject(new Error('stopped')) : Promise.resolve([action]),
    );
    await fillHuntingTables(store, facts, new Set(['DeviceInfo', 'Findings']));
    expect(asked).toBe(0);
    const actions = new Set(['Actions']);
    await expect(fillHuntingTables(store, facts, actions)).rejects.toThrow('stopped');
    await fillHuntingTables(store, facts, actions);
    await fillHuntingTables(store, facts, actions);
    expect(asked).toBe(2);
    expect(await rowsOf('Actions')).toMatchObject([
      { Rank: 1, RiskRemoved: 2, RiskRemovedLow: 1, EffortHours: 1, AssetsAffected: 1, EvidenceCount: 1 },
    ]);
  });
});
