import { describe, expect, it } from 'vitest';
import { memoryFile, readWith } from '../conformance/harness.ts';
import { sarif } from './manifest.ts';

const read = (report: unknown, name = 'results.sarif') =>
  readWith(sarif, memoryFile(name, typeof report === 'string' ? report : JSON.stringify(report), 61));

const at = (uri: string, startLine?: number) => ({
  physicalLocation: { artifactLocation: { uri }, region: { startLine, snippet: { text: 'hunter2' } } },
});
const run = (results: unknown, more: object = {}, rules: object[] = []) => ({
  tool: { driver: { name: 'CodeQL', semanticVersion: '2.15.0', rules } },
  results,
  ...more,
});
const report = (...runs: object[]) => ({
  $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
  version: '2.1.0',
  runs,
});
const provenance = [{ repositoryUri: 'https://bot:hunter2@git.example.org/shop', revisionId: 'abc' }];

describe('a SARIF report', () => {
  it('becomes results of checks on the repository, also when the rules stand behind the results', async () => {
    const rule = {
      id: 'py/sql-injection',
      shortDescription: { text: 'SQL query from user input' },
      defaultConfiguration: { level: 'error' },
      properties: { 'security-severity': '8.8', tags: ['security', 'external/cwe/cwe-089'] },
    };
    const { outcome, observations, native, tool, provesScope, checks } = await read(
      report({
        results: [
          {
            ruleIndex: 0,
            message: { text: 'see {0}', arguments: ['here'] },
            locations: [at('a.py', 3), at('b.py')],
          },
        ],
        versionControlProvenance: provenance,
        automationDetails: { id: 'python/2024-01-01' },
        tool: run([], {}, [rule]).tool,
      }),
    );
    expect(outcome).toEqual({ ok: true });
    expect(tool).toEqual({ name: 'CodeQL', version: '2.15.0' });
    expect(native).toEqual({ runs: 1, results: 1, tools: ['CodeQL'] });
    expect(observations.resource).toMatchObject([
      {
        ResourceType: 'repository',
        ResourceName: 'https://git.example.org/shop',
        Properties: { revision: 'abc' },
      },
    ]);
    expect(observations.control).toMatchObject([
      {
        ControlId: 'py/sql-injection',
        Title: 'SQL query from user input',
        Severity: 'High',
        Result: 'fail',
        Reason: 'see here; also at b.py',
        Place: 'a.py:3',
        References: ['security', 'external/cwe/cwe-089'],
      },
    ]);
    expect([provesScope, checks]).toEqual([true, 'CodeQL python']);
    expect(JSON.stringify(observations)).not.toContain('hunter2');
  });

  it('takes the level of the result, of the rule, or warning, and no verdict for a failure', async () => {
    const rules = [{ id: 'R', defaultConfiguration: { level: 'note' } }, { id: 'S' }];
    const { observations, native } = await read(
      report(
        run(
          [
            { ruleId: 'R', level: 'error' },
            { ruleId: 'R/sub' },
            { ruleId: 'S' },
            { ruleId: 'S', kind: 'pass' },
            { ruleId: 'S', kind: 'informational' },
          ],
          {},
          rules,
        ),
      ),
    );
    expect(observations.control.map((row) => [row.ControlId, row.Severity, row.Result])).toEqual([
      ['R', 'High', 'fail'],
      ['R/sub', 'Low', 'fail'],
      ['S', 'Medium', 'fail'],
      ['S', 'None', 'pass'],
    ]);
    expect(native['informational']).toBe(1);
  });

  it('respects suppressions that are accepted, and those only', async () => {
    const { observations, native } = await read(
      report(
        run([
          { ruleId: 'A', suppressions: [{ kind: 'external' }] },
          { ruleId: 'B', suppressions: [{ kind: 'external', status: 'rejected' }] },
          { ruleId: 'C', suppressions: [] },
          { ruleId: 'D', baselineState: 'absent' },
        ]),
      ),
    );
    expect(observations.control.map((row) => row.ControlId)).toEqual(['B', 'C']);
    expect(native).toMatchObject({ results: 4, suppressed: 1, absent: 1 });
  });

  it('finds CVEs with their packages', async () => {
    const message = { text: 'Package: curl\nInstalled Version: 7.64\nFixed Version: 7.65\nSeverity: HIGH' };
    const { observations } = await read(
      report(
        run([{ ruleId: 'CVE-2023-1234', level: 'error', message }], { properties: { imageName: 'shop:1' } }, [
          { id: 'CVE-2023-1234', properties: { 'security-severity': '9.8' } },
        ]),
      ),
    );
    expect(observations.vulnerability).toMatchObject([
      {
        CveIds: ['CVE-2023-1234'],
        Severity: 'Critical',
        CvssScore: 9.8,
        SoftwareName: 'curl',
        FixedVersion: '7.65',
      },
    ]);
    expect(observations.resource).toMatchObject([{ ResourceType: 'image', ResourceName: 'shop:1' }]);
  });

  it('keeps secrets to their fingerprint', async () => {
    const gitleaks = { tool: { driver: { name: 'gitleaks', rules: [{ id: 'AWS Key' }] } } };
    const reading = await read(
      report(
        {
          ...gitleaks,
          results: [
            {
              message: { text: 'AWS Key secret detected' },
              properties: { commit: 'c1' },
              locations: [at('x', 2)],
            },
          ],
        },
        run([{ ruleId: 'B105', message: { text: "Possible hardcoded password: 'hunter2'" } }]),
      ),
    );
    expect(reading.observations.secret).toMatchObject([
      { RuleId: 'AWS Key', Place: 'x', Line: 2, Commit: 'c1', Fingerprint: 'hash-of-7-characters' },
    ]);
    expect(reading.observations.control).toMatchObject([
      { ControlId: 'B105', Reason: undefined, Title: undefined },
    ]);
    expect(reading.observations.resource[0]?.Examined).toEqual([
      'secrets',
      'vulnerabilities',
      'configuration',
    ]);
    expect(JSON.stringify(reading)).not.toContain('hunter2');
  });

  it.each([
    ['the repository is named', { versionControlProvenance: provenance }, [], true],
    ['nothing names it', {}, [], false],
    [
      'the tool failed',
      { versionControlProvenance: provenance, invocations: [{ executionSuccessful: false }] },
      [],
      false,
    ],
    ['there are no results to tell', { versionControlProvenance: provenance }, null, false],
  ])('proves what it looked at only when whole: %s', async (_, more, results, proven) => {
    const { provesScope, observations } = await read(report(run(results, more)));
    expect(provesScope).toBe(proven);
    expect(observations.resource).toHaveLength(1);
  });

  it('has nothing to say without runs', async () => {
    const { outcome, native, provesScope, observations } = await read(report());
    expect(outcome).toEqual({ ok: true });
    expect(native).toEqual({ runs: 0, results: 0, tools: [] });
    expect([provesScope, observations.resource]).toEqual([false, []]);
  });

  it('sets aside what names no rule and bears wrong types', async () => {
    const hostile = [
      '"text"',
      '{"ruleId":7}',
      '{"ruleId":"A\\u0007","ruleIndex":1e99,"locations":[{"physicalLocation":{"region":{"startLine":-1},"artifactLocation":{"uri":"=cmd|<b>"}}}],"suppressions":"x"}',
      '{"__proto__":{"ruleId":"P"}}',
    ];
    const text = `{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"X","rules":[7,null]}},"results":[${hostile.join(',')}]}]}`;
    const { outcome, observations, quarantined } = await read(text);
    expect(outcome).toEqual({ ok: true });
    expect(quarantined.map((entry) => entry.locator)).toEqual(
      [0, 1, 3].map((i) => `$.runs[0].results[${i}]`),
    );
    expect(observations.control).toMatchObject([{ Place: '=cmd|<b>' }]);
  });

  it('keeps what came before a cut and proves nothing', async () => {
    const text = JSON.stringify(
      report(run([{ ruleId: 'A' }, { ruleId: 'B' }], { versionControlProvenance: provenance })),
    );
    const { outcome, observations, provesScope } = await read(text.slice(0, text.indexOf('"B"')));
    expect(outcome).toMatchObject({ ok: false, fault: { code: 'truncated' } });
    expect(observations.control).toHaveLength(1);
    expect(provesScope).toBe(false);
  });

  it('refuses other versions and leaves other files alone', async () => {
    const old = { ...report(), version: '1.0.0' };
    expect((await read(old)).detection).toMatchObject({ kind: 'refuse', fault: { code: 'wrong-version' } });
    expect((await read({ runs: [{ id: 1 }], version: '2.1.0' })).detection).toBeUndefined();
  });
});
