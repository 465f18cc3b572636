import { describe, expect, it } from 'vitest';
import { memoryFile, readWith } from '../conformance/harness.ts';
import { defender } from './manifest.ts';

const file = (content: unknown, name = 'page.json') =>
  memoryFile(name, typeof content === 'string' ? content : JSON.stringify(content), 61);
const read = (content: unknown) => readWith(defender, file(content));
const page = (rows: unknown[], more: object = {}) => ({
  '@odata.context': 'https://api.security.microsoft.com/api/$metadata#x',
  value: rows,
  ...more,
});

const machine = {
  id: 'e20d13',
  computerDnsName: 'pc1.example.org',
  firstSeen: '1990-1sdfsdfsdfZ',
  lastSeen: '2025-02-19T10:46:06.253Z',
  osPlatform: 'Windows11',
  version: '23H2',
  osBuild: 22631,
  lastIpAddress: '192.168.1.3',
  lastExternalIpAddress: '20.0.0.1',
  healthStatus: 'Active',
  onboardingStatus: 'Onboarded',
  deviceValue: 'High',
  riskScore: 'High',
  exposureLevel: 'Medium',
  aadDeviceId: 'c18539cd',
  machineTags: ['Internet Facing', 'vip'],
  ipAddresses: [
    { ipAddress: '192.168.1.3', macAddress: '00FFA141158D', operationalStatus: 'Up' },
    { ipAddress: '169.254.1.1', macAddress: '00BE438247EA', operationalStatus: 'Down' },
    { ipAddress: '127.0.0.1', macAddress: null, operationalStatus: 'Up' },
  ],
};

const finding = {
  id: 'e20d13-_-CVE-2025-0001',
  cveId: 'CVE-2025-0001',
  machineId: 'e20d13',
  fixingKbId: '5051989',
  productName: 'windows_11',
  productVendor: 'microsoft',
  productVersion: '10.0',
  severity: 'High',
};

const weakness = {
  deviceId: 'd1',
  deviceName: 'pc1.example.org',
  osPlatform: 'Windows11',
  osVersion: '10.0.22631',
  softwareVendor: 'dell',
  softwareName: 'supportassist',
  softwareVersion: '4.6',
  cveId: 'CVE-2025-0002',
  vulnerabilitySeverityLevel: 'Critical',
  cvssScore: 9.1,
  recommendedSecurityUpdate: 'February 2025 Security Updates',
  recommendedSecurityUpdateId: '5051989',
  exploitabilityLevel: 'ExploitIsInKit',
  firstSeenTimestamp: '2020-12-30 11:07:15',
  lastSeenTimestamp: '2020-12-30 14:17:26',
};

describe('a page of machines', () => {
  it('becomes devices with every key and no date that is none', async () => {
    const { outcome, observations, native, scope } = await read(page([machine]));
    expect(outcome).toEqual({ ok: true });
    expect(native).toEqual({ value: 1 });
    expect(scope).toMatchObject({ complete: true });
    expect(observations.device).toMatchObject([
      {
        DeviceName: 'pc1.example.org',
        AgentIds: ['mde:e20d13'],
        DirectoryIds: ['entra:c18539cd'],
        HostNames: ['pc1.example.org'],
        IPAddresses: ['192.168.1.3'],
        MacAddresses: ['00FFA141158D', '00BE438247EA'],
        OSPlatform: 'Windows11',
        OSVersion: '23H2',
        OnboardingStatus: 'Onboarded',
        DeviceValue: 'High',
        IsInternetFacing: true,
        Tags: ['Internet Facing', 'vip'],
        LastSeen: Date.UTC(2025, 1, 19, 10, 46, 6, 253),
        Examined: [],
        Properties: { riskScore: 'High', externalIpAddress: '20.0.0.1' },
      },
    ]);
    expect(observations.device[0]?.Properties).not.toHaveProperty('firstSeen');
  });

  it('reads addresses that PowerShell made text of', async () => {
    const ipAddresses = ['@{ipAddress=10.0.0.7; macAddress=703217149CAF; operationalStatus=Up; type=53}'];
    const { observations } = await read(page([{ ...machine, ipAddresses, lastIpAddress: null }]));
    expect(observations.device[0]).toMatchObject({
      IPAddresses: ['10.0.0.7'],
      MacAddresses: ['703217149CAF'],
    });
  });

  it('says that a page with a next link is not all', async () => {
    const { outcome, scope } = await read(page([machine], { '@odata.nextLink': 'https://x?$skip=10000' }));
    expect(outcome).toEqual({ ok: true });
    expect(scope).toMatchObject({ complete: false });
  });

  it('is also a single object, an array, and one object a line', async () => {
    const context = {
      '@odata.context': 'https://api.securitycenter.microsoft.com/api/$metadata#Machines/$entity',
    };
    for (const content of [
      { ...context, ...machine },
      [machine],
      `${JSON.stringify(machine)}\n${JSON.stringify({ ...machine, id: 'x' })}\n`,
    ]) {
      const { observations, native } = await read(content);
      expect(observations.device[0]).toMatchObject({ DeviceName: 'pc1.example.org' });
      expect(native['value']).toBe(0);
    }
  });

  it('may be empty', async () => {
    expect(await read(page([]))).toMatchObject({ outcome: { ok: true }, native: { value: 0 } });
  });
});

