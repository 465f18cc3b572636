import { describe, expect, it } from 'vitest';
import { memoryFile, readWith, type Reading } from '../conformance/harness.ts';
import { openscap } from './manifest.ts';

const xccdf = 'http://checklists.nist.gov/xccdf/1.2';

const rules = `<Group id="g"><title>Group</title>
<Rule id="rule_a" severity="high" weight="10.0"><version>RHEL-07-1</version><title>Disable <code>telnet</code></title>
<description>Telnet is not safe.</description><reference href="https://www.cisecurity.org/x">1.1</reference>
<reference href="https://example.org">other</reference><fixtext>Remove <b>telnet-server</b>, then reboot.</fixtext><fix>yum remove</fix></Rule>
<Rule id="rule_b"><title>B</title><description>&lt;VulnDiscussion&gt;text&lt;/VulnDiscussion&gt;</description><fix>chmod 600 /x</fix></Rule>
</Group>`;

function ruleResult(id: string, result: string, more = '', attributes = ''): string {
  return `<rule-result idref="${id}" time="2024-01-01T00:00:00" ${attributes}><result>${result}</result>${more}</rule-result>\n`;
}

interface Test {
  readonly target?: string;
  readonly end?: string;
  readonly facts?: string;
  readonly id?: string;
  readonly namespace?: string;
}

function testResult(
  results: string,
  {
    target = 'web.example.org',
    end = '2024-01-01T10:00:00+01:00',
    facts = '',
    id = 't',
    namespace = '',
  }: Test = {},
): string {
  return `<TestResult id="${id}" ${namespace} start-time="2024-01-01T09:00:00+01:00" end-time="${end}" test-system="cpe:/a:redhat:openscap:1.3.7">
<benchmark href="#x" id="bench"/><title>run</title><profile idref="profile_cis"/><target>${target}</target>
<target-address>127.0.0.1</target-address><target-address>10.0.0.5</target-address><target-address>fe80:0:0:0:0:0:0:1</target-address>
<target-facts>${facts}</target-facts><platform idref="cpe:/o:redhat:enterprise_linux:7"/>
${results}<score system="urn:xccdf:scoring:default">50</score></TestResult>\n`;
}

function benchmark(tests: string, { ruleText = rules, end = '</Benchmark>' } = {}): string {
  return `<?xml version="1.0"?><Benchmark xmlns="${xccdf}" id="bench"><title>CIS Benchmark</title>${ruleText}${tests}${end}`;
}

function read(text: string): Promise<Reading> {
  return readWith(openscap, memoryFile('results.xml', text, 61));
}

function fact(name: string, value: string): string {
  return `<fact name="${name}" type="string">${value}</fact>`;
}

it('joins a result with what the benchmark says of its rule', async () => {
  const ident = '<ident system="http://cce.mitre.org">CCE-1</ident>';
  const { observations, tool, observedAt, scope } = await read(
    benchmark(
      testResult(ruleResult('rule_a', 'fail', ident) + ruleResult('rule_b', 'pass', '', 'severity="low"')),
    ),
  );
  expect(observations.control).toMatchObject([
    {
      Ref: 'local:web.example.org',
      ControlId: 'rule_a',
      Benchmark: 'CIS Benchmark',
      Title: 'Disable telnet',
      Severity: 'High',
      Result: 'fail',
      FixText: 'Remove telnet-server, then reboot.',
      References: ['CCE-1', 'CIS 1.1', 'RHEL-07-1'],
    },
    { ControlId: 'rule_b', Severity: 'Low', Result: 'pass', FixText: 'chmod 600 /x' },
  ]);
  expect(tool).toEqual({ name: 'openscap', version: '1.3.7' });
  expect(observedAt).toBe(Date.UTC(2024, 0, 1, 9));
  expect(scope).toMatchObject({
    benchmarks: ['CIS Benchmark'],
    profiles: ['profile_cis'],
    assessed: 2,
    notApplicable: 0,
  });
});

