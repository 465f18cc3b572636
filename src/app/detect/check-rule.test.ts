import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { KqlType } from '../../kql/index.ts';
import type { RuleDraft } from '../../state/index.ts';
import { checkRule } from './check-rule.ts';
import type { CompiledInfo } from './ports.ts';
import { refusalCodes } from './refusals.ts';
import { parseRuleFile } from './rule-file.ts';

const rule: RuleDraft = {
  name: 'r',
  kql: 'q',
  frequency: '1h',
  isEnabled: true,
  alert: {
    title: 'Encoded command on {{DeviceName}}',
    severity: 'Medium',
    category: 'Execution',
    techniques: [],
    description: '',
    recommendedActions: '',
  },
  entities: { device: 'DeviceId' },
  actions: ['isolate-device'],
};

const columns = (types: Readonly<Record<string, KqlType>>): CompiledInfo['columns'] =>
  Object.entries(types).map(([name, type]) => ({ name, type }));

const good = { Timestamp: 'datetime', ReportId: 'long', DeviceId: 'string', DeviceName: 'string' } as const;

const compiled = (more: Partial<CompiledInfo> = {}): CompiledInfo => ({
  columns: columns(good),
  tables: ['DeviceProcessEvents'],
  operators: ['where'],
  hasComments: false,
  ...more,
});

const without = (name: keyof typeof good) => columns(good).filter((column) => column.name !== name);
const titled = (title: string): RuleDraft => ({ ...rule, alert: { ...rule.alert, title } });
const continuous: RuleDraft = { ...rule, frequency: 'continuous' };

describe('checkRule', () => {
  it.each<[string, RuleDraft, CompiledInfo, readonly string[]]>([
    ['a plain event rule', rule, compiled(), []],
    ['a continuous one', continuous, compiled(), []],
    [
      'a timed one that joins, unions and comments',
      rule,
      compiled({
        tables: ['DeviceInfo', 'DeviceTvmSoftwareVulnerabilities'],
        operators: ['join', 'union', 'externaldata'],
        hasComments: true,
      }),
      [],
    ],
    [
      'an event of another product, without DeviceId',
      { ...rule, entities: { user: 'AccountUpn' }, actions: [], alert: { ...rule.alert, title: 'Sign-in' } },
      compiled({
        tables: ['IdentityLogonEvents'],
        columns: columns({ Timestamp: 'datetime', ReportId: 'string', AccountUpn: 'string' }),
      }),
      [],
    ],
    ['no table', rule, compiled({ tables: [] }), ['no-table']],
    ...[
      'DeviceTvmSoftwareVulnerabilities',
      'DeviceTvmSoftwareVulnerabilitiesKB',
      'DeviceTvmSecureConfigurationAssessmentKB',
      'DeviceBaselineComplianceAssessment',
      'DeviceBaselineComplianceProfiles',
    ].map((table): [string, RuleDraft, CompiledInfo, readonly string[]] => [
      `${table} with a made-up time`,
      rule,
      compiled({ tables: [table] }),
      ['table-without-time'],
    ]),
    ['no Timestamp', rule, compiled({ columns: without('Timestamp') }), ['missing-timestamp']],
    ['no ReportId', rule, compiled({ columns: without('ReportId') }), ['missing-report-id']],
    [
      'no DeviceId from a device table',
      rule,
      compiled({ columns: without('DeviceId') }),
      ['missing-device-id', 'missing-entity-column'],
    ],
    [
      'columns of other types',
      rule,
      compiled({
        columns: columns({ ...good, Timestamp: 'string', ReportId: 'dynamic', DeviceId: 'long' }),
      }),
      ['wrong-column-type', 'wrong-column-type', 'wrong-column-type'],
    ],
    ['no entity', { ...rule, entities: {}, actions: [] }, compiled(), ['missing-entity']],
    [
      'an action without its entity',
      { ...rule, actions: ['block-file'] },
      compiled(),
      ['action-without-entity'],
    ],
    [
      'two tables, continuous',
      continuous,
      compiled({ tables: ['DeviceInfo', 'DeviceEvents'] }),
      ['continuous-tables'],
    ],
    [
      'operators and comments, continuous',
      continuous,
      compiled({ operators: ['where', 'join', 'union', 'externaldata'], hasComments: true }),
      ['continuous-operator', 'continuous-operator', 'continuous-operator', 'continuous-comment'],
    ],
    [
      'four placeholders',
      titled('{{DeviceName}} {{DeviceId}} {{ReportId}} {{ Timestamp }}'),
      compiled(),
      ['title-placeholders'],
    ],
    ['a placeholder of no column', titled('{{Nope}} and {{Nope}}'), compiled(), ['title-column']],
  ])('%s', (_, draft, info, codes) => {
    const refusals = checkRule(draft, info);
    expect(refusals.map(({ code }) => code)).toEqual(codes);
    expect(refusals.every(({ message, remedy }) => message.length > 20 && remedy.length > 15)).toBe(true);
  });

  it('proposes an entity that the result has', () => {
    const [refusal] = checkRule({ ...rule, entities: {}, actions: [] }, compiled());
    expect(refusal?.remedy).toContain('"device: DeviceId"');
  });

  it('has an entry in the reference for every refusal, and the reference for no other', () => {
    const page = readFileSync(new URL('../../../docs/reference/detections.md', import.meta.url), 'utf8');
    const headings = [...page.matchAll(/^### `([a-z-]+)`$/gm)].map((match) => match[1]);
    expect(headings).toEqual(Object.keys(refusalCodes));
  });

  it('reads the example of the reference', () => {
    const page = readFileSync(new URL('../../../docs/reference/detections.md', import.meta.url), 'utf8');
    const example = /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
    expect(parseRuleFile(example)).toMatchObject({ ok: true, value: { isEnabled: true, frequency: '1h' } });
  });
});

describe('parseRuleFile', () => {
  const file = (more: string) =>
    `name: r\nfrequency: 1h\nquery: q\nalert: {title: t, severity: Low, category: Malware}\nentities: {ip: RemoteIP}\n${more}`;

  it('fills in what may be left out', () => {
    expect(parseRuleFile(file(''))).toMatchObject({
      value: { isEnabled: true, actions: [], entities: { ip: 'RemoteIP' }, alert: { techniques: [] } },
    });
  });

  it.each([
    [file('owner: me'), 'owner'],
    [file('actions: [format-disk]'), 'actions.0'],
    [file('').replace('1h', '2h'), 'frequency'],
    [file('').replace('name: r', 'name: "a\\0b"'), 'name holds characters'],
    ['{', 'no YAML'],
    ['', 'object'],
  ])('says where it is wrong: %j', (text, where) => {
    const result = parseRuleFile(text);
    expect(result.ok ? '' : `${result.fault.message} ${result.fault.place ?? ''}`).toContain(where);
  });
});