describe('findings', () => {
  it('of the vulnerability list make the device they name', async () => {
    const { observations } = await read(page([finding, { ...finding, cveId: 'TVM-2020-0002' }]));
    expect(observations.device).toMatchObject([
      { AgentIds: ['mde:e20d13'], Examined: ['software', 'vulnerabilities'] },
    ]);
    expect(observations.vulnerability).toMatchObject([
      {
        Ref: observations.device[0]?.Ref,
        CveIds: ['CVE-2025-0001'],
        Severity: 'High',
        SoftwareName: 'windows_11',
        FixedVersion: 'KB5051989',
        Status: 'affected',
      },
      { VulnerabilityId: 'TVM-2020-0002', CveIds: [] },
    ]);
  });

  it('of the export carry exploit, remedy and times; a row without a CVE is software', async () => {
    const { observations } = await read(
      `${JSON.stringify(weakness)}\n${JSON.stringify({ ...weakness, cveId: null, vulnerabilitySeverityLevel: null, diskPaths: ['c:\\x'] })}\n`,
    );
    expect(observations.device).toHaveLength(1);
    expect(observations.vulnerability).toMatchObject([
      {
        Severity: 'Critical',
        CvssScore: 9.1,
        ExploitMaturity: 'weaponised',
        FixText: 'February 2025 Security Updates',
        FirstSeen: Date.UTC(2020, 11, 30, 11, 7, 15),
        LastSeen: Date.UTC(2020, 11, 30, 14, 17, 26),
      },
    ]);
    expect(observations.software).toMatchObject([{ SoftwareName: 'supportassist', InstallPath: 'c:\\x' }]);
  });

  it('of the export of changes are fixed when it says so', async () => {
    const { observations } = await read([
      { ...weakness, status: 'Fixed', eventTimestamp: '2021-01-11T11:06:08Z' },
    ]);
    expect(observations.vulnerability[0]?.Status).toBe('fixed');
  });
});