describe('results', () => {
  it.each([
    ['pass', 'pass', undefined],
    ['fixed', 'pass', 'failed and was fixed by the scan'],
    ['fail', 'fail', undefined],
    ['error', 'unknown', 'the check ended with an error'],
    ['unknown', 'unknown', 'the check could not decide'],
    ['notchecked', 'unknown', 'not checked: the rule has no automatic check'],
    ['informational', 'unknown', 'informational: the check only collects'],
    ['notapplicable', 'notApplicable', 'the rule does not apply to this system'],
  ])('%s is %s', async (word, result, reason) => {
    const { observations, native } = await read(benchmark(testResult(ruleResult('rule_a', word))));
    expect(observations.control.map((c) => [c.Result, c.Reason])).toEqual([[result, reason]]);
    expect(native).toMatchObject({
      testresults: 1,
      rules: 2,
      rule_results: { [word]: 1 },
      targets: ['web.example.org'],
    });
  });

  it('of rules that nobody selected are no controls', async () => {
    const { observations, native } = await read(benchmark(testResult(ruleResult('rule_a', 'notselected'))));
    expect(observations.control).toEqual([]);
    expect(native).toMatchObject({ rule_results: { notselected: 1 } });
    expect(observations.device[0]?.Examined).toEqual([]);
  });

  it('with an error carry what the engine said', async () => {
    const { observations } = await read(
      benchmark(testResult(ruleResult('rule_a', 'error', '<message severity="error">no probe</message>'))),
    );
    expect(observations.control[0]?.Reason).toBe('the check ended with an error: no probe');
  });

  it('that are all inapplicable leave the device unexamined', async () => {
    const { observations, scope, outcome } = await read(
      benchmark(testResult(ruleResult('rule_a', 'notapplicable') + ruleResult('rule_b', 'notapplicable'))),
    );
    expect(outcome).toEqual({ ok: true });
    expect(observations.control.map(({ Result }) => Result)).toEqual(['notApplicable', 'notApplicable']);
    expect(observations.device[0]?.Examined).toEqual([]);
    expect(scope).toMatchObject({ assessed: 0, notApplicable: 2 });
  });

  it('of a rule that is checked in several places keep the worst', async () => {
    const instance = (name: string): string => `<instance context="line">${name}</instance>`;
    const { observations } = await read(
      benchmark(
        testResult(
          ruleResult('rule_a', 'pass', instance('console')) + ruleResult('rule_a', 'fail', instance('vty')),
        ),
      ),
    );
    expect(observations.control).toMatchObject([{ ControlId: 'rule_a', Result: 'fail', Place: 'vty' }]);
  });

  it('of rules made from advisories are vulnerabilities too when they fail', async () => {
    const advisory =
      '<Rule id="oval" severity="medium"><title>RHSA-2019:0228: openssl security update (Moderate)</title></Rule>';
    const ident = '<ident system="http://cve.mitre.org">CVE-2019-1559</ident>';
    const results = (result: string): string =>
      benchmark(testResult(ruleResult('oval', result, ident)), { ruleText: advisory });
    const failing = await read(results('fail'));
    expect(failing.observations.vulnerability).toMatchObject([
      {
        VulnerabilityId: 'oval',
        CveIds: ['CVE-2019-1559'],
        Severity: 'Medium',
        SoftwareName: 'openssl',
        FixedVersion: 'RHSA-2019:0228',
        Status: 'affected',
      },
    ]);
    expect(failing.observations.device[0]?.Examined).toEqual(['configuration', 'vulnerabilities']);
    expect((await read(results('pass'))).observations.vulnerability).toEqual([]);
  });

  it('without a rule id are set aside', async () => {
    const { quarantined, observations } = await read(
      benchmark(testResult('<rule-result><result>pass</result></rule-result>')),
    );
    expect(quarantined).toHaveLength(1);
    expect(observations.control).toEqual([]);
  });
});

