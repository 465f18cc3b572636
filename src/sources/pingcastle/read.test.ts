import { expect, it } from 'vitest';
import { memoryFile, readWith, type Reading } from '../conformance/harness.ts';
import { pingcastle } from './manifest.ts';

const read = (text: string): Promise<Reading> => readWith(pingcastle, memoryFile('ad_hc.xml', text, 61));

const rule = (id: string, points: string, more = ''): string =>
  `<HealthcheckRiskRule><Points>${points}</Points><Category>Anomalies</Category><Model>WeakPassword</Model><RiskId>${id}</RiskId><Rationale>Short passwords</Rationale>${more}</HealthcheckRiskRule>\n`;
const report = (rules: string, head = '<DomainFQDN>example.local</DomainFQDN>'): string =>
  `<?xml version="1.0"?><HealthcheckData><EngineVersion>3.2</EngineVersion><GenerationDate>2024-06-06T13:01:09.1234567+02:00</GenerationDate>${head}<DomainSid>S-1-5-21-1-2-3</DomainSid><GlobalScore>60</GlobalScore>
<DomainControllers><HealthcheckDomainController><DCName>DC1</DCName><OperatingSystem>Windows 2022</OperatingSystem><IP><string>10.0.0.1</string><string>198.51.10</string></IP></HealthcheckDomainController></DomainControllers>
<Trusts><Trust><DomainSid>S-1-5-21-9-9-9</DomainSid></Trust></Trusts><RiskRules>${rules}</RiskRules></HealthcheckData>`;

it('becomes a domain with the rules that matched and its controllers', async () => {
  const { outcome, observations, native, observedAt, ...more } = await read(
    report(
      rule('A-MinPwdLen', '10', '<Details><string>policy a</string></Details>') +
        rule('P-X', '50') +
        rule('S-Y', '0') +
        rule('S-Z', '<b/>'),
    ),
  );
  expect(outcome).toEqual({ ok: true });
  expect(observations.resource).toMatchObject([
    {
      ResourceType: 'domain',
      ResourceName: 'example.local',
      ResourceIds: ['sid:S-1-5-21-1-2-3'],
      Examined: ['configuration'],
    },
  ]);
  expect(observations.device).toMatchObject([
    { DeviceName: 'DC1.example.local', IPAddresses: ['10.0.0.1'], Examined: [] },
  ]);
  expect(observations.control.map((c) => [c.ControlId, c.Severity, c.Result, c.Reason])).toEqual([
    ['A-MinPwdLen', 'Medium', 'fail', 'policy a'],
    ['P-X', 'Critical', 'fail', undefined],
    ['S-Y', 'None', 'fail', undefined],
    ['S-Z', 'Unknown', 'fail', undefined],
  ]);
  expect(native).toEqual({ risk_rules: 4, domain: 'example.local', global_score: '60' });
  expect(observedAt).toBe(Date.UTC(2024, 5, 6, 11, 1, 9, 123));
  expect(more).toMatchObject({ provesScope: true });
});

it('of a clean domain proves that nothing matched', async () => {
  const { observations, native, ...more } = await read(report(''));
  expect(observations.control).toEqual([]);
  expect(native).toMatchObject({ risk_rules: 0 });
  expect(more).toMatchObject({ provesScope: true });
});

it('that is damaged proves nothing', async () => {
  const text = report(rule('A', '1') + rule('B', '1'));
  const cut = await read(text.slice(0, text.lastIndexOf('<RiskId>')));
  expect(cut.outcome).toMatchObject({ fault: { code: 'truncated' } });
  expect(cut.observations.control).toHaveLength(1);
  expect(cut).toMatchObject({ provesScope: false });
  expect((await read(report(rule('A', '1'), ''))).outcome).toMatchObject({
    fault: { code: 'wrong-content' },
  });
  expect((await read(report('<HealthcheckRiskRule/>'))).quarantined).toHaveLength(1);
});
