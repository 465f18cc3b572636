import { describe, expect, it } from 'vitest';
import { memoryFile, readWith } from '../conformance/harness.ts';
import { wazuh } from './manifest.ts';

const read = (content: unknown) =>
  readWith(
    wazuh,
    memoryFile('answer.json', typeof content === 'string' ? content : JSON.stringify(content), 61),
  );
const answer = (items: unknown[], total = items.length) => ({
  data: { affected_items: items, failed_items: [], total_affected_items: total, total_failed_items: 0 },
  error: 0,
  message: 'All selected items were returned',
});
const search = (...sources: object[]) => ({
  took: 8,
  hits: {
    total: { value: sources.length, relation: 'eq' },
    hits: sources.map((source) => ({ _index: 'wazuh-states-x-server', _id: '1', _source: source })),
  },
});

const finding = {
  architecture: 'amd64',
  condition: 'Package less than 2.12',
  cve: 'CVE-2023-0001',
  cvss2_score: 7.5,
  cvss3_score: 9.8,
  detection_time: '2023-02-08T13:55:24Z',
  name: 'zlib',
  severity: 'Critical',
  status: 'VALID',
  title: 'CVE-2023-0001 affects zlib',
  type: 'PACKAGE',
  version: '2.11',
};

const agent = { id: '001', name: 'web-1', version: 'v4.11.1' };
const server = { cluster: { name: 'manager-1' }, schema: { version: '1.0.0' } };