describe('other lists', () => {
  it('software inventory', async () => {
    const { observations } = await read(
      page([
        {
          deviceId: 'd1',
          deviceName: 'pc1',
          softwareVendor: 'microsoft',
          softwareName: 'edge',
          softwareVersion: '1',
          endOfSupportStatus: 'EOS Version',
          endOfSupportDate: '2021-05-11T00:00:00+00:00',
        },
      ]),
    );
    expect(observations.software).toMatchObject([
      {
        SoftwareVendor: 'microsoft',
        EndOfSupportStatus: 'EOS Version',
        EndOfSupportDate: Date.UTC(2021, 4, 11),
      },
    ]);
    expect(observations.device[0]?.Examined).toEqual(['software']);
  });

  it('secure configuration: pass, fail, not applicable, unknown', async () => {
    const row = (isCompliant: unknown, isApplicable: unknown) => ({
      deviceId: 'd1',
      configurationId: 'scid-1',
      configurationName: 'Telnet',
      isCompliant,
      isApplicable,
      configurationImpact: 5,
    });
    const { observations } = await read(
      page([row(true, true), row(false, true), row(false, false), row(null, true)]),
    );
    expect(observations.control.map((control) => control.Result)).toEqual([
      'pass',
      'fail',
      'notApplicable',
      'unknown',
    ]);
    expect(observations.control[3]?.Reason).toBeDefined();
  });

  it('recommendations and software without machines speak of the tenant', async () => {
    const recommendation = {
      id: 'va-_-x',
      recommendationName: 'Update Chrome',
      exposedMachinesCount: 5,
      totalMachineCount: 6,
      remediationType: 'Update',
      recommendedVersion: '120',
      status: 'Active',
    };
    const recommendations = await read(
      page([recommendation, { ...recommendation, id: 'y', exposedMachinesCount: 0 }]),
    );
    expect(recommendations.observations.control).toMatchObject([
      { Result: 'fail', Reason: '5 of 6 devices exposed', FixText: 'Update to 120' },
      { Result: 'pass' },
    ]);
    const software = await read(
      page([{ id: 'microsoft-_-edge', name: 'edge', vendor: 'microsoft', weaknesses: 4 }]),
    );
    expect(software.observations.software[0]?.Ref).toBe(software.observations.resource[0]?.Ref);
  });

  it('knowledge about CVEs is no finding', async () => {
    const { observations, native, outcome } = await read(
      page([{ id: 'CVE-2019-0608', severity: 'Medium', cvssV3: 4.3, exposedMachines: 4 }]),
    );
    expect(outcome).toEqual({ ok: true });
    expect(observations.vulnerability).toEqual([]);
    expect(native).toEqual({ value: 1, knowledge: 1 });
  });

  it('an index of export files and unknown lists are refused with a remedy', async () => {
    expect(
      (await read({ '@odata.context': 'x', exportFiles: ['https://x'], generatedTime: '2021' })).detection,
    ).toMatchObject({
      kind: 'refuse',
      fault: { code: 'not-supported', remedy: 'download the files that exportFiles lists and pass those' },
    });
    expect((await read(page([{ alertId: 1 }]))).detection).toMatchObject({ kind: 'refuse' });
  });

  it('pages of other Microsoft services are not ours', async () => {
    const graph = {
      '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#security/secureScores',
      value: [{ id: 'x', currentScore: 3 }],
    };
    expect((await read(graph)).detection).toBeUndefined();
  });
});

describe('advanced hunting', () => {
  const hunting = (rows: object[]) => ({ Schema: [{ Name: 'DeviceId', Type: 'String' }], Results: rows });

  it('joins the rows of one device, the newer word first', async () => {
    const { observations, native } = await read(
      hunting([
        {
          Timestamp: '2025-02-02T00:00:00Z',
          DeviceId: 'd1',
          DeviceName: 'pc1',
          OSPlatform: 'Windows11',
          OnboardingStatus: 'Onboarded',
          IsInternetFacing: true,
          LoggedOnUsers: '[{"UserName":"ann","DomainName":"CORP"}]',
        },
        {
          Timestamp: '2025-02-01T00:00:00Z',
          DeviceId: 'd1',
          DeviceName: 'old',
          OnboardingStatus: 'Can be onboarded',
        },
        {
          Timestamp: '2025-02-02T00:00:00Z',
          DeviceId: 'd1',
          MacAddress: '00-11-22-33-44-55',
          IPAddresses: '[{"IPAddress":"10.0.0.5"}]',
        },
      ]),
    );
    expect(native).toEqual({ value: 0, results: 3 });
    expect(observations.device).toMatchObject([
      {
        DeviceName: 'pc1',
        OnboardingStatus: 'Onboarded',
        IsInternetFacing: true,
        LoggedOnUsers: ['CORP\\ann'],
        MacAddresses: ['00-11-22-33-44-55'],
        IPAddresses: ['10.0.0.5'],
      },
    ]);
  });

  it('reads the vulnerability tables in the words of the product and of Graph', async () => {
    const row = {
      DeviceId: 'd1',
      DeviceName: 'pc1',
      SoftwareVendor: 'v',
      SoftwareName: 's',
      SoftwareVersion: '1',
      CveId: 'CVE-2025-0003',
      VulnerabilitySeverityLevel: 'Low',
    };
    for (const content of [
      hunting([row]),
      { schema: [{ name: 'DeviceId', type: 'String' }], results: [row] },
    ]) {
      expect((await read(content)).observations.vulnerability).toMatchObject([
        { CveIds: ['CVE-2025-0003'], Severity: 'Low' },
      ]);
    }
  });

  it('reads configuration and software of a device; what a setting is, is knowledge', async () => {
    const { outcome, observations, native } = await read(
      hunting([
        {
          DeviceId: 'd1',
          DeviceName: 'pc1',
          ConfigurationId: 'scid-91',
          ConfigurationCategory: 'OS',
          ConfigurationSubcategory: 'Firewall',
          ConfigurationImpact: 9,
          IsCompliant: false,
          IsApplicable: 1,
        },
        { DeviceId: 'd1', DeviceName: 'pc1', SoftwareVendor: 'v', SoftwareName: 's', SoftwareVersion: '1' },
        { ConfigurationId: 'scid-91', ConfigurationName: 'Firewall', ConfigurationImpact: 9 },
      ]),
    );
    expect(outcome).toEqual({ ok: true });
    expect(observations.control).toMatchObject([
      { ControlId: 'scid-91', Benchmark: 'OS, Firewall', Result: 'fail', Reason: 'impact 9 of 10' },
    ]);
    expect(observations.software).toMatchObject([{ SoftwareName: 's' }]);
    expect(native['knowledge']).toBe(1);
  });

  it('says which rows it could not use', async () => {
    const { outcome, native } = await read(
      hunting([{ Timestamp: 'x', FileName: 'csc.exe', DeviceId: 'd1' }]),
    );
    expect(native).toEqual({ value: 0, results: 1, rows_not_read: 1 });
    expect(outcome).toMatchObject({ ok: false, fault: { code: 'not-supported' } });
  });
});