describe('targets', () => {
  it('are known by target, addresses and facts of both naming schemes', async () => {
    const facts =
      fact('urn:xccdf:fact:asset:identifier:fqdn', 'web.example.org') +
      fact('urn:scap:fact:asset:identifier:host_name', 'WEB') +
      fact('urn:xccdf:fact:ethernet:MAC', '00:00:00:00:00:00') +
      fact('urn:xccdf:fact:ethernet:MAC', '00:11:22:33:44:55') +
      fact('urn:scap:fact:asset:identifier:os_version', '7.9') +
      fact('urn:scap:fact:asset:identifier:manufacturer', 'Acme') +
      fact('urn:xccdf:fact:asset:identifier:ipv6', 'fe80::1');
    const { observations } = await read(
      benchmark(testResult(ruleResult('rule_a', 'pass'), { facts, target: 'web' })),
    );
    expect(observations.device).toMatchObject([
      {
        Ref: 'local:web',
        DeviceName: 'web.example.org',
        HostNames: ['web.example.org', 'web'],
        IPAddresses: ['10.0.0.5', 'fe80::1'],
        MacAddresses: ['00:11:22:33:44:55'],
        OSPlatform: 'redhat enterprise linux',
        OSVersion: '7.9',
        Vendor: 'Acme',
        Examined: ['configuration'],
        LastSeen: Date.UTC(2024, 0, 1, 9),
      },
    ]);
  });

  it('of several test results are devices of their own', async () => {
    const { observations, native } = await read(
      benchmark(
        testResult(ruleResult('rule_a', 'pass'), { target: 'a' }) +
          testResult(ruleResult('rule_a', 'fail'), { target: 'b' }),
      ),
    );
    expect(observations.control.map((c) => [c.Ref, c.Result])).toEqual([
      ['local:a', 'pass'],
      ['local:b', 'fail'],
    ]);
    expect(native).toMatchObject({ testresults: 2 });
  });

  it('that were tested twice have the newer results', async () => {
    const { observations } = await read(
      benchmark(
        testResult(ruleResult('rule_a', 'fail') + ruleResult('rule_b', 'pass'), {
          end: '2024-01-02T00:00:00Z',
        }) +
          testResult(ruleResult('rule_a', 'pass'), { end: '2024-01-03T00:00:00Z' }) +
          testResult(ruleResult('rule_b', 'fail'), { end: '2024-01-01T00:00:00Z' }),
      ),
    );
    expect(observations.device).toHaveLength(1);
    expect(observations.device[0]?.LastSeen).toBe(Date.UTC(2024, 0, 3));
    expect(observations.control.map((c) => [c.ControlId, c.Result])).toEqual([
      ['rule_a', 'pass'],
      ['rule_b', 'pass'],
    ]);
  });
});

it('reads a test result without its benchmark', async () => {
  const { detection, observations } = await read(
    testResult(ruleResult('rule_a', 'fail', '', 'severity="high"'), { namespace: `xmlns="${xccdf}"` }),
  );
  expect(detection).toMatchObject({ format: 'xccdf 1.2' });
  expect(observations.control).toMatchObject([{ ControlId: 'rule_a', Severity: 'High', Result: 'fail' }]);
});

it('reads prefixed elements, as SCC and version 1.1 have them', async () => {
  const plain = benchmark(testResult(ruleResult('rule_a', 'fail'))).replace('<?xml version="1.0"?>', '');
  const prefixed = plain
    .replace('xmlns=', 'xmlns:cdf=')
    .replace('/1.2', '/1.1')
    .replace(/<(\/?)(?=[A-Za-z])/g, '<$1cdf:');
  const { detection, observations } = await read(prefixed);
  expect(detection).toMatchObject({ format: 'xccdf 1.1' });
  expect(observations.control).toMatchObject([
    { ControlId: 'rule_a', Title: 'Disable telnet', Result: 'fail' },
  ]);
});