describe('an answer of the API', () => {
  it('lists vulnerabilities of an agent that it does not name', async () => {
    const { outcome, observations, native, scope, provesScope } = await read(answer([finding], 3));
    expect(outcome).toEqual({ ok: true });
    expect(native).toEqual({ records: 1, kinds: { vulnerability: 1 } });
    expect(scope).toEqual({ complete: false });
    expect(provesScope).toBe(false);
    expect(observations.device).toMatchObject([
      { HostNames: [], AgentIds: [], Examined: ['vulnerabilities'] },
    ]);
    expect(observations.vulnerability).toMatchObject([
      {
        Ref: observations.device[0]?.Ref,
        CveIds: ['CVE-2023-0001'],
        Severity: 'Critical',
        CvssScore: 9.8,
        SoftwareName: 'zlib',
        SoftwareVersion: '2.11',
        FixedVersion: '2.12',
        Status: 'affected',
        FirstSeen: Date.UTC(2023, 1, 8, 13, 55, 24),
      },
    ]);
  });

  it('keeps masked ids as ids, and tells the states apart', async () => {
    const { observations } = await read(
      answer([
        { ...finding, cve: 'CVE-YYYY-abc', condition: 'Package unfixed', cvss3_score: 0, cvss2_score: 0 },
        { ...finding, status: 'OBSOLETE' },
        { ...finding, status: 'PENDING', detection_time: '1980-05-17sdf' },
      ]),
    );
    expect(
      observations.vulnerability.map((row) => [
        row.CveIds,
        row.FixedVersion,
        row.CvssScore,
        row.Status,
        row.FirstSeen,
      ]),
    ).toEqual([
      [[], undefined, undefined, 'affected', Date.UTC(2023, 1, 8, 13, 55, 24)],
      [['CVE-2023-0001'], '2.12', 9.8, 'fixed', Date.UTC(2023, 1, 8, 13, 55, 24)],
      [['CVE-2023-0001'], '2.12', 9.8, 'under_investigation', undefined],
    ]);
  });

  it('names the agent where an exporter added it', async () => {
    const { observations } = await read(
      answer([
        { ...finding, agent_name: 'a-1', agent_ip: '10.0.0.5' },
        { ...finding, agent_name: 'a-2', agent_ip: '10.0.0.6' },
      ]),
    );
    expect(observations.device).toMatchObject([
      { DeviceName: 'a-1', HostNames: ['a-1'], IPAddresses: ['10.0.0.5'] },
      { DeviceName: 'a-2', IPAddresses: ['10.0.0.6'] },
    ]);
  });

  it('may be empty', async () => {
    const { outcome, observations, native } = await read(answer([]));
    expect(outcome).toEqual({ ok: true });
    expect(observations.device).toEqual([]);
    expect(native).toEqual({ records: 0 });
  });

  it('lists agents', async () => {
    const { observations } = await read(
      answer([
        {
          id: '001',
          name: 'web-1',
          ip: '10.0.0.5',
          registerIP: 'any',
          status: 'active',
          lastKeepAlive: '2024-05-01T10:00:00Z',
          dateAdd: '2024-01-01T00:00:00Z',
          group: ['default', 'dmz'],
          os: { name: 'Ubuntu', version: '22.04' },
        },
        {
          id: '000',
          name: 'manager',
          ip: '127.0.0.1',
          status: 'active',
          lastKeepAlive: '9999-12-31T23:59:59Z',
          dateAdd: 'x',
        },
      ]),
    );
    expect(observations.device).toMatchObject([
      {
        DeviceName: 'web-1',
        AgentIds: [],
        IPAddresses: ['10.0.0.5'],
        OSPlatform: 'Ubuntu',
        OSVersion: '22.04',
        OnboardingStatus: 'Onboarded',
        Tags: ['default', 'dmz'],
        LastSeen: Date.UTC(2024, 4, 1, 10),
        Examined: [],
      },
      { DeviceName: 'manager', IPAddresses: [], LastSeen: undefined },
    ]);
  });

  it('lists the checks of a policy', async () => {
    const check = (result: string, more: object = {}) => ({
      id: 28500,
      policy_id: 'cis_debian12',
      title: 'Ensure /tmp is a separate partition',
      remediation: 'Edit /etc/fstab',
      result,
      compliance: [
        { key: 'cis', value: '1.1.2.1' },
        { key: 'pci_dss', value: '2.2,8.3' },
      ],
      ...more,
    });
    const { observations } = await read(
      answer([check('passed'), check('failed'), check('not applicable', { reason: 'no file' }), check('')]),
    );
    expect(observations.device[0]?.Examined).toEqual(['configuration']);
    expect(observations.control.map((row) => [row.Result, row.Reason])).toEqual([
      ['pass', undefined],
      ['fail', undefined],
      ['notApplicable', 'no file'],
      ['unknown', 'the check has no result'],
    ]);
    expect(observations.control[0]).toMatchObject({
      ControlId: '28500',
      Benchmark: 'cis_debian12',
      References: ['cis:1.1.2.1', 'pci_dss:2.2', 'pci_dss:8.3'],
      FixText: 'Edit /etc/fstab',
    });
  });

  it('lists packages, ports and the system', async () => {
    const packages = await read(
      answer([{ agent_id: '001', name: 'curl', version: '7', format: 'deb', vendor: 'Debian' }]),
    );
    expect(packages.observations.software).toMatchObject([{ SoftwareName: 'curl', Ecosystem: 'deb' }]);
    const ports = await read(
      answer([
        {
          local: { ip: '0.0.0.0', port: 22 },
          remote: { port: 0 },
          protocol: 'tcp6',
          state: 'listening',
          process: 'sshd',
        },
        {
          local: { ip: '10.0.0.5', port: 40000 },
          remote: { port: 443 },
          protocol: 'tcp',
          state: 'established',
        },
        { local: { ip: '0.0.0.0', port: 68 }, remote: { port: 0 }, protocol: 'udp' },
      ]),
    );
    expect(
      ports.observations.endpoint.map((row) => [row.Protocol, row.Port, row.State, row.Process]),
    ).toEqual([
      ['tcp', 22, 'listening', 'sshd'],
      ['udp', 68, 'listening', undefined],
    ]);
    const system = await read(
      answer([{ hostname: 'web-1', os: { name: 'Debian', version: '12' }, architecture: 'x86_64' }]),
    );
    expect(system.observations.device).toMatchObject([{ HostNames: ['web-1'], OSPlatform: 'Debian' }]);
  });

  it('is refused when the list is none that is read', async () => {
    expect((await read(answer([{ pid: 1, cmd: 'init' }]))).detection).toMatchObject({
      kind: 'refuse',
      fault: { code: 'not-supported' },
    });
  });
});