describe('what an answer proves', () => {
  it('is nothing: a page may be the last of several, a query may have left rows out', async () => {
    for (const content of [page([weakness]), page([machine]), [weakness]]) {
      expect(await read(content)).toMatchObject({ outcome: { ok: true }, provesScope: false });
    }
  });
});

describe('an archive', () => {
  it('is one report of machines and vulnerabilities, in any order, without the litter', async () => {
    const { detection, outcome, observations, native } = await readWith(
      defender,
      file('\u0000\u0001', 'a.zip!/.DS_Store'),
      file(page([finding]), 'a.zip!/vulnerabilities/v.json'),
      file(page([machine]), 'a.zip!/machines/m.json'),
      file('x', 'a.zip!/__MACOSX/machines/._m.json'),
    );
    expect(detection).toEqual({ kind: 'read', format: 'Defender archive of 2 lists' });
    expect(outcome).toEqual({ ok: true });
    expect(observations.device).toMatchObject([
      { DeviceName: 'pc1.example.org', Examined: ['software', 'vulnerabilities'] },
    ]);
    expect(observations.vulnerability[0]?.Ref).toBe(observations.device[0]?.Ref);
    expect(native['per_member']).toEqual({
      'machines/m.json': { value_items: 1 },
      'vulnerabilities/v.json': { value_items: 1 },
    });
  });

  it('says of each device what all of its lists looked at', async () => {
    const setting = { deviceId: 'd1', configurationId: 'scid-1', isCompliant: true, isApplicable: true };
    const { observations } = await readWith(
      defender,
      file(page([weakness]), 'a.zip!/v.json'),
      file(page([setting]), 'a.zip!/c.json'),
    );
    expect(observations.device).toMatchObject([
      { Examined: ['configuration', 'software', 'vulnerabilities'] },
    ]);
  });

  it('makes the devices that no list of machines describes', async () => {
    const { observations } = await readWith(
      defender,
      file(page([{ ...machine, id: 'other' }]), 'a.zip!/machines/m.json'),
      file(page([finding]), 'a.zip!/vulnerabilities/v.json'),
    );
    expect(observations.device.map((row) => row.AgentIds)).toEqual([['mde:other'], ['mde:e20d13']]);
  });

  it('is left to others when it holds anything else', async () => {
    const { detection } = await readWith(
      defender,
      file(page([machine]), 'a.zip!/machines/m.json'),
      file({ version: '2.1.0', runs: [] }, 'a.zip!/report.sarif'),
    );
    expect(detection).toBeUndefined();
  });

  it('names the member that is damaged and reads the others', async () => {
    const { outcome, observations } = await readWith(
      defender,
      file(JSON.stringify(page([machine, machine])).slice(0, -40), 'a.zip!/machines/m.json'),
      file(page([finding]), 'a.zip!/vulnerabilities/v.json'),
    );
    expect(outcome).toMatchObject({ ok: false, fault: { code: 'truncated' } });
    expect(outcome?.ok === false && outcome.fault.message).toContain('machines/m.json');
    expect(observations.vulnerability).toHaveLength(1);
  });
});