it('reads an ARF with its data stream, assets and several reports', async () => {
  const report = (id: string, target: string): string =>
    `<arf:report id="${id}"><arf:content>${testResult(ruleResult('rule_a', 'fail'), { target })}</arf:content></arf:report>`;
  const asset = (id: string, ip: string, mac: string): string =>
    `<arf:asset id="${id}"><ai:computing-device><ai:connections><ai:connection><ai:ip-address><ai:ip-v4>${ip}</ai:ip-v4></ai:ip-address><ai:mac-address>${mac}</ai:mac-address></ai:connection></ai:connections><ai:fqdn>${id}.example.org</ai:fqdn></ai:computing-device></arf:asset>`;
  const relation = (subject: string, ref: string): string =>
    `<core:relationship type="arfvocab:isAbout" subject="${subject}"><core:ref>${ref}</core:ref></core:relationship>`;
  const { observations, native, outcome, detection } = await read(`<?xml version="1.0"?>
<arf:asset-report-collection xmlns:arf="http://scap.nist.gov/schema/asset-reporting-format/1.1" xmlns:core="c" xmlns:ai="a">
<core:relationships>${relation('r1', 'a1')}${relation('r2', 'a2')}</core:relationships>
<arf:report-requests><arf:report-request id="q"><arf:content><data-stream-collection><component><oval_definitions><definitions><definition id="d"/></definitions></oval_definitions></component>
<component>${benchmark('').replace('<?xml version="1.0"?>', '')}</component></data-stream-collection></arf:content></arf:report-request></arf:report-requests>
<arf:assets>${asset('a1', '10.1.0.1', '00:11:22:33:44:01')}${asset('a2', '10.1.0.2', '00:11:22:33:44:02')}</arf:assets>
<arf:reports>${report('r1', 'one')}${report('r2', 'two')}</arf:reports></arf:asset-report-collection>`);
  expect(outcome).toEqual({ ok: true });
  expect(detection).toMatchObject({ format: 'arf' });
  expect(native).toMatchObject({ oval_definitions: 1, testresults: 2, rules: 2 });
  expect(observations.device.map((d) => [d.DeviceName, d.MacAddresses])).toEqual([
    ['a1.example.org', ['00:11:22:33:44:01']],
    ['a2.example.org', ['00:11:22:33:44:02']],
  ]);
  expect(observations.control.map((c) => c.Title)).toEqual(['Disable telnet', 'Disable telnet']);
});

describe('the scope', () => {
  it('is proved by a whole file, with benchmark and profile as set of checks', async () => {
    const whole = benchmark(testResult(ruleResult('rule_a', 'pass')));
    expect(await read(whole)).toMatchObject({ provesScope: true, checks: 'CIS Benchmark, profile_cis' });
    expect(await read(whole.slice(0, -5))).toMatchObject({
      provesScope: false,
      checks: 'CIS Benchmark, profile_cis',
    });
  });

  it('is not proved for a target without a name', async () => {
    const text = benchmark(testResult(ruleResult('rule_a', 'pass'), { target: '' }))
      .replace(/<target-address>.*?<\/target-address>/g, '')
      .replace('<target></target>', '');
    expect(await read(text)).toMatchObject({ provesScope: false });
  });
});

describe('files that are not whole results', () => {
  it('give what stands before the end of the file', async () => {
    const text = benchmark(testResult(ruleResult('rule_a', 'fail') + ruleResult('rule_b', 'pass')));
    const { outcome, observations } = await read(text.slice(0, text.lastIndexOf('<rule-result')));
    expect(outcome).toMatchObject({
      fault: { code: 'truncated', message: expect.stringContaining('1 rule results') as string },
    });
    expect([observations.device.length, observations.control.length]).toEqual([1, 1]);
  });

  it('are benchmarks that were never run', async () => {
    expect((await read(benchmark(''))).outcome).toMatchObject({ fault: { code: 'wrong-content' } });
  });
});

describe('detection', () => {
  const detect = (text: string): unknown => {
    const detection = openscap.detect(memoryFile('x', text).head);
    return detection?.kind === 'refuse' ? detection.fault.code : detection?.format;
  };

  it('goes by the namespace', () => {
    expect(detect('<Benchmark xmlns="urn:other"/>')).toBeUndefined();
    expect(detect('<TestResult/>')).toBeUndefined();
    expect(detect('<asset-report-collection/>')).toBeUndefined();
    expect(detect(`<x:TestResult xmlns:x="${xccdf}"/>`)).toBe('xccdf 1.2');
  });

  it('refuses OVAL results and content with a way out', () => {
    expect(detect('<oval_results xmlns="http://oval.mitre.org/XMLSchema/oval-results-5"/>')).toBe(
      'not-supported',
    );
    expect(detect('<ds:data-stream-collection xmlns:ds="x"/>')).toBe('not-supported');
  });
});
