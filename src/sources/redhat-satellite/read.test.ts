import { expect, it } from 'vitest';
import { memoryFile, readWith, type Reading } from '../conformance/harness.ts';
import { redhatSatellite } from './manifest.ts';

const read = (text: string): Promise<Reading> => readWith(redhatSatellite, memoryFile('e.csv', text, 61));
const header =
  'Host,Operating System,Environment,Erratum,Type,Published,Severity,Packages,CVEs,Reboot suggested\n';

it('becomes hosts with the security errata that they lack', async () => {
  const { outcome, observations, native, quarantined } = await read(
    `${header}web.example.org,RHEL 8.9,Prod,RHSA-2024:1,security,2024-05-01,Important,"firefox-1, =x","CVE-2024-1234, CVE-1990-1",false\nweb.example.org,RHEL 8.9,Prod,RHBA-2024:2,bugfix,2024-05-01,None,x,,false\n,,,RHSA-2024:3,security,,,,,\n`,
  );
  expect(outcome).toEqual({ ok: true });
  expect(observations.device).toMatchObject([
    { DeviceName: 'web.example.org', Examined: ['vulnerabilities'] },
  ]);
  expect(observations.vulnerability).toMatchObject([
    { VulnerabilityId: 'RHSA-2024:1', CveIds: ['CVE-2024-1234'], Severity: 'High', FixText: 'firefox-1, =x' },
  ]);
  expect(native).toEqual({ errata: 3, type: { security: 2, bugfix: 1 } });
  expect(quarantined).toHaveLength(1);
});

it('reads a table without lines, sees a cut, and refuses the list of errata', async () => {
  expect((await read(header)).outcome).toEqual({ ok: true });
  expect((await read(`${header}a,"cut`)).outcome).toMatchObject({ fault: { code: 'truncated' } });
  const list = await read(
    '{"total":1,"results":[{"errata_id":"RHSA-1","cves":[],"hosts_applicable_count":1}]}',
  );
  expect(list.detection).toMatchObject({ kind: 'refuse', fault: { code: 'not-supported' } });
});
