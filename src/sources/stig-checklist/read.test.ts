import { describe, expect, it } from 'vitest';
import { memoryFile, readWith, type Reading } from '../conformance/harness.ts';
import { stigChecklist } from './manifest.ts';

const read = (text: string): Promise<Reading> => readWith(stigChecklist, memoryFile('x.ckl', text, 61));

const data = (name: string, value: string): string =>
  `<STIG_DATA><VULN_ATTRIBUTE>${name}</VULN_ATTRIBUTE><ATTRIBUTE_DATA>${value}</ATTRIBUTE_DATA></STIG_DATA>`;
const vuln = (id: string, status: string, more = ''): string =>
  `<VULN>${data('Vuln_Num', id)}${data('Severity', 'high')}${data('Rule_ID', 'SV-1')}${data('Rule_Ver', 'RHEL-1')}${data('Rule_Title', 'Title')}${data('Fix_Text', 'Fix it.')}${data('CCI_REF', 'CCI-1')}${data('CCI_REF', 'CCI-2')}<STATUS>${status}</STATUS>${more}</VULN>\n`;
const asset =
  '<ASSET><ROLE>Member Server</ROLE><HOST_NAME>web01</HOST_NAME><HOST_IP>10.0.0.5, fe80::1</HOST_IP><HOST_MAC>02:B9:78:82:FE:DE\nEE-EE-EE-EE-EE-EE</HOST_MAC><HOST_FQDN>web01.example.org</HOST_FQDN></ASSET>';
const info =
  '<STIG_INFO><SI_DATA><SID_NAME>stigid</SID_NAME><SID_DATA>RHEL_8</SID_DATA></SI_DATA><SI_DATA><SID_NAME>version</SID_NAME><SID_DATA>1</SID_DATA></SI_DATA><SI_DATA><SID_NAME>releaseinfo</SID_NAME><SID_DATA>Release: 3 Benchmark Date: x</SID_DATA></SI_DATA></STIG_INFO>';
const checklist = (vulns: string, ofAsset = asset): string =>
  `<?xml version="1.0"?><CHECKLIST>${ofAsset}<STIGS><iSTIG>${info}${vulns}</iSTIG></STIGS></CHECKLIST>`;

it('becomes a device with controls', async () => {
  const { outcome, observations, native, ...more } = await read(
    checklist(
      vuln(
        'V-1',
        'Open',
        '<FINDING_DETAILS>found\n it</FINDING_DETAILS><SEVERITY_OVERRIDE>low</SEVERITY_OVERRIDE>',
      ) +
        vuln('V-2', 'NotAFinding') +
        vuln('V-3', 'Not_Applicable') +
        vuln('V-4', 'Not_Reviewed'),
    ),
  );
  expect(outcome).toEqual({ ok: true });
  expect(observations.device).toMatchObject([
    {
      DeviceName: 'web01.example.org',
      HostNames: ['web01.example.org', 'web01'],
      IPAddresses: ['10.0.0.5', 'fe80::1'],
      MacAddresses: ['02:B9:78:82:FE:DE', 'EE-EE-EE-EE-EE-EE'],
      Examined: ['configuration'],
    },
  ]);
  expect(observations.control.map((c) => [c.ControlId, c.Severity, c.Result, c.Reason])).toEqual([
    ['V-1', 'Low', 'fail', 'found it'],
    ['V-2', 'High', 'pass', undefined],
    ['V-3', 'High', 'notApplicable', 'the rule does not apply to this system'],
    ['V-4', 'High', 'unknown', 'not reviewed'],
  ]);
  expect(observations.control[0]).toMatchObject({
    Benchmark: 'RHEL_8 V1 R3',
    References: ['SV-1', 'RHEL-1', 'CCI-1', 'CCI-2'],
  });
  expect(native).toEqual({
    vulns: 4,
    istigs: 1,
    status: { Open: 1, NotAFinding: 1, Not_Applicable: 1, Not_Reviewed: 1 },
  });
  expect(more).toMatchObject({ provesScope: true, checks: 'RHEL_8 V1 R3' });
});

it('leaves out what is no name or address, and closes nothing for an unnamed asset', async () => {
  const { observations, ...more } = await read(
    checklist(
      vuln('V-1', 'Not_Reviewed'),
      '<ASSET><HOST_NAME>=</HOST_NAME><HOST_IP>invalid</HOST_IP><HOST_MAC>none</HOST_MAC></ASSET>',
    ),
  );
  expect(observations.device).toMatchObject([
    { DeviceName: '=', HostNames: undefined, IPAddresses: undefined, MacAddresses: undefined, Examined: [] },
  ]);
  expect(more).toMatchObject({ provesScope: false });
});

it('reads a CKLB', async () => {
  const rule = {
    group_id: 'V-1',
    rule_id: 'SV-1',
    severity: 'medium',
    rule_title: 'T',
    status: 'open',
    ccis: ['CCI-1'],
  };
  const { observations, native, detection } = await read(
    JSON.stringify({
      title: 't',
      target_data: { host_name: 'db01', ip_address: '', role: 'None' },
      stigs: [
        {
          stig_id: 'RHEL_8',
          version: '2',
          release_info: 'Release: 1',
          rules: [
            rule,
            { ...rule, status: 'not_a_finding', overrides: { severity: { severity: 'high' } } },
            { status: 4, ['__proto__']: 1 },
          ],
        },
      ],
    }),
  );
  expect(detection).toMatchObject({ format: 'cklb' });
  expect(observations.device).toMatchObject([{ DeviceName: 'db01' }]);
  expect(observations.control.map((c) => [c.Result, c.Severity])).toEqual([
    ['fail', 'Medium'],
    ['pass', 'High'],
  ]);
  expect(native).toMatchObject({ vulns: 3, istigs: 1 });
});

describe('odd checklists', () => {
  it('without a status or without a STIG', async () => {
    const { quarantined } = await read(checklist(vuln('V-1', 'Maybe') + '<VULN/>'));
    expect(quarantined).toHaveLength(2);
    const none = await read('<CHECKLIST><ASSET><HOST_NAME>a</HOST_NAME></ASSET></CHECKLIST>');
    expect(none.outcome).toMatchObject({ fault: { code: 'wrong-content' } });
  });

  it('that are cut give what came before and close nothing', async () => {
    const text = checklist(vuln('V-1', 'Open') + vuln('V-2', 'Open'));
    const { outcome, observations, ...more } = await read(text.slice(0, text.lastIndexOf('<STATUS>')));
    expect(outcome).toMatchObject({ fault: { code: 'truncated' } });
    expect(observations.control).toHaveLength(1);
    expect(more).toMatchObject({ provesScope: false });
  });
});
