import { describe, expect, it } from 'vitest';
import { memoryFile, readWith } from '../conformance/harness.ts';
import { wiz } from './manifest.ts';

const table = (columns: readonly string[], ...rows: Record<string, string>[]) =>
  [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))]
    .map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','))
    .join('\r\n');
const read = (text: string) => readWith(wiz, memoryFile('wiz.csv', text, 61));

const issueColumns = [
  'Created At',
  'Title',
  'Severity',
  'Status',
  'Resource Type',
  'Resource external ID',
  'Resolution',
  'Control ID',
  'Resource Name',
  'Resource Platform',
  'Issue ID',
  'Resource vertex ID',
  'Remediation Recommendation',
  'Wiz URL',
];
const issue = {
  Title: 'Role with wildcards',
  Severity: 'HIGH',
  Status: 'OPEN',
  'Resource Type': 'User',
  'Resource external ID': 'k8s/user/x',
  'Control ID': 'c-1',
  'Resource Name': 'aks-support',
  'Resource Platform': 'Kubernetes',
  'Issue ID': 'i-1',
  'Resource vertex ID': 'V-1',
  'Remediation Recommendation': 'Use least\nprivilege',
};

const findingColumns = [
  'ID',
  'WizURL',
  'Name',
  'CVSSSeverity',
  'HasExploit',
  'HasCisaKevExploit',
  'FindingStatus',
  'VendorSeverity',
  'FirstDetected',
  'LastDetected',
  'ResolutionReason',
  'Remediation',
  'DetailedName',
  'Version',
  'FixedVersion',
  'AssetID',
  'AssetName',
  'ProviderUniqueId',
  'OperatingSystem',
  'IpAddresses',
];
const finding = {
  Name: 'CVE-2024-39474',
  CVSSSeverity: 'Low',
  HasExploit: 'true',
  HasCisaKevExploit: 'false',
  FindingStatus: 'Open',
  VendorSeverity: 'Medium',
  FirstDetected: '2024-08-28T03:02:01Z',
  LastDetected: '2025-04-03 20:20:00.43042 +0000 UTC',
  DetailedName: 'kernel',
  Version: '109.1',
  FixedVersion: '109.2',
  AssetID: 'A2CA',
  AssetName: 'node-1',
  OperatingSystem: 'Linux',
  IpAddresses: '10.0.0.5; 10.0.0.6',
};

describe('issues', () => {
  it('are verdicts of a control on a resource', async () => {
    const { detection, outcome, observations, native, provesScope } = await read(table(issueColumns, issue));
    expect(detection).toEqual({ kind: 'read', format: 'Wiz issues' });
    expect(outcome).toEqual({ ok: true });
    expect(native).toEqual({ rows: 1, status: { OPEN: 1 } });
    expect(provesScope).toBe(false);
    expect(observations.resource).toMatchObject([
      {
        ResourceType: 'kubernetes',
        ResourceName: 'aks-support',
        ResourceIds: ['wiz:v-1', 'k8s/user/x'],
        Examined: ['configuration'],
      },
    ]);
    expect(observations.control).toMatchObject([
      {
        Ref: observations.resource[0]?.Ref,
        ControlId: 'c-1',
        Severity: 'High',
        Result: 'fail',
        FixText: 'Use least\nprivilege',
      },
    ]);
  });

  it('pass only when they were fixed', async () => {
    const state = (Status: string, Resolution = '') => ({ ...issue, Status, Resolution });
    const { observations } = await read(
      table(
        issueColumns,
        state('RESOLVED'),
        state('RESOLVED', 'ISSUE_FIXED'),
        state('RESOLVED', 'CONTROL_DISABLED'),
        state('REJECTED', 'WONT_FIX'),
        state('IN_PROGRESS'),
        state('NEW'),
      ),
    );
    expect(observations.resource).toHaveLength(1);
    expect(observations.control.map((row) => row.Result)).toEqual([
      'pass',
      'pass',
      'notApplicable',
      'notApplicable',
      'fail',
      'unknown',
    ]);
  });
});

describe('vulnerability findings', () => {
  it('lie on the machine', async () => {
    const { observations } = await read(
      table(findingColumns, finding, { ...finding, FindingStatus: 'Resolved' }),
    );
    expect(observations.device).toMatchObject([
      {
        DeviceName: 'node-1',
        AgentIds: ['wiz:a2ca'],
        IPAddresses: ['10.0.0.5', '10.0.0.6'],
        OSPlatform: 'Linux',
      },
    ]);
    expect(observations.vulnerability).toMatchObject([
      {
        Ref: observations.device[0]?.Ref,
        CveIds: ['CVE-2024-39474'],
        Severity: 'Medium',
        FixedVersion: '109.2',
        ExploitMaturity: 'poc',
        IsKnownExploited: undefined,
        Status: 'affected',
        FirstSeen: Date.UTC(2024, 7, 28, 3, 2, 1),
        LastSeen: Date.UTC(2025, 3, 3, 20, 20, 0, 430),
      },
      { Status: 'fixed' },
    ]);
  });

  it('of something without addresses lie on a resource', async () => {
    const { observations } = await read(
      table(findingColumns, {
        ...finding,
        IpAddresses: '',
        FindingStatus: 'Rejected',
        ResolutionReason: 'FALSE_POSITIVE',
      }),
    );
    expect(observations.resource).toMatchObject([{ ResourceType: 'cloud', ResourceName: 'node-1' }]);
    expect(observations.vulnerability[0]?.Status).toBe('false_positive');
  });

  it('may be none, and other tables are not ours', async () => {
    expect(await read(table(findingColumns))).toMatchObject({ outcome: { ok: true }, native: { rows: 0 } });
    expect((await read(table(['Name', 'Severity', 'Status'], {}))).detection).toBeUndefined();
  });

  it('set aside what names nothing, and take cells as they are', async () => {
    const { observations, quarantined } = await read(
      table(
        findingColumns,
        { ...finding, AssetID: '', ProviderUniqueId: '' },
        { ...finding, Name: '' },
        { ...finding, DetailedName: '=cmd()<b>', FirstDetected: '1990-1sdfZ', AssetID: '__proto__' },
      ),
    );
    expect(quarantined).toHaveLength(2);
    expect(observations.vulnerability).toMatchObject([{ SoftwareName: '=cmd()<b>', FirstSeen: undefined }]);
  });

  it('show a cut inside quotation marks', async () => {
    const { outcome } = await read(table(findingColumns, finding, finding).slice(0, -3));
    expect(outcome).toMatchObject({ ok: false, fault: { code: 'truncated' } });
  });
});