describe('documents of the indexer', () => {
  const document = {
    agent,
    host: { os: { name: 'Ubuntu', version: '24.04.2' } },
    package: { name: 'linux-image', version: '6.8', type: 'deb' },
    vulnerability: {
      id: 'CVE-2025-27558',
      description: 'text',
      detected_at: '2025-05-25T17:07:15.204Z',
      scanner: { condition: 'Package default status' },
      score: { base: 9.1, version: '3.1' },
      severity: '-',
    },
    wazuh: server,
  };

  it('name agent and cluster; without a severity the score’s band counts', async () => {
    const { detection, observations } = await read(search(document));
    expect(detection).toMatchObject({ kind: 'read', format: 'Wazuh indexer answer' });
    expect(observations.device).toMatchObject([
      { DeviceName: 'web-1', AgentIds: ['wazuh:manager-1/001/web-1'], OSPlatform: 'Ubuntu' },
    ]);
    expect(observations.vulnerability).toMatchObject([
      { Severity: 'Critical', CvssScore: 9.1, SoftwareVersion: '6.8', FixedVersion: undefined },
    ]);
  });

  it('come one a line too, with and without envelope', async () => {
    for (const record of [{ _index: 'wazuh-states-vulnerabilities', _source: document }, document]) {
      const { outcome, observations } = await read(`${JSON.stringify(record)}\n${JSON.stringify(record)}\n`);
      expect(outcome).toEqual({ ok: true });
      expect(observations.vulnerability).toHaveLength(2);
      expect(observations.device).toHaveLength(1);
    }
  });

  it('of other indices and of other products are not read', async () => {
    const alert = { rule: { level: 3 }, agent, manager: { name: 'm' }, decoder: {} };
    expect((await read(`${JSON.stringify(alert)}\n${JSON.stringify(alert)}\n`)).detection).toMatchObject({
      kind: 'refuse',
    });
    const elastic = { hits: { hits: [{ _index: 'logs-x', _source: { message: 'm' } }] } };
    expect((await read(elastic)).detection).toBeUndefined();
  });
});

describe('an agent’s synchronisation', () => {
  it('with a start names the agent', async () => {
    const { observations, native } = await read({
      Start: {
        agentid: '001',
        agentname: 'web-1',
        hostname: 'web-1.example.org',
        osname: 'Debian',
        osversion: '12',
      },
      data_values: [
        { operation: 'upsert', payload: { package: { name: 'curl', version: '7', type: 'rpm' } } },
        { operation: 'delete', payload: { package: { name: 'gone', version: '1', type: 'rpm' } } },
      ],
      data_context: [{ payload: { host: { hostname: 'web-1', os: { name: 'Debian 12' } } } }],
    });
    expect(observations.device).toMatchObject([
      { DeviceName: 'web-1', HostNames: ['web-1', 'web-1.example.org'], OSPlatform: 'Debian' },
    ]);
    expect(observations.software.map((row) => row.SoftwareName)).toEqual(['curl']);
    expect(native['deletions']).toBe(1);
  });

  it('without one is of a device without a name', async () => {
    const { observations } = await read({
      metadata: { module: 'sca', indices: ['wazuh-states-sca'] },
      items: [
        {
          operation: 'Upsert',
          index: 'wazuh-states-sca',
          data: {
            check: { id: '1', name: 'x', result: 'Failed', compliance: { pci_dss: ['2.2'] } },
            policy: { id: 'p', name: 'CIS' },
          },
        },
        {
          operation: 'Upsert',
          index: 'wazuh-states-inventory-ports',
          data: {
            source: { ip: ['127.0.0.1'], port: 11211 },
            network: { transport: 'tcp' },
            interface: { state: 'listening' },
          },
        },
      ],
    });
    expect(observations.control).toMatchObject([
      { Result: 'fail', Benchmark: 'CIS', References: ['pci_dss:2.2'] },
    ]);
    expect(observations.endpoint).toMatchObject([{ IPAddress: '127.0.0.1', Port: 11211 }]);
    expect(observations.device[0]?.DeviceName).toBeUndefined();
  });
});

describe('damage and malice', () => {
  it('keeps what came before a cut', async () => {
    const { outcome, observations } = await read(JSON.stringify(answer([finding, finding])).slice(0, -150));
    expect(outcome).toMatchObject({ ok: false, fault: { code: 'truncated' } });
    expect(observations.vulnerability).toHaveLength(1);
    expect(observations.device).toHaveLength(1);
  });

  it('survives wrong types, markup and keys of prototypes', async () => {
    const text = JSON.stringify(
      answer([
        { ...finding, name: '=cmd()<b>', agent_name: '../x\u0000', cvss3_score: 'many', severity: 9 },
        7,
      ]),
    ).replace('"architecture"', '"__proto__"');
    const { outcome, observations, quarantined } = await read(text);
    expect(outcome).toEqual({ ok: true });
    expect(observations.vulnerability).toMatchObject([
      { SoftwareName: '=cmd()<b>', CvssScore: 7.5, Severity: 'High' },
    ]);
    expect(observations.device[0]?.HostNames).toEqual([]);
    expect(quarantined).toHaveLength(1);
  });
});
